"""Who may open the routes of `notices`."""

from headwater.web.accounts.access import NOBODY, SIGNED_IN, Row

ROWS: tuple[Row, ...] = (
    Row("notices:notices", look=SIGNED_IN),
    Row("notices:open", look=SIGNED_IN),
    Row("notices:read", look=NOBODY, act=SIGNED_IN),
    Row("notices:read_all", look=NOBODY, act=SIGNED_IN),
)

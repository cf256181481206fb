"""Who may open the routes of `audit`."""

from headwater.web.accounts.access import Fresh, Row
from headwater.web.accounts.roles import AUDITORS

ROWS: tuple[Row, ...] = (
    Row("audit:entries", look=AUDITORS),
    Row("audit:entry", look=AUDITORS),
    Row("audit:export", look=AUDITORS, act=AUDITORS, fresh=Fresh.ALWAYS),
)

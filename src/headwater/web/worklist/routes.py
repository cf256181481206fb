"""Who may open the routes of `worklist`."""

from headwater.web.accounts.access import NOBODY, PUBLIC, SIGNED_IN, Fresh, Row
from headwater.web.accounts.roles import EVERY_ROLE

ROWS: tuple[Row, ...] = (
    Row("worklist:worklist", look=EVERY_ROLE),
    Row("worklist:csv", look=EVERY_ROLE, fresh=Fresh.ALWAYS),
    Row("worklist:calendars", look=SIGNED_IN, act=SIGNED_IN, fresh=Fresh.TO_ACT),
    Row("worklist:revoke_calendar", look=SIGNED_IN, act=SIGNED_IN),
    # The secret in the address stands for the person; what it shows is a reference and a day.
    Row("worklist:feed", look=PUBLIC, act=NOBODY),
)

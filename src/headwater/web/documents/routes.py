"""Who may open the routes of `documents`."""

from headwater.web.accounts.access import Fresh, Row
from headwater.web.accounts.roles import APPROVERS, LEADS, WRITERS

ROWS: tuple[Row, ...] = (
    Row("documents:documents", look=WRITERS),
    Row("documents:csv", look=WRITERS, fresh=Fresh.ALWAYS),
    Row("documents:download", look=WRITERS, fresh=Fresh.ALWAYS, restricted=True),
    Row("documents:disposal", look=LEADS | APPROVERS, act=LEADS, fresh=Fresh.TO_ACT),
    Row("documents:decide_disposal", look=APPROVERS, act=APPROVERS, fresh=Fresh.TO_ACT),
)

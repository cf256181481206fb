"""Who may open the routes of `releases`."""

from headwater.web.accounts.access import Fresh, Row
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS

READERS = LEADS | APPROVERS | AUDITORS
"""Nobody else sees what waits for publication, embargoed or not."""

ROWS: tuple[Row, ...] = (
    Row("releases:list", READERS),
    Row("releases:csv", READERS),
    Row("releases:release", READERS),
    Row("releases:propose", LEADS, act=LEADS, fresh=Fresh.TO_ACT),
    Row("releases:answer", APPROVERS, act=APPROVERS, fresh=Fresh.TO_ACT),
    Row("releases:publish", LEADS | APPROVERS, act=LEADS | APPROVERS, fresh=Fresh.TO_ACT),
    Row("releases:withdraw", LEADS | APPROVERS, act=LEADS | APPROVERS, fresh=Fresh.TO_ACT),
    Row("releases:correct", LEADS, act=LEADS, fresh=Fresh.TO_ACT),
)

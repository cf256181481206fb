"""Who may open the routes of `algorithms`."""

from headwater.web.accounts.access import Fresh, Row
from headwater.web.accounts.roles import APPROVERS, EVERY_ROLE, LEADS

ROWS: tuple[Row, ...] = (
    Row("insights:algorithms", EVERY_ROLE),
    Row("insights:algorithm", EVERY_ROLE),
    Row("insights:algorithm_json", EVERY_ROLE),
    Row("insights:algorithm_csv", EVERY_ROLE),
    Row("insights:algorithm_add", LEADS, LEADS),
    Row("insights:algorithm_edit", LEADS, LEADS),
    Row("insights:algorithm_move", LEADS | APPROVERS, LEADS | APPROVERS),
    Row("insights:algorithm_propose", LEADS, LEADS, fresh=Fresh.TO_ACT),
)

"""Who may open the routes of `gaps`."""

from headwater.web.accounts.access import Row
from headwater.web.provision.gaps.rules.permissions import ANSWERERS, READERS

ROWS: tuple[Row, ...] = (
    Row("gaps:map", READERS),
    Row("gaps:map_csv", READERS),
    Row("gaps:work_out", ANSWERERS, ANSWERERS),
    Row("gaps:gap", READERS),
    Row("gaps:answer", ANSWERERS, ANSWERERS),
    Row("gaps:intend", ANSWERERS, ANSWERERS),
    Row("gaps:intentions", READERS),
    Row("gaps:intentions_csv", READERS),
    Row("gaps:intention", READERS),
    Row("gaps:intention_edit", ANSWERERS, ANSWERERS),
    Row("gaps:intention_agree", ANSWERERS, ANSWERERS),
    Row("gaps:intention_commission", ANSWERERS, ANSWERERS),
    Row("gaps:intention_drop", ANSWERERS, ANSWERERS),
)

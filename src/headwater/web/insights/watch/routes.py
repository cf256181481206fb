"""Who may open the routes of early warning."""

from headwater.web.accounts.access import Row
from headwater.web.insights.watch.rules.permissions import READERS

ROWS: tuple[Row, ...] = (
    Row("insights:alerts", READERS),
    Row("insights:alert", READERS),
)

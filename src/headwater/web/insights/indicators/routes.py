"""Who may open the routes of `indicators`."""

from headwater.web.accounts.access import Row
from headwater.web.editions.rules.permissions import READERS

ROWS: tuple[Row, ...] = tuple(
    Row(f"insights:{route}", READERS)
    for route in (
        "indicators",
        "indicator",
        "indicator_map",
        "indicator_area",
        "indicator_file",
        "areas",
        "area",
        "area_file",
    )
)

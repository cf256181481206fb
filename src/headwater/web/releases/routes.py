"""Who may open the routes of `releases`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

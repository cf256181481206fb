"""Who may open the routes of `indicators`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

"""Who may open the routes of `assessments`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

"""Who may open the routes of `editions`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

"""Who may open the routes of `data_in`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

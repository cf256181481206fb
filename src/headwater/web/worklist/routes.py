"""Who may open the routes of `worklist`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

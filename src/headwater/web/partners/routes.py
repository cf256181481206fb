"""Who may open the routes of `partners`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

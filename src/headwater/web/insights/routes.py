"""Who may open the routes of `insights`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

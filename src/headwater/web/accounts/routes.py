"""Who may open the routes of `accounts`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

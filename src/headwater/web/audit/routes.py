"""Who may open the routes of `audit`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

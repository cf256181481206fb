"""Who may open the routes of `notices`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

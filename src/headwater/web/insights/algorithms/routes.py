"""Who may open the routes of `algorithms`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

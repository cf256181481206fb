"""Who may open the routes of `public_site`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

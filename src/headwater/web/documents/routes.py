"""Who may open the routes of `documents`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

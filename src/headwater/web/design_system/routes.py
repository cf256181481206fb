"""Who may open the routes of `design_system`."""

from headwater.web.accounts.access import Row

ROWS: tuple[Row, ...] = ()

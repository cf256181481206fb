"""Who may open the routes of the parts of `provision`."""

from headwater.web.accounts.access import Row
from headwater.web.provision.gaps import routes as gaps
from headwater.web.provision.services import routes as services

ROWS: tuple[Row, ...] = (
    *gaps.ROWS,
    *services.ROWS,
)

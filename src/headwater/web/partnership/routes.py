"""Who may open the routes of the parts of `partnership`."""

from headwater.web.accounts.access import Row
from headwater.web.partnership.boards import routes as boards
from headwater.web.partnership.consultation import routes as consultation
from headwater.web.partnership.definition import routes as definition
from headwater.web.partnership.duty import routes as duty

ROWS: tuple[Row, ...] = (
    *boards.ROWS,
    *consultation.ROWS,
    *definition.ROWS,
    *duty.ROWS,
)

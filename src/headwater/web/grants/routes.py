"""Who may open the routes of the parts of `grants`."""

from headwater.web.accounts.access import Row
from headwater.web.grants.applying import routes as applying
from headwater.web.grants.choosing import routes as choosing
from headwater.web.grants.deciding import routes as deciding
from headwater.web.grants.delivering import routes as delivering
from headwater.web.grants.money import routes as money
from headwater.web.grants.publishing import routes as publishing
from headwater.web.grants.rounds import routes as rounds

ROWS: tuple[Row, ...] = (
    *applying.ROWS,
    *choosing.ROWS,
    *deciding.ROWS,
    *delivering.ROWS,
    *money.ROWS,
    *publishing.ROWS,
    *rounds.ROWS,
)

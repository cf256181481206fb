"""What is known of money. Rooms above use what is named here; each part has its module."""

from headwater.web.grants.money.queries.balances import Position, position, positions
from headwater.web.grants.money.queries.payments import (
    commitment_of,
    paid_for,
    payments_of,
)
from headwater.web.grants.money.queries.traced import Traced, from_crime

__all__ = [
    "Position",
    "Traced",
    "commitment_of",
    "from_crime",
    "paid_for",
    "payments_of",
    "position",
    "positions",
]

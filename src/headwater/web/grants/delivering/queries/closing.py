"""What a grant was paid, spent and owes."""

from dataclasses import dataclass
from decimal import Decimal

from headwater.core.money import NOTHING
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.models import Delivery
from headwater.web.grants.delivering.queries.returns import spent
from headwater.web.grants.money import queries as money
from headwater.web.grants.money.models import AccountKind
from headwater.web.grants.money.queries.balances import held_for, of_award


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the money of one grant is."""

    paid: Decimal
    """With what came back taken off."""
    owed: Decimal
    """What still has to come back."""


def standing(award: Award) -> Standing:
    """What a grant was paid and owes. One query."""
    held = held_for(award.reference)
    return Standing(held[AccountKind.PAID], held[AccountKind.OWED])


def paid(delivery: Delivery) -> Decimal:
    """What the grant was paid, with what came back taken off."""
    return money.paid_for(delivery.award.reference)


def unspent(delivery: Delivery) -> Decimal:
    """What was paid and, by the accepted returns, not spent."""
    return max(paid(delivery) - spent(delivery), NOTHING)


def owed(delivery: Delivery) -> Decimal:
    """What still has to come back."""
    return of_award(AccountKind.OWED, delivery.award.reference)

"""From crime to community: what came in, what was awarded from it, and whom it reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from headwater.core.money import NOTHING, plain_pounds
from headwater.web.grants.publishing.rules.record import Record


@dataclass(frozen=True, slots=True)
class PotMoney:
    """What the ledger has of one pot."""

    reference: str
    name: str
    year: str
    source: str
    is_proceeds: bool
    received: Decimal
    expected: Decimal
    """Agreed, and not here yet."""
    awarded: Decimal
    """Promised to awards or paid to them."""
    paid: Decimal
    """To awards."""
    direct: Decimal
    """Paid for something else than an award."""
    available: Decimal


@dataclass(frozen=True, slots=True)
class Awarded:
    """Awards of one pot: those that are told of and those that are not yet."""

    told: Decimal = NOTHING
    told_grants: int = 0
    untold: Decimal = NOTHING
    untold_grants: int = 0

    @property
    def all(self) -> Decimal:
        """What all of them come to."""
        return self.told + self.untold


def awarded_by_pot(told: Iterable[Record], untold: Iterable[Record]) -> dict[str, Awarded]:
    """What awards of each pot come to, by the pot's reference."""
    found: dict[str, Awarded] = {}
    for each in told:
        had = found.get(each.pot, Awarded())
        found[each.pot] = Awarded(
            had.told + each.amount, had.told_grants + 1, had.untold, had.untold_grants
        )
    for each in untold:
        had = found.get(each.pot, Awarded())
        found[each.pot] = Awarded(
            had.told, had.told_grants, had.untold + each.amount, had.untold_grants + 1
        )
    return found


def differences(pots: Sequence[PotMoney], awarded: dict[str, Awarded]) -> dict[str, Decimal]:
    """Pots whose awards do not come to what the ledger has for them, with how much is between."""
    return {
        pot.reference: gap
        for pot in pots
        if (gap := pot.awarded - awarded.get(pot.reference, Awarded()).all)
    }


def totals_of(
    pots: Sequence[PotMoney], told: Sequence[Record], untold: Sequence[Record]
) -> dict[str, Any]:
    """The whole way of the money, as it is published: amounts as text, to the penny."""
    awarded = awarded_by_pot(told, untold)
    reached = [counted for each in told for counted in each.people[:1]]
    return {
        "received": plain_pounds(_sum(pot.received for pot in pots)),
        "proceeds": plain_pounds(_sum(pot.received for pot in pots if pot.is_proceeds)),
        "awarded": plain_pounds(_sum(each.amount for each in told)),
        "grants": len(told),
        "untold": plain_pounds(_sum(each.amount for each in untold)),
        "untold_grants": len(untold),
        "paid": plain_pounds(_sum(each.paid for each in told)),
        "people": sum(each.number for each in reached if each.number is not None),
        "people_projects": sum(each.number is not None for each in reached),
        "people_hidden": sum(each.number is None for each in reached),
        "pots": [_pot(pot, awarded.get(pot.reference, Awarded())) for pot in pots],
    }


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, start=NOTHING)


def _pot(pot: PotMoney, awarded: Awarded) -> dict[str, Any]:
    return {
        "reference": pot.reference,
        "name": pot.name,
        "year": pot.year,
        "source": pot.source,
        "is_proceeds": pot.is_proceeds,
        "received": plain_pounds(pot.received),
        "awarded": plain_pounds(awarded.told),
        "grants": awarded.told_grants,
        "untold": plain_pounds(awarded.untold),
        "expected": plain_pounds(pot.expected),
        "paid": plain_pounds(pot.paid),
        "direct": plain_pounds(pot.direct),
        "available": plain_pounds(pot.available),
    }

"""Reading what is promised to awards, by pot."""

from dataclasses import dataclass
from decimal import Decimal

from headwater.core.money import NOTHING
from headwater.web.grants.money.models import AccountKind, Commitment, Pot
from headwater.web.grants.money.queries.balances import of_awards


@dataclass(frozen=True, slots=True)
class Promise:
    """What one award has of a pot."""

    commitment: Commitment
    left: Decimal
    """Promised and not paid."""
    paid: Decimal
    owed: Decimal

    @property
    def all(self) -> Decimal:
        """What the award is to have in all."""
        return self.left + self.paid


def promises_of(pot: Pot) -> list[Promise]:
    """What every award of a pot has, the latest first. Seven queries, however many."""
    rows = list(pot.commitments.order_by("-made_at", "-pk"))
    references = [each.award_reference for each in rows]
    left = of_awards(AccountKind.PROMISED, references)
    paid = of_awards(AccountKind.PAID, references)
    owed = of_awards(AccountKind.OWED, references)
    return [
        Promise(
            commitment=each,
            left=left.get(each.award_reference, NOTHING),
            paid=paid.get(each.award_reference, NOTHING),
            owed=owed.get(each.award_reference, NOTHING),
        )
        for each in rows
    ]

"""Money taken from crime: what came in, where it went, and whether it adds up to the penny."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from headwater.core.money import NOTHING
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.money.models import (
    AccountKind,
    Commitment,
    Entry,
    Pot,
    Receipt,
    Source,
)
from headwater.web.grants.money.queries.balances import balances, of_awards
from headwater.web.grants.money.rules import permissions

WITHOUT_AWARD = (AccountKind.LABOUR, AccountKind.NON_LABOUR)


@dataclass(frozen=True, slots=True)
class Traced:
    """The way of money from receipts over pots to awards. Nothing in it leads to a case."""

    receipts: tuple[tuple[date, Decimal], ...]
    """Days and amounts only."""
    moved: Decimal
    """What came from pots of other money, with what went to them taken off."""
    given_back: Decimal
    awards: tuple[tuple[str, Decimal, Decimal], ...]
    """Reference, all that it is to have, and what of it is paid."""
    direct: Decimal
    """Paid without an award."""
    available: Decimal

    @property
    def received(self) -> Decimal:
        """All that came in."""
        return sum((amount for _, amount in self.receipts), start=NOTHING)

    @property
    def promised(self) -> Decimal:
        """All that awards are to have."""
        return sum((amount for _, amount, _ in self.awards), start=NOTHING)

    @property
    def paid(self) -> Decimal:
        """All that awards were paid."""
        return sum((paid for _, _, paid in self.awards), start=NOTHING)

    @property
    def missing(self) -> Decimal:
        """What cannot be told of the way of the money: nothing, or the books are wrong."""
        came = self.received + self.moved - self.given_back
        return came - self.promised - self.direct - self.available


def from_crime(workspace: str) -> Traced:
    """The way of all money a workspace had from the proceeds of crime, of every year."""
    rows = Pot.objects.filter(fund__workspace__slug=workspace, source=Source.PROCEEDS)
    pots = list(rows.values_list("pk", flat=True))
    held = balances(pots)
    receipts = Receipt.objects.filter(pot__in=pots, movement__reversed_by=None)
    return Traced(
        receipts=tuple(receipts.order_by("received_on", "pk").values_list("received_on", "amount")),
        moved=_moved(pots),
        given_back=_given_back(pots),
        awards=_awards(pots),
        direct=sum(
            (
                held[pk][kind]
                for pk in pots
                for kind in (AccountKind.LABOUR, AccountKind.NON_LABOUR)
            ),
            start=NOTHING,
        ),
        available=sum((held[pk][AccountKind.FREE] for pk in pots), start=NOTHING),
    )


def from_crime_for(actor: Actor, workspace: str) -> Traced:
    """The same for somebody who reads about the money. Raises `NotYours` for anybody else."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return from_crime(workspace)


def _moved(pots: Collection[int]) -> Decimal:
    free = AccountKind.FREE.value
    came = Q(into__pot__in=pots, into__kind=free) & ~Q(out_of__pot__in=pots)
    went = Q(out_of__pot__in=pots, out_of__kind=free) & ~Q(into__pot__in=pots)
    return _all(came) - _all(went)


def _given_back(pots: Collection[int]) -> Decimal:
    return _all(Q(into__pot__in=pots, into__kind=AccountKind.GIVER, movement__reverses=None))


def _all(wanted: Q) -> Decimal:
    found: Decimal | None = Entry.objects.filter(wanted).aggregate(all=Sum("amount"))["all"]
    return found or NOTHING


def _awards(pots: Collection[int]) -> tuple[tuple[str, Decimal, Decimal], ...]:
    rows = Commitment.objects.filter(pot__in=pots).order_by("made_at", "pk")
    references = list(rows.values_list("award_reference", flat=True))
    left = of_awards(AccountKind.PROMISED, references)
    paid = of_awards(AccountKind.PAID, references)
    return tuple(
        (each, left.get(each, NOTHING) + paid.get(each, NOTHING), paid.get(each, NOTHING))
        for each in references
    )

"""What every account holds, as the ledger has it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from headwater.core.money import NOTHING
from headwater.web.grants.money.models import Account, AccountKind, Entry, Pot

PAID_OUT = (AccountKind.PAID, AccountKind.LABOUR, AccountKind.NON_LABOUR)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the money of a pot is. Budget, once it may be spent, is all of the three below it."""

    budget: Decimal
    """What may be spent in the year, with what was moved in and out."""
    received: Decimal
    expected: Decimal
    """Agreed and not here yet."""
    committed: Decimal
    """Promised to awards and not paid yet."""
    paid: Decimal
    """With what came back taken off."""
    available: Decimal
    """What may still be promised."""
    owed: Decimal
    """What awards are to pay back."""

    @property
    def spendable(self) -> Decimal:
        """All that could be promised so far: what is left of it, is promised, or is paid."""
        return self.available + self.committed + self.paid


def balance_of(account: Account) -> Decimal:
    """What one account holds."""
    into = Entry.objects.filter(into=account).aggregate(all=Sum("amount"))["all"]
    out = Entry.objects.filter(out_of=account).aggregate(all=Sum("amount"))["all"]
    return (into or NOTHING) - (out or NOTHING)


def balances(pots: Collection[int]) -> Mapping[int, Mapping[AccountKind, Decimal]]:
    """What accounts of each kind hold, by pot. Two queries, however many pots."""
    found: dict[int, dict[AccountKind, Decimal]] = {
        pk: dict.fromkeys(AccountKind, NOTHING) for pk in pots
    }
    for side, sign in (("into", 1), ("out_of", -1)):
        rows = (
            Entry.objects.filter(**{f"{side}__pot__in": pots})
            .values_list(f"{side}__pot", f"{side}__kind")
            .annotate(all=Sum("amount"))
            .order_by()
        )
        for pot, kind, amount in rows:
            found[pot][AccountKind(kind)] += sign * amount
    return found


def positions(pots: Collection[Pot]) -> Mapping[int, Position]:
    """Where the money of each pot is, by its key."""
    held = balances([pot.pk for pot in pots])
    # As they are now: a virement changes the budgets of pots that others still hold in their hands.
    budgets = Pot.objects.filter(pk__in=held).values_list("pk", "budget")
    return {pk: _position(budget, held[pk]) for pk, budget in budgets}


def position(pot: Pot) -> Position:
    """Where the money of a pot is."""
    return positions([pot])[pot.pk]


def _position(budget: Decimal, held: Mapping[AccountKind, Decimal]) -> Position:
    return Position(
        budget=budget,
        received=-held[AccountKind.GIVER] + NOTHING,
        expected=-held[AccountKind.EXPECTED] + NOTHING,
        committed=held[AccountKind.PROMISED],
        paid=sum((held[each] for each in PAID_OUT), start=NOTHING),
        available=held[AccountKind.FREE],
        owed=held[AccountKind.OWED],
    )


def of_awards(kind: AccountKind, award_references: Collection[str]) -> Mapping[str, Decimal]:
    """What accounts of one kind hold for each award, whichever pots they are in. Two queries."""
    found: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for side, sign in (("into", 1), ("out_of", -1)):
        key = f"{side}__award_reference"
        rows = (
            Entry.objects.filter(**{f"{side}__kind": kind.value, f"{key}__in": award_references})
            .values_list(key)
            .annotate(all=Sum("amount"))
            .order_by()
        )
        for reference, amount in rows:
            found[reference] += sign * amount
    return found


def of_award(kind: AccountKind, award_reference: str) -> Decimal:
    """What accounts of one kind hold for an award."""
    return of_awards(kind, [award_reference]).get(award_reference, NOTHING)


def held_for(award_reference: str) -> Mapping[AccountKind, Decimal]:
    """What accounts of every kind hold for an award. One query."""
    ends = ("into__kind", "into__award_reference", "out_of__kind", "out_of__award_reference")
    rows = Entry.objects.filter(
        Q(into__award_reference=award_reference) | Q(out_of__award_reference=award_reference)
    ).values_list("amount", *ends)
    found = dict.fromkeys(AccountKind, NOTHING)
    for amount, into, into_award, out_of, out_of_award in rows:
        if into_award == award_reference:
            found[AccountKind(into)] += amount
        if out_of_award == award_reference:
            found[AccountKind(out_of)] -= amount
    return found

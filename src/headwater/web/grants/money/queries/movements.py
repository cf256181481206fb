"""Reading the ledger: movements of a pot with what was available after each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from headwater.core.money import NOTHING
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.money.models import AccountKind, Entry, Movement, Pot
from headwater.web.grants.money.rules import permissions


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement as a pot sees it."""

    movement: Movement
    amount: Decimal
    """What moved, of the entries that touch the pot."""
    award_reference: str
    change: Decimal
    """By how much what is available rose or fell."""
    available: Decimal
    """Afterwards."""


def moved_in(pot: Pot) -> list[Moved]:
    """Every movement that touches a pot, in the order they were written. Two queries."""
    entries = defaultdict(list)
    for entry in entries_of(pot):
        entries[entry.movement].append(entry)
    available = NOTHING
    found = []
    for movement, theirs in entries.items():
        change = sum((_change(each, pot) for each in theirs), start=NOTHING)
        available += change
        found.append(
            Moved(
                movement=movement,
                amount=theirs[0].amount,
                award_reference=_award(theirs),
                change=change,
                available=available,
            )
        )
    return found


def entries_of(pot: Pot) -> Sequence[Entry]:
    """Every entry of a pot, in the order they were written."""
    return list(_entries().filter(Q(out_of__pot=pot) | Q(into__pot=pot)))


def entries_for(actor: Actor, workspace: str, *, year: int | None) -> Sequence[Entry]:
    """Every entry of a workspace's pots, or of those of one year. Each is there once."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = _entries().filter(movement__workspace__slug=workspace)
    if year is not None:
        rows = rows.filter(Q(out_of__pot__year=year) | Q(into__pot__year=year))
    return list(rows)


def _entries() -> QuerySet[Entry]:
    rows = Entry.objects.select_related("movement__reverses", "out_of__pot", "into__pot")
    return rows.order_by("movement_id", "pk")


def _change(entry: Entry, pot: Pot) -> Decimal:
    rise = entry.into.kind == AccountKind.FREE and entry.into.pot_id == pot.pk
    fall = entry.out_of.kind == AccountKind.FREE and entry.out_of.pot_id == pot.pk
    return entry.amount * (rise - fall)


def _award(entries: Sequence[Entry]) -> str:
    named = (each.into.award_reference or each.out_of.award_reference for each in entries)
    return next((each for each in named if each), "")


def movement_for(actor: Actor, workspace: str, reference: str) -> Movement:
    """One movement. Raises `NotYours` for any other, there or not."""
    rows = Movement.objects.filter(workspace__slug=workspace, reference=reference)
    found = rows.select_related("workspace", "reverses").first()
    if found is None or not permissions.can_read(actor, workspace):
        raise NotYours
    return found


def sides_of(movement: Movement) -> Sequence[Entry]:
    """The entries of a movement with both their accounts."""
    rows = movement.entries.select_related(
        "out_of__pot__fund__workspace", "into__pot__fund__workspace"
    )
    return list(rows.order_by("pk"))


def reversal_of(movement: Movement) -> Movement | None:
    """The movement that reversed one; None where none did."""
    return Movement.objects.filter(reverses=movement).first()

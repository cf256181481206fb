"""Pots as other rooms may tie them: which money a gap, an action or a finding is answered with."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.grants.money.links import pot_address
from headwater.web.grants.money.models import Pot
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.years import year_words
from headwater.web.thread.kinds import Bead, Kind, register

POT = "pot"
MOST_OFFERED = 20


def _pots(actor: Actor, workspace: str) -> QuerySet[Pot]:
    rows = Pot.objects.filter(fund__workspace__slug=workspace).select_related("fund__workspace")
    may = actor is HEADWATER or permissions.can_read(actor, workspace)
    return rows if may else rows.none()


def _bead(row: Pot) -> Bead:
    return Bead(
        kind=POT,
        reference=row.reference,
        title=f"{row.name}, {year_words(row.year)}",
        address=pot_address(row),
        state="Open" if row.locked_at is None else "Closed",
        stands=row.locked_at is None,
    )


def find(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Pots by reference."""
    rows = _pots(actor, workspace).filter(reference__in=references)
    return {each.reference: _bead(each) for each in rows}


def offer(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Pots with these words, the latest year first."""
    rows = _pots(actor, workspace).filter(name__icontains=text).order_by("-year", "name", "pk")
    return [_bead(each) for each in rows[:MOST_OFFERED]]


def register_kinds() -> None:
    """Make pots known to the thread."""
    register(Kind(POT, "pot of money", "pots of money", find, offer))

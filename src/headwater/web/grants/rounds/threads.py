"""Rounds on the thread: to gaps, findings, actions and services they are to pay for."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.grants.rounds.models import Round, RoundState
from headwater.web.grants.rounds.rules import permissions
from headwater.web.thread.kinds import Bead, Kind, register

ROUND = "round"
MOST_OFFERED = 20


def _seen(actor: Actor, workspace: str) -> QuerySet[Round]:
    rows = Round.objects.filter(workspace__slug=workspace).order_by("-written_at", "-pk")
    return rows if permissions.can_read(actor, workspace) else rows.none()


def _bead(workspace: str, row: Round) -> Bead:
    return Bead(
        kind=ROUND,
        reference=row.reference,
        title=row.title,
        address=reverse("rounds:round", args=[workspace, row.reference]),
        state=row.get_state_display(),
        on=timezone.localdate(row.published_at or row.written_at),
        stands=row.state != RoundState.WITHDRAWN,
    )


def find_rounds(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Rounds by reference."""
    rows = _seen(actor, workspace).filter(reference__in=references)
    return {each.reference: _bead(workspace, each) for each in rows}


def offer_rounds(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Rounds with these words, the latest first."""
    rows = _seen(actor, workspace).filter(title__icontains=text)
    return [_bead(workspace, each) for each in rows[:MOST_OFFERED]]


def register_kinds() -> None:
    """Make rounds known to the thread."""
    register(Kind(ROUND, "round", "rounds", find_rounds, offer_rounds))

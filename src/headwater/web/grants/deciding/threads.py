"""Applications and awards as other rooms may tie them."""

from collections.abc import Collection, Mapping, Sequence

from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.links import application_address, award_address
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.deciding.queries.applications import applications_for
from headwater.web.grants.deciding.queries.awards import awards_for
from headwater.web.grants.deciding.queries.evidence import APPLICATION, AWARD
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.rules.awards import Standing
from headwater.web.thread.kinds import Bead, Kind, register

MOST_OFFERED = 20
GONE = frozenset({State.DECLINED, State.WITHDRAWN})


def find_applications(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    """Applications by reference, none that the actor has an interest in."""
    if not (actor is HEADWATER or permissions.visits(actor, workspace)):
        return {}
    rows = applications_for(actor, workspace).filter(reference__in=references)
    return {each.reference: _application(each) for each in rows}


def offer_applications(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Applications with these words that the actor may read, the latest first."""
    if not (actor is HEADWATER or permissions.visits(actor, workspace)):
        return []
    rows = applications_for(actor, workspace).filter(title__icontains=text)
    return [_application(each) for each in rows[:MOST_OFFERED]]


def _application(row: Application) -> Bead:
    return Bead(
        kind=APPLICATION,
        reference=row.reference,
        title=row.title or row.reference,
        address=application_address(row),
        state=State(row.state).label,
        on=timezone.localdate(row.submitted_at) if row.submitted_at else None,
        stands=row.state not in GONE,
    )


def find_awards(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Awards by reference."""
    if not permissions.reads_awards(actor, workspace):
        return {}
    rows = awards_for(actor, workspace).filter(reference__in=references)
    return {each.reference: _award(each) for each in rows}


def offer_awards(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Awards with these words, the latest first."""
    if not permissions.reads_awards(actor, workspace):
        return []
    rows = awards_for(actor, workspace).filter(title__icontains=text)
    return [_award(each) for each in rows[:MOST_OFFERED]]


def _award(row: Award) -> Bead:
    return Bead(
        kind=AWARD,
        reference=row.reference,
        title=row.title,
        address=award_address(row),
        state=row.get_state_display(),
        on=row.awarded_on,
        stands=row.stands is not Standing.WITHDRAWN,
    )


def register_kinds() -> None:
    """Make applications and awards known to the thread."""
    register(
        Kind(APPLICATION, "application", "applications", find_applications, offer_applications)
    )
    register(Kind(AWARD, "award", "awards", find_awards, offer_awards))

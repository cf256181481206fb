"""Who may not read which application: declared, found by comparing, and cleared."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Interest, Involvement, Source
from headwater.web.grants.deciding.queries.parties import parties, reader_side, readers_of
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.rules.interests import Ground, Side, grounds, is_blocked


@dataclass(frozen=True, slots=True)
class Case:
    """How one person stands to one application."""

    person: str
    """A reference."""
    declared: Interest | None
    found: tuple[Ground, ...]
    cleared: Interest | None
    """What was asked or cleared about what was found."""

    @property
    def is_blocked(self) -> bool:
        """Whether they may not read it."""
        declared = self.declared is not None and self.declared.is_interest
        done = self.cleared is not None and self.cleared.cleared_at is not None
        return is_blocked(
            declared=declared,
            declaration_cleared=declared and bool(self.declared and self.declared.cleared_at),
            found=self.found,
            found_cleared=self.cleared.grounds if done and self.cleared else (),
        )

    @property
    def has_declared(self) -> bool:
        """Whether they said whether they have an interest."""
        return self.declared is not None

    @property
    def has_any(self) -> bool:
        """Whether there is an interest, managed or not."""
        return bool(self.found) or (self.declared is not None and self.declared.is_interest)


def blocked(actor: Actor, workspace: str, applications: QuerySet[Application]) -> set[int]:
    """Those of some applications that the actor has an interest in and may not read."""
    if actor is HEADWATER:
        return set()
    reader = reader_side(actor, workspace)
    behind = parties(applications, reader=reader)
    held: dict[int, list[Interest]] = defaultdict(list)
    for row in Interest.objects.filter(
        person=actor.reference, application__in=applications.order_by().values("pk")
    ):
        held[row.application_id].append(row)
    return {
        pk
        for pk, party in behind.items()
        if _case(actor.reference, reader, party, held[pk]).is_blocked
    }


def case_of(actor: Actor, application: Application) -> Case:
    """How the actor stands to one application."""
    only = Application.objects.filter(pk=application.pk)
    reader = reader_side(actor, application.round.workspace.slug)
    rows = Interest.objects.filter(application=application, person=actor.reference)
    return _case(actor.reference, reader, parties(only, reader=reader)[application.pk], rows)


def cases(application: Application, *, today: date) -> dict[str, tuple[User, Case]]:
    """By reference, how everybody who may read applications stands to one."""
    party = parties(Application.objects.filter(pk=application.pk))[application.pk]
    held: dict[str, list[Interest]] = defaultdict(list)
    for row in application.interests.all():
        held[row.person].append(row)
    readers = readers_of(application.round.workspace, today=today)
    return {
        reference: (user, _case(reference, side, party, held[reference]))
        for reference, (user, side) in readers.items()
    }


def _case(person: str, reader: Side, party: Side, rows: Iterable[Interest]) -> Case:
    by_source = {row.source: row for row in rows}
    return Case(
        person=person,
        declared=by_source.get(Source.DECLARED),
        found=grounds(reader, party),
        cleared=by_source.get(Source.FOUND),
    )


def declared_by(actor: Actor, applications: Sequence[int]) -> set[int]:
    """Those of some applications on which the actor said whether they have an interest."""
    rows = Interest.objects.filter(
        person=actor.reference, source=Source.DECLARED, application__in=applications
    )
    return set(rows.values_list("application", flat=True))


def involvements_for(actor: Actor, workspace: str) -> QuerySet[Involvement]:
    """What the actor entered into the register of interests and still holds."""
    if not permissions.visits(actor, workspace):
        raise NotYours
    rows = Involvement.objects.filter(workspace__slug=workspace, person=actor.reference)
    return rows.filter(ended_at=None).select_related("workspace")


def involvement_for(actor: Actor, workspace: str, reference: str) -> Involvement:
    """One entry of the actor's own register. Raises `NotYours` for any other."""
    found = involvements_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found

"""Reading the register, rounds, and requests to work together."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partners.models import Workspace
from headwater.web.partnership.consultation.models import Asked, Consultee, Request, Round
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.partnership.consultation.rules.consulting import (
    Completeness,
    State,
    completeness,
)

CONSULTEE, CONSULTATION, ACTION, DOCUMENT = "consultee", "consultation", "action", "document"


@dataclass(frozen=True, slots=True)
class Line:
    """One authority in a round; `asked` is none where it was not asked."""

    consultee: Consultee
    asked: Asked | None

    @property
    def state(self) -> State:
        """How it stands."""
        return self.asked.state if self.asked else State.NOT_ASKED


def consultees_for(actor: Actor, workspace: str) -> QuerySet[Consultee]:
    """Every authority there is or was, by sort and name. Raises for who may not read them."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return Consultee.objects.filter(workspace__slug=workspace).select_related("workspace")


def consultee_for(actor: Actor, workspace: str, reference: str) -> Consultee:
    """One authority. Raises `NotYours` for any other."""
    found = consultees_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def rounds_for(actor: Actor, workspace: str) -> QuerySet[Round]:
    """Every round, the latest first. Raises for who may not read them."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return Round.objects.filter(workspace__slug=workspace).select_related("workspace")


def round_for(actor: Actor, workspace: str, reference: str) -> Round:
    """One round. Raises `NotYours` for any other."""
    found = rounds_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def requests_for(actor: Actor, workspace: str) -> QuerySet[Request]:
    """Every request to work together, the latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    found = Request.objects.filter(workspace__slug=workspace)
    return found.select_related("workspace", "consultee", "organisation")


def request_for(actor: Actor, workspace: str, reference: str) -> Request:
    """One request. Raises `NotYours` for any other."""
    found = requests_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def there_on(day: date) -> Q:
    """Authorities there are on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def lines_of(found: Round) -> list[Line]:
    """Every authority there was when a round ended or that was asked, with how it stands.

    Two queries, however many there are.
    """
    asked = {each.consultee_id: each for each in found.asked.all()}
    rows = Consultee.objects.filter(workspace_id=found.workspace_id)
    there = rows.filter(there_on(last_day_of(found)) | Q(pk__in=list(asked)))
    lines = []
    for each in there.order_by("sort", "name", "pk"):
        each.workspace = found.workspace
        lines.append(Line(each, asked.get(each.pk)))
    return lines


def last_day_of(found: Round) -> date:
    """The day whose authorities a round is for."""
    return found.closed_on or found.answers_by


def line_of(found: Round, consultee: Consultee) -> Line:
    """One authority in a round."""
    return Line(consultee, found.asked.filter(consultee=consultee).first())


def how_far(found: Round) -> Completeness:
    """How far a round has come."""
    return completeness(each.state for each in lines_of(found))


def how_far_each(rounds: Sequence[Round]) -> list[tuple[Round, Completeness]]:
    """Rounds of one workspace with how far each has come. Two queries, however many there are."""
    states: dict[int, dict[int, State]] = {each.pk: {} for each in rounds}
    for each in Asked.objects.filter(round__in=list(states)):
        states[each.round_id][each.consultee_id] = each.state
    there = Consultee.objects.filter(workspace__in={each.workspace_id for each in rounds})
    for consultee in there:
        for found in rounds:
            if consultee.is_there_on(last_day_of(found)):
                states[found.pk].setdefault(consultee.pk, State.NOT_ASKED)
    return [(each, completeness(states[each.pk].values())) for each in rounds]


def not_asked(lines: Iterable[Line]) -> list[Consultee]:
    """Who was not asked yet."""
    return [each.consultee for each in lines if each.asked is None]


def waited_for(lines: Iterable[Line], states: Collection[State]) -> list[Consultee]:
    """Who stands so."""
    return [each.consultee for each in lines if each.state in states]


def history_of(consultee: Consultee) -> list[Asked]:
    """Every round in which an authority was asked, the latest first."""
    return list(consultee.asked.select_related("round__workspace").order_by("-asked_on", "-pk"))


def of_workspace(workspace: Workspace, references: Collection[str]) -> QuerySet[Consultee]:
    """Authorities of a workspace by reference."""
    return Consultee.objects.filter(workspace=workspace, reference__in=references)

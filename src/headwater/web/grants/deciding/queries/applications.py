"""Applications that somebody may read: submitted, named for, and free of an interest of theirs."""

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.models import Assessment, Interest, Source
from headwater.web.grants.deciding.queries.interests import blocked
from headwater.web.grants.deciding.rules import permissions

UNSEEN = (State.DRAFT, State.INELIGIBLE)
"""What was not handed in is nobody's to assess."""
SHOWN = [each for each in State if each not in UNSEEN]


def applications_for(actor: Actor, workspace: str) -> QuerySet[Application]:
    """Applications of a workspace that the actor may read, the latest first.

    Leads, approvers and auditors read all; others what they are named to assess. Nobody reads
    one that they have an interest in, nor an assessor one before saying that they have none.
    """
    found = _reached(actor, workspace)
    return found.exclude(pk__in=blocked(actor, workspace, found))


def application_for(actor: Actor, workspace: str, reference: str) -> Application:
    """One application. Raises `NotYours` for any other, whether it is there or not."""
    only = _reached(actor, workspace).filter(reference=reference)
    found = only.first()
    if found is None or blocked(actor, workspace, only):
        raise NotYours
    return found


def _reached(actor: Actor, workspace: str) -> QuerySet[Application]:
    if not permissions.visits(actor, workspace):
        raise NotYours
    rows = submitted_in(workspace)
    if actor is HEADWATER:
        return rows
    named = Assessment.objects.filter(
        application=OuterRef("pk"), assessor=actor.reference, ended_at=None
    )
    declared = Interest.objects.filter(
        application=OuterRef("pk"), person=actor.reference, source=Source.DECLARED
    )
    if permissions.reads_all(actor, workspace):
        return rows.filter(~Exists(named) | Exists(declared))
    return rows.filter(Exists(named), Exists(declared))


def submitted_in(workspace: str) -> QuerySet[Application]:
    """Every application of a workspace that was handed in, the latest first."""
    rows = Application.objects.filter(round__workspace__slug=workspace).exclude(state__in=UNSEEN)
    rows = rows.exclude(submitted_at=None)
    return rows.select_related("round__workspace").order_by("-submitted_at", "-pk")


def chosen(
    found: QuerySet[Application],
    *,
    words: str = "",
    round: str = "",
    state: str = "",
    kind: str = "",
    area: str = "",
) -> QuerySet[Application]:
    """Those of some applications that meet everything asked for; what is empty asks nothing."""
    if words:
        found = found.filter(
            Q(title__icontains=words)
            | Q(organisation__icontains=words)
            | Q(reference__icontains=words)
        )
    if round:
        found = found.filter(round__reference=round)
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(organisation_kind=kind)
    if area:
        found = found.filter(area_codes__icontains=area)
    return found


def counts_by_state(found: QuerySet[Application]) -> Mapping[str, int]:
    """How many of some applications stand where, in the order of the work."""
    rows = found.order_by().values("state").annotate(many=Count("pk"))
    by_state = {row["state"]: row["many"] for row in rows}
    return {each.value: by_state[each.value] for each in SHOWN if each.value in by_state}


def rounds_with(found: QuerySet[Application]) -> list[tuple[str, str]]:
    """The rounds that some applications are of: reference and title."""
    rows = found.order_by("round__title").values_list("round__reference", "round__title")
    return list(rows.distinct())


def application_to_declare(actor: Actor, workspace: str, reference: str) -> Application:
    """One that the actor may say of whether they have an interest, before they read it.

    Raises `NotYours` for any other, and where an interest is known already.
    """
    if not permissions.visits(actor, workspace):
        raise NotYours
    only = submitted_in(workspace).filter(reference=reference)
    if not permissions.reads_all(actor, workspace):
        only = only.filter(assessments__assessor=actor.reference, assessments__ended_at=None)
    found = only.first()
    if found is None or blocked(actor, workspace, only):
        raise NotYours
    return found

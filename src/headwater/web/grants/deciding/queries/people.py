"""Who may be named to assess."""

from datetime import date

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Assessment
from headwater.web.grants.deciding.queries.applications import applications_for
from headwater.web.grants.deciding.queries.interests import cases
from headwater.web.grants.deciding.rules import permissions
from headwater.web.partners.models import Membership
from headwater.web.partners.queries import in_force


def assessors_for(application: Application, *, today: date) -> list[User]:
    """People who may assess an application: none with an interest in it, none named already."""
    named = set(application.assessments.filter(ended_at=None).values_list("assessor", flat=True))
    seats = Membership.objects.filter(
        in_force(today),
        organisation__workspace=application.round.workspace,
        role__in=[role.value for role in permissions.ASSESSORS],
    )
    may = set(seats.values_list("user__reference", flat=True))
    return [
        person
        for person, case in cases(application, today=today).values()
        if not case.is_blocked and person.reference in may - named
    ]


def named_assessment(actor: Actor, workspace: str, reference: str) -> Assessment:
    """Somebody's assessment, for those who name assessors. Raises `NotYours` for any other."""
    if not permissions.can_run(actor, workspace):
        raise NotYours
    rows = Assessment.objects.filter(reference=reference, ended_at=None)
    found = (
        rows.filter(application__in=applications_for(actor, workspace).order_by())
        .select_related("application__round__workspace")
        .first()
    )
    if found is None:
        raise NotYours
    return found

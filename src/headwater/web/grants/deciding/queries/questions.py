"""Questions to applicants: for those who ask, and for those who answer."""

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.queries.applications import applications_of
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.grants.deciding.models import Clarification
from headwater.web.grants.deciding.queries.applications import application_for
from headwater.web.grants.deciding.rules import permissions


def question_of(actor: Actor, workspace: str, reference: str) -> Clarification:
    """One question, for those who ask. Raises `NotYours` for any other."""
    rows = Clarification.objects.filter(
        reference=reference, application__round__workspace__slug=workspace
    )
    found = rows.select_related("application__round__workspace").first()
    if found is None or not permissions.can_run(actor, workspace):
        raise NotYours
    application_for(actor, workspace, found.application.reference)
    return found


def open_questions(application: Application) -> QuerySet[Clarification]:
    """Questions about an application that wait for its applicants, the first asked first."""
    return application.clarifications.filter(answered_at=None, ended_at=None)


def question_for(who: Submitter, application: str, reference: str) -> Clarification:
    """One question about an application of somebody's. Raises `NotYours` for any other."""
    rows = Clarification.objects.filter(
        reference=reference,
        application__reference=application,
        application__in=applications_of(who).order_by(),
    )
    found = rows.select_related("application__round__workspace").first()
    if found is None or found.ended_at is not None:
        raise NotYours
    return found

"""Applications: for their members, and as a round has them."""

from django.db.models import QuerySet

from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application, Attachment, Member
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.grants.rounds.models import Round


def applications_of(who: Submitter) -> QuerySet[Application]:
    """Applications that somebody writes, the latest begun first.

    Whoever came by a link sees the one it opened.
    """
    mine = Member.objects.filter(applicant=who.applicant_id, removed_at=None)
    rows = Application.objects.filter(pk__in=mine.values("application"))
    if who.only:
        rows = rows.filter(reference=who.only)
    return rows.select_related("round__workspace", "round__fund").order_by("-started_at", "-pk")


def application_for(who: Submitter, reference: str) -> Application:
    """One application of somebody's. Raises `NotYours` for any other, there or not."""
    found = applications_of(who).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def members_of(application: Application) -> QuerySet[Member]:
    """Who writes an application, whoever began it first."""
    rows = Member.objects.filter(application=application, removed_at=None)
    return rows.select_related("applicant", "added_by").order_by("added_at", "pk")


def submitted(round: Round) -> QuerySet[Application]:
    """Every application that was sent in to a round and not withdrawn, in the order it arrived."""
    rows = Application.objects.filter(round=round, submitted_at__isnull=False)
    return rows.exclude(state="withdrawn").order_by("submitted_at", "pk")


def attachment_of(application: Application, number: int) -> Attachment:
    """One file of an application. Raises `NotYours` for any other, removed or not."""
    rows = Attachment.objects.filter(application=application, pk=number, removed_at=None)
    found = rows.filter(document__disposed_at=None).select_related(
        "application__round__workspace", "document__workspace"
    )
    first = found.first()
    if first is None:
        raise NotYours
    return first

"""Drafts that came to nothing are deleted, after their people were told."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from headwater.core.words import counted
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import audited, record
from headwater.web.documents.models import Document
from headwater.web.grants.applying import writing
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.applying.models import Applicant, Application, Letter
from headwater.web.grants.applying.rules.keeping import (
    ADDRESSES_KEPT,
    DRAFTS_KEPT,
    TOLD_BEFORE,
    ends_at,
    warn_from,
)

MOST_AT_ONCE = 500


def over(at: datetime) -> QuerySet[Application]:
    """Drafts, sent in by nobody, of rounds that closed a while ago and that wait for nobody."""
    rows = Application.objects.filter(submitted_at=None, state__in=["draft", "withdrawn"])
    closed = rows.filter(round__closes_at__lte=at - DRAFTS_KEPT + TOLD_BEFORE)
    return closed.exclude(late__isnull=False, late__is_taken=None).select_related(
        "round__workspace"
    )


def tell_of_drafts(at: datetime) -> str:
    """Write once to everybody whose draft will be deleted."""
    due = list(over(at).filter(warned_at=None)[:MOST_AT_ONCE])
    for each in due:
        _tell(each, at=at)
    return f"told of {counted(len(due), 'draft')}"


@audited
def _tell(draft: Application, *, at: datetime) -> None:
    assert at >= warn_from(draft.round.closes_at)
    ends = ends_at(closes_at=draft.round.closes_at, warned_at=at)
    letter = writing.draft_ends(draft, on=timezone.localdate(ends))
    key = f"ends:{at.date().isoformat()}"
    write_to(draft, letter.subject, letter.words, key=key, actor=HEADWATER, at=at)
    Application.objects.filter(pk=draft.pk).update(warned_at=at)


def delete_drafts(at: datetime) -> str:
    """Delete drafts whose time is over, and addresses nobody uses. Files go as files do: by two."""
    told = over(at).filter(warned_at__lte=at - TOLD_BEFORE)[:MOST_AT_ONCE]
    due = [
        each
        for each in told
        if each.warned_at
        and at >= ends_at(closes_at=each.round.closes_at, warned_at=each.warned_at)
    ]
    for each in due:
        _delete(each, at=at)
    return f"deleted {counted(len(due), 'draft')} and {_forget_addresses(at)} addresses"


def _is_over(draft: Application, at: datetime) -> bool:
    told = draft.warned_at
    return told is not None and at >= ends_at(closes_at=draft.round.closes_at, warned_at=told)


@audited
def _delete(draft: Application, *, at: datetime) -> None:
    files = Document.objects.filter(attached__application=draft)
    files.update(keep_until=timezone.localdate(at))
    record(
        Event.DRAFTS_DELETED,
        about=draft,
        by=HEADWATER,
        at=at,
        workspace=draft.round.workspace.slug,
    )
    draft.delete()


def _forget_addresses(at: datetime) -> int:
    """People who have nothing to do with any application, and letters to them."""
    before = at - ADDRESSES_KEPT
    unused = Applicant.objects.filter(
        Q(last_seen_at__lt=before) | Q(last_seen_at=None), first_seen_at__lt=before
    ).filter(memberships=None, started=None, submitted=None)
    gone = list(unused.values_list("pk", "email")[:MOST_AT_ONCE])
    Letter.objects.filter(application=None, address__in=[email for _, email in gone]).delete()
    count, _ = Applicant.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    return count

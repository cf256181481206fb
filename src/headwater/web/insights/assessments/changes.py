"""Starting assessments, discussing chapters, comparing, and keeping what the lake holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from headwater.core.errors import HeadwaterError
from headwater.core.periods import Period
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.audit.ledger import audited, record
from headwater.web.editions import changes as editions
from headwater.web.editions.making import make_soon
from headwater.web.editions.models import Chapter, Edition
from headwater.web.editions.rules import permissions
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.assessments import queries
from headwater.web.insights.assessments.models import Area, Comment, Comparison, HeldMonths
from headwater.web.notices.changes import notify
from headwater.web.partners.models import Workspace

if TYPE_CHECKING:
    from headwater.pipelines.grounds import Grounds


class Event(StrEnum):
    """What the ledger says of the discussion."""

    COMMENTED = "assessment_commented"
    RESOLVED = "assessment_comment_resolved"
    COMPARED = "assessments_compared"


class AlertsLeadHereError(HeadwaterError):
    """A week that raised alerts cannot be put away."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(
            f"Alerts of the week [{reference}] lead to its numbers, so it stays. If it is wrong, "
            "run the week again: what the later run says takes its place."
        )


class Told(StrEnum):
    """What people are told."""

    MENTIONED = "assessment_mentioned"


def start(
    *,
    workspace: Workspace,
    area_code: str,
    area_name: str,
    period: Period,
    actor: Actor,
    at: datetime,
) -> Edition:
    """Ask for an assessment, and a worker to make it."""
    with transaction.atomic():
        edition = editions.ask(
            workspace=workspace,
            area_code=area_code,
            area_name=area_name,
            period=period,
            actor=actor,
            at=at,
        )
        make_soon(edition)
    return edition


def try_again(*, edition: Edition, actor: Actor, at: datetime) -> None:
    """Put a failed edition back in the queue, and ask a worker to make it."""
    with transaction.atomic():
        editions.retry(edition=edition, actor=actor, at=at)
        make_soon(edition)


def discard(*, edition: Edition, actor: Actor, at: datetime) -> None:
    """Put an edition away. Raises where alerts lead to its numbers.

    Of a week, what the run before it found counts again.
    """
    # Early warning asks for its weeks through this module, so it cannot be imported first.
    from headwater.web.insights.watch.changes.raising import let_earlier_runs_count

    if not queries.can_be_discarded(edition):
        raise AlertsLeadHereError(reference=edition.reference)
    with transaction.atomic():
        editions.discard(edition=edition, actor=actor, at=at)
        let_earlier_runs_count(edition)


@audited
def comment(
    *, chapter: Chapter, text: str, mentions: Iterable[User], actor: Actor, at: datetime
) -> Comment:
    """Add a remark to a chapter, and tell the colleagues it mentions."""
    edition = chapter.edition
    workspace = edition.workspace.slug
    permissions.check_can_comment(actor, workspace)
    said = Comment.objects.create(chapter=chapter, by=actor.reference, at=at, text=text.strip())
    told = [person for person in mentions if person.pk != actor.user_id]
    said.mentions.set(told)
    record(
        Event.COMMENTED,
        about=said,
        by=actor,
        at=at,
        workspace=workspace,
        edition=edition.reference,
        chapter=chapter.slug,
        mentions=sorted(person.reference for person in told),
    )
    address = reverse(
        "insights:assessment_chapter", args=[workspace, edition.reference, chapter.slug]
    )
    notify(
        to=told,
        kind=Told.MENTIONED,
        subject=f"{actor.name} mentions you in a comment on {chapter.title}",
        words=said.text,
        link=f"{address}#{said.reference}",
        restricted=edition.is_restricted,
        at=at,
    )
    return said


@audited
def resolve(*, comment: Comment, actor: Actor, at: datetime) -> None:
    """Mark a remark as dealt with. Doing it twice changes nothing."""
    workspace = comment.chapter.edition.workspace.slug
    permissions.check_can_comment(actor, workspace)
    Comment.objects.filter(pk=comment.pk, resolved_at=None).update(
        resolved_by=actor.reference, resolved_at=at
    )
    record(Event.RESOLVED, about=comment, by=actor, at=at, workspace=workspace)


@audited
def compare(*, before: Edition, after: Edition, actor: Actor, at: datetime) -> Comparison:
    """Have two assessments set side by side. What was worked out before is found again."""
    are_made = {before.stands, after.stands} <= READABLE
    if not are_made or before.pk == after.pk or not (before.is_assessment and after.is_assessment):
        raise NotYours
    made, is_new = Comparison.objects.get_or_create(
        before=before, after=after, defaults={"asked_by": actor.reference, "asked_at": at}
    )
    if not made.made_at:
        from headwater.web.insights.assessments import tasks

        transaction.on_commit(partial(tasks.compare.enqueue, made.reference))
    record(
        Event.COMPARED,
        about=made,
        by=actor,
        at=at,
        workspace=after.workspace.slug,
        before=before.reference,
        after=after.reference,
        is_new=is_new,
    )
    return made


def keep_comparison(*, comparison: Comparison, found: Mapping[str, Any], at: datetime) -> None:
    """Keep what the worker found."""
    comparison.found, comparison.made_at, comparison.failure = dict(found), at, ""
    comparison.save(update_fields=["found", "made_at", "failure"])


def keep_failure(*, comparison: Comparison, sentence: str) -> None:
    """Say why two assessments could not be compared."""
    comparison.failure = sentence
    comparison.save(update_fields=["failure"])


@transaction.atomic
def keep_grounds(found: "Grounds") -> None:
    """Keep the lists of areas and months as the lake has them now."""
    for area in found.areas:
        Area.objects.update_or_create(
            code=area.code,
            defaults={"name": area.name, "level": area.level, "within": list(area.within)},
        )
    Area.objects.exclude(code__in=[area.code for area in found.areas]).delete()
    for held in found.held:
        HeldMonths.objects.update_or_create(
            table=held.table,
            defaults={
                "words": held.words,
                "first_month": held.period.first.first_day,
                "last_month": held.period.last.first_day,
            },
        )
    HeldMonths.objects.exclude(table__in=[held.table for held in found.held]).delete()

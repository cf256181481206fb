"""Moving an assessment: ask, begin, store, fail, try again, lock, discard; and its narrative."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from headwater.core.periods import Month, Period
from headwater.core.weeks import Week
from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.editions import counting, queries
from headwater.web.editions.errors import (
    AlreadyUnderWayError,
    LockedError,
    TakenOverError,
    UnknownFiguresError,
)
from headwater.web.editions.models import Chapter, Edition, Kind, NarrativeVersion
from headwater.web.editions.outlines import write_outlines
from headwater.web.editions.rules import permissions
from headwater.web.editions.rules.narrative import quoted_figures
from headwater.web.editions.rules.workflow import UNDER_WAY, Status, Verb, move_from
from headwater.web.editions.storing import checks_of, facts_of, is_restricted, store_rows
from headwater.web.partners.models import Workspace
from headwater.web.worklist import changes as worklist

FIRST_STEP = "Waiting for a worker"
WORKING_DAYS_TO_PROPOSE = 10


class Event(StrEnum):
    """What the ledger says of assessments."""

    ASKED = "assessment_asked"
    BEGUN = "assessment_begun"
    MADE = "assessment_made"
    FAILED = "assessment_failed"
    RETRIED = "assessment_tried_again"
    LOCKED = "assessment_locked"
    KEPT = "assessment_kept_internal"
    DISCARDED = "assessment_discarded"
    NARRATIVE = "assessment_narrative_written"


class Waiting(StrEnum):
    """What an assessment puts on worklists."""

    PROPOSE = "assessment_to_propose"
    READ = "assessment_to_read"
    """Posted by a room that asks for one by itself; over once it is locked or discarded."""


@audited
def ask(  # noqa: PLR0913 - what, where, when, by whom
    *,
    workspace: Workspace,
    area_code: str,
    area_name: str,
    period: Period | Week,
    actor: Actor,
    at: datetime,
    kind: Kind = Kind.ASSESSMENT,
) -> Edition:
    """Ask for an assessment or gap map of an area and months, or for early warning of a week there.

    Raises while the same one is being made.
    """
    if actor != HEADWATER:
        permissions.check_can_run(actor, workspace.slug, what="start an assessment")
    is_week = isinstance(period, Week)
    is_assessment = not is_week and kind is Kind.ASSESSMENT
    months = _months(period)
    edition = Edition(
        workspace=workspace,
        kind=Kind.EARLY_WARNING if is_week else kind,
        week=str(period) if is_week else "",
        area_code=area_code,
        area_name=area_name,
        first_month=months.first.first_day,
        last_month=months.last.first_day,
        period_words=period.words,
        definition=counting.in_force(workspace) if is_assessment else {},
        requested_by=actor.reference,
        requested_at=at,
        step=FIRST_STEP,
    )
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyUnderWayError(reference=_under_way(edition), noun=edition.noun) from error
    record(
        Event.ASKED,
        about=edition,
        by=actor,
        at=at,
        workspace=workspace.slug,
        area=area_code,
        period=str(period),
    )
    return edition


def _months(period: Period | Week) -> Period:
    """The months that a period falls in."""
    if isinstance(period, Week):
        return Period(Month.of(period.monday), Month.of(period.sunday))
    return period


def _under_way(edition: Edition) -> str:
    same = Edition.objects.filter(
        workspace=edition.workspace,
        kind=edition.kind,
        week=edition.week,
        area_code=edition.area_code,
        first_month=edition.first_month,
        last_month=edition.last_month,
        status__in=UNDER_WAY,
    )
    return same.values_list("reference", flat=True).first() or ""


@audited
def begin(*, reference: str, at: datetime) -> Edition:
    """Take an assessment in hand. An earlier attempt that still lives stops at its next step.

    Raises `WrongMoveError` where it is made already, has failed or was discarded.
    """
    edition = _held(reference)
    move = move_from(edition.stands, Verb.BEGIN)
    edition.status, edition.run = move.end, secrets.token_hex(8)
    edition.step, edition.steps_done, edition.failure = "Starting", 0, ""
    edition.save(update_fields=["status", "run", "step", "steps_done", "failure"])
    record(Event.BEGUN, about=edition, by=HEADWATER, at=at, workspace=edition.workspace.slug)
    return edition


def progress(*, edition: Edition, step: str, done: int, total: int) -> None:
    """Say how far an assessment has come. Raises where another attempt took over."""
    changed = Edition.objects.filter(pk=edition.pk, run=edition.run, status=Status.RUNNING).update(
        step=step[:80], steps_done=done, steps_total=total
    )
    if not changed:
        raise TakenOverError(reference=edition.reference)


@audited
def store_made(
    *,
    edition: Edition,
    plain: Mapping[str, Any],
    folder: Path,
    at: datetime,
    accepted: Mapping[str, Mapping[str, str]] | None = None,
) -> Edition:
    """Keep a finished edition as rows. All of it is there afterwards, or nothing.

    `plain` is `edition.json` as read, `folder` where its documents are, and `accepted` says for
    each load when it was accepted into the lake (`at`) and by whom (`by`).
    """
    held = _held(edition.reference)
    if held.run != edition.run:
        raise TakenOverError(reference=edition.reference)
    move = move_from(held.stands, Verb.STORE)
    store_rows(held, plain, folder, accepted or {})
    has_outlines = write_outlines(plain["outlines"], folder)
    held.status, held.step, held.made_at = move.end, "", at
    held.engine_id, held.folder = plain["id"], folder.name
    held.title, held.summary = plain["title"], plain["summary"]
    held.area_name, held.area_level = plain["area_name"], plain["area_level"]
    held.period_words = plain["period_words"]
    held.facts = {**facts_of(plain), "has_outlines": has_outlines}
    held.key_findings = list(plain["key_findings"] or plain["findings"])
    held.checks, held.is_restricted = checks_of(plain), is_restricted(plain)
    held.save()
    record(
        Event.MADE,
        about=held,
        by=HEADWATER,
        at=at,
        workspace=held.workspace.slug,
        engine_id=held.engine_id,
        tables=held.checks["tables"],
        hidden=held.checks["hidden"],
        restricted=held.is_restricted,
    )
    return held


@audited
def fail(*, edition: Edition, sentence: str, at: datetime) -> Edition:
    """Say why an assessment could not be made."""
    held = _held(edition.reference)
    if held.run != edition.run:
        raise TakenOverError(reference=edition.reference)
    held.status = move_from(held.stands, Verb.FAIL).end
    held.failure, held.step = sentence, ""
    held.save(update_fields=["status", "failure", "step"])
    record(Event.FAILED, about=held, by=HEADWATER, at=at, workspace=held.workspace.slug)
    return held


@audited
def retry(*, edition: Edition, actor: Actor, at: datetime) -> Edition:
    """Put a failed assessment back in the queue. Raises while the same one is being made."""
    permissions.check_can_run(actor, edition.workspace.slug, what="start an assessment")
    held = _held(edition.reference)
    held.status, held.step = move_from(held.stands, Verb.RETRY).end, FIRST_STEP
    held.requested_by, held.requested_at = actor.reference, at
    try:
        with transaction.atomic():
            held.save(update_fields=["status", "step", "requested_by", "requested_at"])
    except IntegrityError as error:
        raise AlreadyUnderWayError(reference=_under_way(held), noun=held.noun) from error
    record(Event.RETRIED, about=held, by=actor, at=at, workspace=held.workspace.slug)
    return held


@audited
def lock(*, edition: Edition, link: str, actor: Actor, at: datetime) -> Edition:
    """Fix an assessment as it is. Neither its figures nor its narrative change afterwards.

    Those who may propose it for release find it on their worklist, leading to `link`. A gap map
    stays with the partnership, so nobody is asked.
    """
    permissions.check_can_run(actor, edition.workspace.slug, what="lock an assessment")
    held = _held(edition.reference)
    held.status = move_from(held.stands, Verb.LOCK).end
    held.locked_at, held.locked_by = at, actor.reference
    held.save(update_fields=["status", "locked_at", "locked_by"])
    record(Event.LOCKED, about=held, by=actor, at=at, workspace=held.workspace.slug)
    worklist.close(workspace=held.workspace, kind=Waiting.READ, about=held.reference, at=at)
    if held.is_gap_map:
        return held
    worklist.post(
        workspace=held.workspace,
        kind=Waiting.PROPOSE,
        title=f"Propose for release, or keep to the partnership: {held}"[:200],
        link=link,
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_PROPOSE),
        roles=LEADS,
        at=at,
    )
    return held


@audited
def keep_internal(*, edition: Edition, actor: Actor, at: datetime) -> None:
    """Nobody is asked any more to propose an assessment. It can still be proposed."""
    permissions.check_can_run(actor, edition.workspace.slug, what="decide about an assessment")
    worklist.close(
        workspace=edition.workspace, kind=Waiting.PROPOSE, about=edition.reference, at=at
    )
    record(Event.KEPT, about=edition, by=actor, at=at, workspace=edition.workspace.slug)


@audited
def discard(*, edition: Edition, actor: Actor, at: datetime) -> Edition:
    """Put a draft or a failed assessment away. It leaves the list; its record stays."""
    permissions.check_can_run(actor, edition.workspace.slug, what="discard an assessment")
    held = _held(edition.reference)
    held.status = move_from(held.stands, Verb.DISCARD).end
    held.save(update_fields=["status"])
    record(Event.DISCARDED, about=held, by=actor, at=at, workspace=held.workspace.slug)
    worklist.close(workspace=held.workspace, kind=Waiting.READ, about=held.reference, at=at)
    return held


@audited
def write_narrative(
    *, chapter: Chapter, text: str, version: int, actor: Actor, at: datetime
) -> Chapter:
    """Change the words beside a chapter's figures. What stood there before is kept.

    Raises `ChangedMeanwhileError` where somebody else saved first, `UnknownFiguresError` for
    figures that the assessment does not have and `LockedError` once it is locked.
    """
    edition = _held(chapter.edition.reference)
    permissions.check_can_run(actor, edition.workspace.slug, what="edit an assessment")
    if edition.stands is not Status.DRAFT:
        raise LockedError(reference=edition.reference)
    held = Chapter.objects.select_for_update().get(pk=chapter.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="narrative")
    _check_quoted(edition, text)
    held.narrative, held.version = text.strip().replace("\r\n", "\n"), held.version + 1
    held.narrative_by, held.narrative_at = actor.reference, at
    held.save(update_fields=["narrative", "version", "narrative_by", "narrative_at"])
    NarrativeVersion.objects.create(
        chapter=held, number=held.version, text=held.narrative, by=actor.reference, at=at
    )
    record(
        Event.NARRATIVE,
        about=edition,
        by=actor,
        at=at,
        workspace=edition.workspace.slug,
        chapter=held.slug,
        version=held.version,
    )
    return held


def _check_quoted(edition: Edition, text: str) -> None:
    quoted = quoted_figures(text)
    known = queries.figures(edition, quoted)
    unknown = [figure for figure in quoted if figure not in known]
    if unknown:
        raise UnknownFiguresError(unknown)


def _held(reference: str) -> Edition:
    """The row, held until the change ends, so that two changes stand in line."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("workspace")
    return rows.get(reference=reference)

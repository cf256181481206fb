"""Answering an alert: acknowledged, acted on, judged. What was said before is always kept."""

from datetime import datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.insights.watch.events import Event, Work
from headwater.web.insights.watch.links import LONGEST_TITLE, alert_address
from headwater.web.insights.watch.models import Alert, Note
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.answering import (
    DAYS_TO_JUDGE,
    Said,
    Status,
    Verdict,
    check_may_acknowledge,
    check_may_add,
    check_said,
)
from headwater.web.notices.rules import one_line
from headwater.web.worklist import changes as worklist


@audited
def acknowledge(*, alert: Alert, text: str, actor: Actor, at: datetime) -> Alert:
    """Somebody looks into an alert. By what they find it is judged some weeks later."""
    permissions.check_can_answer(actor, alert.workspace.slug)
    held = _held(alert)
    check_may_acknowledge(held.stands)
    held.status, held.acknowledged_by, held.acknowledged_at = (
        Status.ACKNOWLEDGED,
        actor.reference,
        at,
    )
    held.version += 1
    held.save(update_fields=["status", "acknowledged_by", "acknowledged_at", "version"])
    _say(held, Said.ACKNOWLEDGED, text, actor=actor, at=at)
    worklist.close(workspace=held.workspace, kind=Work.ACKNOWLEDGE, about=held.reference, at=at)
    worklist.post(
        workspace=held.workspace,
        kind=Work.JUDGE,
        title=one_line(f"Judge an alert: was it true? {held.rule.title}", LONGEST_TITLE),
        link=alert_address(held),
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), DAYS_TO_JUDGE),
        roles=permissions.ANSWERERS,
        at=at,
    )
    record(Event.ACKNOWLEDGED, about=held, by=actor, at=at, workspace=held.workspace.slug)
    return held


@audited
def note(*, alert: Alert, text: str, actor: Actor, at: datetime) -> Note:
    """Add what was done or found about an alert."""
    permissions.check_can_answer(actor, alert.workspace.slug)
    held = _held(alert)
    check_may_add(held.stands)
    words = check_said(text, what="what was done or found")
    said = _say(held, Said.DONE, words, actor=actor, at=at)
    record(Event.DONE, about=held, by=actor, at=at, workspace=held.workspace.slug)
    return said


@audited
def judge(
    *, alert: Alert, verdict: Verdict, text: str, version: int, actor: Actor, at: datetime
) -> Alert:
    """Say whether an alert was true, and how that is known. The last verdict counts.

    Raises `ChangedMeanwhileError` where somebody else judged first.
    """
    permissions.check_can_answer(actor, alert.workspace.slug)
    held = _held(alert)
    check_may_add(held.stands)
    if held.version != version:
        raise ChangedMeanwhileError(what="alert")
    words = check_said(text, what="how you know")
    before = held.verdict
    held.status, held.verdict = Status.JUDGED, verdict
    held.judged_by, held.judged_at, held.version = actor.reference, at, held.version + 1
    held.save(update_fields=["status", "verdict", "judged_by", "judged_at", "version"])
    _say(held, Said.JUDGED, words, actor=actor, at=at, verdict=verdict)
    worklist.close(workspace=held.workspace, kind=Work.JUDGE, about=held.reference, at=at)
    record(
        Event.JUDGED,
        about=held,
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        verdict=verdict.value,
        before=before,
    )
    return held


def _say(
    alert: Alert, kind: Said, text: str, *, actor: Actor, at: datetime, verdict: str = ""
) -> Note:
    return Note.objects.create(
        alert=alert, kind=kind, by=actor.reference, at=at, text=text.strip(), verdict=verdict
    )


def _held(alert: Alert) -> Alert:
    """The row, held until the change ends, so that two answers stand in line."""
    rows = Alert.objects.select_for_update(of=("self",)).select_related("workspace", "rule")
    return rows.get(pk=alert.pk)

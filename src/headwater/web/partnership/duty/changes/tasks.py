"""Tasks of the Duty are answered, and answered anew at each review."""

from datetime import date, datetime

from django.utils import timezone

from headwater.rulebook import obligations_on
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.notices.rules import one_line
from headwater.web.partners.models import Organisation
from headwater.web.partnership.duty.events import Event, Work
from headwater.web.partnership.duty.links import LONGEST_TITLE, tasks_of
from headwater.web.partnership.duty.models import Answer, Review
from headwater.web.partnership.duty.queries.tasks import Task
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.answering import Said, Status, check_said
from headwater.web.worklist import changes as worklist


@audited
def answer_task(*, task: Task, said: Said, version: int, actor: Actor, at: datetime) -> Answer:
    """An organisation says how it meets an obligation. What it said before is kept.

    A task that nobody answered stands at version 1. Raises `ChangedMeanwhileError` where somebody
    else answered since `version`, and `DutyError` for an answer that says too little.
    """
    organisation, workspace = task.organisation, task.organisation.workspace
    permissions.check_can_answer(actor, workspace.slug, organisation=organisation.pk)
    today = timezone.localdate(at)
    check_said(said, today=today)
    held = _held(task, said, actor=actor, at=at)
    if held.version != version:
        raise ChangedMeanwhileError(what="answer")
    held.status = said.status
    held.statement, held.reason = said.statement, _reason(said)
    held.reviewed_on, held.reviewed_by = today, actor.reference
    held.next_review_on = said.next_review_on
    held.version += 1
    held.save(
        update_fields=[
            "status",
            "statement",
            "reason",
            "reviewed_on",
            "reviewed_by",
            "next_review_on",
            "version",
        ]
    )
    Review.objects.create(
        answer=held,
        status=held.status,
        statement=held.statement,
        reason=held.reason,
        at=at,
        by=actor.reference,
    )
    record(
        Event.TASK_ANSWERED,
        about=held,
        by=actor,
        at=at,
        workspace=workspace.slug,
        obligation=held.obligation,
        organisation=organisation.reference,
        status=str(held.status),
        next_review_on=held.next_review_on.isoformat(),
    )
    chase_reviews(organisation, at=at)
    return held


def _reason(said: Said) -> str:
    return said.reason if said.status is Status.NOT_APPLICABLE else ""


def _held(task: Task, said: Said, *, actor: Actor, at: datetime) -> Answer:
    """The row, held until the change ends; a fresh one at version 1 where there was none."""
    made, _ = Answer.objects.get_or_create(
        organisation=task.organisation,
        obligation=task.obligation.id,
        defaults={
            "workspace": task.organisation.workspace,
            "status": said.status,
            "statement": said.statement,
            "reason": _reason(said),
            "reviewed_on": timezone.localdate(at),
            "reviewed_by": actor.reference,
            "next_review_on": said.next_review_on,
        },
    )
    rows = Answer.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=made.pk)


def chase_reviews(organisation: Organisation, *, at: datetime) -> None:
    """One item waits for an organisation, due when the first of its tasks is to be reviewed."""
    first = _first_review(organisation, day=timezone.localdate(at))
    workspace = organisation.workspace
    about = organisation.reference
    if first is None:
        worklist.close(workspace=workspace, kind=Work.REVIEW, about=about, at=at)
        return
    worklist.post(
        workspace=workspace,
        kind=Work.REVIEW,
        title=one_line(f"Review tasks of the Duty: {organisation.name}", LONGEST_TITLE),
        link=tasks_of(workspace.slug, organisation),
        about=about,
        due_on=first,
        organisation=organisation,
        roles=permissions.ANSWERERS,
        at=at,
    )


def _first_review(organisation: Organisation, *, day: date) -> date | None:
    in_force = [each.id for each in obligations_on(day)]
    found = Answer.objects.filter(organisation=organisation, obligation__in=in_force)
    return found.order_by("next_review_on").values_list("next_review_on", flat=True).first()

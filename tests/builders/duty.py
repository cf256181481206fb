"""Tasks of the Duty, readiness, returns, requests and concerns, made through the changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from builders.web import actor_of, build_member, build_organisation, lead_of
from headwater.core import clock
from headwater.rulebook import Level, obligations
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.documents.models import Document
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.duty.changes.tasks import answer_task
from headwater.web.partnership.duty.models import (
    Answer,
    Concern,
    ConcernStep,
    Readiness,
    Reply,
    Request,
    Return,
    Review,
)
from headwater.web.partnership.duty.queries.tasks import Task, task_for
from headwater.web.partnership.duty.rules.answering import Said, Status
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation

OBLIGATION, DOMAIN = "collaborate", "governance"
DONE = "The board met four times, and every authority came."


def contributor_of(organisation: Organisation) -> Actor:
    """Somebody who answers for one organisation."""
    email = f"{organisation.reference.lower()}@contributor.example"
    return actor_of(build_member(Role.CONTRIBUTOR, organisation=organisation, email=email))


def build_task(organisation: Organisation | None = None, obligation: str = "collaborate") -> Task:
    """A task of today, as headwater sees it."""
    whose = organisation or build_organisation()
    today = timezone.localdate()
    return task_for(HEADWATER, whose.workspace.slug, obligation, whose.reference, day=today)


def said(status: Status = Status.MET, **given: Any) -> Said:
    """What an organisation may say."""
    usual: dict[str, Any] = {
        "statement": "" if status is Status.NOT_APPLICABLE else DONE,
        "reason": "The area has none" if status is Status.NOT_APPLICABLE else "",
        "next_review_on": timezone.localdate() + timedelta(days=180),
    }
    return Said(status=status, **{**usual, **given})


def answered(
    organisation: Organisation | None = None,
    status: Status = Status.MET,
    *,
    obligation: str = "collaborate",
    **given: Any,
) -> Answer:
    """A task that a lead answered today."""
    task = build_task(organisation, obligation)
    return answer_task(
        task=task,
        said=said(status, **given),
        version=task.answer.version if task.answer else 1,
        actor=lead_of(task.organisation.workspace),
        at=clock.now(),
    )


@contextmanager
def law(**changed: date) -> Iterator[None]:
    """The rulebook where some obligations begin on other days, as if its data had been edited."""
    edited = tuple(
        replace(each, starts_on=changed.get(each.id, each.starts_on)) for each in obligations()
    )
    with patch("headwater.rulebook.duty.records", lambda *_: edited):
        yield


def build_duty_life(
    workspace: Workspace, organisation: Organisation, person: User, said: str, shown_by: Document
) -> dict[str, Any]:
    """One of each thing of the Duty, saying the same everywhere."""
    today, at, by = timezone.localdate(), clock.now(), person.reference
    answer = Answer.objects.create(
        workspace=workspace,
        organisation=organisation,
        obligation=OBLIGATION,
        status=Status.NOT_APPLICABLE,
        statement=said,
        reason=said,
        reviewed_on=today - timedelta(days=9),
        reviewed_by=by,
        next_review_on=today - timedelta(days=1),
    )
    for _ in range(2):
        Review.objects.create(
            answer=answer, status=Status.MET, statement=said, reason=said, at=at, by=by
        )
    readiness = Readiness.objects.create(
        workspace=workspace,
        domain=DOMAIN,
        year=today.year,
        level=Level.EMERGING,
        why=said,
        owner=organisation,
        next_step=said,
        due_on=today,
        assessed_on=today,
        assessed_by=by,
    )
    ends = (("obligation", answer.thread_reference), ("readiness", readiness.thread_reference))
    ties = [_shown(workspace, shown_by, end, by) for end in ends]
    return {
        "duty_ties": ties,
        "duty_partner": organisation,
        **_correspondence(workspace, organisation, by, said),
    }


def _shown(workspace: Workspace, document: Document, end: tuple[str, str], by: str) -> Tie:
    return Tie.objects.create(
        workspace=workspace,
        from_kind="document",
        from_reference=document.reference,
        relation=Relation.EVIDENCE,
        to_kind=end[0],
        to_reference=end[1],
        made_by=by,
        made_at=clock.now(),
    )


def _correspondence(
    workspace: Workspace, organisation: Organisation, by: str, said: str
) -> dict[str, Any]:
    today, at = timezone.localdate(), clock.now()
    held = Return.objects.create(
        workspace=workspace,
        title=said[:120],
        questions=[said],
        due_on=today,
        summary=said,
        asked_by=by,
        asked_at=at,
    )
    reply = Reply.objects.create(
        of=held, organisation=organisation, answers=[said], status="draft", finding=said
    )
    request = Request.objects.create(
        workspace=workspace,
        organisation=organisation,
        title=said[:160],
        wanted=said,
        relates=said,
        purpose="assist",
        content="no_person",
        due_on=today,
        answer=said,
        asked_by=by,
        asked_at=at,
    )
    concern = Concern.objects.create(
        workspace=workspace,
        organisation=organisation,
        obligation=OBLIGATION,
        title=said[:160],
        step="authority",
        follow_up_on=today,
    )
    ConcernStep.objects.create(
        concern=concern, step="authority", on=today, words=said, by=by, at=at
    )
    return {"return": held, "reply": reply, "request": request, "concern": concern}


def duty_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    of_task, of_domain = rows["duty_ties"]
    task = {"obligation": OBLIGATION, "organisation": rows["duty_partner"].reference}
    domain = {"year": timezone.localdate().year, "domain": DOMAIN}
    return (
        ("duty:task", {**task, "tie": of_task.reference}),
        ("duty:concern_new", dict(task)),
        ("duty:domain", {**domain, "tie": of_domain.reference}),
        ("duty:return", {"reference": rows["return"].reference, "kind": "docx"}),
        ("duty:reply", {"reference": rows["reply"].reference}),
        ("duty:request", {"reference": rows["request"].reference}),
        ("duty:concern", {"reference": rows["concern"].reference}),
        ("duty:pack_file", {"kind": "docx"}),
    )


def crowd_duty() -> None:
    """Every return is asked of somebody, and replied to."""
    first = Reply.objects.order_by("pk")[0]
    Reply.objects.bulk_create(
        Reply(of=held, organisation=first.organisation, answers=first.answers)
        for held in Return.objects.filter(replies=None)
    )

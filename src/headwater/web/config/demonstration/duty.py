"""A year of the Duty in Loamshire: answered, shown, returned, asked for and once taken further."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from headwater.rulebook.duty import Level
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import dutiful
from headwater.web.config.demonstration.dutiful import Answered
from headwater.web.config.demonstration.steps import Step
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.partnership.duty.changes import (
    concerns,
    evidence,
    readiness,
    requests,
    returns,
    tasks,
)
from headwater.web.partnership.duty.changes.concerns import Said as Step18
from headwater.web.partnership.duty.changes.returns import Asking
from headwater.web.partnership.duty.models import Concern, Reply, Request, Return
from headwater.web.partnership.duty.queries import readiness as readiness_queries
from headwater.web.partnership.duty.queries import tasks as queries
from headwater.web.partnership.duty.queries.readiness import Domain
from headwater.web.partnership.duty.queries.tasks import Task
from headwater.web.partnership.duty.rules.answering import Said
from headwater.web.partnership.duty.rules.escalating import Outcome
from headwater.web.partnership.duty.rules.escalating import Step as Taken
from headwater.web.partnership.duty.rules.monitoring import (
    QUESTIONS,
    Content,
    Ground,
    Purpose,
    Wanted,
)
from headwater.web.partnership.duty.rules.readying import Assessed
from headwater.web.thread import kinds
from headwater.web.thread.changes import End

LEAD = "lead@loamshire.example"
MOST_THINGS = 2
"""That show one task."""


def _lead() -> Actor:
    return actor_for(User.objects.get(email=LEAD), today=timezone.localdate())


def steps(workspace: Workspace) -> Iterator[Step]:
    """The year from the first return to what the last review left open."""
    yield Step(330, lambda at: _ask(workspace, "Winter return", 28, at))
    yield Step(305, lambda at: _reply_all(workspace, "Winter return", dutiful.WINTER, at))
    yield Step(296, lambda at: _close(workspace, "Winter return", dutiful.WINTER_SUMMARY, at))
    for days_ago, keys in dutiful.REVIEWS:
        yield Step(days_ago, _reviewing(workspace, keys))
    yield Step(380, lambda at: _assess(workspace, at))
    yield Step(210, lambda at: _ask_information(workspace, 0, at))
    yield Step(196, lambda at: _give(workspace, at))
    yield Step(150, lambda at: _ask_information(workspace, 1, at))
    yield Step(139, lambda at: _refuse(workspace, at))
    yield Step(160, lambda at: _raise(workspace, at))
    yield Step(118, lambda at: _further(workspace, at))
    yield Step(62, lambda at: _end(workspace, at))
    yield Step(33, lambda at: _raise_second(workspace, at))
    yield Step(24, lambda at: _ask(workspace, "Autumn return", 21, at))
    yield Step(9, lambda at: _reply_all(workspace, "Autumn return", dutiful.AUTUMN, at))
    yield Step(12, lambda at: _ask_information(workspace, 2, at))
    yield Step(3, lambda at: _assess(workspace, at))


# --- tasks ---------------------------------------------------------------------------------------


def _reviewing(workspace: Workspace, keys: tuple[str, ...]) -> Callable[[datetime], object]:
    return lambda at: _review(workspace, keys, at)


def _review(workspace: Workspace, keys: tuple[str, ...], at: datetime) -> None:
    """Those who owe some obligations answer them, and tie what shows it by then."""
    lead, day = _lead(), timezone.localdate(at)
    for task in queries.tasks_for(lead, workspace.slug, day=day):
        said = dutiful.answer(task.obligation.id, task.organisation.name)
        if task.obligation.id in keys and said is not None:
            _answer(task, said, lead, at)


def _answer(task: Task, said: Answered, lead: Actor, at: datetime) -> None:
    tasks.answer_task(
        task=task,
        said=Said(
            status=said.status,
            statement=said.statement,
            reason=said.reason,
            next_review_on=timezone.localdate(at) + timedelta(days=said.review_days),
        ),
        version=task.answer.version if task.answer else 1,
        actor=lead,
        at=at,
    )
    shown_by = _latest(task.obligation.evidence_kinds, lead, task.organisation.workspace)
    if said.is_shown and shown_by:
        evidence.show(
            workspace=task.organisation.workspace,
            what=(queries.KIND, task.reference),
            of=task.organisation,
            shown_by=shown_by,
            actor=lead,
            at=at,
        )


def _latest(codes: Sequence[str], lead: Actor, workspace: Workspace) -> list[End]:
    """One thing of each of some kinds, as far as there is any by now."""
    found: list[End] = []
    for code in codes:
        kind = kinds.kind(code)
        offered = kind.offer(lead, workspace.slug, "") if kind and kind.offer else []
        found += [(each.kind, each.reference) for each in offered if each.stands][:1]
    return found[:MOST_THINGS]


# --- readiness -----------------------------------------------------------------------------------


def _assess(workspace: Workspace, at: datetime) -> None:
    """Nine domains, in the year before and in this one."""
    lead, today = _lead(), timezone.localdate(at)
    partners = {each.name: each.pk for each in Organisation.objects.filter(workspace=workspace)}
    for domain in readiness_queries.domains_for(lead, workspace.slug, year=today.year, today=today):
        levels, why, owner, following = dutiful.READINESS[domain.domain.id]
        is_again = domain.before is not None
        readiness.assess_readiness(
            workspace=workspace,
            domain=domain,
            said=Assessed(
                level=Level(levels[is_again]),
                why=why,
                owner=partners[owner],
                next_step=following,
                due_on=today + timedelta(days=75),
            ),
            version=domain.row.version if domain.row else 1,
            actor=lead,
            at=at,
        )
        _show_readiness(workspace, domain, lead, at)


def _show_readiness(workspace: Workspace, domain: Domain, lead: Actor, at: datetime) -> None:
    """The latest thing of a kind shows how ready a domain is, as far as there is any by now."""
    shown_by = _latest(dutiful.SHOWS_READINESS[domain.domain.id], lead, workspace)
    if shown_by:
        evidence.show(
            workspace=workspace,
            what=(readiness_queries.KIND, domain.reference),
            of=None,
            shown_by=shown_by,
            actor=lead,
            at=at,
        )


# --- returns -------------------------------------------------------------------------------------


def _ask(workspace: Workspace, title: str, days: int, at: datetime) -> Return:
    day = timezone.localdate(at)
    return returns.ask(
        workspace=workspace,
        asking=Asking(title, QUESTIONS, queries.subjects_on(workspace, day), day + timedelta(days)),
        actor=_lead(),
        at=at,
    )


def _reply_all(
    workspace: Workspace, title: str, said: dict[str, tuple[str, ...]], at: datetime
) -> None:
    """Those who reply, reply; what is found in it is said the day after."""
    found = Reply.objects.filter(of__workspace=workspace, of__title=title)
    for reply in found.select_related("organisation", "of__workspace"):
        answers = said.get(reply.organisation.name)
        if answers is None:
            continue
        sent = returns.answer(
            reply=reply,
            answers=answers,
            sends=all(answers),
            version=reply.version,
            actor=_lead(),
            at=at,
        )
        finding = dutiful.FINDINGS.get((title, reply.organisation.name))
        if finding:
            returns.find(
                reply=sent,
                finding=finding,
                version=sent.version,
                actor=_lead(),
                at=at + timedelta(days=1),
            )


def _close(workspace: Workspace, title: str, summary: str, at: datetime) -> None:
    held = Return.objects.select_related("workspace").get(workspace=workspace, title=title)
    returns.close(held=held, summary=summary, actor=_lead(), at=at)


# --- information ---------------------------------------------------------------------------------


def _ask_information(workspace: Workspace, number: int, at: datetime) -> None:
    name, title, wanted, relates = dutiful.INFORMATION[number]
    requests.ask(
        organisation=_partner(workspace, name),
        said=Wanted(
            title=title,
            wanted=wanted,
            relates=relates,
            purpose=Purpose.MONITOR,
            content=Content.NO_PERSON,
            due_on=timezone.localdate(at) + timedelta(days=28),
        ),
        actor=_lead(),
        at=at,
    )


def _partner(workspace: Workspace, name: str) -> Organisation:
    rows = Organisation.objects.select_related("workspace")
    return rows.get(workspace=workspace, name=name)


def _request(workspace: Workspace, number: int) -> Request:
    rows = Request.objects.select_related("workspace", "organisation")
    return rows.get(workspace=workspace, title=dutiful.INFORMATION[number][1])


def _give(workspace: Workspace, at: datetime) -> None:
    requests.give(
        request=_request(workspace, 0), answer=dutiful.GIVEN, document=None, actor=_lead(), at=at
    )


def _refuse(workspace: Workspace, at: datetime) -> None:
    requests.refuse(
        request=_request(workspace, 1),
        ground=Ground.NOT_HELD,
        answer=dutiful.REFUSED,
        actor=_lead(),
        at=at,
    )


# --- concerns ------------------------------------------------------------------------------------


def _raise(workspace: Workspace, at: datetime) -> None:
    _concern(workspace, dutiful.CITY, "implement_strategy", dutiful.CONCERN, 30, at)


def _raise_second(workspace: Workspace, at: datetime) -> None:
    _concern(workspace, dutiful.PRISON, "answer_specified", dutiful.SECOND_CONCERN, 40, at)


def _concern(
    workspace: Workspace,
    name: str,
    obligation: str,
    said: tuple[str, str],
    days: int,
    at: datetime,
) -> None:
    day = timezone.localdate(at)
    whose = _partner(workspace, name)
    task = queries.task_for(_lead(), workspace.slug, obligation, whose.reference, day=day)
    title, words = said
    concerns.raise_concern(
        task=task,
        title=title,
        said=Step18(on=day, words=words, follow_up_on=day + timedelta(days)),
        actor=_lead(),
        at=at,
    )


def _first_concern(workspace: Workspace) -> Concern:
    return Concern.objects.select_related("workspace").get(
        workspace=workspace, title=dutiful.CONCERN[0]
    )


def _further(workspace: Workspace, at: datetime) -> None:
    held, day = _first_concern(workspace), timezone.localdate(at)
    concerns.take_further(
        concern=held,
        step=Taken.BOARD,
        said=Step18(on=day, words=dutiful.TO_BOARD, follow_up_on=day + timedelta(days=56)),
        version=held.version,
        actor=_lead(),
        at=at,
    )


def _end(workspace: Workspace, at: datetime) -> None:
    held = _first_concern(workspace)
    concerns.end(
        concern=held,
        outcome=Outcome.RESOLVED,
        words=dutiful.ENDED,
        version=held.version,
        actor=_lead(),
        at=at,
    )

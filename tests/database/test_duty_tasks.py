"""Tasks of the Duty: law by dated data, evidence that ages by itself, answers that are kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from builders.boards import held
from builders.consultation import ask, build_consultee, build_round, reply
from builders.duty import (
    OBLIGATION,
    answered,
    build_task,
    contributor_of,
    law,
    lead_of,
    said,
)
from builders.plan import build_action, tell
from builders.thread import shelves
from builders.web import build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.partners.models import StatutoryRole
from headwater.web.partnership.boards.models import Minutes
from headwater.web.partnership.duty.changes import evidence
from headwater.web.partnership.duty.changes.tasks import answer_task
from headwater.web.partnership.duty.models import Answer, Review
from headwater.web.partnership.duty.queries.tasks import tasks_for, to_come
from headwater.web.partnership.duty.rules.ageing import last_fresh_day
from headwater.web.partnership.duty.rules.answering import Stands, Status
from headwater.web.partnership.duty.rules.errors import DutyError, NotAllowedError
from headwater.web.strategy.rules.statuses import Status as ActionStatus
from headwater.web.thread import kinds
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
COMMENCED = date(2023, 1, 31)


def asked_on(day: date) -> set[str]:
    return {each.obligation.id for each in tasks_for(HEADWATER, "loamshire", day=day)}


def test_tasks_appear_on_the_day_the_chapter_commenced_and_not_the_day_before() -> None:
    build_organisation()
    council = StatutoryRole.LOCAL_AUTHORITY
    early = build_organisation(name="Early Council", statutory_role=council)
    early.starts_on = date(2020, 1, 1)
    early.save()
    assert OBLIGATION not in asked_on(COMMENCED - timedelta(days=1))
    assert "csp_plan" in asked_on(COMMENCED - timedelta(days=1))
    assert OBLIGATION in asked_on(COMMENCED)


def test_law_edited_in_its_data_takes_tasks_away_and_gives_them_back_with_their_answers() -> None:
    answer = answered()
    today = timezone.localdate()
    later = today + timedelta(days=40)
    with law(collaborate=later):
        assert OBLIGATION not in asked_on(today)
        assert OBLIGATION in {each.id for each in to_come(today)}
        assert OBLIGATION in asked_on(later)
        bead = kinds.kind("obligation")
        assert bead is not None
        reference = answer.thread_reference
        assert not bead.find(HEADWATER, "loamshire", [reference])[reference].stands
    found = [each for each in tasks_for(HEADWATER, "loamshire", day=today) if each.answer]
    assert [each.answer.pk for each in found if each.answer] == [answer.pk]


def test_only_those_who_owe_it_have_the_task() -> None:
    prison = build_organisation(name="HM Prison", statutory_role=StatutoryRole.PRISON)
    build_organisation()
    tasks = tasks_for(HEADWATER, "loamshire", day=timezone.localdate())
    theirs = {each.obligation.id for each in tasks if each.organisation == prison}
    assert "carry_out_actions" in theirs
    assert OBLIGATION not in theirs


def minutes_of_a_meeting() -> tuple[str, str, date]:
    """They show what was done on the day of the meeting."""
    found = Minutes.objects.get(meeting=held())
    return "minute", found.reference, timezone.localdate(found.meeting.begins_at)


def an_action_that_was_closed() -> tuple[str, str, date]:
    """It was written and told of long before it was closed."""
    now, today = clock.now(), timezone.localdate()
    action = build_action(
        at=now - timedelta(days=90),
        starts_on=today - timedelta(days=100),
        due_on=today + timedelta(days=100),
    )
    tell(action, at=now - timedelta(days=80))
    ended = now - timedelta(days=20)
    tell(action, ActionStatus.COMPLETE, evidence="Opening minutes, shared folder", at=ended)
    return "action", action.reference, timezone.localdate() - timedelta(days=20)


def a_reply_to_a_consultation() -> tuple[str, str, date]:
    """It came two weeks ago, a week after it was asked for."""
    found, school = build_round(), build_consultee()
    ask(found, school)
    reply(found, school)
    replied = found.asked.get(consultee=school).replied_on
    assert replied is not None
    return "consultation", f"{found.reference}:{school.reference}", replied


@pytest.mark.parametrize(
    "made", [minutes_of_a_meeting, an_action_that_was_closed, a_reply_to_a_consultation]
)
def test_each_kind_of_evidence_ages_from_the_day_on_which_it_happened(
    made: Callable[[], tuple[str, str, date]],
) -> None:
    answer = answered(next_review_on=timezone.localdate() + timedelta(days=700))
    kind, reference, happened = made()
    evidence.show(
        workspace=build_workspace(),
        what=("obligation", answer.thread_reference),
        of=answer.organisation,
        shown_by=[(kind, reference)],
        actor=lead_of(),
        at=clock.now(),
    )
    months = build_task().obligation.evidence_months
    last = datetime.combine(last_fresh_day(happened, months=months), time(12), tzinfo=UTC)
    with time_machine.travel(last):
        assert build_task().stands is Stands.MET
    with time_machine.travel(last + timedelta(days=1)):
        assert build_task().stands is Stands.AGED


def test_met_stands_until_its_evidence_ages_and_nothing_is_stored() -> None:
    answer = answered(next_review_on=timezone.localdate() + timedelta(days=700))
    meeting = held()
    evidence.show(
        workspace=build_workspace(),
        what=("obligation", answer.thread_reference),
        of=answer.organisation,
        shown_by=[("meeting", meeting.reference)],
        actor=lead_of(),
        at=clock.now(),
    )
    assert build_task().stands is Stands.MET
    with time_machine.travel(clock.now() + timedelta(days=230)):
        assert build_task().stands is Stands.AGED
    assert Answer.objects.get().status == Status.MET


def test_evidence_that_is_gone_or_taken_away_shows_nothing() -> None:
    answer = answered()
    with shelves("proof") as shelf:
        evidence.show(
            workspace=build_workspace(),
            what=("obligation", answer.thread_reference),
            of=answer.organisation,
            shown_by=[("proof", "one")],
            actor=lead_of(),
            at=clock.now(),
        )
        shelf["proof"].hidden.add("one")
        assert build_task().stands is Stands.AGED
    assert build_task().stands is Stands.AGED


def test_an_answer_is_kept_beside_what_was_said_before_and_recorded() -> None:
    answered(status=Status.PARTLY)
    answered(status=Status.MET)
    assert [each.status for each in Review.objects.all()] == ["met", "partly"]
    entries = Entry.objects.filter(event="duty_task_answered")
    assert [each.facts["status"] for each in entries.order_by("number")] == ["partly", "met"]
    assert all("met four times" not in str(each.facts) for each in entries)


def test_two_who_answer_at_once_do_not_overwrite_each_other() -> None:
    task = build_task()
    answered(status=Status.PARTLY)
    with pytest.raises(ChangedMeanwhileError):
        answer_task(task=task, said=said(), version=1, actor=lead_of(), at=clock.now())
    assert Answer.objects.get().status == Status.PARTLY


def test_a_contributor_answers_for_their_own_organisation_only() -> None:
    fire = build_organisation(name="Loamshire Fire", statutory_role=StatutoryRole.FIRE)
    theirs = contributor_of(fire)
    mine = build_task(fire)
    answer_task(task=mine, said=said(), version=1, actor=theirs, at=clock.now())
    with pytest.raises(NotAllowedError):
        answer_task(task=build_task(), said=said(), version=1, actor=theirs, at=clock.now())


@pytest.mark.parametrize(
    "given",
    [
        {"status": Status.NOT_APPLICABLE, "reason": " "},
        {"status": Status.MET, "statement": ""},
        {"status": Status.MET, "next_review_on": date(2020, 1, 1)},
        {"status": Status.NOT_ASSESSED},
    ],
)
def test_an_answer_that_says_too_little_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(DutyError):
        answered(**given)  # type: ignore[arg-type]
    assert Answer.objects.count() == 0


def test_an_organisation_is_reminded_once_of_its_first_review() -> None:
    today = timezone.localdate()
    answered(next_review_on=today + timedelta(days=90))
    answered(obligation="plan_together", next_review_on=today + timedelta(days=30))
    item = Item.objects.get(kind="duty_tasks_to_review")
    assert item.due_on == today + timedelta(days=30)
    answered(obligation="plan_together", next_review_on=today + timedelta(days=200))
    item.refresh_from_db()
    assert item.due_on == today + timedelta(days=90)

"""The register of rules: written, worked out by a worker, switched on and off, never by halves."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from builders.algorithms import register_all
from builders.watch_register import (
    asked,
    build_words,
    found_of,
    lead_of,
    ready_rule,
    rule_that_is_on,
    switched_on,
    worked_out,
    written_rule,
)
from builders.watching import EXPECTED
from builders.web import actor_of, build_member, build_workspace
from headwater.analysis.watch.rules import RegisteredRule, RuleError, WatchRule, seal_of
from headwater.core import clock
from headwater.core.errors import NotEnoughDataError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.editions import attempts
from headwater.web.insights.gateway import watch as gateway
from headwater.web.insights.watch import schedules, tasks
from headwater.web.insights.watch.changes import rules as changes
from headwater.web.insights.watch.changes.rules import OvertakenError
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries import rules as queries
from headwater.web.insights.watch.rules.describing import RuleRefusedError
from headwater.web.insights.watch.rules.permissions import NotAllowedError
from headwater.web.insights.watch.rules.registering import Status, WrongMoveError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
TODAY = timezone.localdate
DAY = timedelta(days=1)


def given(rule: Rule, **more: Any) -> dict[str, Any]:
    """What every change is told."""
    return {
        "rule": rule,
        "version": rule.version,
        "actor": lead_of(rule.workspace),
        "at": clock.now(),
        **more,
    }


def again(rule: Rule) -> Rule:
    return Rule.objects.select_related("workspace").get(pk=rule.pk)


def waiting(rule: Rule) -> set[str]:
    """What waits on worklists about a rule."""
    return set(
        Item.objects.filter(about=rule.reference, closed_at=None).values_list("kind", flat=True)
    )


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> list[WatchRule]:
    """A worker for whom the engine is quick; what it was asked to work out."""
    register_all()
    seen: list[WatchRule] = []

    def quick(_lake: Path, rule: WatchRule, *, on: date, by: str) -> RegisteredRule:
        seen.append(rule)
        return RegisteredRule(rule, EXPECTED, on, by, ("load-1",), seal_of(rule, EXPECTED))

    monkeypatch.setattr(gateway, "with_expected_alarms", quick)
    return seen


def test_a_rule_moves_from_words_to_on_and_every_step_is_in_the_ledger() -> None:
    rule = rule_that_is_on()
    assert rule.stands is Status.ON
    events = Entry.objects.filter(about=rule.reference).order_by("number")
    assert [each.event for each in events] == [
        "watch_rule_written",
        "watch_rule_work_asked",
        "watch_rule_worked_out",
        "watch_rule_switched_on",
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_only_a_lead_writes_rules(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        changes.write(
            workspace=build_workspace(),
            description=build_words(),
            actor=actor_of(build_member(role)),
            at=clock.now(),
        )


def test_two_rules_of_the_same_title_have_names_of_their_own() -> None:
    names = [written_rule().slug for _ in range(3)]
    assert names == ["knife-crime-by-district", "knife-crime-by-district-2",
                     "knife-crime-by-district-3"]  # fmt: skip


def test_another_partnership_may_use_the_same_name() -> None:
    written_rule()
    assert written_rule(build_workspace("elsewhere")).slug == "knife-crime-by-district"


def test_what_was_worked_out_is_forgotten_when_a_rule_changes() -> None:
    rule = ready_rule()
    assert waiting(rule) == {"watch_rule_to_switch_on"}
    changed = changes.change(description=build_words(alpha=0.02), **given(rule))
    assert (changed.stands, changed.seal, changed.expected) == (Status.DRAFT, "", {})
    assert waiting(rule) == set()
    with pytest.raises(WrongMoveError):
        changes.switch_on(seal=rule.seal, **given(changed))


def test_a_change_over_somebody_elses_is_refused() -> None:
    rule = written_rule()
    changes.change(description=build_words(title="Theirs"), **given(rule))
    with pytest.raises(ChangedMeanwhileError):
        changes.change(description=build_words(title="Mine"), **given(rule))
    assert again(rule).title == "Theirs"


def test_a_rule_that_is_on_does_not_change() -> None:
    rule = rule_that_is_on()
    with pytest.raises(WrongMoveError, match="On"):
        changes.change(description=build_words(alpha=0.02), **given(rule))


def test_a_rule_is_not_switched_on_by_somebody_who_saw_other_false_alarms() -> None:
    rule = ready_rule()
    with pytest.raises(ChangedMeanwhileError):
        changes.switch_on(seal="0" * 16, **given(rule))
    assert again(rule).stands is Status.READY


def test_a_rule_that_ended_meanwhile_is_not_switched_on() -> None:
    rule = ready_rule()
    with pytest.raises(RuleRefusedError, match="ended on"):
        changes.switch_on(seal=rule.seal, **given(rule, at=clock.now() + 400 * DAY))


def test_the_database_itself_refuses_a_rule_without_its_false_alarms() -> None:
    rule = written_rule()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(status=Status.ON, switched_on_at=clock.now())


def test_what_is_on_is_what_the_engine_sealed() -> None:
    rule = again(rule_that_is_on(alpha=0.000_1))
    gateway.registered(rule).check_may_run(on=TODAY())


@pytest.mark.parametrize(
    "altered",
    [{"alpha": 0.05}, {"title": "Another"}, {"expected": {**asdict(EXPECTED), "a_year": 0.1}}],
)
def test_a_rule_altered_behind_our_back_does_not_run(altered: dict[str, Any]) -> None:
    rule = rule_that_is_on()
    Rule.objects.filter(pk=rule.pk).update(**altered)
    with pytest.raises(RuleError, match="not as it was registered"):
        gateway.registered(again(rule)).check_may_run(on=TODAY())


def test_rules_run_that_are_on_and_have_not_ended() -> None:
    rule = rule_that_is_on()
    written_rule(title="Robbery")
    rule_that_is_on(build_workspace("elsewhere"))
    assert list(queries.on_in(build_workspace(), rule.expires_on)) == [rule]
    assert not queries.on_in(build_workspace(), rule.expires_on + DAY).exists()


def test_switching_off_needs_a_reason_and_keeps_the_rule() -> None:
    rule = rule_that_is_on()
    changes.remind(rule=rule, at=clock.now())
    off = changes.switch_off(reason="Late files every month", **given(rule))
    assert (off.stands, off.why_off) == (Status.OFF, "Late files every month")
    assert waiting(rule) == set()


def test_a_draft_is_put_away_without_a_reason() -> None:
    assert changes.switch_off(reason="", **given(written_rule())).stands is Status.OFF


def test_a_copy_takes_the_place_of_the_rule_once_it_is_on() -> None:
    old = rule_that_is_on()
    new = changes.copy(
        rule=old, description=build_words(alpha=0.001), actor=lead_of(old.workspace), at=clock.now()
    )
    assert (new.slug, new.replaces, again(old).stands) == (old.slug, old, Status.ON)
    new = switched_on(worked_out(new))
    assert (again(old).stands, again(old).why_off) == (Status.OFF, f"Replaced by {new.reference}")
    assert list(queries.on_in(build_workspace(), TODAY())) == [new]


def test_a_rule_has_one_copy_under_way() -> None:
    old = rule_that_is_on()
    told: dict[str, Any] = {"rule": old, "actor": lead_of(old.workspace), "at": clock.now()}
    changes.copy(description=build_words(), **told)
    with pytest.raises(RuleRefusedError, match="being written already"):
        changes.copy(description=build_words(), **told)


def test_two_copies_of_a_rule_are_not_on_together() -> None:
    old = rule_that_is_on()
    told: dict[str, Any] = {"rule": old, "actor": lead_of(old.workspace), "at": clock.now()}
    first = switched_on(worked_out(changes.copy(description=build_words(), **told)))
    with pytest.raises(RuleRefusedError, match=f"took its place: .{first.reference}"):
        changes.copy(description=build_words(), **told)


def test_two_rules_of_one_name_are_not_on_together() -> None:
    first, second = rule_that_is_on(), ready_rule()
    Rule.objects.filter(pk=second.pk).update(slug=first.slug)
    with pytest.raises(RuleRefusedError, match="on already"):
        switched_on(second)
    assert again(second).stands is Status.READY


def test_asking_puts_a_worker_to_it_once_it_is_saved(
    worker: list[WatchRule], django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        rule = asked(written_rule())
    assert worker == []
    for callback in callbacks:
        callback()
    assert again(rule).stands is Status.READY


def test_the_worker_works_a_rule_out_and_asks_a_lead_to_look(worker: list[WatchRule]) -> None:
    rule = asked(written_rule())
    assert tasks.work_out.call(rule.reference) == "worked out"
    found = again(rule)
    assert (found.stands, found.expected, found.loads) == (
        Status.READY, asdict(EXPECTED), ["load-1"],
    )  # fmt: skip
    assert waiting(rule) == {"watch_rule_to_switch_on"}
    gateway.registered(found).check_may_run(on=TODAY())
    assert worker[0].id == rule.slug


def test_the_task_done_twice_works_a_rule_out_once(worker: list[WatchRule]) -> None:
    rule = asked(written_rule())
    assert tasks.work_out.call(rule.reference) == "worked out"
    assert tasks.work_out.call(rule.reference) == "nothing to do"
    assert len(worker) == 1


def test_why_a_rule_could_not_be_worked_out_is_said(
    worker: list[WatchRule], monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(*_: object, **__: object) -> None:
        raise NotEnoughDataError(of="complete weeks", have=40, need=104)

    monkeypatch.setattr(gateway, "with_expected_alarms", short)
    rule = asked(written_rule())
    assert tasks.work_out.call(rule.reference) == "failed"
    failed = again(rule)
    assert failed.stands is Status.FAILED
    assert "[104] complete weeks" in failed.failure
    assert asked(failed).failure == ""


def test_a_rule_that_can_judge_no_area_is_not_taken_for_one_that_is_never_wrong(
    worker: list[WatchRule], monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = replace(EXPECTED, a_year=0.0, low=0.0, high=0.2, judged_areas=0)

    def unjudged(_lake: Path, rule: WatchRule, *, on: date, by: str) -> RegisteredRule:
        return RegisteredRule(rule, silent, on, by, ("load-1",), seal_of(rule, silent))

    monkeypatch.setattr(gateway, "with_expected_alarms", unjudged)
    rule = asked(written_rule())
    assert tasks.work_out.call(rule.reference) == "failed"
    assert "Not one of [7] areas can be judged" in again(rule).failure


def test_nothing_is_worked_out_that_the_register_of_algorithms_does_not_let_run() -> None:
    rule = asked(written_rule())
    assert tasks.work_out.call(rule.reference) == "failed"
    assert "[early-warning] does not run" in again(rule).failure


def test_a_bug_is_said_on_the_page_and_left_to_the_log(
    worker: list[WatchRule], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(gateway, "with_expected_alarms", broken)
    rule = asked(written_rule())
    with pytest.raises(ZeroDivisionError):
        tasks.work_out.call(rule.reference)
    assert again(rule).failure == attempts.BROKE


def test_an_attempt_that_was_overtaken_changes_nothing() -> None:
    rule = asked(written_rule())
    first = changes.begin(reference=rule.reference)
    second = changes.begin(reference=rule.reference)
    with pytest.raises(OvertakenError):
        changes.keep_expected(rule=first, found=found_of(first), at=clock.now())
    with pytest.raises(OvertakenError):
        changes.keep_failure(rule=first, sentence="Late", at=clock.now())
    assert again(rule).stands is Status.WORKING
    changes.keep_expected(rule=second, found=found_of(second), at=clock.now())


def test_a_rule_that_nobody_took_in_hand_is_asked_for_again(worker: list[WatchRule]) -> None:
    rule = asked(written_rule())
    assert schedules.find_lost(clock.now()) == "asked again for 0, gave up 0"
    assert schedules.find_lost(clock.now() + DAY) == "asked again for 1, gave up 0"
    assert again(rule).stands is Status.READY


def test_a_rule_that_has_a_task_is_left_to_it() -> None:
    rule = asked(written_rule())
    DBTaskResult.objects.create(
        task_path=tasks.work_out.module_path,
        args_kwargs={"args": [rule.reference], "kwargs": {}},
        backend_name="default",
        status="RUNNING",
        run_after=clock.now(),
    )
    assert schedules.find_lost(clock.now() + DAY) == "asked again for 0, gave up 0"


def test_a_rule_that_workers_gave_up_says_so() -> None:
    rule = asked(written_rule())
    changes.begin(reference=rule.reference)
    assert schedules.find_lost(clock.now() + DAY) == "asked again for 0, gave up 1"
    assert (again(rule).stands, again(rule).failure) == (Status.FAILED, schedules.GIVEN_UP)


def test_leads_are_asked_to_look_at_a_rule_thirty_days_before_it_ends() -> None:
    rule = rule_that_is_on()
    at_noon = datetime.combine(rule.expires_on, time(12), tzinfo=UTC)
    assert schedules.remind(at_noon - 31 * DAY) == "0 rules to look at"
    assert schedules.remind(at_noon - 30 * DAY) == "1 rule to look at"
    schedules.remind(at_noon)
    assert waiting(rule) == {"watch_rule_expiring"}


def test_a_rule_of_another_partnership_is_not_there() -> None:
    rule = written_rule(build_workspace("elsewhere"))
    actor = actor_of(build_member(Role.LEAD))
    with pytest.raises(NotYours):
        queries.rule_for(actor, "elsewhere", rule.reference)
    with pytest.raises(NotYours):
        queries.rule_for(actor, "loamshire", rule.reference)

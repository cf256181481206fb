"""Sets of applications in the worker, and decisions on them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal

import pytest

from builders.algorithms import register_all
from builders.choosing import AT, build_applications, build_choice, build_round
from builders.web import actor_of, build_member
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.choosing import schedules, tasks
from headwater.web.grants.choosing.changes import attempts, choices
from headwater.web.grants.choosing.errors import NotMadeError
from headwater.web.grants.choosing.gateway import portfolios
from headwater.web.grants.choosing.models import Choice, Verdict
from headwater.web.grants.choosing.queries import choices as queries
from headwater.web.grants.choosing.rules.permissions import NotAllowedError
from headwater.web.grants.choosing.rules.wishes import VerdictRefusedError, Wish, WishRefusedError
from headwater.web.grants.choosing.rules.working import OvertakenError, Status
from headwater.web.grants.deciding.models import Interest
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[object]]
WISH = Wish(Decimal(6500), district=10, small=30, unclear=30)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few draws: how many there are is not tested here."""
    monkeypatch.setattr(portfolios, "EFFORT", portfolios.Effort(draws=5, interval_draws=100))


def lead() -> Actor:
    return actor_of(build_member(Role.LEAD))


def asked(wish: Wish = WISH) -> Choice:
    here = build_round()
    if not here.applications.exists():
        build_applications(here)
    return choices.ask(round=here, wish=wish, actor=lead(), at=AT)


def worked_out(wish: Wish = WISH) -> Choice:
    register_all()
    made = asked(wish)
    assert tasks.choose.call(made.reference) == "made"
    made.refresh_from_db()
    return made


def test_the_worker_finds_the_sets_and_asks_for_a_decision() -> None:
    made = worked_out()
    titles = {each["reference"]: each["title"] for each in made.applications}
    assert made.stands is Status.MADE
    assert {titles[each] for each in made.best} == {"Boxing club", "Mentors"}
    # Within these limits there are three sets in all; the last pays for nothing.
    assert [len(each["picked"]) for each in made.result["others"]] == [2, 0]
    assert [titles[each["project"]] for each in made.result["left_out"]] == ["Boot camp"]
    assert {each["limit"]["id"] for each in made.result["prices"]} == {
        "budget", "district:Z99D00001", "district:Z99D00002", "small", "unclear",
    }  # fmt: skip
    assert Item.objects.filter(about=made.reference, closed_at=None).count() == 1


def test_what_was_asked_is_kept_as_it_was() -> None:
    made = worked_out()
    made.round.applications.update(amount=Decimal(1))
    made.refresh_from_db()
    assert {each["amount"] for each in made.applications} >= {"3000.00", "3500.00"}


def test_drafts_and_those_declined_are_not_chosen_from() -> None:
    here = build_round()
    first, second, *_ = build_applications(here)
    type(first).objects.filter(pk=first.pk).update(state=State.DRAFT)
    type(first).objects.filter(pk=second.pk).update(state=State.DECLINED)
    made = choices.ask(round=here, wish=WISH, actor=lead(), at=AT)
    assert {first.reference, second.reference}.isdisjoint(
        each["reference"] for each in made.applications
    )


def test_an_application_without_people_or_money_is_named_and_not_chosen() -> None:
    here = build_round()
    first, second, *_ = build_applications(here)
    type(first).objects.filter(pk=first.pk).update(people=None)
    type(first).objects.filter(pk=second.pk).update(amount=None)
    register_all()
    made = choices.ask(round=here, wish=Wish(Decimal(6500)), actor=lead(), at=AT)
    tasks.choose.call(made.reference)
    made.refresh_from_db()
    assert {each["project"]: each["why"] for each in made.result["unreckoned"]} == {
        first.reference: "It does not say how many people it reaches.",
        second.reference: "It names no amount.",
    }


def test_half_awards_are_considered_where_asked_for() -> None:
    made = worked_out(Wish(Decimal(3000), halves=True))
    sizes = {p["size"] for e in (made.result["best"], *made.result["others"]) for p in e["picked"]}
    assert "half" in sizes


def test_limits_that_clash_are_said_on_the_page() -> None:
    register_all()
    here = build_round()
    references = tuple(each.reference for each in build_applications(here))
    made = choices.ask(
        round=here, wish=Wish(Decimal(4000), must=references[:2]), actor=lead(), at=AT
    )
    assert tasks.choose.call(made.reference) == "failed"
    made.refresh_from_db()
    assert made.stands is Status.FAILED
    assert made.failure == (
        "These limits cannot all be kept: [Budget]. One way out: raise [Budget] by £2,500.00."
    )


def test_what_is_not_in_the_register_does_not_run() -> None:
    register_all()
    Algorithm.objects.filter(key="portfolio-choice").update(status="suspended")
    made = asked()
    assert tasks.choose.call(made.reference) == "failed"
    made.refresh_from_db()
    assert "portfolio-choice" in made.failure


def test_a_task_that_comes_twice_changes_nothing() -> None:
    made = worked_out()
    assert tasks.choose.call(made.reference) == "nothing to do"


def test_an_attempt_that_was_overtaken_keeps_nothing() -> None:
    first = attempts.begin(Choice, asked().reference)
    attempts.begin(Choice, first.reference)
    with pytest.raises(OvertakenError):
        attempts.tell(first, step="Looking", done=1, total=4)
    with pytest.raises(OvertakenError):
        choices.keep_made(choice=first, result={}, at=AT)


def test_a_worker_is_asked_once_it_is_safe(
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    register_all()
    with django_capture_on_commit_callbacks(execute=True):
        made = asked()
    made.refresh_from_db()
    assert made.stands is Status.MADE


def test_work_that_nobody_took_in_hand_is_asked_for_again_and_given_up_at_last() -> None:
    register_all()
    made = asked()
    later = AT + timedelta(hours=1)
    assert schedules.find_lost(later) == "asked again for 1, gave up 0"
    Choice.objects.update(status="working", run="dead")
    assert schedules.find_lost(later) == "asked again for 0, gave up 1"
    made.refresh_from_db()
    assert made.failure == schedules.GIVEN_UP


def test_the_best_set_is_decided_without_a_reason_and_the_item_closed() -> None:
    made = worked_out()
    verdict = choices.decide(
        choice=made, picked=made.best, reason="", version=made.version, actor=lead(), at=AT
    )
    assert verdict.follows
    assert not Item.objects.filter(about=made.reference, closed_at=None).exists()
    entry = Entry.objects.filter(event="choice_decided").latest("number")
    assert (entry.about, entry.facts["follows"]) == (made.reference, True)


def test_a_decision_that_differs_keeps_its_reason_and_the_one_before() -> None:
    made = build_choice()
    other = [made.applications[2]["reference"]]
    first = {"choice": made, "actor": lead(), "at": AT}
    with pytest.raises(VerdictRefusedError):
        choices.decide(**first, picked=other, reason="", version=1)
    choices.decide(**first, picked=made.best, reason="", version=1)
    reason = "The hall that both would use is closed until spring."
    choices.decide(
        choice=made, picked=other, reason=reason, version=2, actor=lead(),
        at=AT + timedelta(days=1),
    )  # fmt: skip
    assert [each.reason for each in Verdict.objects.all()] == [reason, ""]


def test_a_decision_on_something_that_changed_meanwhile_is_not_kept() -> None:
    made = build_choice(version=3)
    with pytest.raises(ChangedMeanwhileError):
        choices.decide(choice=made, picked=made.best, reason="", version=2, actor=lead(), at=AT)


def test_nothing_is_decided_before_the_sets_are_there() -> None:
    made = build_choice(status="working", result={})
    with pytest.raises(NotMadeError):
        choices.decide(choice=made, picked=[], reason="", version=1, actor=lead(), at=AT)


def test_only_leads_choose() -> None:
    viewer = actor_of(build_member(Role.AUDITOR))
    here = build_round()
    build_applications(here)
    with pytest.raises(NotAllowedError):
        choices.ask(round=here, wish=WISH, actor=viewer, at=AT)
    with pytest.raises(NotAllowedError):
        choices.decide(choice=build_choice(), picked=[], reason="", version=1, actor=viewer, at=AT)
    with pytest.raises(WishRefusedError):
        choices.ask(round=here, wish=Wish(Decimal(-1)), actor=lead(), at=AT)


def test_whoever_has_an_interest_sees_no_set_of_that_round() -> None:
    made = build_choice()
    me = lead()
    one = Application.objects.get(reference=made.applications[0]["reference"])
    Interest.objects.create(
        application=one,
        person=me.reference,
        source="declared",
        is_interest=True,
        nature="My brother coaches there.",
        said_at=AT,
    )
    with pytest.raises(NotYours):
        queries.choice_for(me, "loamshire", made.reference)
    with pytest.raises(NotYours):
        choices.ask(round=made.round, wish=WISH, actor=me, at=AT)

"""What a rule of early warning may say is what the engine takes; who moves it, and how."""

import doctest
import importlib
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from headwater.analysis.watch import counting, rules
from headwater.core.areas import Level
from headwater.core.errors import HeadwaterError
from headwater.rulebook import watch_measures
from headwater.web.accounts.roles import Role
from headwater.web.insights.watch.rules.describing import (
    ALPHAS,
    LEVELS,
    LONGEST_DELAY,
    LONGEST_SLUG,
    MOST_CASES,
    USUAL_ALPHA,
    Description,
    Method,
    RuleRefusedError,
    check_description,
    is_ending,
    slug_of,
)
from headwater.web.insights.watch.rules.registering import (
    MOVES,
    NoReasonError,
    Status,
    Verb,
    WrongMoveError,
    check_may_move,
    move_from,
)

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
USUAL: dict[str, Any] = {
    "title": "Knife crime by district",
    "purpose": "Tell districts early",
    "owner": "Violence reduction partnership",
    "measure": "knife_crime",
    "area_code": "Z99P00001",
    "area_name": "Loamshire",
    "level": Level.LAD,
    "method": Method.FARRINGTON,
    "alpha": USUAL_ALPHA,
    "least_cases": 5,
    "delay_weeks": 4,
    "expires_on": TODAY + 100 * DAY,
}


@pytest.mark.parametrize("module", ["rules.describing", "presenters.rules"])
def test_every_example_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"headwater.web.insights.watch.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_methods_of_the_form_are_those_of_the_engine() -> None:
    assert [each.value for each in Method] == [each.value for each in rules.Watching]
    assert [each.words.lower() for each in Method] == [
        each.words.lower() for each in rules.Watching
    ]


def test_the_parts_of_an_area_that_are_offered_are_those_that_are_counted() -> None:
    assert set(LEVELS) == set(counting.LEVELS)


def test_the_limits_of_the_form_are_those_of_the_engine() -> None:
    assert LONGEST_DELAY == rules.LONGEST_DELAY
    assert all(rules.LEAST_ALPHA <= alpha <= rules.MOST_ALPHA for alpha in ALPHAS)


@pytest.mark.parametrize(
    "given",
    [
        {"measure": measure.id, "level": level, "method": method}
        for measure, level, method in product(watch_measures(), LEVELS, Method)
    ]
    + [{"alpha": alpha} for alpha in ALPHAS]
    + [{"delay_weeks": weeks} for weeks in (0, LONGEST_DELAY)]
    + [{"least_cases": cases} for cases in (1, MOST_CASES)]
    + [{"title": title} for title in ("Messer, Öl & Feuer", "12", "!", "a" * 120, "a " * 60)],
)
def test_whatever_is_kept_the_engine_takes(given: dict[str, Any]) -> None:
    said = Description(**{**USUAL, **given})
    check_description(said, today=TODAY)
    slug = slug_of(said.title)
    assert len(f"{slug}-99") <= LONGEST_SLUG
    rules.WatchRule(
        id=slug,
        title=said.title,
        purpose=said.purpose,
        owner=said.owner,
        measure=said.measure,
        area=said.area_code,
        level=said.level,
        method=rules.Watching(said.method),
        alpha=said.alpha,
        least_cases=said.least_cases,
        delay_weeks=said.delay_weeks,
        expires_on=said.expires_on,
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": " "}, r"no \[title\]"),
        ({"owner": ""}, r"no \[owner\]"),
        ({"measure": "happiness"}, "nothing that is watched"),
        ({"level": Level.WARD}, "not watched"),
        ({"alpha": 0.2}, "offered"),
        ({"least_cases": 0}, "fewest events"),
        ({"delay_weeks": LONGEST_DELAY + 1}, "Weeks not yet complete"),
        ({"expires_on": TODAY - DAY}, "lies ahead"),
        ({"expires_on": TODAY + 367 * DAY}, "more than a year"),
    ],
)
def test_a_rule_that_is_not_whole_is_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RuleRefusedError, match=sentence):
        check_description(Description(**{**USUAL, **given}), today=TODAY)


def test_a_rule_may_end_today_and_a_year_from_now() -> None:
    for ends in (TODAY, TODAY + 366 * DAY):
        check_description(Description(**{**USUAL, "expires_on": ends}), today=TODAY)


def test_a_rule_is_ending_from_thirty_days_before() -> None:
    assert is_ending(TODAY + 30 * DAY, today=TODAY)
    assert not is_ending(TODAY + 31 * DAY, today=TODAY)


@pytest.mark.parametrize("role", Role)
def test_only_a_lead_switches_a_rule_on_and_only_with_its_false_alarms(role: Role) -> None:
    starts = {move.start for move in MOVES if move.end is Status.ON}
    assert starts == {Status.READY}
    move = move_from(Status.READY, Verb.SWITCH_ON)
    if role is Role.LEAD:
        check_may_move(move, frozenset({role}))
    else:
        with pytest.raises(HeadwaterError, match="Only leads may switch on a rule"):
            check_may_move(move, frozenset({role}))


def test_an_approver_switches_a_rule_off_with_a_reason_and_not_without() -> None:
    move = move_from(Status.ON, Verb.SWITCH_OFF)
    check_may_move(move, frozenset({Role.APPROVER}), reason="Too many false alarms")
    with pytest.raises(NoReasonError, match="Say why"):
        check_may_move(move, frozenset({Role.APPROVER}), reason=" ")


@pytest.mark.parametrize("status", [Status.ON, Status.OFF, Status.WORKING])
def test_a_rule_that_runs_or_ran_does_not_change(status: Status) -> None:
    with pytest.raises(WrongMoveError):
        move_from(status, Verb.EDIT)

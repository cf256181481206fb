"""A rule of early warning says what, where and how often it is wrong, and cannot be altered."""

import doctest
import importlib
import json
from datetime import date
from typing import cast

import numpy as np
import pytest

from builders.watching import build_registered, build_rule
from headwater.analysis.watch.alerts import Alarms, Alert, joined
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.detecting import settings_of
from headwater.analysis.watch.judging import Limits, Verdict
from headwater.analysis.watch.rules import (
    RuleError,
    Watching,
    as_text,
    registered_from,
    rule_from,
)
from headwater.analysis.watch.watched import Watched, overlapping
from headwater.core.areas import Level
from headwater.core.counts import Dimension
from headwater.core.errors import HeadwaterError, UsageError
from headwater.core.weeks import Week

TODAY = date(2026, 1, 5)


@pytest.mark.parametrize("module", ["watch.alerts", "watch.judging"])
def test_every_worked_number_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"headwater.analysis.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_a_rule_is_read_as_it_was_written() -> None:
    rule = build_rule()
    assert rule_from(json.loads(json.dumps(rule.as_data()))) == rule


def test_a_registered_rule_is_read_as_it_was_written() -> None:
    registered = build_registered()
    assert registered_from(as_text(registered), name="a.json") == registered
    registered.check_may_run(on=TODAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [("alpha", 0.02), ("measure", "robbery"), ("least_cases", 1), ("owner", "Somebody else")],
)
def test_a_rule_that_was_changed_after_it_was_registered_does_not_run(
    field: str, value: object
) -> None:
    data = json.loads(as_text(build_registered()))
    data["rule"][field] = value
    with pytest.raises(RuleError, match="not as it was registered"):
        registered_from(json.dumps(data), name="a.json").check_may_run(on=TODAY)


def test_a_rule_that_promises_fewer_false_alarms_than_were_found_does_not_run() -> None:
    data = json.loads(as_text(build_registered()))
    data["expected_alarms"]["a_year"] = 0.1
    with pytest.raises(RuleError, match="not as it was registered"):
        registered_from(json.dumps(data), name="a.json").check_may_run(on=TODAY)


def test_a_rule_does_not_run_after_it_expired() -> None:
    registered = build_registered(build_rule(expires_on=TODAY))
    registered.check_may_run(on=TODAY)
    with pytest.raises(RuleError, match="expired on"):
        registered.check_may_run(on=date(2026, 1, 6))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"alpha": 0}, "alpha"),
        ({"alpha": 0.9}, "alpha"),
        ({"least_cases": 0}, "least_cases"),
        ({"delay_weeks": -1}, "delay_weeks"),
        ({"owner": " "}, "owner"),
        ({"id": "../elsewhere"}, "small letters, digits and hyphens"),
        ({"id": "a:b"}, "small letters, digits and hyphens"),
        ({"id": ""}, "small letters, digits and hyphens"),
        ({"measure": "rain"}, "measure to watch"),
        ({"area": "Atlantis"}, "Atlantis"),
        ({"level": "street"}, "street"),
        ({"expires_on": "soon"}, "soon"),
        ({"person": "A"}, "which no rule has"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(HeadwaterError, match=said):
        rule_from({**build_rule().as_data(), **change})


def test_a_rule_without_a_field_is_refused_by_name() -> None:
    data = build_rule().as_data()
    del data["purpose"]
    with pytest.raises(UsageError, match=r"lacks \[purpose\]"):
        rule_from(data)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rule": 1}', "null"])
def test_what_is_no_registered_rule_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"\[a.json\] is not a registered rule"):
        registered_from(text, name="a.json")


@pytest.mark.parametrize(
    ("weeks", "years", "trend"), [(107, 2, False), (158, 2, False), (159, 3, True), (400, 4, True)]
)
def test_a_trend_needs_three_years(weeks: int, years: int, trend: bool) -> None:
    settings = settings_of(build_rule(), weeks_before=weeks)
    assert (settings.years_back, settings.trend) == (years, trend)


def test_with_less_than_two_years_every_week_falls_to_ears() -> None:
    assert settings_of(build_rule(), weeks_before=106).years_back > 106
    assert settings_of(build_rule(method=Watching.EARS), weeks_before=400).years_back > 400


def build_alarms(is_alarm: list[bool], p_value: list[float]) -> Alarms:
    size = len(is_alarm)
    return Alarms(np.array(is_alarm), np.full(size, 5.0), np.ones(size), np.array(p_value))


def test_alarms_that_touch_are_one_alert_and_others_stand_alone() -> None:
    alarms = build_alarms([True, True, False, True, True], [0.03, 0.01, 0.9, 0.02, 0.04])
    pairs = np.array([[0, 1], [1, 0], [1, 2], [2, 3]])
    alerts = joined(alarms, pairs=pairs)
    assert [alert.areas for alert in alerts] == [(1, 0), (3,), (4,)]
    assert (alerts[0].observed, alerts[0].expected, alerts[0].p_value) == (10.0, 2.0, 0.01)


def test_without_outlines_every_alarm_stands_alone() -> None:
    alarms = build_alarms([True, True], [0.03, 0.01])
    assert len(joined(alarms, pairs=np.empty((0, 2), dtype=np.intp))) == 2


def test_no_alarm_is_no_alert() -> None:
    assert joined(build_alarms([False], [1.0]), pairs=np.empty((0, 2), dtype=np.intp)) == ()


SMALL = Dimension(
    "lsoa",
    "Neighbourhood",
    ("a1", "a2", "b1"),
    ("A 1", "A 2", "B 1"),
    parent=Dimension("district", "District", ("a", "b"), ("A", "B")),
    parents=("a", "a", "b"),
)
WEEK = Week.parse("2025-W30")


def build_watched(id: str, level: Level, *alerts: tuple[tuple[int, ...], int]) -> Watched:
    """A rule's week with alerts for some areas and so many weeks."""
    areas = SMALL if level is Level.LSOA else SMALL.parent
    assert areas is not None
    rule = build_rule(id=id, level=level)
    found = tuple(Alert(places, weeks, 9.0, 2.0, 0.001) for places, weeks in alerts)
    # What an alert is about is known without the counts.
    verdict = Verdict(rule, WEEK, areas, found, cast(Limits, None))
    return Watched(build_registered(rule), verdict, cast(WeeklyCounts, None), SMALL)


def test_of_alerts_for_the_same_place_and_week_only_one_keeps_its_count() -> None:
    shared = overlapping(
        [
            build_watched("districts", Level.LAD, ((0,), 1)),
            build_watched("clusters", Level.LSOA, ((1,), 1), ((2,), 3)),
        ]
    )
    assert shared == {"watch.districts": frozenset(), "watch.clusters": frozenset({"1"})}

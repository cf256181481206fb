"""Who lives where a rule speaks: answers worked out by hand, and what is said when nobody knows."""

import json
from dataclasses import replace

import numpy as np
import pytest

from builders.homes import build_homes, build_verdict
from builders.watching import FAIRNESS, build_registered
from headwater.analysis.watch.fairness import FEWEST_RISES, Homes, fairness_of
from headwater.analysis.watch.rules import RuleError, as_text, registered_from, seal_of
from headwater.analysis.watch.shares import Fairness, GroupShare, fairness_from
from headwater.core.areas import Level

FIFTH = "deprivation fifth"


def share_of(found: Fairness, group: str) -> GroupShare:
    return next(each for each in found.groups if each.group == group)


@pytest.fixture
def town() -> Homes:
    """Five neighbourhoods, one in each fifth; the last two are rural. Districts: A-B-C and D-E."""
    return build_homes(
        [100, 200, 300, 200, 200],
        fifth=[1, 2, 3, 4, 5],
        is_rural=[False, False, False, True, True],
        districts=["X", "X", "X", "Y", "Y"],
    )


def test_shares_are_those_worked_out_by_hand(town: Homes) -> None:
    # Given a rise in A and B (1/3 of residents in fifth 1), a week without an alert, which counts
    # for nothing, and a rise in A alone (all of them)
    weeks = [build_verdict(town, [(0, 1)]), build_verdict(town, []), build_verdict(town, [(0,)])]

    # When who lives there is worked out
    found = fairness_of(weeks, town)

    # Then it is the mean of 1/3 and 1, against 100 of 1,000
    most = share_of(found, "1 most deprived")
    assert most.alarmed == pytest.approx(2 / 3, abs=1e-6)
    assert most.everywhere == 0.1
    assert most.difference == pytest.approx(2 / 3 - 0.1, abs=1e-6)
    assert most.ratio == pytest.approx(20 / 3, abs=1e-5)
    assert (most.low, most.high) == (None, None)
    assert share_of(found, "rural").alarmed == 0.0
    assert share_of(found, "rural").everywhere == 0.4
    assert (found.weeks, found.weeks_alarmed, found.rises) == (3, 2, 2)
    assert (found.areas, found.areas_alarmed, found.residents) == (5, 2, 1000)
    assert "67% of residents live in the most deprived fifth" in found.sentence
    assert "That rests on 2 rises: too few" in found.sentence
    assert found.missing == ("ethnic group",)


def test_a_rise_that_lasts_for_weeks_is_one_and_what_is_elsewhere_another(town: Homes) -> None:
    # Given a rise that goes from A over B to C, another in E beside its second week, and A again
    # after a week of quiet
    weeks = [
        build_verdict(town, [(0,)]),
        build_verdict(town, [(0, 1), (4,)]),
        build_verdict(town, [(1, 2)]),
        build_verdict(town, []),
        build_verdict(town, [(0,)]),
    ]
    found = fairness_of(weeks, town)
    assert (found.weeks_alarmed, found.rises, found.areas_alarmed) == (4, 3, 4)
    # 100 of 600 residents of A, B and C; none of E; all of A.
    assert share_of(found, "1 most deprived").alarmed == pytest.approx(
        (1 / 6 + 0 + 1) / 3, abs=1e-6
    )


def test_two_alerts_that_were_one_the_week_before_are_one_rise(town: Homes) -> None:
    weeks = [build_verdict(town, [(0, 1)]), build_verdict(town, [(0,), (1,)])]
    assert fairness_of(weeks, town).rises == 1


def test_a_district_stands_for_every_neighbourhood_in_it(town: Homes) -> None:
    found = fairness_of([build_verdict(town, [(0,)], level=Level.LAD)], town)
    assert share_of(found, "1 most deprived").alarmed == pytest.approx(1 / 6, abs=1e-6)
    assert share_of(found, "rural").alarmed == 0.0
    assert (found.areas, found.areas_alarmed) == (2, 1)


def test_everyone_is_everyone_in_areas_that_could_be_judged(town: Homes) -> None:
    judged = np.array([True, True, False, False, False])
    found = fairness_of([build_verdict(town, [(1,)], judged=judged)], town)
    assert found.residents == 300
    assert share_of(found, "1 most deprived").everywhere == pytest.approx(1 / 3, abs=1e-6)
    assert share_of(found, "1 most deprived").alarmed == 0.0


def test_a_rule_that_would_never_have_spoken_says_so(town: Homes) -> None:
    found = fairness_of([build_verdict(town, [])] * 52, town)
    assert found.groups == ()
    assert found.weeks_alarmed == 0
    assert "would not have raised any alert" in found.sentence


def test_an_alert_where_nobody_lives_says_nothing_of_residents(town: Homes) -> None:
    empty = replace(town, people=np.array([0.0, 200, 300, 200, 200]))
    found = fairness_of([build_verdict(empty, [(0,)])], empty)
    assert (found.weeks_alarmed, found.rises, found.groups) == (1, 0, ())


def test_what_the_lake_does_not_hold_is_left_out_and_said(town: Homes) -> None:
    bare = replace(town, fifth=None, edition="")
    found = fairness_of([build_verdict(bare, [(3,)])], bare)
    assert {each.heading for each in found.groups} == {"rural or urban"}
    assert found.missing == (FIFTH, "ethnic group")
    assert "The lake holds no deprivation" in found.sentence


def test_rises_that_are_all_alike_give_no_interval(town: Homes) -> None:
    found = fairness_of([build_verdict(town, [(0,)]), build_verdict(town, [])] * FEWEST_RISES, town)
    assert share_of(found, "1 most deprived").low is None
    assert found.sentence.endswith("Each of its 8 rises says the same.")


def test_it_is_stored_and_read_again_to_the_last_digit(town: Homes) -> None:
    weeks = [build_verdict(town, [(2 * at % 5, (2 * at + 1) % 5)]) for at in range(12)]
    found = fairness_of(weeks, town)
    assert share_of(found, "1 most deprived").low is not None
    assert fairness_from(json.loads(json.dumps(found.as_data()))) == found
    assert fairness_from({}) is None


def test_a_rule_registered_before_it_was_worked_out_still_runs() -> None:
    old = build_registered(fairness=None)
    data = json.loads(as_text(old))
    del data["fairness"]
    read = registered_from(json.dumps(data), name="old.json")
    assert read == old
    read.check_may_run(on=old.registered_on)
    assert read.seal == seal_of(read.rule, read.expected)


@pytest.mark.parametrize("change", [None, {"sentence": "All is well."}])
def test_fairness_that_was_changed_or_taken_out_stops_the_rule(
    change: dict[str, str] | None,
) -> None:
    made = build_registered()
    altered = replace(FAIRNESS, **change) if change else None
    with pytest.raises(RuleError, match="not as it was registered"):
        replace(made, fairness=altered).check_may_run(on=made.registered_on)

"""Who lives where a rule speaks: whatever the order, a planted bias is found and chance is not."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from builders.homes import build_homes, build_verdict
from builders.watching import build_held, build_rule
from headwater.analysis.needs.scope import Scope, Shapes
from headwater.analysis.watch.fairness import Homes, fairness_of
from headwater.analysis.watch.judging import Verdict
from headwater.analysis.watch.registering import looking_back
from headwater.analysis.watch.rules import Watching
from headwater.analysis.watch.shares import Fairness, GroupShare
from headwater.core.areas import Level
from headwater.core.counts import Dimension
from headwater.core.weeks import Week

NOWHERE = cast(Scope, SimpleNamespace(shapes=Shapes({}, {})))
SIZE = 100


def county(rng: np.random.Generator) -> Homes:
    """A hundred neighbourhoods of unlike size in four districts."""
    return build_homes(
        rng.integers(1_200, 2_000, SIZE).tolist(),
        fifth=(rng.permutation(SIZE) % 5 + 1).tolist(),
        is_rural=(rng.random(SIZE) < 0.3).tolist(),
        districts=[f"D{at % 4}" for at in range(SIZE)],
    )


def at_random(homes: Homes, rises: int, rng: np.random.Generator) -> list[Verdict]:
    """Rises by lot: up to six neighbourhoods for one to four weeks, and then a week of quiet."""
    made = []
    for _ in range(rises):
        picked = tuple(rng.choice(SIZE, rng.integers(1, 7), replace=False).tolist())
        made += [build_verdict(homes, [picked])] * int(rng.integers(1, 5))
        made.append(build_verdict(homes, []))
    return made


def most_deprived(found: Fairness) -> GroupShare:
    return next(each for each in found.groups if each.group == "1 most deprived")


def test_the_order_of_areas_changes_nothing() -> None:
    rng = np.random.default_rng(1)
    homes = county(rng)
    weeks = at_random(homes, 15, rng)
    order = rng.permutation(SIZE)
    back = np.argsort(order)
    assert homes.fifth is not None
    assert homes.is_rural is not None
    codes = tuple(homes.areas.codes[at] for at in order)
    moved = replace(
        homes,
        areas=Dimension("lsoa", "Neighbourhood", codes, codes),
        people=homes.people[order],
        fifth=homes.fifth[order],
        is_rural=homes.is_rural[order],
    )
    again = [
        build_verdict(moved, [tuple(int(back[at]) for at in alert.areas) for alert in each.alerts])
        for each in weeks
    ]
    assert fairness_of(again, moved) == fairness_of(weeks, homes)


def test_weeks_read_backwards_say_the_same() -> None:
    rng = np.random.default_rng(2)
    homes = county(rng)
    weeks = at_random(homes, 15, rng)
    assert fairness_of(weeks[::-1], homes) == fairness_of(weeks, homes)


def test_a_rise_planted_among_the_most_deprived_is_found_there() -> None:
    # Given weeks of chance, and rises in every second week of the last year in one fifth only
    rng = np.random.default_rng(3)
    homes = county(rng)
    assert homes.fifth is not None
    counts = rng.poisson(25.0, (SIZE, 160)).astype(float)
    poor = np.flatnonzero(homes.fifth == 1)
    for week in range(110, 160, 2):
        counts[rng.choice(poor, 2, replace=False), week] += 150
    areas = Dimension("lsoa", "Neighbourhood", homes.areas.codes, homes.areas.names)
    held = build_held(counts, areas, measure="violence_with_injury", last=Week.parse("2025-W30"))
    # Nothing but such a rise brings 200 events in four weeks, so chance raises no alarm.
    rule = build_rule(
        level=Level.LSOA, method=Watching.EARS, alpha=0.001, least_cases=200, delay_weeks=0
    )

    # When the rule looks back over its own history
    found = fairness_of(looking_back(rule, held, scope=NOWHERE), homes)

    # Then all whom it picks are the most deprived, and that is said
    most = most_deprived(found)
    assert found.weeks == 52
    assert found.weeks_alarmed >= 20
    assert most.alarmed == 1.0
    assert most.difference == pytest.approx(1.0 - most.everywhere, abs=1e-5)
    assert "100% of residents live in the most deprived fifth" in found.sentence


def test_a_rule_that_picks_the_most_deprived_two_times_in_three_is_told_from_chance() -> None:
    rng = np.random.default_rng(5)
    homes = county(rng)
    assert homes.fifth is not None
    poor, rest = np.flatnonzero(homes.fifth == 1), np.flatnonzero(homes.fifth > 1)
    weeks = [
        build_verdict(homes, [(int(rng.choice(poor if at % 6 else rest)),)] if at % 2 == 0 else [])
        for at in range(60)
    ]
    found = fairness_of(weeks, homes)
    most = most_deprived(found)
    assert most.alarmed == pytest.approx(2 / 3, abs=1e-6)
    assert most.low is not None
    assert 0.2 < most.low < most.difference
    assert "points more" in found.sentence
    assert "beyond what chance explains" in found.sentence


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    # Given rules that pick by lot, so that the truth is no difference
    rng = np.random.default_rng(4)
    homes = county(rng)
    tries, held = 120, 0
    # A lot of neighbourhoods has each group in the mean at the share of neighbourhoods, weighed by
    # how many live there; many draws say what that is to three figures.
    many = most_deprived(fairness_of(at_random(homes, 2_000, rng), homes)).difference
    for _ in range(tries):
        most = most_deprived(fairness_of(at_random(homes, 15, rng), homes))
        assert most.low is not None
        assert most.high is not None
        held += most.low <= many <= most.high
    # The standard error of 0.95 over 120 is 0.02; few rises with unlike shares cost some more.
    assert 0.87 <= held / tries <= 0.99

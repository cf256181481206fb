"""Effects planted in a county are found, and where there are none, none are found."""

from pathlib import Path

import numpy as np
import pytest

from builders.records import (
    DISTRICTS,
    Measured,
    Plan,
    build_ground,
    build_lake,
    build_measured,
    build_offences,
)
from headwater.analysis.needs import record_kernels
from headwater.analysis.needs.changes import Direction, change_of
from headwater.analysis.needs.chapters import disagreement, kinds, recorded_change, when, who
from headwater.analysis.needs.chapters.disagreement import Seen
from headwater.analysis.needs.drafting import Draft, number_in
from headwater.core.counts import Statistic
from headwater.core.editions import Strength
from headwater.core.provenance import Provenance

PLANTED = Plan(
    seed=11,
    rising=(DISTRICTS[1], "34B", 1.9),
    knife_share=0.35,
    school_share=0.6,
    repeat_share=0.2,
    unreported=(0.5, 0.5, 0.85, 0.5),
)


def county(folder: Path, plan: Plan) -> Measured:
    return build_measured(build_lake(folder, {**build_ground(), **build_offences(plan)}))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return county(tmp_path_factory.mktemp("planted"), PLANTED)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return county(tmp_path_factory.mktemp("plain"), Plan(seed=12))


def changes(found: Measured) -> dict[tuple[str, str], str]:
    """What the table of changes says of each district and group."""
    assert found.recorded is not None
    draft = Draft()
    recorded_change.compose(found.view, found.recorded, draft)
    rows = draft.tables["recorded-change"].value.rows
    return {(str(row[0]), str(row[2])): str(row[10]) for row in rows}


def disagreed(found: Measured) -> Draft:
    draft = Draft()
    seen = Seen(found.recorded, found.emergency, found.ambulance, found.fire, found.admissions)
    disagreement.compose(found.view, seen, draft)
    return draft


def test_the_one_group_that_rose_in_one_district_is_found(planted: Measured) -> None:
    said = changes(planted)
    places = {key: each for key, each in said.items() if key[0] != "area" and key[1] != "all"}
    assert places[DISTRICTS[1], "robbery"] == Direction.RISING
    others = [each for key, each in places.items() if key != (DISTRICTS[1], "robbery")]
    assert others.count(str(Direction.RISING)) == 0


def test_where_nothing_changed_nothing_is_said_to_have(plain: Measured) -> None:
    assert set(changes(plain).values()) <= {Direction.NO_CLEAR_CHANGE, Direction.NOT_ENOUGH}


def test_tables_with_a_false_rise_or_fall_are_one_in_twenty_at_most() -> None:
    # Seven districts by six groups over two years of the same monthly means, 200 times.
    rng = np.random.default_rng(20)
    means = rng.uniform(2.0, 60.0, 42)
    wrong = 0
    for _ in range(200):
        now, before = rng.poisson(means[:, None], (2, 42, 12)).astype(float)
        found = [change_of(a, b) for a, b in zip(now, before, strict=True)]
        given = [
            Statistic("x", c.percent, (c.low - 1) * 100, (c.high - 1) * 100, 24, "%",
                      Provenance(c.method))
            for c in found
        ]  # fmt: skip
        directions, _ = recorded_change.directions_of(given, months=12)
        wrong += any(d in (Direction.RISING, Direction.FALLING) for d in directions)
    # With no true change every table with a claim is a false discovery: 5 % is 10 of 200, and
    # 3 standard errors above it is 19.
    assert wrong <= 19


def test_the_district_that_tells_police_least_is_found(planted: Measured) -> None:
    table = disagreed(planted).tables["health-disagreement"].value
    said = {str(row[0]): str(row[9]) for row in table.rows}
    assert said[DISTRICTS[2]] == "higher"
    assert [code for code, each in said.items() if each == "higher"] == [DISTRICTS[2]]


def test_the_ratio_recovers_what_was_planted(planted: Measured) -> None:
    table = disagreed(planted).tables["health-disagreement"].value
    row = next(row for row in table.rows if row[0] == DISTRICTS[2])
    # A share s of offences is seen and 85 % of those seen are unknown: s / 0.15 for each offence,
    # of which 90 % have a usable place.
    expected = PLANTED.seen / 0.15 * 0.9 * 100
    assert number_in(row[5]) * 0.97 <= expected <= number_in(row[6]) * 1.03


def test_the_floor_under_the_gap_is_below_the_truth(planted: Measured) -> None:
    statistic = planted.view.statistics["ed.least_unknown"].value
    truth = 100 * (1 - 1 / np.mean([1 / (1 - share) for share in PLANTED.unreported]))
    assert 0 < statistic.value < truth


def test_districts_alike_stand_out_at_most_one_time_in_twenty() -> None:
    rng = np.random.default_rng(21)
    police = rng.integers(200, 2_000, 7).astype(float)
    wrong = 0
    for _ in range(400):
        hospital = rng.poisson(police * 0.4).astype(float)
        recorded = rng.poisson(police).astype(float)
        _, chance = record_kernels.against_the_rest(hospital, recorded)
        wrong += bool((record_kernels.false_discovery_values(chance) <= 0.05).any())
    # 5 % of 400 is 20; three standard errors above is 33.
    assert wrong <= 33


def test_a_peak_when_schools_close_is_found(planted: Measured) -> None:
    draft = Draft()
    when.compose(planted.view, planted.recorded, draft)
    said = draft.findings["when.school"]
    assert said.sentence.startswith("There is a peak")
    assert said.strength is Strength.STRONG


def test_a_day_without_a_peak_has_none(plain: Measured) -> None:
    draft = Draft()
    when.compose(plain.view, plain.recorded, draft)
    assert draft.findings["when.school"].sentence.startswith("No clear peak")


def test_repeat_victims_are_found_at_the_share_that_was_planted(planted: Measured) -> None:
    share = planted.view.statistics["recorded.repeat_victims"].value
    draft = Draft()
    who.compose(planted.view, planted.recorded, draft)
    table = draft.tables["who-repeats"].value
    assert table.rows[0][2] == share.value
    chance = number_in(table.rows[0][6])
    assert draft.findings["who.repeat"].strength is (
        Strength.STRONG if share.low > chance else Strength.WEAK
    )
    # One offence in five names somebody already named in two years; in one year of the two about
    # half of those fall on somebody named in the same year.
    assert 5 < share.value < 20


def test_without_repeats_almost_nobody_is_named_twice(plain: Measured) -> None:
    assert plain.view.statistics["recorded.repeat_victims"].value.value < 0.1


def test_the_share_of_knives_is_recovered(planted: Measured, plain: Measured) -> None:
    for found, plan in ((planted, PLANTED), (plain, Plan(seed=12))):
        draft = Draft()
        kinds.compose(found.view, found.recorded, draft)
        row = draft.tables["kinds-knife"].value.rows[0]
        means = dict(plan.means)
        if plan.rising is not None:
            means[plan.rising[1]] *= (3 + plan.rising[2]) / 4
        eligible = sum(means[code] for code in ("8N", "34B", "3B"))
        expected = 100 * plan.knife_share * eligible / sum(means.values())
        assert number_in(row[6]) - 1 < expected < number_in(row[7]) + 1

"""What a week of early warning shows of an alert, and that no small count can be worked out."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from builders.watching import build_held, build_registered, build_rule
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.chapters import WeekOf, compose
from headwater.analysis.watch.judging import Limits, Verdict
from headwater.analysis.watch.nearby import Raised, places_of
from headwater.analysis.watch.releasing import released
from headwater.analysis.watch.rules import Watching
from headwater.analysis.watch.watched import WEEKS_SHOWN, Watched
from headwater.core.areas import Level
from headwater.core.counts import Dimension, FloatArray
from headwater.core.disclosure.audit import Publication, recoverable
from headwater.core.editions import Strength, Table
from headwater.core.marks import CONFIDENTIAL
from headwater.core.weeks import Week

WEEK = Week.parse("2025-W30")
DISTRICTS = Dimension("district", "District", ("a", "b"), ("Ash", "Birch"))
SMALL = Dimension(
    "lsoa",
    "Neighbourhood",
    ("a1", "a2", "b1", "b2"),
    ("Ash 1", "Ash 2", "Birch 1", "Birch 2"),
    parent=DISTRICTS,
    parents=("a", "a", "b", "b"),
)
TOUCHING = np.array([[0, 1], [1, 2]])
NONE_TOUCH = np.empty((0, 2), dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Rising:
    """A rule's week to be built: counts by area and week, and (areas, weeks) of each alert."""

    counts: FloatArray
    alerts: tuple[tuple[tuple[int, ...], int], ...]
    id: str = "rule"
    level: Level = Level.LSOA
    measure: str = "violence_with_injury"
    method: Watching = Watching.EARS
    week: Week = WEEK
    alpha: float = 0.005

    def watched(self) -> Watched:
        """The rule's week, with the mean of the seven weeks before as EARS takes it."""
        areas = SMALL if self.level is Level.LSOA else DISTRICTS
        rule = build_rule(
            id=self.id,
            level=self.level,
            measure=self.measure,
            method=self.method,
            title=self.id,
            alpha=self.alpha,
        )
        held = build_held(self.counts, areas, measure=self.measure, last=self.week)
        alerts = []
        for places, weeks in self.alerts:
            mine = self.counts[list(places)]
            mean = float(mine[:, -10:-3].mean(axis=1).sum())
            alerts.append(Alert(places, weeks, float(mine[:, -weeks:].sum()), mean, 0.00123456))
        size = len(areas)
        limits = Limits(
            upper=np.full(size, 7.5),
            judged=np.ones(size, dtype=np.bool_),
            is_mean=np.full(size, self.method is Watching.EARS),
        )
        verdict = Verdict(rule, self.week, areas, tuple(alerts), limits)
        return Watched(build_registered(rule), verdict, held, SMALL)


def tables_of(*rising: Rising, pairs: np.ndarray = NONE_TOUCH) -> tuple[dict[str, Table], Draft]:
    """The tables of a week, as anybody reads them, and the draft they are of."""
    watched = tuple(each.watched() for each in rising)
    draft = Draft()
    compose(WeekOf(watched, released(watched), places_of(watched, pairs=pairs)), draft)
    return {id: table.value for id, table in draft.tables.items()}, draft


def build_counts(*areas: Iterable[float], weeks: int = 40) -> FloatArray:
    """The same number in every week of an area, or the numbers of its last weeks."""
    made = np.zeros((len(areas), weeks))
    for row, given in zip(made, areas, strict=True):
        last = list(given)
        row[:] = last[0]
        row[weeks - len(last) :] = last
    return made


# What is shown


def test_an_alert_comes_with_every_area_the_weeks_before_it_and_a_map() -> None:
    counts = build_counts([8, 8, 21], [9, 9, 30], [9], [0])
    tables, draft = tables_of(Rising(counts, (((1, 0), 1),)))
    assert tables["places-rule"].rows == (("1", "a2", "Ash 2"), ("1", "a1", "Ash 1"))
    weeks = tables["weeks-rule"]
    assert len(weeks.rows) == WEEKS_SHOWN
    assert weeks.rows[0] == ("1", "2025-W30", "21 July 2025", 51, 17, 15)
    assert weeks.rows[1] == ("1", "2025-W29", "14 July 2025", 15, "[z]", "[z]")
    assert tables["times-rule"].rows == (
        ("a2", "Ash 2", "1", 3.0),
        ("a1", "Ash 1", "1", 3.0),
    )
    (chart,), (drawn,) = draft.charts.values(), draft.maps.values()
    assert (chart.table, chart.only, chart.x, chart.y) == ("weeks-rule", "1", "week", "seen")
    assert "from what was expected, 17, to the upper limit, 15" in chart.summary
    assert "Ash 2 and Ash 1" in drawn.summary


def test_a_hidden_alert_shows_no_weeks_and_is_hatched_on_the_map() -> None:
    tables, draft = tables_of(Rising(build_counts([8, 3], [9], [9], [9]), (((0,), 1),)))
    assert tables["alerts-rule"].rows[0][3:] == (CONFIDENTIAL,) * 3
    assert tables["times-rule"].rows == (("a1", "Ash 1", "1", CONFIDENTIAL),)
    assert "weeks-rule" not in tables
    assert not draft.charts
    assert len(draft.maps) == 1


@pytest.mark.parametrize(("seen", "strength"), [(30, Strength.MODERATE), (3, Strength.WEAK)])
def test_how_much_weight_a_hidden_alert_bears_is_not_said(seen: int, strength: Strength) -> None:
    rising = Rising(build_counts([8, seen], [9], [9], [9]), (((0,), 1),), alpha=0.05)
    _, draft = tables_of(rising)
    (finding,) = draft.findings.values()
    assert finding.strength is strength


def test_weeks_that_are_nearly_all_small_are_said_in_a_sentence() -> None:
    watched = (Rising(build_counts([2, 12], [9], [9], [9]), (((0,), 1),)).watched(),)
    draft = Draft()
    chapters = compose(
        WeekOf(watched, released(watched), places_of(watched, pairs=NONE_TOUCH)), draft
    )
    assert not draft.charts
    assert any("most have too few events" in block.text for block in chapters[0].blocks)


def test_counts_of_several_weeks_and_means_of_weeks_are_coarse() -> None:
    counts = build_counts([6, 13, 14], [9], [9], [9])
    tables, _ = tables_of(Rising(counts, (((0,), 2),), method=Watching.SCAN))
    assert tables["alerts-rule"].rows[0][2:5] == (2, 25, 6)
    assert [row[3] for row in tables["weeks-rule"].rows[:3]] == [15, 15, 5]
    quiet = build_counts([0, 0, 1, 0, 0, 12], [9], [9], [9])
    tables, draft = tables_of(Rising(quiet, (((0,), 1),)))
    assert tables["alerts-rule"].rows[0][4] == 1
    assert (
        "12 offences were seen in the week where 1 were"
        in next(iter(draft.findings.values())).sentence
    )


def test_a_week_that_was_not_supplied_is_not_a_zero() -> None:
    counts = build_counts([8, 21], [9], [9], [9])
    counts[:, -5] = np.nan
    tables, _ = tables_of(Rising(counts, (((0,), 1),), method=Watching.FARRINGTON))
    assert tables["weeks-rule"].rows[4][3] == "[x]"


def test_fewer_weeks_than_are_shown_are_all_there_is() -> None:
    counts = build_counts([8, 21], [9], [9], [9], weeks=12)
    tables, _ = tables_of(Rising(counts, (((0,), 1),)))
    assert len(tables["weeks-rule"].rows) == 12


# Which alerts are about one place


def test_alerts_of_two_rules_that_share_or_touch_areas_are_one_place() -> None:
    counts = build_counts([8, 30], [8, 30], [8, 30], [8, 30])
    district = Rising(counts[:2], (((0,), 1),), id="district", level=Level.LAD)
    inside = Rising(counts, (((0,), 1), ((2,), 1), ((3,), 1)), id="small")
    watched = (district.watched(), inside.watched())
    places = places_of(watched, pairs=TOUCHING)
    assert places.count == 2
    assert places.beside[Raised(0, 1)] == (Raised(1, 1), Raised(1, 2))
    assert places.beside[Raised(1, 2)] == (Raised(0, 1),)
    assert places.beside[Raised(1, 3)] == ()
    draft = Draft()
    chapters = compose(WeekOf(watched, released(watched), places), draft)
    said = [block.text for block in chapters[0].blocks if block.text.startswith("Also raised")]
    assert said[0] == "Also raised here or next to it by: small (alert 1) and small (alert 2)."
    assert len(said) == 3


def test_a_week_without_alerts_is_no_place() -> None:
    assert places_of((Rising(build_counts([1], [1], [1], [1]), ()).watched(),), pairs=TOUCHING) == (
        places_of((), pairs=TOUCHING)
    )


# What an attacker can work out


def test_an_alert_that_is_hidden_hides_the_rest_and_not_another_alert() -> None:
    counts = build_counts([8, 3], [8, 30], [9], [9])
    tables, _ = tables_of(Rising(counts, (((0,), 1), ((1,), 1))))
    assert [row[3] for row in tables["alerts-rule"].rows] == [CONFIDENTIAL, 30]


def test_weeks_of_a_second_alert_in_the_same_place_are_not_shown() -> None:
    counts = build_counts([8, 30], [1, 2], [8, 30], [9, 30])
    by_district = np.vstack([counts[:2].sum(axis=0), counts[2:].sum(axis=0)])
    tables, _ = tables_of(
        Rising(by_district, (((0,), 1),), id="district", level=Level.LAD),
        Rising(counts, (((0,), 1), ((3,), 1)), id="small", measure="knife_crime"),
        Rising(counts, (((0,), 1),), id="hospital", measure="hospital_assaults"),
    )
    assert {row[0] for row in tables["weeks-small"].rows} == {"2"}
    assert tables["alerts-small"].rows[0][3:] == (CONFIDENTIAL,) * 3
    # Counts of another table say nothing of these.
    assert tables["alerts-hospital"].rows[0][3] == 30


@pytest.mark.parametrize("measure", ["violence_with_injury", "hospital_assaults"])
@pytest.mark.parametrize("seed", range(6))
def test_nothing_released_beside_an_alert_gives_a_hidden_count_away(
    measure: str, seed: int
) -> None:
    counts = np.random.default_rng(seed).poisson([[4.0], [7.0], [9.0], [2.0]], (4, 40)) * 1.0
    counts[:, -1] += 9
    watched = Rising(
        counts,
        (((0,), 1 + seed % 4), ((1, 2), 1)),
        measure=measure,
        method=Watching.SCAN if seed % 4 else Watching.EARS,
    ).watched()
    cubes = [cube.value for id, cube in released([watched]).items() if id != "watch.rules"]
    assert recoverable([Publication("now", tuple(cubes), watched.profile)]) == ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What was read in a week's edition: these weeks of these parts add to a number in a range."""

    parts: tuple[int, ...]
    weeks: tuple[Week, ...]
    low: float
    high: float


def facts_of(tables: dict[str, Table], parts: tuple[int, ...], judged: Week) -> list[Fact]:
    """Everything that an edition with one alert says of it, as its notes let it be understood."""
    (alert,) = tables["alerts-rule"].rows
    seen, expected, weeks = alert[3], alert[4], int(str(alert[2]))
    window = tuple(judged.plus(-back) for back in range(weeks))
    found = [Fact(parts, window, *_range(seen, exact=weeks == 1))]
    if isinstance(expected, int | float):
        mean_of = tuple(judged.plus(-back) for back in range(3, 10))
        low = 0.0 if expected == 1 else 7 * (expected - 0.5)
        found.append(Fact(parts, mean_of, low, 7 * (expected + 0.5)))
    for row in tables["weeks-rule"].rows if "weeks-rule" in tables else ():
        week = Week.parse(str(row[1]))
        found.append(Fact(parts, (week,), *_range(row[3], exact=weeks == 1 and week == judged)))
    return found


def _range(shown: object, *, exact: bool) -> tuple[float, float]:
    if not isinstance(shown, int | float):
        return 1.0, np.inf
    return (shown, shown) if exact or shown == 0 else (max(shown - 2.0, 5.0), shown + 2.0)


def known(facts: list[Fact], target: Fact, *, parts: int) -> tuple[float, float]:
    """The least and the most that a sum of whole counts can be, given all facts."""
    weeks = sorted({week for fact in [*facts, target] for week in fact.weeks})
    place = {week: i for i, week in enumerate(weeks)}

    def row(fact: Fact) -> FloatArray:
        made = np.zeros((parts, len(weeks)))
        for part in fact.parts:
            made[part, [place[week] for week in fact.weeks]] = 1.0
        return made.ravel()

    given = LinearConstraint(
        np.array([row(fact) for fact in facts]),
        np.array([fact.low for fact in facts]),
        np.array([fact.high for fact in facts]),
    )
    ends = []
    for sign in (1.0, -1.0):
        found = milp(
            sign * row(target),
            constraints=given,
            integrality=np.ones(parts * len(weeks)),
            bounds=Bounds(0, 60),
        )
        assert found.success
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]


def two_editions(seed: int, *, weeks: int) -> tuple[FloatArray, list[Fact]]:
    """An alert for one place, and a week later for it and its neighbour: what both editions say."""
    counts = np.random.default_rng(seed).poisson([[7.0], [1.2], [9], [9]], (4, 40)).astype(float)
    counts[0, -2:] += 9
    method = Watching.SCAN if weeks > 1 else Watching.EARS
    before = Rising(counts[:, :-1], (((0,), weeks),), method=method, week=WEEK.plus(-1))
    after = Rising(counts, (((0, 1), weeks),), method=method)
    facts = facts_of(tables_of(before)[0], (0,), WEEK.plus(-1))
    return counts, facts + facts_of(tables_of(after)[0], (0, 1), WEEK)


@pytest.mark.parametrize("weeks", [1, 3])
@pytest.mark.parametrize("seed", range(4))
def test_last_week_taken_from_this_week_leaves_no_small_count(seed: int, weeks: int) -> None:
    counts, facts = two_editions(seed, weeks=weeks)
    for back in range(1, 10):
        week, at = WEEK.plus(-back), counts.shape[1] - 1 - back
        # What was added this week, and the place itself: single weeks of single places.
        for part in (0, 1):
            truth = counts[part, at]
            low, high = known(facts, Fact((part,), (week,), 0, 0), parts=2)
            assert low <= truth <= high
            assert high - low >= 2 or truth == 0 or truth > 4, (week, part)


def test_that_attack_finds_what_exact_numbers_would_give_away() -> None:
    counts, facts = two_editions(0, weeks=1)
    week, at = WEEK.plus(-4), counts.shape[1] - 5
    exact = [Fact(parts, (week,), *[counts[list(parts), at].sum()] * 2) for parts in ((0,), (0, 1))]
    low, high = known(facts + exact, Fact((1,), (week,), 0, 0), parts=2)
    assert low == high == counts[1, at]


def test_an_alert_that_goes_on_hides_the_same_weeks_again() -> None:
    counts = np.random.default_rng(3).poisson(6.5, (4, 40)).astype(float)
    counts[0, -2:] = 25
    first = Rising(counts[:, :-1], (((0,), 1),), week=WEEK.plus(-1))
    then = Rising(counts, (((0,), 1),))
    shown = [
        {row[1]: row[3] for row in tables_of(each)[0]["weeks-rule"].rows} for each in (first, then)
    ]
    last = counts.shape[1] - 1
    small = {str(WEEK.plus(-back)) for back in range(1, 25) if 0 < counts[0, last - back] < 5}
    assert small
    for each in shown:
        assert {each[week] for week in small & set(each)} == {CONFIDENTIAL}

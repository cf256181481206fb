"""What must not matter to near repeats, two routes to one count, and how often they cry wolf."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.analysis.spatial.kernels import near_repeats as kernels
from headwater.analysis.spatial.near_repeats import (
    Bands,
    Closed,
    Metric,
    NearRepeats,
    mantel,
    near_repeats,
    near_repeats_between,
)
from headwater.analysis.spatial.points import Points, Precision
from headwater.core.errors import NotEnoughDataError, ParameterError

FEW = Bands(metres=(0, 1, 20, 50), days=(0, 1, 7, 14))
# On a grid of tens, many distances and days fall exactly on a limit.
events = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 30)), min_size=2, max_size=25
)


def some_events(number: int, *, seed: int = 5, side: float = 1_000) -> tuple[Points, list[int]]:
    rng = np.random.default_rng(seed)
    points = Points.of(rng.uniform(0, side, number), rng.uniform(0, side, number))
    return points, [int(day) for day in rng.integers(0, 100, number)]


def in_plain_python(rows: list[tuple[int, int, int]], bands: Bands) -> list[list[int]]:
    """Every pair, one at a time."""
    counts = [[0] * bands.shape[1] for _ in range(bands.shape[0])]
    for (x, y, day), (other_x, other_y, other_day) in combinations(rows, 2):
        east, north = abs(x - other_x) * 10, abs(y - other_y) * 10
        far = east + north if bands.metric is Metric.MANHATTAN else (east**2 + north**2) ** 0.5
        space = band(far, bands.metres, bands.closed)
        time = band(abs(day - other_day), bands.days, bands.closed)
        if space is not None and time is not None:
            counts[space][time] += 1
    return counts


def band(value: float, limits: tuple[float, ...], closed: Closed) -> int | None:
    for place, (low, high) in enumerate(pairwise(limits)):
        if closed is Closed.LEFT and low <= value < high:
            return place
        if closed is Closed.RIGHT and (low < value <= high or (place == 0 and value == low)):
            return place
    return None


@settings(max_examples=60, deadline=None)
@given(rows=events, closed=st.sampled_from(Closed), metric=st.sampled_from(Metric))
def test_counts_are_those_of_the_plain_definition(
    rows: list[tuple[int, int, int]], closed: Closed, metric: Metric
) -> None:
    bands = Bands(metres=FEW.metres, days=FEW.days, closed=closed, metric=metric)
    x, y, day = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = near_repeats(Points.of(x * 10, y * 10), day, bands=bands, shuffles=2, seed=1)
    assert found.observed.tolist() == in_plain_python(rows, bands)


@settings(max_examples=40, deadline=None)
@given(
    first=st.tuples(st.integers(-20, 20), st.integers(1, 9)),
    second=st.tuples(st.integers(-20, 20), st.integers(1, 9)),
    days=st.integers(-1, 30),
)
def test_the_share_of_day_pairs_is_that_of_counting_them(
    first: tuple[int, int], second: tuple[int, int], days: int
) -> None:
    every = [
        abs(one - other) >= days
        for one in range(first[0], sum(first))
        for other in range(second[0], sum(second))
    ]
    share = kernels.share_at_least(
        np.array(first, dtype=float), np.array(second, dtype=float), float(days)
    )
    assert share == pytest.approx(np.mean(every), abs=1e-12)


def tables(found: NearRepeats) -> list[list[list[float]]]:
    return [table.tolist() for table in (found.observed, found.expected, found.sd, found.p)]


def test_stretches_of_one_day_give_the_answer_for_known_days() -> None:
    points, days = some_events(60, side=100)
    known = near_repeats(points, days, bands=FEW, shuffles=40, seed=3)
    between = near_repeats_between(points, (days, days), bands=FEW, shuffles=40, seed=3)
    np.testing.assert_allclose(between.expected, known.expected, rtol=1e-12)
    assert between.observed.tolist() == known.observed.tolist()
    assert between.p.tolist() == known.p.tolist()


def test_parts_of_days_count_as_whole_days_do() -> None:
    """The quick way for whole days and the way for hours are two routes to one answer."""
    points, days = some_events(80, side=200)
    whole = near_repeats(points, days, bands=FEW, shuffles=50, seed=3)
    halves = Bands(metres=FEW.metres, days=(0, 0.5, 3.5, 7))
    assert tables(
        near_repeats(points, np.array(days) / 2, bands=halves, shuffles=50, seed=3)
    ) == tables(whole)


def test_observed_pairs_do_not_depend_on_row_order_or_place_or_first_day() -> None:
    points, days = some_events(200)
    base = near_repeats(points, days, bands=FEW, shuffles=2, seed=1)
    turned = np.random.default_rng(2).permutation(200)
    moved = Points.of(points.x[turned] + 4_096, points.y[turned] + 2_048)
    again = near_repeats(moved, np.array(days)[turned] + 7, bands=FEW, shuffles=2, seed=1)
    assert again.observed.tolist() == base.observed.tolist()


def test_a_replica_is_the_same_however_many_are_asked_for() -> None:
    points, days = some_events(50, side=100)
    order, strips = kernels.strips_of(np.column_stack([points.x, points.y]), reach=50.0)
    places = np.column_stack([points.x, points.y])[order]
    limits = np.array([0.0, 1, 20, 50])
    pairs, starts = kernels.near_pairs(places, strips, limits, manhattan=False)
    times = np.array(days, dtype=np.float64)[order]
    many = kernels.shuffled_counts(pairs, starts, times, limits, 9, 70)
    few = kernels.shuffled_counts(pairs, starts, times, limits, 9, 5)
    assert many[:5].tolist() == few.tolist()


def test_every_order_of_three_comes_up_equally_often() -> None:
    order, times = np.empty(3, np.int32), {}
    for replica in range(6_000):
        kernels.shuffle(order, 12, replica)
        times[tuple(order)] = times.get(tuple(order), 0) + 1
    # 1,000 each; 29 is one standard deviation.
    assert len(times) == 6
    assert max(abs(number - 1_000) for number in times.values()) < 5 * 29


def test_planted_repeats_are_found_and_only_in_their_band() -> None:
    points, days = some_events(400, side=4_000)
    rng = np.random.default_rng(8)
    x = np.append(points.x, points.x[:30] + rng.uniform(-10, 10, 30))
    y = np.append(points.y, points.y[:30] + rng.uniform(-10, 10, 30))
    after = np.append(days, np.array(days[:30]) + rng.integers(1, 6, 30))
    found = near_repeats(Points.of(x, y), after, bands=FEW, shuffles=999, seed=6)
    assert found.p[1, 1] == 0.001
    assert found.p_any[1, 1] == 0.001
    assert found.ratio[1, 1] > 3
    assert found.p_any[2, 2] > 0.05


def test_false_alarms_come_at_the_nominal_rate() -> None:
    """200 months with no tie between place and time: 5 % of them, give or take 1.5 points."""
    bands = Bands(metres=(0, 60, 120), days=(0, 7, 14))
    alone, anywhere, by_mantel = 0, 0, 0
    for seed in range(200):
        points, days = some_events(120, seed=seed)
        found = near_repeats(points, days, bands=bands, shuffles=99, seed=seed)
        alone += found.p[0, 0] <= 0.05
        anywhere += found.p_any.min() <= 0.05
        by_mantel += mantel(points, days, shuffles=99, seed=seed).p <= 0.05
    # Binomial(200, 0.05) is above 20 once in 1,000. Few pairs make ties, which can only lower it.
    assert alone <= 20
    assert 2 <= anywhere <= 20
    assert 2 <= by_mantel <= 20


def test_mantel_finds_planted_repeats_whatever_the_row_order() -> None:
    points, days = some_events(100)
    x, y = np.tile(points.x, 2), np.append(points.y, points.y + 20)
    after = np.append(days, np.array(days) + 1)
    found = mantel(Points.of(x, y), after, shuffles=199, seed=2)
    turned = np.random.default_rng(1).permutation(200)
    again = mantel(Points.of(x[turned], y[turned]), after[turned], shuffles=199, seed=2)
    assert found.p == 1 / 200
    assert again.observed == pytest.approx(found.observed, rel=1e-12)
    assert found.z > 3


def test_events_without_place_or_day_are_left_out_and_counted() -> None:
    points = Points.of([0, 5, np.nan, 5], [0, 0, 0, 0])
    found = near_repeats(points, [1, 2, 2, np.nan], bands=FEW, shuffles=9, seed=1)
    assert (found.events, found.unplaced, found.untimed) == (2, 1, 1)
    assert found.observed.sum() == 1


def test_p_is_never_nought_and_is_one_where_shuffling_changes_nothing() -> None:
    points = Points.of(np.zeros(5), np.zeros(5))
    found = near_repeats(points, np.full(5, 3.0), bands=FEW, shuffles=19, seed=1)
    assert found.observed[0, 0] == 10
    assert (found.p > 0).all()
    assert found.p[0, 0] == found.p_fewer[0, 0] == 1.0
    assert found.p_any[0, 0] == 1.0


def test_one_stray_event_changes_nothing() -> None:
    points, days = some_events(50, side=100)
    base = near_repeats(points, days, bands=FEW, shuffles=2, seed=1)
    stray = Points.of(np.append(points.x, 1e12), np.append(points.y, -1e12))
    found = near_repeats(stray, [*days, 3], bands=FEW, shuffles=2, seed=1)
    assert found.observed.tolist() == base.observed.tolist()


def test_snapped_points_bring_a_caution() -> None:
    snapped = Points.of([0, 0], [0, 0], precision=Precision.SNAPPED)
    assert "snapped" in near_repeats(snapped, [1, 2], bands=FEW, shuffles=2, seed=1).cautions[0]


@pytest.mark.parametrize("number", [0, 1])
def test_fewer_than_two_events_are_refused(number: int) -> None:
    points = Points.of(np.zeros(number), np.zeros(number))
    with pytest.raises(NotEnoughDataError, match=f"has \\[{number}\\]"):
        near_repeats(points, np.zeros(number), bands=FEW, seed=1)


@pytest.mark.parametrize("limits", [(0,), (5, 5), (-1, 3), (0, float("inf")), (0, float("nan"))])
def test_bands_that_are_not_bands_are_refused(limits: tuple[float, ...]) -> None:
    with pytest.raises(ParameterError):
        Bands(metres=limits)
    with pytest.raises(ParameterError):
        Bands(days=limits)


def test_what_cannot_be_is_refused_with_a_sentence() -> None:
    points, days = some_events(3)
    with pytest.raises(ParameterError, match="end before they start"):
        near_repeats_between(points, (days, np.array(days) - 1), bands=FEW, seed=1)
    with pytest.raises(ParameterError, match="whole days"):
        near_repeats_between(
            points, (np.array(days) + 0.5, np.array(days) + 1.5), bands=FEW, seed=1
        )
    with pytest.raises(ParameterError, match="Give one each"):
        near_repeats(points, [1, 2], bands=FEW, seed=1)
    with pytest.raises(ParameterError, match="shuffles"):
        near_repeats(points, days, bands=FEW, shuffles=0, seed=1)
    many = Points.of(np.zeros(5_001), np.zeros(5_001))
    with pytest.raises(ParameterError, match="near_repeats"):
        mantel(many, np.zeros(5_001), seed=1)

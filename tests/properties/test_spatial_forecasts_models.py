"""What must and must not matter to a forecast of places; plain definitions against the kernels."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from builders.forecast_towns import SIDE, squares, town
from headwater.analysis.spatial import forecasts
from headwater.analysis.spatial.kernels import forecasts as kernels
from headwater.analysis.spatial.kernels.forecasts import FloatArray
from headwater.core.errors import ParameterError

MODELS: tuple[forecasts.Forecaster, ...] = (
    forecasts.last_year(),
    forecasts.CountMap(90, bandwidth_m=150.0),
    forecasts.CountMap(700, half_life_days=60.0),
    forecasts.SeasonalBaseline(),
    forecasts.NearRepeats(),
    forecasts.SelfExciting(scales_m=(0.0, 300.0)),
    forecasts.Mix(
        (forecasts.last_year(), forecasts.CountMap(365, bandwidth_m=300.0)), past_periods=4
    ),
)
SPAN = forecasts.Span(1400, 28)


def names(model: forecasts.Forecaster) -> str:
    return model.name


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_nothing_after_the_origin_is_used(model: forecasts.Forecaster) -> None:
    cells, events = town(np.random.default_rng(1))
    later = events.day >= SPAN.first_day
    poisoned = forecasts.Events(
        x=np.where(later, np.nan, events.x),
        y=np.where(later, np.nan, events.y),
        day=events.day,
        weight=np.where(later, np.nan, events.weight),
        place=np.where(later, -(10**6), events.place),
    )
    ours = forecasts.forecast(model, events, cells=cells, span=SPAN)
    blind = forecasts.forecast(model, poisoned, cells=cells, span=SPAN)
    np.testing.assert_array_equal(blind.expected, ours.expected)
    np.testing.assert_array_equal(blind.high, ours.high)


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_the_order_of_rows_does_not_matter(model: forecasts.Forecaster) -> None:
    rng = np.random.default_rng(2)
    cells, events = town(rng)
    order = rng.permutation(len(events))
    shuffled = forecasts.Events.at_points(
        events.x[order], events.y[order], events.day[order], cells=cells
    )
    np.testing.assert_array_equal(
        forecasts.forecast(model, shuffled, cells=cells, span=SPAN).expected,
        forecasts.forecast(model, events, cells=cells, span=SPAN).expected,
    )


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_the_map_holds_about_as_many_events_as_will_happen(model: forecasts.Forecaster) -> None:
    cells, events = town(np.random.default_rng(3), a_day=4.0)
    made = forecasts.forecast(model, events, cells=cells, span=SPAN)
    assert made.expected.min() > 0
    # 4 a day over 28 days; the shortest window has 240 events, three standard errors are a fifth.
    assert made.expected.sum() == pytest.approx(112.0, rel=0.2)


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_no_events_at_all_expect_nothing(model: forecasts.Forecaster) -> None:
    cells = squares()
    none = forecasts.Events.at_points([], [], [], cells=cells)
    made = forecasts.forecast(model, none, cells=cells, span=SPAN)
    np.testing.assert_array_equal(made.expected, np.zeros(len(cells)))
    np.testing.assert_array_equal(made.high, np.zeros(len(cells)))


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_one_event_is_enough_for_an_answer(model: forecasts.Forecaster) -> None:
    cells = squares()
    one = forecasts.Events.at_points([1010.0], [-490.0], [1390], cells=cells)
    made = forecasts.forecast(model, one, cells=cells, span=SPAN)
    assert np.isfinite(made.expected).all()
    assert made.hot_cells(1)[0] == 0


def test_events_without_a_place_or_outside_all_cells_are_kept_and_lie_in_none() -> None:
    cells = squares()
    events = forecasts.Events.at_points(
        [np.nan, 0.0, 1000.0], [0.0, 0.0, -500.0], [1, 2, 3], cells=cells
    )
    assert events.place.tolist() == [-1, -1, 0]
    assert events.counts(cells).sum() == 1


@given(
    events=st.lists(
        st.tuples(st.floats(0, 12), st.floats(0, 10), st.integers(1, 9)), min_size=1, max_size=20
    )
)
@settings(max_examples=30, deadline=None)
def test_near_repeat_risk_is_its_plain_definition(events: list[tuple[float, float, int]]) -> None:
    x, y, weeks = (np.array(column, dtype=float) for column in zip(*events, strict=True))
    ours = kernels.near_repeat_risk(x, y, weeks, (12, 10), 2.0)
    for column in range(12):
        for row in range(10):
            risk = 0.0
            for across, along, age in events:
                apart = math.hypot(column + 0.5 - across, row + 0.5 - along)
                if apart <= 2.0:
                    risk += 1.0 / age / (math.floor(apart / 0.5) + 1)
            assert ours[column, row] == pytest.approx(risk, rel=1e-12, abs=1e-12)


def test_near_repeats_rank_the_place_of_a_recent_event_above_that_of_an_old_one() -> None:
    cells = squares()
    here, there = (1100.0, -400.0), (3100.0, 1300.0)
    events = forecasts.Events.at_points(
        [here[0], there[0]], [here[1], there[1]], [1399, 1350], cells=cells
    )
    made = forecasts.forecast(forecasts.NearRepeats(), events, cells=cells, span=SPAN)
    assert made.hot_cells(1)[0] == events.within(1399, 1400).place[0]


@given(counts=st.lists(st.integers(0, 50), min_size=2, max_size=40).filter(any))
@settings(deadline=None)
def test_drawing_to_the_mean_keeps_sum_order_and_ties(counts: list[int]) -> None:
    given_counts = np.array(counts, dtype=float)
    drawn = kernels.shrunk(given_counts, noise=float(given_counts.mean()))
    assert drawn.sum() == pytest.approx(given_counts.sum(), rel=1e-9)
    assert drawn.min() > 0
    np.testing.assert_array_equal(
        np.argsort(-drawn, kind="stable"), np.argsort(-given_counts, kind="stable")
    )


@pytest.mark.parametrize("spread", [0.0, 0.3, 2.0])
@pytest.mark.parametrize("mean", [0.01, 1.0, 7.5, 90.0, 2500.0])
def test_limits_and_chances_of_counts_equal_scipy(mean: float, spread: float) -> None:
    law = (
        stats.poisson(mean)
        if spread == 0
        else stats.nbinom(1.0 / spread, 1.0 / (1.0 + spread * mean))
    )
    means, spreads = np.full(4, mean), np.full(4, spread)
    low, high = kernels.count_limits(means, spreads, 0.025)
    assert (low[0], high[0]) == (law.ppf(0.025), law.ppf(0.975))
    observed = np.array([0.0, 1.0, math.floor(mean), math.floor(2 * mean + 3)])
    logs, ranked = kernels.count_scores(observed, means, spreads)
    np.testing.assert_allclose(logs, law.logpmf(observed), rtol=1e-8, atol=1e-9)
    grid = np.arange(law.ppf(1 - 1e-10) + observed[-1] + 1)
    for count, score in zip(observed, ranked, strict=True):
        plain = float(((law.cdf(grid) - (grid >= count)) ** 2).sum())
        assert score == pytest.approx(plain, rel=1e-6, abs=1e-8)


def test_intervals_hold_at_least_their_level_when_rates_swing() -> None:
    rng = np.random.default_rng(8)
    cells = squares()
    rate = rng.gamma(2.0, 5.0, len(cells))
    # Each month of each cell swings by a gamma factor with relative variance 0.3.
    counts = rng.poisson(rate * rng.gamma(1 / 0.3, 0.3, (40, len(cells))))
    month, place = np.divmod(np.arange(counts.size), len(cells))
    events = forecasts.Events.in_cells(place, month * 30 + 15, cells=cells, count=counts.ravel())
    spans = forecasts.rolling_spans(first_day=20 * 30, days=30, periods=20)
    held = forecasts.backtest(
        [forecasts.CountMap(600)], events, cells=cells, spans=spans, hot_cells=5
    )
    coverage = held.mean("count of last 600 days", forecasts.Measure.COVERAGE)
    # 2,400 cell-months: the standard error of a coverage of 0.95 is 0.0045.
    assert 0.93 < coverage.value < 0.985


@dataclass(frozen=True)
class Fixed:
    """A map that never changes."""

    name: str
    map: FloatArray

    def expected(
        self, history: forecasts.Events, cells: forecasts.Cells, span: forecasts.Span
    ) -> FloatArray:
        """The map."""
        return self.map


def test_a_mix_puts_its_weight_on_the_map_that_made_the_events() -> None:
    rng = np.random.default_rng(9)
    cells = squares()
    truth = rng.gamma(0.5, 2.0, len(cells)) + 0.01
    place = rng.choice(len(cells), 4000, p=truth / truth.sum())
    events = forecasts.Events.in_cells(place, rng.integers(0, 1000, 4000), cells=cells)
    other = Fixed("other", rng.permutation(truth))
    mix = forecasts.Mix((other, Fixed("truth", truth)))
    weights = mix.weights(events, cells=cells, span=forecasts.Span(990, 7))
    assert weights.sum() == pytest.approx(1.0)
    assert weights[1] > 0.9


def test_a_mix_without_a_past_weighs_all_alike() -> None:
    cells, events = town(np.random.default_rng(10), days=100)
    mix = forecasts.Mix((forecasts.last_year(), forecasts.CountMap(30)))
    weights = mix.weights(events, cells=cells, span=forecasts.Span(100, 7))
    np.testing.assert_array_equal(weights, [0.5, 0.5])


def test_a_season_is_seen_where_the_year_has_one() -> None:
    cells = squares()
    # Cell 3 has its events in the first four weeks of the year, cell 7 in the rest.
    day = np.concatenate([np.arange(28) + 364 * year for year in range(4)])
    rest = np.concatenate([np.arange(28, 364, 6) + 364 * year for year in range(4)])
    events = forecasts.Events.in_cells(
        np.repeat([3, 7], [len(day), len(rest)]), np.concatenate([day, rest]), cells=cells
    )
    seasonal = forecasts.SeasonalBaseline(years=3, within_days=0)
    span = forecasts.Span(364 * 4, 28)
    assert forecasts.forecast(seasonal, events, cells=cells, span=span).hot_cells(1)[0] == 3
    assert (
        forecasts.forecast(forecasts.last_year(), events, cells=cells, span=span).hot_cells(1)[0]
        == 7
    )


def test_smoothing_keeps_every_event_inside() -> None:
    cells, events = town(np.random.default_rng(11))
    sharp = forecasts.CountMap(365).expected(events, cells, SPAN)
    wide = forecasts.CountMap(365, bandwidth_m=3 * SIDE).expected(events, cells, SPAN)
    assert wide.sum() == pytest.approx(sharp.sum(), rel=1e-6)
    assert wide.std() < sharp.std()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: forecasts.Span(0, 0), "days"),
        (lambda: forecasts.CountMap(0), "window_days"),
        (lambda: forecasts.CountMap(bandwidth_m=-1.0), "bandwidth_m"),
        (lambda: forecasts.NearRepeats(within_m=0.0), "within_m"),
        (lambda: forecasts.Mix(()), "members"),
        (lambda: forecasts.Cells.areas([]), "area_m2"),
        (lambda: forecasts.Events.in_cells([9], [1], cells=forecasts.Cells.areas([1.0])), "place"),
        (lambda: forecasts.Events.at_points([1], [1], [0.5], cells=squares()), "fractions"),
        (lambda: forecasts.Events.at_points([1, 2], [1], [0], cells=squares()), "line up"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(make, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ParameterError, match=says):
        make()

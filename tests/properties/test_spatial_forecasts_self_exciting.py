"""A self-exciting process that was planted is found again, and none is found where none was."""

import numpy as np
import pytest

from headwater.analysis.spatial import forecasts
from headwater.analysis.spatial.kernels import forecasts_em
from headwater.analysis.spatial.kernels.forecasts import FloatArray, IntArray
from headwater.core.errors import NotEnoughDataError, ParameterError

DAYS, SIDE, SQUARES = 1000, 200.0, 40
Points = tuple[FloatArray, FloatArray, IntArray]


def town() -> forecasts.Cells:
    return forecasts.Cells.squares(
        left_m=0, bottom_m=0, side_m=SIDE, inside=np.ones((SQUARES, SQUARES), dtype=bool)
    )


def simulated(
    rng: np.random.Generator, *, background: int, offspring: float, lag: float, spread: float
) -> Points:
    """Background about three centres and everywhere, then generation after generation."""
    extent = SIDE * SQUARES
    centres = np.array([[2000.0, 2000.0], [6000.0, 3000.0], [4000.0, 6500.0]])
    near = centres[rng.integers(0, 3, background)] + rng.normal(0.0, 700.0, (background, 2))
    anywhere = rng.uniform(0.0, extent, (background, 2))
    place = np.where(rng.random((background, 1)) < 0.7, near, anywhere)
    day = rng.integers(0, DAYS, background)
    places, days = [place], [day]
    while len(day):
        children = rng.poisson(offspring, len(day))
        parents = np.repeat(np.arange(len(day)), children)
        place = place[parents] + rng.normal(0.0, spread, (len(parents), 2))
        day = day[parents] + rng.geometric(1.0 / lag, len(parents))
        kept = day < DAYS
        place, day = place[kept], day[kept]
        places.append(place)
        days.append(day)
    every, when = np.concatenate(places), np.concatenate(days)
    on = ((every >= 0) & (every < extent)).all(axis=1)
    return every[on, 0], every[on, 1], when[on]


def fit_of(points: Points, *, history_days: int = DAYS) -> forecasts.SelfExcitingFit:
    cells = town()
    events = forecasts.Events.at_points(*points, cells=cells)
    model = forecasts.SelfExciting(history_days=history_days, scales_m=(0.0, 400.0, 800.0))
    return model.fitted(events, cells=cells, before=DAYS)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_parameters_are_recovered(seed: int) -> None:
    points = simulated(
        np.random.default_rng(seed), background=3000, offspring=0.4, lag=10.0, spread=80.0
    )
    fit = fit_of(points)
    assert fit.converged
    # About 2,000 events were set off: errors of a few per cent are chance.
    assert fit.offspring == pytest.approx(0.4, abs=0.05)
    assert fit.mean_lag_days == pytest.approx(10.0, rel=0.12)
    assert fit.spread_m == pytest.approx(80.0, rel=0.08)
    assert fit.background_share == pytest.approx(0.6, abs=0.05)


def test_nothing_is_set_off_where_nothing_was_planted() -> None:
    points = simulated(
        np.random.default_rng(4), background=4000, offspring=0.0, lag=10.0, spread=80.0
    )
    assert fit_of(points).offspring < 0.05


def test_the_order_of_rows_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    x, y, day = simulated(rng, background=600, offspring=0.3, lag=8.0, spread=60.0)
    order = rng.permutation(len(x))
    ours, shuffled = fit_of((x, y, day)), fit_of((x[order], y[order], day[order]))
    assert shuffled.offspring == ours.offspring
    assert shuffled.spread_m == ours.spread_m


def test_the_shares_of_a_turn_equal_a_plain_double_loop() -> None:
    rng = np.random.default_rng(6)
    x, y = rng.uniform(0, 10, 60), rng.uniform(0, 10, 60)
    day = np.sort(rng.integers(0, 40, 60))
    starts = forecasts_em.pair_starts(day, x, y, 20, 3.0)
    lags, squares = forecasts_em.pairs_of(day, x, y, starts, 3.0)
    strength = 0.4 * 0.2 * 0.8 ** (np.arange(21.0) - 1.0)
    ground = rng.uniform(0.01, 0.1, 60)
    ours = forecasts_em.triggered(ground, starts, lags, squares, strength, 0.5)
    for i in range(60):
        parts = []
        for j in range(60):
            lag, square = day[i] - day[j], (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2
            if 0 < lag <= 20 and square <= 9.0:
                density = np.exp(-square / 1.0) / (2.0 * np.pi * 0.5)
                parts.append((0.4 * 0.2 * 0.8 ** (lag - 1) * density, lag, square))
        rate = ground[i] + sum(part for part, _, _ in parts)
        wanted = [
            rate,
            sum(part for part, _, _ in parts) / rate,
            sum(part * lag for part, lag, _ in parts) / rate,
            sum(part * square for part, _, square in parts) / rate,
        ]
        np.testing.assert_allclose(ours[i], wanted, rtol=1e-12)


def test_a_forecast_expects_about_as_many_as_then_happen_and_more_near_recent_events() -> None:
    points = simulated(
        np.random.default_rng(7), background=3000, offspring=0.4, lag=10.0, spread=80.0
    )
    cells = town()
    events = forecasts.Events.at_points(*points, cells=cells)
    span = forecasts.Span(DAYS - 60, 60)
    model = forecasts.SelfExciting(scales_m=(0.0, 400.0, 800.0))
    made = forecasts.forecast(model, events, cells=cells, span=span)
    happened = events.within(span.first_day, span.end).counts(cells)
    # About 290 events: two standard errors of a clustered count are some 60.
    assert made.expected.sum() == pytest.approx(happened.sum(), abs=60)
    calm = forecasts.forecast(
        model, events, cells=cells, span=forecasts.Span(DAYS - 60, 1)
    ).expected
    yesterday = events.within(DAYS - 62, DAYS - 60).counts(cells)
    assert calm[yesterday > 0].mean() > calm[yesterday == 0].mean()


def test_too_little_history_is_refused_by_the_fit_and_left_to_the_count_by_the_forecast() -> None:
    cells = town()
    events = forecasts.Events.at_points([10.0, 250.0], [10.0, 10.0], [0, 70], cells=cells)
    model = forecasts.SelfExciting()
    with pytest.raises(NotEnoughDataError, match="events in the cells"):
        model.fitted(events, cells=cells, before=100)
    span = forecasts.Span(100, 7)
    np.testing.assert_array_equal(
        model.expected(events, cells, span), forecasts.last_year().expected(events, cells, span)
    )


def test_areas_without_exact_places_are_refused() -> None:
    areas = forecasts.Cells.areas([1e6, 2e6])
    events = forecasts.Events.in_cells([0, 1], [1, 2], cells=areas)
    with pytest.raises(ParameterError, match="exact places"):
        forecasts.SelfExciting().expected(events, areas, forecasts.Span(10, 7))
    with pytest.raises(ParameterError, match="exact places"):
        forecasts.NearRepeats().expected(events, areas, forecasts.Span(10, 7))

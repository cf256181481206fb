"""Duplicates, weights, missing values, one bad place, other units and clocks: all defined."""

import numpy as np
import pytest

from builders.forecast_towns import squares, town
from headwater.analysis.spatial import forecasts
from headwater.core.errors import ParameterError

Measure = forecasts.Measure
EXACT: tuple[forecasts.Forecaster, ...] = (
    forecasts.last_year(),
    forecasts.SeasonalBaseline(),
    forecasts.NearRepeats(),
    forecasts.SelfExciting(scales_m=(0.0, 300.0)),
)


def names(model: forecasts.Forecaster) -> str:
    return model.name


@pytest.mark.parametrize("model", EXACT, ids=names)
def test_another_corner_and_another_first_day_change_nothing(
    model: forecasts.Forecaster,
) -> None:
    cells, events = town(np.random.default_rng(41), days=1000)
    inside = np.ones((12, 10), dtype=bool)
    # Powers of two, so that moving rounds nothing.
    moved = forecasts.Cells.squares(
        left_m=1000.0 + 4096, bottom_m=-500.0 - 2048, side_m=200.0, inside=inside
    )
    later = forecasts.Events.at_points(
        events.x + 4096, events.y - 2048, events.day + 736_000, cells=moved
    )
    here = forecasts.forecast(model, events, cells=cells, span=forecasts.Span(980, 14))
    there = forecasts.forecast(model, later, cells=moved, span=forecasts.Span(736_980, 14))
    np.testing.assert_allclose(there.expected, here.expected, rtol=1e-5)


def test_the_self_exciting_process_is_the_same_in_feet() -> None:
    cells, events = town(np.random.default_rng(42), days=600)
    feet = 1 / 0.3048
    in_feet = forecasts.Cells.squares(
        left_m=1000.0 * feet,
        bottom_m=-500.0 * feet,
        side_m=200.0 * feet,
        inside=np.ones((12, 10), dtype=bool),
    )
    same = forecasts.Events.at_points(events.x * feet, events.y * feet, events.day, cells=in_feet)
    ours = forecasts.SelfExciting(scales_m=(0.0, 300.0)).fitted(events, cells=cells, before=600)
    theirs = forecasts.SelfExciting(
        scales_m=(0.0, 300.0 * feet), within_m=1000.0 * feet, least_spread_m=40.0 * feet
    ).fitted(same, cells=in_feet, before=600)
    assert theirs.offspring == pytest.approx(ours.offspring, rel=1e-6)
    assert theirs.spread_m == pytest.approx(ours.spread_m * feet, rel=1e-6)


@pytest.mark.parametrize("model", EXACT, ids=names)
def test_everything_at_one_point_on_every_day_is_one_bad_place(
    model: forecasts.Forecaster,
) -> None:
    cells = squares()
    day = np.repeat(np.arange(400), 2)
    events = forecasts.Events.at_points(np.full(800, 1500.0), np.full(800, 100.0), day, cells=cells)
    made = forecasts.forecast(model, events, cells=cells, span=forecasts.Span(400, 10))
    assert np.isfinite(made.expected).all()
    assert made.hot_cells(1)[0] == events.place[0]
    # 2 a day over 10 days; a near-repeat map lays risk round the place as well.
    assert made.expected.sum() == pytest.approx(20.0, rel=0.1)


def test_twice_the_events_are_twice_the_forecast_and_the_same_ranks() -> None:
    cells, events = town(np.random.default_rng(43))
    double = forecasts.Events.at_points(
        np.tile(events.x, 2), np.tile(events.y, 2), np.tile(events.day, 2), cells=cells
    )
    span = forecasts.Span(1400, 28)
    once = forecasts.forecast(forecasts.last_year(), events, cells=cells, span=span)
    twice = forecasts.forecast(forecasts.last_year(), double, cells=cells, span=span)
    assert twice.expected.sum() == pytest.approx(2 * once.expected.sum())
    np.testing.assert_array_equal(twice.hot_cells(50), once.hot_cells(50))


def test_harm_weights_move_the_forecast_and_have_no_chance_of_counts() -> None:
    cells = squares()
    day = np.arange(400)
    x = np.where(day % 4 == 0, 1500.0, 2500.0)
    harm = np.where(day % 4 == 0, 36.5, 1.5)
    events = forecasts.Events.at_points(x, np.full(400, 100.0), day, cells=cells, weight=harm)
    tested = forecasts.backtest(
        [forecasts.last_year()],
        events,
        cells=cells,
        spans=forecasts.rolling_spans(first_day=380, days=5, periods=2),
        hot_cells=1,
    )
    counts = forecasts.Events.at_points(x, np.full(400, 100.0), day, cells=cells)
    span = forecasts.Span(380, 5)
    by_harm = forecasts.forecast(forecasts.last_year(), events, cells=cells, span=span)
    by_count = forecasts.forecast(forecasts.last_year(), counts, cells=cells, span=span)
    assert by_harm.hot_cells(1)[0] != by_count.hot_cells(1)[0]
    name = tested.models[0]
    assert np.isfinite(tested.of(name, Measure.PAI)).all()
    assert np.isnan(tested.of(name, Measure.RANKED)).all()
    assert tested.mean(name, Measure.RANKED).periods == 0


def test_a_missing_weight_in_the_past_is_refused_and_a_place_without_events_is_not() -> None:
    cells = squares()
    events = forecasts.Events.at_points(
        [1100.0, 1100.0], [0.0, 0.0], [1, 2], cells=cells, weight=[1.0, np.nan]
    )
    with pytest.raises(ParameterError, match="weight"):
        forecasts.forecast(forecasts.last_year(), events, cells=cells, span=forecasts.Span(10, 7))
    # A new area, of which nothing is known yet, is forecast below all others and above zero.
    areas = forecasts.Cells.areas([1e6, 1e6, 1e6])
    seen = forecasts.Events.in_cells([0, 0, 1], [1, 2, 3], cells=areas)
    made = forecasts.forecast(forecasts.last_year(), seen, cells=areas, span=forecasts.Span(10, 7))
    assert 0 < made.expected[2] < made.expected[1]


def test_stray_points_widen_no_grid() -> None:
    cells = squares()
    events = forecasts.Events.at_points(
        [1100.0, 1e9, -1e9], [0.0, 1e9, 0.0], [1, 2, 3], cells=cells
    )
    assert len(cells) == 120
    assert events.place.tolist()[1:] == [-1, -1]
    hits = forecasts.hit_scores(
        np.array([int(events.place[0])]), events.counts(cells), events=len(events), cells=cells
    )
    assert hits.hit_rate == pytest.approx(1 / 3)

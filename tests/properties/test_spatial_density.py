"""What must not matter to a density, and what is true of every one."""

import numpy as np
import pytest

from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.spatial.bandwidths import (
    balanced_bandwidth,
    least_error_bandwidth,
    likelihood_bandwidth,
    scott_bandwidths,
)
from headwater.analysis.spatial.density import (
    Edge,
    Kernel,
    Per,
    Smoothing,
    Sums,
    abramson_bandwidths,
    adaptive_density,
    density_without_itself,
    kernel_density,
)
from headwater.analysis.spatial.grids import Extent, Raster
from headwater.analysis.spatial.points import Points
from headwater.core.errors import NotEnoughDataError, ParameterError

AREA = Extent(0, 0, 3_000, 2_000)
RASTER = Raster.covering(AREA, cell_m=50)
EVERY_WAY = [(kernel, sums) for kernel in Kernel for sums in Sums]


def scattered(number: int = 60, *, seed: int = 3) -> Points:
    rng = np.random.default_rng(seed)
    return Points.of(rng.uniform(0, 3_000, number), rng.uniform(0, 2_000, number))


def by_definition(points: Points, wide: float, kernel: Kernel) -> FloatArray:
    """Every event at every middle, one at a time."""
    values = np.zeros(len(RASTER))
    for place, (east, north) in enumerate(RASTER.centres):
        squared = ((points.x - east) ** 2 + (points.y - north) ** 2) / wide**2
        if kernel is Kernel.GAUSSIAN:
            values[place] = np.sum(np.exp(-squared / 2)) / (2 * np.pi * wide**2)
        else:
            values[place] = np.sum(np.maximum(1 - squared, 0) ** 2) * 3 / (np.pi * wide**2)
    return values.reshape(RASTER.shape)


@pytest.mark.parametrize("kernel", list(Kernel))
def test_exact_sums_are_those_of_the_plain_definition(kernel: Kernel) -> None:
    points = scattered()
    ours = kernel_density(
        points, RASTER, Smoothing(220, kernel=kernel, edge=Edge.NONE, sums=Sums.EXACT)
    )
    plain = by_definition(points, 220, kernel)
    np.testing.assert_allclose(ours.values, plain, atol=2e-8 * plain.max())


@pytest.mark.parametrize(("kernel", "sums"), EVERY_WAY)
@pytest.mark.parametrize("edge", list(Edge))
def test_row_order_does_not_matter_and_weights_scale(
    kernel: Kernel, sums: Sums, edge: Edge
) -> None:
    points, smoothing = scattered(), Smoothing(200, kernel=kernel, edge=edge, sums=sums)
    base = kernel_density(points, RASTER, smoothing).values
    turned = np.random.default_rng(1).permutation(len(points))
    again = Points.of(points.x[turned], points.y[turned])
    thrice = kernel_density(again, RASTER, smoothing, weights=np.full(60, 3.0))
    np.testing.assert_allclose(thrice.values, 3 * base, rtol=1e-9, atol=1e-18)


@pytest.mark.parametrize("sums", list(Sums))
def test_a_density_moves_with_its_events(sums: Sums) -> None:
    points, smoothing = scattered(), Smoothing(200, sums=sums)
    east, north = 64 * 50.0, 128 * 50.0
    moved = Raster(RASTER.west + east, RASTER.south + north, 50, RASTER.columns, RASTER.rows)
    np.testing.assert_allclose(
        kernel_density(Points.of(points.x + east, points.y + north), moved, smoothing).values,
        kernel_density(points, RASTER, smoothing).values,
        rtol=1e-8,
    )


@pytest.mark.parametrize(("kernel", "sums"), EVERY_WAY)
def test_jones_diggle_keeps_the_number_of_events(kernel: Kernel, sums: Sums) -> None:
    smoothing = Smoothing(250, kernel=kernel, edge=Edge.JONES_DIGGLE, sums=sums, per=Per.CELL)
    total = kernel_density(scattered(), RASTER, smoothing).values.sum()
    # Cells stand for what lies between their middles, which is 0.4 % off at five cells a bandwidth.
    assert total == pytest.approx(60, rel=5e-3)


def test_uniform_correction_is_level_where_events_are_level() -> None:
    """One event in the middle of every cell: the same density up to the corners."""
    middles = RASTER.centres
    even = Points.of(middles[:, 0], middles[:, 1])
    for sums in Sums:
        values = kernel_density(even, RASTER, Smoothing(200, sums=sums)).values
        np.testing.assert_allclose(values, 1 / 50**2, rtol=0.01)
    bare = kernel_density(even, RASTER, Smoothing(200, edge=Edge.NONE)).values
    assert bare[0, 0] < 0.35 / 50**2


@pytest.mark.parametrize("sums", [Sums.SHARED, Sums.PIXELS])
def test_a_window_that_is_the_raster_changes_little(sums: Sums) -> None:
    whole = np.ones(RASTER.shape, dtype=bool)
    with_it = kernel_density(scattered(), RASTER, Smoothing(200, sums=sums), window=whole)
    without = kernel_density(scattered(), RASTER, Smoothing(200, sums=sums))
    np.testing.assert_allclose(with_it.values, without.values, rtol=2e-3)


def test_outside_the_boundary_there_is_no_density_and_events_are_counted() -> None:
    triangle = RASTER.inside([(0, 0), (3_000, 0), (0, 2_000)])
    assert triangle.sum() == pytest.approx(len(RASTER) / 2, rel=0.03)
    points = Points.of([100, 2_900, 100, np.nan, 9_000], [100, 1_900, 200, 5, 5])
    found = kernel_density(points, RASTER, Smoothing(200), window=triangle)
    assert (found.events, found.outside, found.unplaced) == (2, 2, 1)
    assert np.isnan(found.values[~triangle]).all()
    assert not np.isnan(found.values[triangle]).any()


def test_one_bandwidth_for_all_is_a_fixed_density() -> None:
    points, same = scattered(), np.full(60, 220.0)
    for sums in Sums:
        smoothing = Smoothing(220, sums=sums)
        np.testing.assert_allclose(
            adaptive_density(points, RASTER, smoothing, same).values,
            kernel_density(points, RASTER, smoothing).values,
            rtol=1e-9,
        )


def test_quick_adaptive_sums_are_near_the_exact_ones() -> None:
    points = scattered(400)
    wide = np.geomspace(100, 1_500, 400)
    exact = adaptive_density(points, RASTER, Smoothing(200, sums=Sums.EXACT), wide).values
    quick = adaptive_density(points, RASTER, Smoothing(200), wide).values
    assert np.abs(quick - exact).max() < 0.01 * exact.max()


def test_abramson_bandwidths_are_wide_where_events_are_few() -> None:
    heap = np.random.default_rng(2).normal(1_000, 50, (200, 2))
    points = Points.of(np.append(heap[:, 0], 2_500), np.append(heap[:, 1], 300))
    pilot = kernel_density(points, RASTER, Smoothing(200))
    own = abramson_bandwidths(points, pilot)
    assert own[-1] == 1_000.0  # cut at five times the global bandwidth
    assert np.median(own[:-1]) < 250
    assert np.isnan(abramson_bandwidths(Points.of([np.nan, -5], [1, 1]), pilot)).all()


def test_a_planted_cluster_is_the_peak() -> None:
    points, rng = scattered(300), np.random.default_rng(4)
    x = np.append(points.x, rng.normal(1_225, 30, 40))
    y = np.append(points.y, rng.normal(725, 30, 40))
    values = kernel_density(Points.of(x, y), RASTER, Smoothing(100)).values
    row, column = np.unravel_index(np.argmax(values), values.shape)
    assert abs(RASTER.eastings[column] - 1_225) <= 50
    assert abs(RASTER.northings[row] - 725) <= 50


def test_no_events_and_one_event_are_defined() -> None:
    nobody = Points.of([], [])
    for sums in Sums:
        none = kernel_density(nobody, RASTER, Smoothing(200, sums=sums))
        assert (none.values == 0).all()
        assert none.events == 0
        one = kernel_density(Points.of([1_525], [1_025]), RASTER, Smoothing(200, sums=sums))
        assert one.values.argmax() == RASTER.of(Points.of([1_525], [1_025]))[0]
    assert (adaptive_density(nobody, RASTER, Smoothing(200), []).values == 0).all()
    assert density_without_itself(nobody, AREA, bandwidth_m=5).tolist() == []


def test_every_event_may_lie_on_the_outer_edge() -> None:
    corners = Points.of([0, 3_000, 0, 3_000], [0, 0, 2_000, 2_000])
    for sums in Sums:
        found = kernel_density(corners, RASTER, Smoothing(100, sums=sums))
        assert (found.events, found.outside) == (4, 0)
        assert np.isfinite(found.values).all()


def test_events_at_one_point_break_the_choice_of_bandwidth_and_it_says_so() -> None:
    few = scattered(40)
    twice = Points.of(np.tile(few.x, 2), np.tile(few.y, 2))
    choice = likelihood_bandwidth(twice, AREA)
    assert any("share their point" in caution for caution in choice.cautions)
    assert choice.metres == choice.candidates[0]
    same = Points.of(np.full(9, 50.0), np.full(9, 50.0))
    for rule in (likelihood_bandwidth, balanced_bandwidth, least_error_bandwidth):
        with pytest.raises(ParameterError, match="one point"):
            rule(same, AREA)
        with pytest.raises(NotEnoughDataError):
            rule(Points.of([1], [1]), AREA)
    with pytest.raises(NotEnoughDataError):
        scott_bandwidths(Points.of([], []))


def test_tighter_clusters_call_for_narrower_bandwidths() -> None:
    rng = np.random.default_rng(6)
    middles = rng.uniform(300, 1_700, (10, 2))[rng.integers(0, 10, 300)]
    for rule in (likelihood_bandwidth, least_error_bandwidth):
        chosen = []
        for spread in (20, 100):
            where = middles + rng.normal(0, spread, (300, 2))
            chosen.append(rule(Points.of(where[:, 0], where[:, 1]), AREA).metres)
        assert chosen[0] < chosen[1]


def test_what_cannot_be_is_refused_with_a_sentence() -> None:
    points = scattered()
    with pytest.raises(ParameterError, match="too narrow"):
        kernel_density(points, RASTER, Smoothing(40))
    with pytest.raises(ParameterError, match="above 0"):
        Smoothing(0)
    with pytest.raises(ParameterError, match="rows by columns"):
        kernel_density(points, RASTER, Smoothing(200), window=np.ones((2, 2), dtype=bool))
    with pytest.raises(NotEnoughDataError):
        kernel_density(points, RASTER, Smoothing(200), window=np.zeros(RASTER.shape, dtype=bool))
    with pytest.raises(ParameterError, match="below zero"):
        kernel_density(points, RASTER, Smoothing(200), weights=np.full(60, -1.0))
    with pytest.raises(ParameterError, match="uniform or no edge"):
        adaptive_density(points, RASTER, Smoothing(200, edge=Edge.JONES_DIGGLE), np.ones(60))
    with pytest.raises(ParameterError, match="above 0 for every event"):
        adaptive_density(points, RASTER, Smoothing(200), np.full(60, np.nan))

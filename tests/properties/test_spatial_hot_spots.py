"""Equal cells hold every event once, and ranks say how sure they are."""

import numpy as np
import pytest

from headwater.analysis.spatial.grids import Extent, Hexagons, Raster
from headwater.analysis.spatial.hot_spots import (
    Bootstrap,
    hot_areas,
    hot_spot_persistence,
    hot_spots,
    nudged,
    time_of_week,
)
from headwater.analysis.spatial.points import Points, Precision, SnappedPointsError
from headwater.core.errors import HeadwaterError, NotEnoughDataError, ParameterError

AREA = Extent(430_000, 310_000, 434_000, 313_000)
CELLS = [Hexagons(AREA), Raster.covering(AREA, cell_m=200)]
SQUARE = np.array([(0, 0), (100, 0), (100, 100), (0, 100)])


def scattered(
    number: int = 400, *, seed: int = 3, precision: Precision = Precision.EXACT
) -> Points:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(430_000, 434_000, number), rng.uniform(310_000, 313_000, number)
    return Points.of(x, y, precision=precision)


@pytest.mark.parametrize("cells", CELLS)
def test_every_event_is_in_the_cell_whose_middle_is_nearest(cells: Hexagons | Raster) -> None:
    points = scattered()
    where = cells.of(points)
    apart = (points.x[:, None] - cells.centres[:, 0]) ** 2
    apart += (points.y[:, None] - cells.centres[:, 1]) ** 2
    np.testing.assert_allclose(apart[np.arange(400), where], apart.min(axis=1))


def test_a_place_has_the_same_hexagon_middle_whatever_the_extent() -> None:
    points, wider = scattered(), Hexagons(Extent(420_000, 300_500, 440_000, 320_000))
    np.testing.assert_allclose(
        CELLS[0].centres[CELLS[0].of(points)], wider.centres[wider.of(points)], rtol=1e-12
    )


def test_default_hexagons_are_about_a_twenty_fifth_of_a_square_kilometre() -> None:
    assert Hexagons(AREA).area_m2 == pytest.approx(40_000, rel=0.001)


def test_events_on_sides_and_corners_belong_to_one_cell_each() -> None:
    raster = Raster(0, 0, 100, 3, 2)
    edges = Points.of([0, 100, 300, 300, 100, 300.01, np.nan], [0, 0, 0, 200, 100, 0, 0])
    assert raster.of(edges).tolist() == [0, 1, 2, 5, 4, -1, -1]
    hexagons = Hexagons(Extent(0, 0, 1_000, 1_000), 100)
    corner = Points.of([50, 50, 50], [0, 50 / 3**0.5, 50 / 3**0.5])
    assert (hexagons.of(corner) >= 0).all()
    assert len(set(hexagons.of(corner)[1:].tolist())) == 1


@pytest.mark.parametrize("cells", CELLS)
def test_counts_add_up_and_strays_are_counted_not_gridded(cells: Hexagons | Raster) -> None:
    points = scattered()
    with_strays = Points.of([*points.x, 1e9, np.nan], [*points.y, -1e9, 1])
    found = hot_spots(with_strays, cells)
    assert found.count.sum() == 400
    assert (found.outside, found.unplaced) == (1, 1)
    assert found.share.sum() == pytest.approx(1)
    assert found.places == len(cells) < 1_000


def test_a_stray_point_never_makes_a_grid_of_millions_of_cells() -> None:
    points = scattered()
    stray = Points.of([*points.x, 9_999_999], [*points.y, 0])
    assert len(Raster.around(points, cell_m=100)) < 1_500
    with pytest.raises(ParameterError, match=r"\[1\] of the points lie far from the rest"):
        Raster.around(stray, cell_m=100)
    for make in (lambda: Raster.covering(Extent(0, 0, 7e5, 1.3e6), cell_m=100),):
        with pytest.raises(ParameterError, match="larger cells"):
            make()
    with pytest.raises(ParameterError, match="larger ones"):
        Hexagons(Extent(0, 0, 7e5, 1.3e6), 100)


@pytest.mark.parametrize("cells", CELLS)
def test_snapped_points_are_never_ranked_below_lsoa(cells: Hexagons | Raster) -> None:
    public = scattered(precision=Precision.SNAPPED)
    with pytest.raises(SnappedPointsError, match="LSOA"):
        hot_spots(public, cells)
    with pytest.raises(HeadwaterError, match="snapped"):
        hot_spot_persistence(public, cells, np.full(400, 2024))
    assert hot_areas(np.zeros(400, dtype=int), areas=2).count.tolist() == [400]


def test_row_order_does_not_matter_and_harm_decides_the_rank() -> None:
    area, harm = np.array([0, 0, 0, 1, 2, -1]), np.array([1, 1, 1, 5, 3, 100])
    found = hot_areas(area, areas=4, weights=harm)
    turned = hot_areas(area[::-1], areas=4, weights=harm[::-1])
    assert found.place.tolist() == turned.place.tolist() == [1, 0, 2]
    assert found.rank.tolist() == [1, 2, 2]
    assert (found.outside, found.places) == (1, 4)


def test_rank_ranges_hold_the_rank_repeat_with_a_seed_and_narrow_with_more_events() -> None:
    rng = np.random.default_rng(5)
    area = rng.choice(10, 300, p=np.arange(1, 11) / 55)
    bootstrap = Bootstrap(seed=7, repetitions=199)
    few, many = (
        hot_areas(np.tile(area, times), areas=10, bootstrap=bootstrap) for times in (1, 20)
    )
    again = hot_areas(area, areas=10, bootstrap=bootstrap)
    assert ((few.rank_low <= few.rank) & (few.rank <= few.rank_high)).all()
    assert few.rank_low.tolist() == again.rank_low.tolist()
    assert (many.rank_high - many.rank_low).sum() < (few.rank_high - few.rank_low).sum()


def test_a_rank_range_of_equals_is_wide_and_of_a_planted_hot_spot_is_narrow() -> None:
    area = np.append(np.repeat(np.arange(20), 10), np.full(100, 20))
    found = hot_areas(area, areas=21, bootstrap=Bootstrap(seed=1, repetitions=199))
    assert (found.place[0], found.rank_low[0], found.rank_high[0]) == (20, 1, 1)
    assert (found.rank_high[1:] - found.rank_low[1:]).min() > 8


def test_places_that_stay_hot_are_told_from_places_that_were_hot_once() -> None:
    raster = Raster(0, 0, 100, 10, 1)
    x = np.concatenate([np.full(30, 50.0), np.full(40, 150.0), np.arange(10) * 100.0])
    years = np.concatenate([np.tile([2021, 2022, 2023], 10), np.full(40, 2022), np.full(10, 2021)])
    kept = hot_spot_persistence(Points.of(x, np.zeros(80)), raster, years, top=0.1)
    assert np.flatnonzero(kept.persistent).tolist() == [0]
    with pytest.raises(NotEnoughDataError):
        hot_spot_persistence(Points.of([], []), raster, [])


def test_no_events_and_no_harm_are_defined() -> None:
    nothing = hot_spots(Points.of([], []), CELLS[0], bootstrap=Bootstrap(seed=1))
    assert (len(nothing), nothing.outside) == (0, 0)
    harmless = hot_areas([0, 1], areas=2, weights=[0, 0])
    assert np.isnan(harmless.share).all()
    assert harmless.rank.tolist() == [1, 1]


def test_a_night_belongs_to_the_day_on_which_it_starts() -> None:
    sunday_morning = np.array(["2026-03-08T02:00"], dtype="datetime64[m]")
    found = time_of_week(sunday_morning)
    assert found.harm[6, 2] == 1
    assert found.day_and_night[5].tolist() == [0, 1]
    assert time_of_week(np.array([], dtype="datetime64[s]")).harm.sum() == 0


def test_a_nudge_keeps_its_reason_and_says_what_changed() -> None:
    points = Points.of([10, 50, 120, np.nan], [50, 50, 50, 50])
    nudge = nudged(
        points, SQUARE, SQUARE + np.array([30, 0]), reason=" The gate ", weights=[1, 2, 4, 8]
    )
    assert (nudge.reason, nudge.events_before, nudge.events_after) == ("The gate", 2, 2)
    assert (nudge.gained, nudge.lost, nudge.harm_before, nudge.harm_after) == (1, 1, 3, 6)
    assert nudge.area_after_m2 == nudge.area_before_m2 == 10_000


@pytest.mark.parametrize(
    ("after", "reason", "match"),
    [
        (SQUARE, "  ", "reason"),
        (SQUARE + np.array([300, 0]), "far", "another hot spot"),
        (SQUARE[:2], "line", "three corners"),
        (SQUARE * np.array([1, 0]), "flat", "no area"),
    ],
)
def test_a_nudge_that_is_none_is_refused(
    after: np.ndarray[tuple[int, int], np.dtype[np.int64]], reason: str, match: str
) -> None:
    with pytest.raises(ParameterError, match=match):
        nudged(Points.of([1], [1]), SQUARE, after, reason=reason)


def test_what_cannot_be_is_refused_with_a_sentence() -> None:
    with pytest.raises(ParameterError, match="from -1"):
        hot_areas([3], areas=3)
    with pytest.raises(ParameterError, match="whole numbers"):
        hot_areas([0.5], areas=3)
    with pytest.raises(ParameterError, match="shape"):
        hot_areas([0], areas=3, weights=[1, 2])
    with pytest.raises(ParameterError, match="not a rectangle"):
        Extent(0, 0, 0, 5)
    with pytest.raises(ParameterError, match="one of each"):
        Points.of([1, 2], [1])

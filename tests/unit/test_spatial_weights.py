"""Neighbours are those the rule says, whatever the order, the gaps and the ties."""

import numpy as np
import pytest
import shapely

from headwater.analysis.spatial.weights import (
    SpatialWeights,
    Style,
    nearest_neighbours,
    queen,
    rook,
    weights_from_pairs,
    within_distance,
)
from headwater.core.errors import NotEnoughDataError, ParameterError


def squares(rows: int, columns: int, *, shrunk: float = 0.0) -> np.ndarray:  # type: ignore[type-arg]
    """Unit squares in rows, each made smaller on all sides."""
    row, column = np.divmod(np.arange(rows * columns), columns)
    boxes: np.ndarray = shapely.box(  # type: ignore[type-arg]
        column + shrunk, row + shrunk, column + 1 - shrunk, row + 1 - shrunk
    )
    return boxes


def test_queens_meet_at_corners_and_rooks_only_at_sides() -> None:
    assert queen(squares(3, 3)).counts.tolist() == [3, 5, 3, 5, 8, 5, 3, 5, 3]
    assert rook(squares(3, 3)).counts.tolist() == [2, 3, 2, 3, 4, 3, 2, 3, 2]


def test_a_stated_gap_closes_slivers_and_no_more() -> None:
    apart = squares(3, 3, shrunk=0.001)
    assert queen(apart).counts.sum() == 0
    assert queen(apart, gap_m=0.003).counts.tolist() == queen(squares(3, 3)).counts.tolist()
    assert rook(apart, gap_m=0.003).counts.tolist() == rook(squares(3, 3)).counts.tolist()


def test_polygons_with_holes_and_several_parts_are_neighbours_of_what_they_touch() -> None:
    ring = shapely.difference(shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2))
    pair = shapely.union(shapely.box(3, 0, 4, 1), shapely.box(8, 8, 9, 9))
    shapes = [ring, shapely.box(1, 1, 2, 2), pair, shapely.box(9, 8, 10, 9)]
    weights = rook(shapes)
    assert [weights.of(area).tolist() for area in range(4)] == [[1, 2], [0], [0, 3], [2]]


def test_broken_polygons_are_refused() -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    for wrong in ([bow], [None], [shapely.Polygon()]):
        with pytest.raises(ParameterError, match="polygons"):
            queen(wrong)
    with pytest.raises(NotEnoughDataError):
        queen([])


def test_ties_go_west_then_south_whatever_the_order() -> None:
    x, y = np.array([0.0, 1.0, -1.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0, -1.0])
    assert nearest_neighbours(x, y, number=1).of(0).tolist() == [2]
    assert nearest_neighbours(x, y, number=2).of(0).tolist() == [2, 4]
    order = np.array([3, 1, 0, 4, 2])
    moved = nearest_neighbours(x[order], y[order], number=2)
    assert sorted(order[moved.of(2)].tolist()) == [2, 4]


def test_many_points_on_one_spot_still_have_exactly_that_many_neighbours() -> None:
    x = np.concatenate([np.zeros(40), [5.0]])
    weights = nearest_neighbours(x, np.zeros(41), number=3)
    assert set(weights.counts.tolist()) == {3}
    assert weights.of(0).tolist() == [1, 2, 3]


def test_nearest_neighbours_are_those_of_all_distances_compared() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.integers(0, 12, 150).astype(float), rng.integers(0, 12, 150).astype(float)
    weights = nearest_neighbours(x, y, number=4)
    for area in range(150):
        apart = (x - x[area]) ** 2 + (y - y[area]) ** 2
        apart[area] = np.inf
        order = np.lexsort((np.arange(150), y, x, apart))
        assert weights.of(area).tolist() == sorted(order[:4].tolist())


def test_a_closed_band_holds_its_limit_and_an_open_one_does_not() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 9, 80).astype(float), rng.integers(0, 9, 80).astype(float)
    apart = np.hypot(x[:, None] - x, y[:, None] - y) + np.diag(np.full(80, np.inf))
    closed = within_distance(x, y, distance_m=2.0)
    opened = within_distance(x, y, distance_m=2.0, is_closed=False)
    assert closed.counts.tolist() == (apart <= 2.0).sum(axis=1).tolist()
    assert opened.counts.tolist() == (apart < 2.0).sum(axis=1).tolist()


def line() -> SpatialWeights:
    return weights_from_pairs([0, 1, 1, 2], [1, 0, 2, 1], areas=4)


def test_standardised_rows_add_up_to_one_and_islands_stay_empty() -> None:
    shares = line().row_standardised()
    sums = np.bincount(shares.rows, weights=shares.values, minlength=4)
    assert sums.tolist() == [1.0, 1.0, 1.0, 0.0]
    assert shares.islands.tolist() == [3]


def test_the_star_form_can_be_made_and_unmade() -> None:
    star = line().with_self()
    assert star.of(1).tolist() == [0, 1, 2]
    assert star.counts.tolist() == [1, 2, 1, 0]
    plain = star.without_self()
    assert plain.neighbours.tolist() == line().neighbours.tolist()
    shares = line().row_standardised().with_self()
    np.testing.assert_allclose(shares.values[shares.rows == 1], 1 / 3)


def test_leaving_out_an_area_leaves_out_its_pairs() -> None:
    fewer = line().row_standardised().among(np.array([True, True, False, True]))
    assert [fewer.of(area).tolist() for area in range(3)] == [[1], [0], []]
    assert fewer.values.tolist() == [1.0, 1.0]


def test_parts_symmetry_and_style_are_known() -> None:
    number, part = line().components()
    assert number == 2
    assert part.tolist() == [0, 0, 0, 1]
    assert line().is_symmetric
    assert not weights_from_pairs([0], [1], areas=2).is_symmetric
    assert line().style is Style.BINARY
    assert weights_from_pairs([0], [1], areas=2, weights=[0.5]).style is Style.AS_GIVEN


@pytest.mark.parametrize(
    ("rows", "columns", "weights"),
    [([0, 0], [1, 1], None), ([0], [5], None), ([0], [1], [-1.0]), ([0], [1, 2], None)],
)
def test_wrong_pairs_are_refused(
    rows: list[int], columns: list[int], weights: list[float] | None
) -> None:
    with pytest.raises(ParameterError):
        weights_from_pairs(rows, columns, areas=3, weights=weights)


def test_neighbours_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        line().values[0] = 2.0


@pytest.mark.parametrize("rows", [[0.5], [np.nan], ["0"]])
def test_a_pair_of_half_an_area_is_refused(rows: list[object]) -> None:
    with pytest.raises(ParameterError, match="rows"):
        weights_from_pairs(rows, [1], areas=3)  # type: ignore[arg-type]

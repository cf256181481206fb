"""Raw counts stay inside; margins add up; only disclosure control makes released values."""

import numpy as np
import pytest

from builders.disclosure import POLICE, build_cube, build_dimension
from headwater.core.counts import Dimension, Released
from headwater.core.disclosure import release
from headwater.core.errors import DisclosureError


def test_a_margin_sums_over_the_dimensions_not_named() -> None:
    cube = build_cube([[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(cube.margin("x"), [6, 15])
    np.testing.assert_array_equal(cube.margin("y"), [5, 7, 9])
    assert cube.margin() == 21


def test_a_margin_by_a_parent_sums_its_children() -> None:
    district = build_dimension("district", 2)
    parents = ("district001", "district000", "district001")
    lsoa = build_dimension("lsoa", 3, parent=district, parents=parents)
    cube = build_cube([[1, 2], [3, 4], [5, 6]], [lsoa, build_dimension("sex", 2)])
    np.testing.assert_array_equal(cube.margin("district", "sex"), [[3, 4], [6, 8]])
    np.testing.assert_array_equal(cube.margin("district"), [7, 14])


def test_a_parent_two_steps_up_is_found() -> None:
    county = build_dimension("county", 1)
    district = build_dimension("district", 2, parent=county, parents=("county000",) * 2)
    lsoa = build_dimension("lsoa", 2, parent=district, parents=("district000", "district001"))
    cube = build_cube([3, 4], [lsoa])
    np.testing.assert_array_equal(cube.margin("county"), [7])
    assert cube.dimension("county") is county


def test_a_dimension_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        build_cube([1, 2]).dimension("sex")


@pytest.mark.parametrize(
    ("counts", "problem"), [([1.0, -1.0], "negative"), ([1.0, float("nan")], "not a number")]
)
def test_counts_that_cannot_be_are_refused(counts: list[float], problem: str) -> None:
    with pytest.raises((ValueError, DisclosureError), match=problem):
        release(build_cube(counts), POLICE)


def test_a_cube_whose_counts_do_not_fit_its_dimensions_is_refused() -> None:
    with pytest.raises(ValueError, match="dimensions"):
        build_cube([1, 2, 3], [build_dimension("x", 2)])


@pytest.mark.parametrize(
    "broken",
    [
        {"codes": ("a", "a"), "names": ("A", "A")},
        {"codes": ("a", "b"), "names": ("A",)},
        {"codes": ("a",), "names": ("A",), "parents": ("p",)},
    ],
)
def test_a_dimension_that_contradicts_itself_is_refused(broken: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match="dimension x"):
        Dimension("x", "X", **broken)  # type: ignore[arg-type]


def test_only_disclosure_control_seals_a_value() -> None:
    with pytest.raises(DisclosureError, match=r"Only disclosure\.release"):
        Released(5, profile="police", seal=object())


def test_what_is_computed_from_a_released_value_is_released() -> None:
    total = release(build_cube([20, 30]), POLICE).map(lambda cube: cube.total)
    assert (total.value, total.profile) == (50.0, "police")


def test_a_margin_that_was_not_released_says_which_were() -> None:
    with pytest.raises(DisclosureError, match=r"no totals by \[sex\]; it has \[x; \]"):
        release(build_cube([20, 30]), POLICE).value.margin("sex")

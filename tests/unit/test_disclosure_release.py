"""What is shown and hidden in small tables one can check by eye."""

import subprocess
import sys

import numpy as np
import pytest

from builders.disclosure import (
    EVERYTHING,
    HOSPITAL,
    HOW,
    POLICE,
    ROUNDED,
    Rule,
    build_cube,
    build_dimension,
)
from headwater.core.counts import Statistic
from headwater.core.disclosure import (
    release,
    release_statistic,
    release_together,
    restored,
    thin_areas,
)
from headwater.core.errors import DisclosureError

NAN = np.nan


def test_a_small_count_takes_its_smallest_neighbour_with_it() -> None:
    shown = release(build_cube([3, 9, 40, 7]), POLICE).value
    np.testing.assert_array_equal(shown.margin("x"), [NAN, 9, 40, NAN])
    assert shown.total == 59
    assert shown.hidden == 2


def test_a_zero_is_shown_and_hides_nothing() -> None:
    shown = release(build_cube([3, 0, 40]), POLICE).value
    np.testing.assert_array_equal(shown.margin("x"), [NAN, 0, NAN])


def test_two_small_counts_that_their_sum_gives_away_take_a_third_with_them() -> None:
    """1 + 1 = 2, and zeros are shown, so both would be one."""
    shown = release(build_cube([1, 1, 30, 8]), POLICE).value
    np.testing.assert_array_equal(shown.margin("x"), [NAN, NAN, 30, NAN])


def test_small_counts_at_the_top_of_the_range_take_another_with_them() -> None:
    """4 + 4 = 8: someone sure that both are small would know both."""
    shown = release(build_cube([4, 4, 30, 50]), POLICE).value
    np.testing.assert_array_equal(shown.margin("x"), [NAN, NAN, NAN, 50])


def test_the_total_is_hidden_where_there_is_nothing_else_to_hide() -> None:
    shown = release(build_cube([2, 0, 0]), POLICE).value
    np.testing.assert_array_equal(shown.margin("x"), [NAN, 0, 0])
    assert np.isnan(shown.total)


def test_counts_shown_are_rounded_each_for_itself() -> None:
    shown = release(build_cube([11, 12, 13]), HOSPITAL).value
    np.testing.assert_array_equal(shown.margin("x"), [10, 10, 15])
    assert shown.total == 35


def test_halves_are_rounded_upward() -> None:
    tens = Rule("tens", 1, 4, 10)
    shown = release(build_cube([15, 25, 34]), tens).value
    np.testing.assert_array_equal(shown.margin("x"), [20, 30, 30])


def test_the_same_cell_of_two_cubes_has_one_decision() -> None:
    """The district totals are met in both cubes; one is small."""
    district = build_dimension("district", 3)
    cubes = [
        build_cube([[2, 0], [9, 11], [30, 20]], [district, build_dimension("sex", 2)], id="a"),
        build_cube([[2, 0], [12, 8], [25, 25]], [district, build_dimension("time", 2)], id="b"),
    ]
    released = release_together(cubes, POLICE)
    by_sex = released["a"].value.margin("district")
    np.testing.assert_array_equal(by_sex, released["b"].value.margin("district"))
    assert np.isnan(by_sex[0])


def test_a_cube_of_another_universe_does_not_matter() -> None:
    quiet = build_cube([9, 40, 50], id="quiet", universe="calls")
    small = build_cube([2, 9, 40], id="small", universe="visits")
    released = release_together([quiet, small], POLICE)
    assert released["quiet"].value.hidden == 0
    assert list(released) == ["quiet", "small"]


def test_margins_have_every_level_of_every_dimension() -> None:
    district = build_dimension("district", 2)
    parents = ("district000", "district001", "district001")
    lsoa = build_dimension("lsoa", 3, parent=district, parents=parents)
    cube = build_cube(np.full((3, 2), 20), [lsoa, build_dimension("kind", 2)])
    shown = release(cube, POLICE).value
    assert set(shown.margins) == {
        ("lsoa", "kind"),
        ("lsoa",),
        ("district", "kind"),
        ("district",),
        ("kind",),
        (),
    }
    np.testing.assert_array_equal(shown.margin("district", "kind"), [[20, 20], [40, 40]])


@pytest.mark.parametrize("rule", [POLICE, HOSPITAL, EVERYTHING])
@pytest.mark.parametrize("shape", [(0,), (0, 3), (1,), (1, 1, 1), (4, 5)])
def test_empty_single_and_all_zero_tables_are_shown_whole(
    rule: Rule, shape: tuple[int, ...]
) -> None:
    shown = release(build_cube(np.zeros(shape)), rule).value
    assert shown.hidden == 0
    assert shown.total == 0


def test_a_single_small_row_is_hidden_with_its_total() -> None:
    shown = release(build_cube([3]), POLICE).value
    assert shown.hidden == 2


def test_a_fraction_below_the_range_is_small_too() -> None:
    shown = release(build_cube([0.3, 4.4, 4.6, 90, 50], approximate=True), POLICE).value
    assert list(np.isnan(shown.margin("x"))[:2]) == [True, True]
    assert shown.margin("x")[3] == 90


def test_without_secondary_suppression_only_small_counts_are_hidden() -> None:
    plain = Rule("plain", 1, 4, secondary=False)
    shown = release(build_cube([3, 9, 40]), plain).value
    np.testing.assert_array_equal(shown.margin("x"), [NAN, 9, 40])


def test_areas_with_few_residents_are_withheld() -> None:
    least = Rule("least", 1, 4, minimum_population=1_000)
    thin = thin_areas({"x000": 400, "x001": 1_000, "x002": 5_000, "x003": float("nan")}, least)
    assert thin == {"x000", "x003"}
    shown = release(build_cube([50, 60, 70, 0]), least, withheld={"x": thin}).value
    assert np.isnan(shown.margin("x")[0])
    assert np.isnan(shown.margin("x")).sum() == 2
    assert shown.total == 180


def test_withholding_works_under_a_rule_that_hides_no_small_counts() -> None:
    shown = release(build_cube([50, 60, 70]), EVERYTHING, withheld={"x": {"x000"}}).value
    np.testing.assert_array_equal(shown.margin("x"), [NAN, NAN, 70])


def test_cubes_that_disagree_about_a_shared_total_are_refused() -> None:
    cubes = [build_cube([9, 9], id="a"), build_cube([9, 8], id="b")]
    with pytest.raises(DisclosureError, match=r"disagree about the totals by \[x\]"):
        release_together(cubes, POLICE)


def test_a_universe_under_two_rules_is_refused() -> None:
    cubes = [build_cube([9, 9], id="a"), build_cube([9, 9], id="b")]
    with pytest.raises(DisclosureError, match="different profiles"):
        release_together(cubes, {"a": POLICE, "b": HOSPITAL})


def test_a_rule_may_be_given_by_universe() -> None:
    released = release_together([build_cube([9, 9], universe="calls")], {"calls": POLICE})
    assert released["cube"].profile == "police"


def test_a_cube_without_a_rule_is_refused() -> None:
    with pytest.raises(DisclosureError, match=r"No profile was given for the cube \[cube\]"):
        release_together([build_cube([9, 9])], {})


@pytest.mark.parametrize("rule", [Rule("gap", 2, 4), Rule("back", 1, 0, 0), Rule("far", 1, 2, 20)])
def test_rules_that_cannot_be_kept_are_refused(rule: Rule) -> None:
    if rule.primary_to == 0:
        assert release(build_cube([1]), rule).value.hidden == 0
        return
    with pytest.raises(DisclosureError, match=rule.id):
        release(build_cube([9, 9]), rule)


def test_fractions_must_be_marked_approximate() -> None:
    with pytest.raises(DisclosureError, match="not marked approximate"):
        release(build_cube([0.5, 9]), POLICE)


def test_a_parent_that_differs_between_cubes_is_refused() -> None:
    district = build_dimension("district", 2)
    one = build_dimension("lsoa", 2, parent=district, parents=("district000", "district001"))
    two = build_dimension("lsoa", 2, parent=district, parents=("district001", "district000"))
    cubes = [build_cube([9, 9], [one], id="a"), build_cube([9, 9], [two], id="b")]
    with pytest.raises(DisclosureError, match="two different categories"):
        release_together(cubes, POLICE)


def build_statistic(value: float, n: float) -> Statistic:
    return Statistic("share", value, value / 2, value * 2, n, "percent", HOW)


def test_a_statistic_over_many_events_keeps_three_figures() -> None:
    shown = release_statistic(build_statistic(12.3456, 1_003), HOSPITAL, least_n=10).value
    assert (shown.value, shown.low, shown.high, shown.n) == (12.3, 6.17, 24.7, 1_005)


@pytest.mark.parametrize(("n", "parts"), [(9, ()), (188, (4, 184)), (188, (184, 4))])
def test_a_statistic_that_gives_a_small_count_away_is_withheld(
    n: float, parts: tuple[float, ...]
) -> None:
    """4 of 188 is 2.13 %, and 2.13 % of 188 is 4 again."""
    shown = release_statistic(build_statistic(2.13, n), POLICE, least_n=10, parts=parts).value
    assert np.isnan([shown.value, shown.low, shown.high, shown.n]).all()
    assert "Withheld" in shown.provenance.cautions[-1]


def test_a_statistic_is_exact_under_a_rule_that_hides_nothing() -> None:
    shown = release_statistic(build_statistic(12.3456, 30), EVERYTHING, least_n=10).value
    assert shown == build_statistic(12.3456, 30)


def test_what_was_published_before_is_restored_as_it_was() -> None:
    assert restored({"a": 1}, profile="police").value == {"a": 1}


def test_a_release_without_small_counts_never_loads_scipy() -> None:
    """Loading it takes most of a second."""
    script = "import sys, headwater.core.disclosure; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_rounding_hides_fewer_neighbours_than_exact_counts_do() -> None:
    counts = np.array([[3, 30, 41], [52, 24, 35]])
    exact, rounded = (release(build_cube(counts), r).value.hidden for r in (POLICE, ROUNDED))
    assert rounded < exact

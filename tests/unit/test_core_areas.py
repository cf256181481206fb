"""Codes know their level, and counts keep their total when they move to new areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.core.areas import Change, Level, Link, crosswalk, level_of
from headwater.core.errors import NotFoundError, UsageError


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("E01017543", Level.LSOA),
        ("W01000001", Level.LSOA),
        ("E06000031", Level.LAD),
        ("E22000017", Level.CSP),
        ("W14000001", Level.CSP),
        ("E23000023", Level.PFA),
        ("Z99P00001", Level.PFA),
        ("Z99L00001", Level.LSOA),
    ],
)
def test_a_code_says_what_kind_of_area_it_is(code: str, level: Level) -> None:
    assert level_of(code) is level


@pytest.mark.parametrize("code", ["", "Cambridgeshire", "E0101754", "e01017543", "E99000001"])
def test_what_is_not_a_code_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match=rf"\[{code}\]"):
        level_of(code)


REGISTER = (
    Link("same", "same", Change.UNCHANGED),
    Link("left", "joined", Change.MERGED),
    Link("right", "joined", Change.MERGED),
    Link("whole", "north", Change.SPLIT),
    Link("whole", "south", Change.SPLIT),
)


def test_unchanged_and_merged_areas_carry_over_exactly() -> None:
    walk = crosswalk(REGISTER, residents={"north": 1, "south": 1})
    assert walk.carry({"same": 2, "left": 3, "right": 4}) == ({"same": 2.0, "joined": 7.0}, 0.0)


def test_a_split_area_is_shared_out_by_residents_and_said_to_be_an_estimate() -> None:
    walk = crosswalk(REGISTER, residents={"north": 1_500, "south": 500})
    assert walk.carry({"whole": 8}) == ({"north": 6.0, "south": 2.0}, 8.0)


def test_a_split_area_with_no_residents_known_is_shared_equally() -> None:
    assert crosswalk(REGISTER, residents={}).carry({"whole": 8})[0] == {"north": 4.0, "south": 4.0}


def test_an_unknown_code_says_which_lookup_is_missing() -> None:
    with pytest.raises(NotFoundError, match=r"\[elsewhere\].*Load the lookup"):
        crosswalk(REGISTER, residents={}).carry({"elsewhere": 1})


@given(
    counts=st.dictionaries(st.sampled_from([link.old for link in REGISTER]), st.integers(0, 999)),
    residents=st.dictionaries(st.sampled_from(["north", "south"]), st.integers(0, 5_000)),
    order=st.permutations(REGISTER),
)
def test_totals_are_kept_whatever_the_residents_and_the_order(
    counts: dict[str, int], residents: dict[str, int], order: list[Link]
) -> None:
    carried, estimated = crosswalk(order, residents=residents).carry(counts)
    assert sum(carried.values()) == pytest.approx(sum(counts.values()))
    assert estimated == pytest.approx(counts.get("whole", 0))
    again, _ = crosswalk(REGISTER, residents=residents).carry(counts)
    assert np.allclose(sorted(carried.values()), sorted(again.values()))

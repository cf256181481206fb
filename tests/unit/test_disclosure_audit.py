"""The attack finds what can be worked out, in one release and across several."""

from dataclasses import replace

import numpy as np
import pytest

from builders.disclosure import HOSPITAL, POLICE, Rule, build_cube, build_dimension
from headwater.core.counts import CountCube, ReleasedCube
from headwater.core.disclosure import release
from headwater.core.disclosure.audit import (
    Attacker,
    Cell,
    Link,
    Publication,
    check_unrecoverable,
    intervals,
    recoverable,
)
from headwater.core.errors import DisclosureError

NO_SECOND = Rule("no_second", 1, 4, secondary=False)


def hide_only_small(cube: CountCube, *, label: str = "now", rule: Rule = POLICE) -> Publication:
    """What a publisher who forgets secondary suppression would print."""
    plain = replace(rule, secondary=False)
    return Publication(label, (release(cube, plain).value,), rule)


def place(label: str, **at: str) -> Cell:
    return Cell(label, "events", frozenset(at.items()))


def test_a_single_hidden_count_in_a_row_is_recovered_exactly() -> None:
    (found,) = recoverable([hide_only_small(build_cube([3, 9, 40]))])
    assert (found.low, found.high, found.is_exact) == (3, 3, True)
    assert found.cell == place("now", x="x000")


def test_a_narrow_interval_counts_as_recovered() -> None:
    """1 + 2 = 3 hides neither: each is one or two."""
    found = recoverable([hide_only_small(build_cube([1, 2, 40]))])
    assert [(i.low, i.high) for i in found] == [(1, 2), (1, 2)]


def test_knowing_the_rule_narrows_the_interval() -> None:
    published = [hide_only_small(build_cube([1, 2, 40]))]
    without = intervals(published, attacker=Attacker.ARITHMETIC)
    knowing = intervals(published, attacker=Attacker.RULE)
    assert [(i.low, i.high) for i in without] == [(0, 3), (0, 3)]
    assert [(i.low, i.high) for i in knowing] == [(1, 2), (1, 2)]


def test_no_upper_limit_is_infinite() -> None:
    found = intervals([hide_only_small(build_cube([2]))])
    assert {i.high for i in found} == {np.inf}


def test_intervals_may_be_asked_for_some_cells_only() -> None:
    published = [hide_only_small(build_cube([1, 2, 40]))]
    (found,) = intervals(published, cells=[place("now", x="x001")])
    assert found.cell == place("now", x="x001")


def test_rounded_totals_leave_the_attacker_half_the_base() -> None:
    """30 is 28 to 32, 40 is 38 to 42, 75 is 73 to 77: 73-74 to 77-66 leaves 1 to 11."""
    published = hide_only_small(build_cube([5, 30, 40]), rule=HOSPITAL)
    (found,) = intervals([published])
    assert (found.low, found.high) == (1, 11)


def test_a_rule_without_secondary_suppression_is_judged_only_when_asked() -> None:
    published = Publication("now", (release(build_cube([3, 9]), NO_SECOND).value,), NO_SECOND)
    assert recoverable([published]) == ()
    assert len(recoverable([published], width=1)) == 1


def test_the_gate_names_the_table_and_never_the_cell() -> None:
    with pytest.raises(DisclosureError, match=r"\[1\] hidden counts .*\[events by x\]") as caught:
        check_unrecoverable([hide_only_small(build_cube([3, 9, 40]))])
    assert "x000" not in str(caught.value)


def test_the_gate_lets_a_proper_release_through() -> None:
    cube = release(build_cube([[3, 9, 40], [12, 8, 2]]), POLICE).value
    check_unrecoverable([Publication("now", (cube,), POLICE)])


def test_tables_that_contradict_each_other_are_refused() -> None:
    cube = release(build_cube([3, 9, 40, 7]), POLICE).value
    broken = replace(cube, margins={**cube.margins, (): np.array(10.0)})
    with pytest.raises(DisclosureError, match="contradict each other"):
        recoverable([Publication("now", (broken,), POLICE)])


def test_two_safe_releases_can_give_a_count_away_together() -> None:
    """Last month's edition of the same counts hid other cells."""
    area = build_dimension("x", 4)
    earlier = _with_blanks(build_cube([3, 9, 40, 7], [area]), 0, 1)
    later = _with_blanks(build_cube([3, 9, 40, 7], [area]), 0, 3)
    editions = [Publication("earlier", (earlier,), POLICE), Publication("later", (later,), POLICE)]
    assert recoverable(editions) == ()
    same = [
        Link(((place("earlier", x=code), 1.0), (place("later", x=code), -1.0)))
        for code in area.codes
    ]
    assert {i.low for i in recoverable(editions, same)} == {3.0, 7.0, 9.0}


def test_rolling_years_that_share_eleven_months_give_a_month_away() -> None:
    """Twelve months to May, and to June: the difference is June less the June before.

    A reader who has the earlier June from elsewhere learns the later one, which is small.
    """
    may = release(build_cube([30, 40]), POLICE).value
    june = release(build_cube([33, 40]), POLICE).value
    editions = [Publication("may", (may,), POLICE), Publication("june", (june,), POLICE)]
    new_month, old_month = place("month", x="new"), place("month", x="old")
    rolling = Link(
        (
            (place("june", x="x000"), 1.0),
            (place("may", x="x000"), -1.0),
            (new_month, -1.0),
            (old_month, 1.0),
        )
    )
    assert recoverable(editions, [rolling]) == ()
    known = Link(((old_month, 1.0),), equals=1.0)
    found = recoverable(editions, [rolling, known])
    assert [(i.cell, i.low, i.high) for i in found if i.cell == new_month] == [(new_month, 4, 4)]


def test_publications_need_labels_that_differ() -> None:
    cube = release(build_cube([9, 9]), POLICE).value
    twice = Publication("now", (cube,), POLICE)
    with pytest.raises(DisclosureError, match="same label"):
        recoverable([twice, twice])


def _with_blanks(cube: CountCube, *blanks: int) -> ReleasedCube:
    shown = release(build_cube(cube.counts + 100, cube.dimensions), POLICE).value
    inner = cube.counts.copy()
    inner[list(blanks)] = np.nan
    return replace(shown, margins={("x",): inner, (): np.asarray(cube.counts.sum())})

"""Maps shade what is known and hatch what is not."""

import doctest
import math
import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.editions import areas_table, build_edition, outlines
from headwater.core.errors import NotFoundError
from headwater.core.marks import NOT_AVAILABLE
from headwater.reporting import maps
from headwater.reporting.palette import PLAIN

EDITION = build_edition()
MAP = EDITION.maps["rate-map"]


def test_every_area_is_drawn_once_with_its_value_or_mark() -> None:
    drawn = maps.draw(MAP, areas_table(6), EDITION.outlines)
    assert len(re.findall("<title>", drawn.svg)) == 36
    assert sum(each.areas for each in drawn.legend) == 36


def test_hidden_areas_are_hatched_and_named_in_the_legend() -> None:
    drawn = maps.draw(MAP, areas_table(6), EDITION.outlines)
    hidden = [each for each in drawn.legend if not each.colour]
    assert [each.words for each in hidden] == ["[c] hidden to protect people"]
    assert 'fill="url(#hatch)"' in drawn.svg


def test_an_area_the_table_does_not_have_is_not_available() -> None:
    table = areas_table(6)
    fewer = type(table)(**{**_fields(table), "rows": table.rows[1:]})
    drawn = maps.draw(MAP, fewer, EDITION.outlines)
    assert "[x] not available" in [each.words for each in drawn.legend]


def test_a_map_that_says_what_other_areas_are_draws_them_plain() -> None:
    table = areas_table(6)
    one = type(table)(**{**_fields(table), "rows": table.rows[:1]})
    drawn = maps.draw(replace(MAP, plain="no alert"), one, EDITION.outlines)
    assert [(each.words, each.areas) for each in drawn.legend][-1] == ("no alert", 35)
    assert len(drawn.legend) == 2
    at = table.position(MAP.value)
    unknown = tuple((*row[:at], NOT_AVAILABLE, *row[at + 1 :]) for row in table.rows[:4])
    beside = type(table)(**{**_fields(table), "rows": unknown})
    greyed = maps.draw(replace(MAP, plain="no alert"), beside, EDITION.outlines)
    assert [(each.words, each.areas) for each in greyed.legend] == [
        ("[x] not available", 4),
        ("no alert", 32),
    ]
    assert f'fill="{PLAIN}"' in drawn.svg
    assert 'fill="url(#hatch)"' not in drawn.svg


def circles_of(side: int) -> list[tuple[float, ...]]:
    """Where the first two areas of a square county and its last stand out: across, down, radius."""
    table = areas_table(side)
    few = replace(table, rows=(table.rows[0], table.rows[1], table.rows[-1]))
    svg = maps.draw(replace(MAP, plain="no alert"), few, outlines(side)).svg
    found = dict.fromkeys(re.findall(r'<circle cx="(.+?)" cy="(.+?)" r="(.+?)"/>', svg))
    assert bool(found) == (maps.CIRCLED in svg)
    return [tuple(float(each) for each in one) for one in found]


def test_small_areas_that_stand_out_are_circled_and_those_side_by_side_together() -> None:
    last, first_two = circles_of(30)
    assert last[2] < first_two[2] < 2 * last[2]


@pytest.mark.parametrize("place", range(0, 900, 90))
def test_no_name_is_written_over_what_is_circled(place: int) -> None:
    table = areas_table(30)
    one = replace(table, rows=(table.rows[place],))
    svg = maps.draw(replace(MAP, plain="no alert"), one, outlines(30)).svg
    circle = re.search(r'<circle cx="(.+?)" cy="(.+?)" r="(.+?)"/>', svg)
    assert circle is not None
    across, down, radius = (float(each) for each in circle.groups())
    for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)">', svg.split("map-label")[1]):
        assert math.hypot(float(x) - across, float(y) - 5 - down) > radius


def test_areas_that_are_seen_without_a_circle_have_none() -> None:
    assert circles_of(6) == []


def test_a_map_that_shades_every_area_has_no_circles() -> None:
    assert "<circle" not in maps.draw(MAP, areas_table(6), EDITION.outlines).svg


CIRCLES = st.lists(
    st.tuples(st.floats(0, 600), st.floats(0, 600), st.floats(20, 48)), min_size=1, max_size=25
)


@given(CIRCLES)
def test_joined_circles_hold_all_and_touch_no_other(circles: list[maps.Circle]) -> None:
    joined = maps._joined(circles)
    for x, y, radius in circles:
        assert any(
            math.hypot(x - at, y - down) + radius <= around + 1e-6 for at, down, around in joined
        )
    for one, other in combinations(joined, 2):
        assert maps._gap(one, other) >= 0


def test_the_worked_examples_are_right() -> None:
    assert doctest.testmod(maps).failed == 0


def test_the_same_map_has_the_same_bytes() -> None:
    one, other = (maps.draw(MAP, areas_table(6), EDITION.outlines).svg for _ in range(2))
    assert one == other


def test_a_map_without_outlines_says_what_is_missing() -> None:
    with pytest.raises(NotFoundError, match="needs the edition to carry"):
        maps.draw(MAP, areas_table(6), ())


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=80))
def test_no_class_is_empty(values: list[float]) -> None:
    limits = maps.class_limits(values, diverging=False)
    places = {sum(value > limit for limit in limits) for value in values}
    assert places == set(range(len(limits) + 1))


def _fields(table: object) -> dict[str, object]:
    return {name: getattr(table, name) for name in table.__slots__}  # type: ignore[attr-defined]

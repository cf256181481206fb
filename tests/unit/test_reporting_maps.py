"""Maps shade what is known and hatch what is not."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.editions import areas_table, build_edition
from headwater.core.counts import NOT_AVAILABLE
from headwater.core.errors import NotFoundError
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

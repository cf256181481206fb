"""Readings are exactly what was released: values, marks, periods, comparisons."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from builders.editions_web import AT
from builders.indicators import (
    DISTRICTS,
    HIDDEN,
    NEXT_YEAR,
    edition_with_indicators,
    plain_with_indicators,
)
from headwater import rulebook
from headwater.web.editions import indicator_maps, indicator_pages, indicator_words
from headwater.web.editions.indicator_files import csv_text, json_value, record
from headwater.web.editions.indicators import (
    comparison_value,
    held_indicators,
    loads_of,
    one_a_period,
    shelf,
)
from headwater.web.editions.models import Edition, Status
from headwater.web.editions.rules.change import Course

pytestmark = pytest.mark.django_db
PUBLIC = rulebook.indicator("public-violence")
NEET = rulebook.indicator("not-in-education-or-work")
NEAR = rulebook.indicator("public-violence-neighbourhood")


def test_a_reading_is_the_row_of_the_table() -> None:
    edition = edition_with_indicators()
    found = shelf([edition], [PUBLIC])
    reading = found.at(PUBLIC, edition, "Z99D00007")
    row = edition.tables.get(slug="where-districts").rows[2]
    assert reading is not None
    assert [
        reading.area_code,
        reading.area_name,
        reading.numerator,
        reading.denominator,
        reading.value,
        reading.low,
        reading.high,
        reading.compared,
    ] == row
    assert reading.figure == "where-districts:Z99D00007:rate"
    assert (reading.first, reading.last) == (edition.first_month, edition.last_month)


def test_a_hidden_number_stays_a_mark_everywhere() -> None:
    edition = edition_with_indicators()
    found = shelf([edition], [PUBLIC])
    hidden = found.at(PUBLIC, edition, "Z99D00002")
    assert hidden is not None
    assert (hidden.value, hidden.number, hidden.interval) == (HIDDEN, None, None)
    assert record(hidden)["value"] == HIDDEN
    values = {each["area_code"]: each for each in json_value(PUBLIC, [hidden])["values"]}
    assert values["Z99D00002"]["value"] is None
    assert "hidden to protect people" in str(values["Z99D00002"]["flag"])
    assert f",{HIDDEN},40000,{HIDDEN},{HIDDEN},{HIDDEN}," in csv_text([hidden])
    feature = next(
        each
        for each in indicator_maps.geojson(found.readings(PUBLIC, edition), links={})["features"]
        if each["id"] == "Z99D00002"
    )
    assert feature["properties"]["value"] is None
    assert feature["properties"]["class"] == 0


def test_the_whole_area_comes_from_its_own_table_and_is_set_beside() -> None:
    edition = edition_with_indicators()
    found = shelf([edition], [PUBLIC])
    whole = found.whole(PUBLIC, edition)
    assert whole is not None
    assert (whole.area_code, whole.value) == (edition.area_code, 36)
    reading = found.at(PUBLIC, edition, "Z99D00001")
    assert reading is not None
    assert comparison_value(reading, whole) == (36, "Loamshire as a whole")


def test_a_published_benchmark_comes_before_the_whole_area() -> None:
    edition = edition_with_indicators()
    reading = shelf([edition], [NEET]).at(NEET, edition, "Z99D00001")
    assert reading is not None
    assert comparison_value(reading, None) == (6.1, "Loamshire")
    assert (reading.period, reading.first) == ("2024/25", date(2024, 4, 1))


def test_what_a_table_does_not_hold_is_absent_and_not_nought() -> None:
    edition = edition_with_indicators()
    reading = shelf([edition], [NEET]).at(NEET, edition, "Z99D00001")
    assert reading is not None
    assert (reading.numerator, reading.denominator) == (None, None)


def test_an_edition_without_the_table_has_no_reading() -> None:
    edition = edition_with_indicators()
    core = rulebook.indicator("serious-violence-core")
    found = shelf([edition], [core])
    assert found.readings(core, edition) == ()
    assert not found.holds(core)
    assert core not in held_indicators(found)


def test_a_series_has_each_period_once_earliest_first() -> None:
    first = edition_with_indicators()
    second = edition_with_indicators(tables={"times": 1.5}, **NEXT_YEAR)
    editions = one_a_period([first, second])
    series = shelf(editions, [PUBLIC]).series(PUBLIC, "Z99D00007")
    assert [each.value for each in series] == [42, 63]
    # A published indicator of one year that two editions repeat is one point, not two.
    repeated = shelf(editions, [NEET]).series(NEET, "Z99D00001")
    assert [each.period for each in repeated] == ["2024/25"]


def test_a_locked_edition_is_believed_before_a_draft_and_a_later_before_an_earlier() -> None:
    locked = edition_with_indicators()
    draft = edition_with_indicators(status=Status.DRAFT)
    assert one_a_period([draft, locked]) == (locked,)
    later = edition_with_indicators()
    Edition.objects.filter(pk=later.pk).update(made_at=AT + timedelta(days=1))
    later.refresh_from_db()
    assert one_a_period([locked, later]) == (later,)


def test_a_rise_beyond_chance_is_said_and_a_small_one_is_not() -> None:
    first = edition_with_indicators()
    for times, expected in ((1.5, Course.HIGHER), (1.01, Course.UNCLEAR), (0.5, Course.LOWER)):
        second = edition_with_indicators(tables={"times": times}, **NEXT_YEAR)
        series = shelf(one_a_period([first, second]), [PUBLIC]).series(PUBLIC, "Z99D00007")
        found, words = indicator_words.course_words(series)
        assert found is expected
        assert first.period_words in words
        second.delete()


def test_numbers_counted_another_way_are_not_compared() -> None:
    first = edition_with_indicators()
    second = edition_with_indicators(
        tables={"times": 2.0, "definition": "definition public_proxy v2"}, **NEXT_YEAR
    )
    series = shelf(one_a_period([first, second]), [PUBLIC]).series(PUBLIC, "Z99D00007")
    assert len(series) == 2
    assert indicator_words.course_of(series) is Course.UNKNOWN


def test_periods_that_overlap_are_not_compared() -> None:
    first = edition_with_indicators()
    half: dict[str, Any] = {
        "first_month": date(2025, 3, 1),
        "last_month": date(2026, 2, 1),
        "period_words": "x",
    }
    second = edition_with_indicators(tables={"times": 2.0}, **half)
    series = shelf(one_a_period([first, second]), [PUBLIC]).series(PUBLIC, "Z99D00007")
    assert len(indicator_words.comparable(series)) == 1


def test_the_loads_of_a_reading_are_found() -> None:
    edition = edition_with_indicators()
    reading = shelf([edition], [PUBLIC]).at(PUBLIC, edition, "Z99D00007")
    assert reading is not None
    assert [each.key for each in loads_of([reading])] == ["load-5f0c2a91"]


def test_every_area_has_a_place_with_its_level_and_parent() -> None:
    edition = edition_with_indicators()
    found = shelf([edition], rulebook.indicators())
    places = {each.code: each for each in indicator_pages.places(found, rulebook.indicators())}
    assert places["Z99P00001"].level == "whole area"
    assert places["Z99D00001"].level == "district"
    assert (places["Z99L00003"].level, places["Z99L00003"].parent) == (
        "neighbourhood",
        "Thimblewick",
    )


def test_classes_of_a_map_hold_about_as_many_areas_and_part_no_equals() -> None:
    edition = edition_with_indicators()
    readings = shelf([edition], [NEAR]).readings(NEAR, edition)
    bands = indicator_maps.bands(readings)
    assert [each.areas for each in bands] == [6, 6, 6, 6, 6]
    assert all(a.most < b.least for a, b in pairwise(bands))
    assert len({each.colour for each in bands}) == 5


def test_few_areas_make_few_classes_and_none_without_numbers() -> None:
    edition = edition_with_indicators()
    readings = shelf([edition], [PUBLIC]).readings(PUBLIC, edition)
    assert [each.areas for each in indicator_maps.bands(readings)] == [1, 1]
    assert indicator_maps.bands(readings[1:2]) == ()


def test_the_map_draws_every_district_and_hatches_the_hidden_one() -> None:
    edition = edition_with_indicators()
    page = indicator_pages.shown(shelf([edition], [PUBLIC]), PUBLIC)
    svg = indicator_pages.map_svg(page)
    assert svg.count("<path") == len(DISTRICTS)
    assert svg.count("url(#none)") == 1
    assert "Candlemere: [c]" in svg


def test_a_class_number_stands_inside_its_area_however_bent_it_is() -> None:
    # A horseshoe open to the left: the middle of its box lies in the gap.
    horseshoe = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 7], [7, 7], [7, 2], [0, 2], [0, 0]]
    frame = indicator_maps.Frame(west=0, north=9, across=10, down=10, height=100)
    x, _, wide = frame.middle(horseshoe)
    assert frame.place([7, 0])[0] < x < frame.place([9, 0])[0]
    assert wide == 20


def test_stored_editions_keep_the_tables_the_tests_rely_on() -> None:
    assert {"where-districts", "why-indicators"} <= plain_with_indicators()["tables"].keys()

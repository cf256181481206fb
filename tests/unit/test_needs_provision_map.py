"""The gap map equals an example worked by hand, cell by cell, and says how it was reached."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders.provision import (
    AREA,
    LAT,
    PERIOD,
    County,
    Row,
    build_full_offer,
    build_lake,
    build_service,
    district_code,
    lon_of,
    small_area_code,
)
from headwater.core.editions import Edition, Table
from headwater.core.errors import UsageError
from headwater.pipelines.gaps import OwnDirectory, build_gap_map

HERE = (district_code(0), "15-17", "mentoring")


def mapped(tmp_path: Path, *services: Row, **changes: Any) -> Edition:
    county = County(districts=1, services=list(services)).but(**changes)
    return build_gap_map(build_lake(tmp_path, county), area=AREA, period=PERIOD)


def table(edition: Edition, name: str) -> Table:
    return edition.tables[name].value


def row(
    edition: Edition, name: str, key: tuple[str, ...] = HERE, *, at: int = 0
) -> Mapping[str, Any]:
    found = table(edition, name)
    rows = [each for each in found.rows if each[: len(key)] == key]
    return {column.key: value for column, value in zip(found.columns, rows[at], strict=True)}


def young(number: int = 1, **given: Any) -> Row:
    """A service of mentoring for ages 15 to 17 in the district's first neighbourhood."""
    point = {"lon": lon_of(0), "lat": LAT, "area_code": None}
    return build_service(number=number, minimum_age=15, maximum_age=17, **{**point, **given})


def test_the_map_is_the_example_of_the_explanation_worked_by_hand(tmp_path: Path) -> None:
    # Four neighbourhoods 687 m apart in a row. Service 1 (6 places, at the first) reaches 1 km:
    # the first two. Service 2 (4 places, at the first) reaches 3 km: all four.
    #
    # Need in the middle: 576 records a year have Byar's limits 529.9 and 625.0, whose middle is
    # 577.5; 3.5 % of residents are 15 to 17, so 20.2 are affected, and 37.5 % of them would be
    # offered mentoring: 7.579, or 1.895 in each neighbourhood.
    # Service 1: 6 / (2 x 1.895) = 1.583 places to each unit of need. Service 2: 4 / 7.579 = 0.528.
    # So the first two get 2.111, the last two 0.528: 2.111 x 3.790 + 0.528 x 3.790 = 10 places.
    # Coverage 10 / 7.579 = 1.319. Without a place: the last two, 3.790 x (1 - 0.528) = 1.789.
    edition = mapped(
        tmp_path,
        young(1, capacity_per_year=6, reach_km=1.0, cost_per_start=1_000.0),
        young(2, capacity_per_year=4, reach_km=3.0, cost_per_start=1_500.0),
    )
    cell = row(edition, "gaps-cells")
    assert cell["places"] == 10
    assert cell["coverage"] == pytest.approx(1.319, abs=0.005)
    assert cell["unmet"] == pytest.approx(100 * 1.789 / 7.579, abs=0.3)
    first, second = (row(edition, "gap-offers", at=at) for at in (0, 1))
    assert [first["given"], second["given"]] == [6, 4]
    assert [first["reached"], second["reached"]] == [50, 100]
    # Least: need 529.9 x 0.035 x 0.25 = 4.637; the last two have 2.318 less 4 x 2.318/4.637 = 2.
    # Most: need 625.0 x 0.035 x 0.5 = 10.94; the last two have 5.469 less 2 = 3.469; the first
    # two have 8 places for 5.469.
    shut = row(edition, "gap-map")
    assert shut["missing_low"] == pytest.approx(0.318, abs=0.05)
    assert shut["missing_high"] == pytest.approx(3.469, abs=0.05)
    assert [shut["start_low"], shut["start_high"]] == [1_000, 1_500]
    assert shut["cost_low"] == pytest.approx(318, abs=20)
    assert shut["cost_high"] == pytest.approx(3.469 * 1_500, abs=20)
    # From 8 + 2 places over 10.94 to 10 over 4.637: thin is not in it, so it is covered.
    assert cell["coverage_low"] == pytest.approx(10 / 10.94, abs=0.005)
    assert (cell["class"], shut["class"]) == ("covered", "covered")


def test_no_service_is_a_gap_and_nobody_knows_what_closing_costs(tmp_path: Path) -> None:
    sport = build_service(need_type="sport", cost_per_start=200.0)
    edition = mapped(tmp_path, sport)
    shut = row(edition, "gap-map")
    assert (shut["class"], shut["types"]) == ("gap", "too few places")
    assert (shut["cost_low"], shut["cost_high"], shut["cost_from"]) == ("[x]", "[x]", "not known")


def test_the_cost_of_an_empty_cell_is_known_from_the_kind_elsewhere(tmp_path: Path) -> None:
    offer = [
        each
        for each in build_full_offer(2, without=(0, "mentoring", 15, 17))
        if each["need_type"] == "mentoring"
    ]
    edition = mapped(tmp_path, *offer, districts=2)
    shut = row(edition, "gap-map")
    assert (shut["class"], shut["types"]) == ("gap", "out of reach")
    assert shut["cost_from"] == "services of this kind in the area"
    assert shut["cost_low"] == pytest.approx(shut["missing_low"] * 500, abs=50)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"capacity_per_year": 1}, "gap"),
        ({"capacity_per_year": 4}, "thin"),
        ({"capacity_per_year": 40}, "covered"),
        ({"capacity_per_year": 40, "assured_on": date(2024, 1, 1)}, "unknown"),
        ({"capacity_per_year": 1, "assured_on": None}, "unknown"),
        ({"capacity_per_year": None}, "unknown"),
    ],
)
def test_a_cell_has_one_class_and_is_unknown_where_nothing_is_sure(
    tmp_path: Path, given: Row, found: str
) -> None:
    edition = mapped(tmp_path, young(**given, reach_km=9.0))
    assert row(edition, "gap-map")["class"] == found
    assert ("not known" in row(edition, "gap-map")["types"]) is (found == "unknown")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"reach_km": 0.5}, "out of reach"),
        ({"capacity_per_year": 3}, "too few places"),
        ({"sex": "male"}, "girls"),
        ({"send_friendly": False}, "special educational needs"),
        ({"evenings": False, "weekends": False}, "evenings and weekends"),
        ({"url": None}, "no way in"),
        ({"approach": "boot_camps"}, "weak evidence"),
        ({"approach": "arts_programmes"}, "weak evidence"),
        ({"funded_until": date(2025, 12, 1)}, "ends soon"),
        ({"assured_on": None}, "not known"),
    ],
)
def test_each_kind_of_gap_is_named(tmp_path: Path, given: Row, kind: str) -> None:
    usual = {"reach_km": 9.0, "capacity_per_year": 60}
    edition = mapped(tmp_path, young(**{**usual, **given}))
    assert kind in row(edition, "gap-map")["types"].split("; ")


@pytest.mark.parametrize("approach", [None, "mentoring", "parenting_programmes", "our_own"])
def test_silence_about_evidence_is_no_weak_evidence(tmp_path: Path, approach: str | None) -> None:
    edition = mapped(tmp_path, young(approach=approach))
    assert "weak evidence" not in row(edition, "gap-map")["types"]


def ways(*minutes: float, to: str) -> dict[str, list[Row]]:
    return {
        "travel_times": [
            {"from_area": small_area_code(0, n), "to_place": to, "minutes": each, "mode": mode}
            for n, each in enumerate(minutes)
            for mode in ("walking",)
        ]
    }


def test_a_travel_time_says_whom_a_service_reaches_instead_of_distance(tmp_path: Path) -> None:
    # By distance the third is 1.4 km off, inside 3 km, and the second too.
    extra = ways(0, 45, 20, to="s1")
    edition = mapped(tmp_path, young(), extra=extra)
    offer = row(edition, "gap-offers")
    assert offer["reach"] == "up to 30 minutes of travel"
    assert offer["reached"] == 50
    assert offer["minutes"] == pytest.approx((0 + 45 + 20) / 3, abs=0.1)
    about = {each[0]: each[2] for each in table(edition, "gap-about").rows}
    assert str(about["reach"]).startswith("Travel time of up to 30 minutes for 1 of 1 services")


def test_a_service_is_found_in_the_table_by_the_neighbourhood_it_stands_in(tmp_path: Path) -> None:
    extra = ways(5, 29, 31, to=small_area_code(0, 0))
    offer = row(mapped(tmp_path, young(), extra=extra), "gap-offers")
    assert (offer["reach"], offer["reached"]) == ("up to 30 minutes of travel", 50)


def test_a_service_that_the_table_lacks_is_reached_by_distance(tmp_path: Path) -> None:
    edition = mapped(tmp_path, young(), extra=ways(5, 5, to="another"))
    assert row(edition, "gap-offers")["reach"] == "3 km in a straight line, as it states none"
    about = {each[0]: each[2] for each in table(edition, "gap-about").rows}
    assert "No travel times were loaded" in str(about["reach"])


def test_a_neighbourhood_differs_by_what_it_can_reach_and_shows_no_count(tmp_path: Path) -> None:
    edition = mapped(tmp_path, young(reach_km=1.0, capacity_per_year=60))
    near = table(edition, "gap-reach")
    assert {column.key for column in near.columns} == {
        "area_code", "area_name", "district", "combinations", "reached", "gap", "covered"
    }  # fmt: skip
    reached = [each[4] for each in near.rows]
    assert reached == [pytest.approx(100 / 23, abs=0.1)] * 2 + [0, 0]


def test_the_partnerships_own_directory_takes_the_place_of_the_loaded_one(tmp_path: Path) -> None:
    lake = build_lake(tmp_path, County(districts=1, services=[young()]))
    given = OwnDirectory(
        "The service directory of Loamshire",
        date(2026, 3, 10),
        [young(name="Newly entered", assured_on=date(2026, 3, 1))],
    )
    edition = build_gap_map(lake, area=AREA, period=PERIOD, directory=given)
    about = {each[0]: each[2] for each in table(edition, "gap-about").rows}
    assert (about["supply"], about["is_own"]) == ("The service directory of Loamshire", "yes")
    assert about["as_of"] == "2026-03-10"
    assert row(edition, "gap-offers")["name"] == "Newly entered"
    (load,) = [each for key, each in edition.loads.items() if key.startswith("directory-")]
    assert load.rows == 1
    made = next(c for c in table(edition, "gap-offers").columns if c.key == "given").provenance
    assert made is not None
    assert load.id in made.loads
    assert set(made.expressions) <= set(edition.expressions)


def test_without_a_directory_there_is_no_map_and_the_sentence_says_what_to_load(
    tmp_path: Path,
) -> None:
    with pytest.raises(UsageError, match="Load one"):
        mapped(tmp_path)


def test_the_chapter_says_that_ways_are_not_known_only_where_they_are_not(tmp_path: Path) -> None:
    for name, extra, is_told in (("far", {}, True), ("timed", ways(5, to="s1"), False)):
        folder = tmp_path / name
        folder.mkdir()
        edition = mapped(folder, young(), extra=extra)
        told = [block.text for chapter in edition.chapters for block in chapter.blocks]
        assert any("How far services are by bus" in text for text in told) is is_told
        assert any("n which languages they work and whether" in text for text in told)

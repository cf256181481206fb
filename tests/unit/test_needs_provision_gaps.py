"""Need beside places: planted holes are found, and nothing is found where nothing is missing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from builders.provision import (
    AGES,
    LAT,
    County,
    Found,
    Row,
    build_full_offer,
    build_lake,
    build_service,
    district_code,
    hidden_everywhere,
    lon_of,
    look_at,
)
from headwater.analysis.needs.chapters import gaps
from headwater.analysis.needs.drafting import Draft
from headwater.core.counts import CountCube, Dimension
from headwater.core.editions import BlockKind, Table
from headwater.core.provenance import Provenance


def see(tmp_path: Path, county: County) -> Found:
    return look_at(build_lake(tmp_path, county))


def drafted(found: Found) -> Draft:
    draft = Draft()
    gaps.compose(found.view, found.services, draft)
    return draft


def cell(draft: Draft, district: int, age: str, kind: str) -> dict[str, object]:
    table: Table = draft.tables["gaps-cells"].value
    wanted = (district_code(district), age, kind)
    (row,) = [row for row in table.rows if row[:3] == wanted]
    return {column.key: value for column, value in zip(table.columns, row, strict=True)}


@pytest.mark.parametrize(
    ("hole", "words"),
    [
        ((1, "mentoring", 15, 17), "mentoring for ages 15 to 17 in Brinmouth"),
        ((2, "substance_misuse", 18, 24), "drug and alcohol support for ages 18 to 24 in Carrow"),
        ((0, "family_support", 10, 14), "family support for ages 10 to 14 in Alderby"),
    ],
)
def test_a_planted_hole_is_found_and_nothing_else(
    tmp_path: Path, hole: tuple[int, str, int, int], words: str
) -> None:
    found = see(tmp_path, County(services=build_full_offer(3, without=hole)))
    draft = drafted(found)
    assert draft.findings["gaps.local"].sentence.startswith(f"No service offers {words}, though")
    district, kind, low, high = hole
    assert cell(draft, district, f"{low}-{high}", kind)["class"] == "gap"
    assert draft.tables["gaps-classes"].value.rows[0][3] == 1
    others = set(draft.findings) - {"provision.classes", "gaps.local", "gaps.age_cliff"}
    assert not others


def test_nothing_is_found_where_nothing_is_missing(tmp_path: Path) -> None:
    draft = drafted(see(tmp_path, County(services=build_full_offer(3))))
    assert set(draft.findings) == {"provision.classes"}
    assert draft.tables["gaps-classes"].value.rows[0][2:] == (69, 0, 0, 0, 0, 69, 0)


def test_help_that_no_district_has_is_told_apart_from_a_local_hole(tmp_path: Path) -> None:
    offer = [row for row in build_full_offer(3) if row["need_type"] != "employment"]
    draft = drafted(see(tmp_path, County(services=offer)))
    assert draft.findings["gaps.everywhere"].sentence == (
        "No district of Loamshire has help into work for ages 15 to 17 and help into work for "
        "ages 18 to 24."
    )
    assert "gaps.local" not in draft.findings


def test_a_thin_service_is_found_beside_its_neighbours(tmp_path: Path) -> None:
    offer = build_full_offer(3, capacity=30)
    for row in offer:
        is_thin = row["need_type"] == "sport" and row["area_code"] == district_code(2)
        if is_thin and row["minimum_age"] == 18:
            row["capacity_per_year"] = 3
    draft = drafted(see(tmp_path, County(services=offer)))
    # 3 places beside (30 + 30 + 3)/3 = 21 on average: 3/21 = 0.143.
    sentence = draft.findings["gaps.uneven"].sentence
    assert "sport for ages 18 to 24 in Carrow, with 14 places for every 100" in sentence


def test_the_numbers_of_one_cell_are_those_worked_by_hand(tmp_path: Path) -> None:
    # One district of 4 x 5,000 residents and 4 x 12 x 12 = 576 records a year. 3.5 % are 15 to
    # 17 (700 of 20,000), so 576 x 0.035 = 20.16 people are affected. A quarter to a half would
    # be offered mentoring: with Byar's limits 529.9 and 625.0 for 576,
    # least 529.9 x 0.035 x 0.25 = 4.64, most 625.0 x 0.035 x 0.5 = 10.94.
    # 6 places: lowest 6/10.94 = 0.549, highest 6/4.64 = 1.294.
    only = build_service(minimum_age=15, maximum_age=17, capacity_per_year=6)
    draft = drafted(see(tmp_path, County(districts=1, services=[only])))
    found = cell(draft, 0, "15-17", "mentoring")
    assert found["need_low"] == pytest.approx(4.6, abs=0.05)
    assert found["need_high"] == pytest.approx(10.9, abs=0.05)
    assert found["places"] == 6
    assert found["coverage_low"] == pytest.approx(0.5486, abs=5e-4)
    assert found["coverage_high"] == pytest.approx(1.294, abs=2e-3)
    assert found["class"] == "thin to covered"


def test_places_nobody_confirmed_lately_count_only_at_the_high_end(tmp_path: Path) -> None:
    stale = build_service(minimum_age=15, maximum_age=17, capacity_per_year=60, assured_on=None)
    draft = drafted(see(tmp_path, County(districts=1, services=[stale])))
    found = cell(draft, 0, "15-17", "mentoring")
    assert found["coverage_low"] == 0
    assert found["class"] == "unknown"
    assert "not confirmed" in str(found["also"])


def test_a_service_that_does_not_state_its_places_leaves_the_class_open(tmp_path: Path) -> None:
    silent = build_service(capacity_per_year=None)
    draft = drafted(see(tmp_path, County(districts=1, services=[silent])))
    found = cell(draft, 0, "15-17", "mentoring")
    assert (found["coverage_high"], found["class"]) == ("[x]", "unknown")


@pytest.mark.parametrize("gone", [{"status": "defunct"}, {"funded_until": "ended"}])
def test_a_service_that_has_stopped_gives_no_places(tmp_path: Path, gone: Row) -> None:
    changes = {k: date(2025, 7, 31) if v == "ended" else v for k, v in gone.items()}
    draft = drafted(see(tmp_path, County(districts=1, services=[build_service(**changes)])))
    found = cell(draft, 0, "15-17", "mentoring")
    assert (found["services"], found["class"]) == (0, "gap")


def test_adults_share_the_places_of_services_that_take_them(tmp_path: Path) -> None:
    # Residents are 0.06 + 0.035 + 0.085 = 0.18 young and 0.13 + 0.2 + 0.19 + 0.19 = 0.71 older,
    # so the young get 0.18/0.89 of 100 places.
    both = build_service(need_type="victim_support", minimum_age=10, maximum_age=120)
    draft = drafted(see(tmp_path, County(districts=1, services=[both])))
    places = sum(
        float(str(cell(draft, 0, age, "victim_support")["places"]))
        for age in ("10-14", "15-17", "18-24")
    )
    assert places == pytest.approx(100 * 0.18 / 0.89, abs=0.2)


def test_a_far_corner_of_a_district_is_a_gap_of_geography(tmp_path: Path) -> None:
    near = build_service(lon=lon_of(0), lat=LAT, reach_km=0.5, area_code=None)
    draft = drafted(see(tmp_path, County(districts=1, services=[near])))
    found = cell(draft, 0, "15-17", "mentoring")
    assert found["within_reach"] == 25
    assert "geography" in str(found["also"])


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("gaps.send", {"send_friendly": False}),
        ("gaps.timing", {"evenings": False, "weekends": False}),
        ("gaps.pathway", {"url": None}),
        ("gaps.girls", {"sex": "male", "capacity_per_year": 2}),
        ("gaps.age_cliff", {"maximum_age": 17}),
    ],
)
def test_each_kind_of_gap_is_found_where_it_is_planted(
    tmp_path: Path, kind: str, changes: Row
) -> None:
    draft = drafted(see(tmp_path, County(districts=1, services=[build_service(**changes)])))
    assert kind in draft.findings
    assert "mentoring" in draft.findings[kind].sentence


def test_services_that_all_end_soon_are_a_gap_of_their_own(tmp_path: Path) -> None:
    ending = build_service(funded_until=date(2025, 11, 30))
    draft = drafted(see(tmp_path, County(districts=1, services=[ending])))
    assert "gaps.ends_soon" in draft.findings


def test_what_entries_do_not_say_is_not_held_against_them(tmp_path: Path) -> None:
    silent = build_service(send_friendly=None, evenings=None, weekends=None)
    draft = drafted(see(tmp_path, County(districts=1, services=[silent])))
    assert not {"gaps.send", "gaps.timing"} & set(draft.findings)


def test_recorded_victims_shape_need_over_ages(tmp_path: Path) -> None:
    plain = County(districts=1, services=[build_service()])
    lake = build_lake(tmp_path, plain)
    evenly = drafted(look_at(lake))
    younger = drafted(look_at(lake, extra=[victims([10, 60, 90, 40, 30, 30, 20, 20])]))
    before, after = (
        float(str(cell(d, 0, "15-17", "mentoring")["need_high"])) for d in (evenly, younger)
    )
    # 90 of 300 victims are 15 to 17, who are 3.5 % of residents.
    assert after / before == pytest.approx(90 / 300 / 0.035, rel=0.02)
    assert younger.tables["gaps-cells"].value.profile == "police"


def test_hidden_victims_leave_need_to_residents(tmp_path: Path) -> None:
    lake = build_lake(tmp_path, County(districts=1, services=[build_service()]))
    few = drafted(look_at(lake, extra=[victims([2, 60, 90, 40, 30, 30, 20, 20])]))
    assert (
        few.tables["gaps-cells"].value.rows
        == drafted(look_at(lake)).tables["gaps-cells"].value.rows
    )


def test_without_crime_a_stated_share_of_residents_stands_in(tmp_path: Path) -> None:
    draft = drafted(see(tmp_path, County(districts=2, violence=0, services=build_full_offer(2))))
    found = cell(draft, 0, "15-17", "mentoring")
    # 700 residents x 2 % x a quarter, and x 6 % x a half.
    assert (found["need_low"], found["need_high"]) == (3.5, 21)


def test_with_every_count_hidden_the_chapter_stands(tmp_path: Path) -> None:
    found = see(tmp_path, County(services=build_full_offer(3, without=(1, "sport", 18, 24))))
    hidden = {key: cube.map(hidden_everywhere) for key, cube in found.view.cubes.items()}
    draft = Draft()
    gaps.compose(replace(found.view, cubes=hidden), found.services, draft)
    assert "gaps.local" in draft.findings


@pytest.mark.parametrize(
    ("county", "says"),
    [
        (County(), "headwater template services"),
        (County(ages=False, services=[build_service()]), "headwater template residents"),
        (
            County(centres=False, services=[build_service(lon=-1.0, lat=LAT, area_code=None)]),
            "headwater template areas",
        ),
    ],
)
def test_what_is_lacking_is_said_with_what_to_load(
    tmp_path: Path, county: County, says: str
) -> None:
    found = see(tmp_path, county)
    (block,) = gaps.compose(found.view, found.services, Draft())
    assert block.kind is BlockKind.UNKNOWN
    assert says in block.text


def test_no_running_service_at_all_leaves_every_cell_a_gap(tmp_path: Path) -> None:
    draft = drafted(see(tmp_path, County(services=[build_service(status="defunct")])))
    assert draft.tables["gaps-classes"].value.rows[0][3] == 69
    # 23 kinds and ages, of which three are named.
    assert "nor 20 other combinations" in draft.findings["gaps.everywhere"].sentence


def test_the_order_of_services_does_not_matter(tmp_path: Path) -> None:
    offer = build_full_offer(3, capacity=25, without=(1, "mentoring", 15, 17))
    first = drafted(see(tmp_path / "a", County(services=offer)))
    again = drafted(see(tmp_path / "b", County(services=offer[::-1])))
    assert [f.sentence for f in again.findings.values()] == [
        f.sentence for f in first.findings.values()
    ]


def victims(counts: list[int]) -> CountCube:
    """Recorded victims by age, as the topic of recorded crime counts them."""
    labels = tuple(f"{a}+" if b == 120 else f"{a}-{b}" for a, b in AGES)
    return CountCube(
        "recorded-victims",
        "recorded",
        (Dimension("victim_age", "Age", labels, labels),),
        np.array(counts, dtype=float),
        Provenance("Victims by age"),
    )

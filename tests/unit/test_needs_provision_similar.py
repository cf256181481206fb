"""Areas like ours: the nearest are found, and said to be firm or not."""

from pathlib import Path

import pytest

from builders.provision import PERIOD, Row, link, put, released_by_universe
from headwater.analysis.needs.chapters import similar
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.scope import scope_of
from headwater.analysis.needs.topics import neighbours, surroundings
from headwater.analysis.needs.topics.neighbours import Neighbours
from headwater.analysis.needs.view import View
from headwater.core.editions import BlockKind, Strength
from headwater.lake.store import Store

FORCES = 12
SMALL = 10


def force(number: int) -> str:
    return f"Z99P{number:05d}"


def build_nation(
    folder: Path,
    *,
    forces: int = FORCES,
    loaded: tuple[int, ...] = (),
    scale: float = 1.0,
    apart: bool = True,
) -> Path:
    """Forces of one district each; force n differs from force 0 more the larger n is."""
    areas: list[Row] = []
    links: list[Row] = []
    residents: list[Row] = []
    ranks: list[Row] = []
    classes: list[Row] = []
    crimes: list[Row] = []
    place = 0
    for n in range(forces):
        district = f"Z99D{n:05d}"
        areas.append({"code": force(n), "name": f"Force {n}", "level": "pfa", "vintage": "2024"})
        areas.append({"code": district, "name": f"District {n}", "level": "lad", "vintage": "2024",
                      "area_m2": 1e9 * scale * (1 + 0.1 * n)})  # fmt: skip
        links.append(link(district, force(n), ("lad", "pfa")))
        # A district in two partnerships has two lines, and must count once.
        links.append({**links[-1], "from_vintage": "2023"})
        for s in range(SMALL):
            code = f"Z99L{n * 100 + s:05d}"
            place += 1
            areas.append({"code": code, "name": code, "level": "lsoa", "vintage": "2021"})
            links.append(link(code, district, ("lsoa", "lad")))
            residents.append({
                "area_code": code, "area_level": "lsoa", "vintage": "2021", "year": 2021,
                "sex": "persons", "age_from": 0, "age_to": 120, "basis": "census_2021",
                "persons": round(1_500 * scale * (1 + 0.2 * n)),
            })  # fmt: skip
            ranks.append({"area_code": code, "vintage": "2021", "edition": "LIMD",
                          "domain": "overall", "rank": place})  # fmt: skip
            classes.append({"code": code, "scheme": "ruc21", "class_code": "U", "class_name": "U",
                            "broad": "urban" if s >= n % SMALL else "rural"})  # fmt: skip
            if n in loaded:
                crimes += [
                    {"month": month.first_day, "reported_by": "F", "falls_within": "F",
                     "force": f"force-{n}", "lsoa_code": code, "crime_type": "Robbery"}
                    for month in PERIOD for _ in range(2 + n)
                ]  # fmt: skip
    tables = {"areas": areas, "area_links": links, "residents": residents, "crimes": crimes}
    if apart:
        tables |= {"deprivation": ranks, "area_classes": classes}
    for name, rows in tables.items():
        if rows:
            put(folder, name, rows)
    return folder


def see(lake: Path, *, area: str | None = None) -> tuple[View, Neighbours | None]:
    with Store(lake) as store:
        scope = scope_of(store, area=area or force(0), period=PERIOD)
        found = neighbours.measure(store, scope)
        around = surroundings.measure(store, scope)
    released = released_by_universe(found.cubes if found else (), "police")
    return View(scope, around, None, released, {}), found


def names(found: Neighbours | None) -> list[str]:
    assert found is not None
    return [found.candidates.names[i] for i in found.nearest]


def test_the_nearest_forces_are_those_planted_nearest(tmp_path: Path) -> None:
    _, found = see(build_nation(tmp_path))
    assert names(found) == [f"Force {n}" for n in range(1, 6)]
    assert found is not None
    assert [feature.key for feature in found.candidates.features] == [
        "residents", "density", "deprivation", "urban",
    ]  # fmt: skip


def test_features_are_counted_as_worked_by_hand(tmp_path: Path) -> None:
    # Force 1: 10 x 1,800 people on 1,100 square kilometres; ranks 11 to 20 of 120, mean 15.5,
    # so (1 - 15/120) x 100 = 87.5; nine of ten small areas are urban.
    _, found = see(build_nation(tmp_path))
    assert found is not None
    assert found.candidates.values[1] == pytest.approx([18_000, 18_000 / 1_100, 87.5, 90.0])


def test_a_district_in_two_partnerships_counts_once(tmp_path: Path) -> None:
    _, found = see(build_nation(tmp_path))
    assert found is not None
    assert found.candidates.values[0, 0] == 15_000


def test_neighbours_do_not_depend_on_the_size_of_the_nation(tmp_path: Path) -> None:
    _, small = see(build_nation(tmp_path / "a"))
    _, large = see(build_nation(tmp_path / "b", scale=10.0))
    assert names(small) == names(large)


def test_districts_are_compared_with_districts(tmp_path: Path) -> None:
    _, found = see(build_nation(tmp_path), area="Z99D00003")
    assert names(found)[0] in ("District 2", "District 4")
    assert len(names(found)) == 5


def test_a_firm_list_is_called_firm(tmp_path: Path) -> None:
    view, found = see(build_nation(tmp_path))
    draft = Draft()
    similar.compose(view, found, draft)
    finding = draft.findings["similar.nearest"]
    assert finding.strength is Strength.MODERATE
    assert "5 of the 5 stay among the nearest 5" in finding.sentence
    assert draft.tables["similar-areas"].value.rows[0][2] == "this area"


def test_too_few_areas_give_no_list(tmp_path: Path) -> None:
    view, found = see(build_nation(tmp_path, forces=8))
    assert found is None
    (block,) = similar.compose(view, None, Draft())
    assert block.kind is BlockKind.UNKNOWN


def test_areas_are_compared_by_what_is_known_of_them(tmp_path: Path) -> None:
    _, found = see(build_nation(tmp_path, apart=False))
    assert found is not None
    assert [each.key for each in found.candidates.features] == ["residents", "density"]


def test_rates_of_neighbours_that_were_loaded_are_set_beside_ours(tmp_path: Path) -> None:
    # Ours: 2 x 10 x 12 = 240 records for 15,000 people: 16.0. Force 1: 360 for 18,000: 20.0.
    # Force 2: 480 for 21,000: 22.9. Middle of the two: 21.4.
    view, found = see(build_nation(tmp_path, loaded=(0, 1, 2)))
    draft = Draft()
    blocks = similar.compose(view, found, draft)
    assert draft.tables["similar-rates"].value.values("rate") == pytest.approx(
        (16.0, 20.0, 22.857143)
    )
    assert "below the middle of 2 areas like it, 21.4" in draft.findings["similar.rate"].sentence
    assert any("Force 3, Force 4 and Force 5" in block.text for block in blocks)


def test_stray_records_do_not_make_a_month(tmp_path: Path) -> None:
    lake = build_nation(tmp_path, loaded=(0,))
    stray = [
        {"month": month.first_day, "reported_by": "F", "falls_within": "F", "force": "force-0",
         "lsoa_code": "Z99L00100", "crime_type": "Robbery"}
        for month in PERIOD
    ]  # fmt: skip
    put(lake, "crimes", stray, slice_="stray")
    _, found = see(lake)
    assert found is not None
    assert found.crime_areas == (force(0),)


def test_without_their_crimes_the_chapter_says_so(tmp_path: Path) -> None:
    view, found = see(build_nation(tmp_path, loaded=(0,)))
    draft = Draft()
    blocks = similar.compose(view, found, draft)
    assert "similar.rate" not in draft.findings
    assert any("headwater fetch" in block.text for block in blocks)


def test_areas_without_a_feature_are_left_out_and_counted(tmp_path: Path) -> None:
    lake = build_nation(tmp_path)
    put(
        lake,
        "areas",
        [
            {"code": "Z99P00099", "name": "Bare", "level": "pfa", "vintage": "2024"},
        ],
        slice_="more",
    )
    put(lake, "area_links", [link("Z99D00099", "Z99P00099", ("lad", "pfa"))], slice_="more")
    _, found = see(lake)
    assert found is not None
    assert found.left_out == 1
    assert "Bare" not in found.candidates.names

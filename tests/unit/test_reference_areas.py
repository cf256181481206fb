"""Areas, lookups and authorities, from small made-up files."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from builders.reference import (
    accepted,
    build_csv,
    build_json,
    build_parquet,
    build_text,
    problems,
    source_of,
)
from headwater.sources.reference.areas import NOT_DEGREES, SWAPPED

SQUARE = shapely.box(3.20, 54.60, 3.21, 54.61)
BOW_TIE = shapely.Polygon([(3.2, 54.6), (3.21, 54.61), (3.21, 54.6), (3.2, 54.61)])


def build_feature(shape: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    """One map feature."""
    outline = None if shape is None else shapely.geometry.mapping(shape)
    return {
        "type": "Feature",
        "properties": {"lsoa21_code": "Z99L00001", "lsoa21_name": "Millford 001A", **properties},
        "geometry": outline,
    }


def build_map(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_an_outline_gives_a_row_and_what_it_is_part_of(tmp_path: Path) -> None:
    feature = build_feature(ward24_code="Z99W00001", ltla24_code="Z99D00001", notes="by hand")
    tables = accepted(build_json("loamshire.geojson", build_map(feature), scratch=tmp_path)).tables
    (area,) = tables["areas"].to_pylist()
    assert (area["code"], area["level"], area["vintage"]) == ("Z99L00001", "lsoa", "2021")
    assert area["name"] == "Millford 001A"
    assert 3.20 < area["lon"] < 3.21
    assert 54.60 < area["lat"] < 54.61
    links = [(row["to_code"], row["to_level"]) for row in tables["area_links"].to_pylist()]
    assert links == [("Z99W00001", "ward"), ("Z99D00001", "lad")]


def test_column_names_of_the_statistics_office_are_known(tmp_path: Path) -> None:
    columns = {
        "LSOA21CD": ["E01017940"],
        "LSOA21NM": ["Cambridge 007A"],
        "geometry": [shapely.to_wkb(SQUARE)],
    }
    supplied = build_parquet("boundaries.parquet", columns, scratch=tmp_path)
    (area,) = accepted(supplied).tables["areas"].to_pylist()
    assert (area["code"], area["name"]) == ("E01017940", "Cambridge 007A")
    assert source_of(supplied).slice_of(supplied) == "areas/outlines/boundaries.parquet"


def test_an_outline_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    supplied = build_json("a.geojson", build_map(build_feature(BOW_TIE)), scratch=tmp_path)
    conformed = accepted(supplied)
    (area,) = conformed.tables["areas"].to_pylist()
    assert shapely.from_wkb(area["geometry"]).is_valid
    assert conformed.warnings[0].startswith("[1] outlines")


def test_an_area_without_an_outline_keeps_its_row(tmp_path: Path) -> None:
    supplied = build_json("a.geojson", build_map(build_feature(None)), scratch=tmp_path)
    (area,) = accepted(supplied).tables["areas"].to_pylist()
    assert (area["geometry"], area["lon"], area["area_m2"]) == (None, None, None)


@pytest.mark.parametrize(
    ("shape", "problem"),
    [
        (shapely.box(54.60, 3.20, 54.61, 3.21), SWAPPED),
        (shapely.box(545_000, 258_000, 546_000, 259_000), NOT_DEGREES),
        (shapely.Point(3.2, 54.6), "its outline is not a polygon"),
    ],
)
def test_an_outline_that_cannot_be_drawn_is_refused(
    tmp_path: Path, shape: Any, problem: str
) -> None:
    supplied = build_json("a.geojson", build_map(build_feature(shape)), scratch=tmp_path)
    assert problems(supplied) == [(1, "geometry", problem)]


def test_codes_that_repeat_or_are_no_codes_are_all_named(tmp_path: Path) -> None:
    features = [
        build_feature(),
        build_feature(),
        build_feature(lsoa21_code="Millford"),
        build_feature(lsoa21_code=None),
    ]
    supplied = build_json("a.geojson", build_map(*features), scratch=tmp_path)
    assert problems(supplied) == [
        (2, "lsoa21_code", "the same code is already further up"),
        (3, "lsoa21_code", "it is not an area code"),
        (4, "lsoa21_code", "it is empty"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{not json", "it is not valid JSON"),
        ('{"type": "Feature"}', "it has no list of features"),
        ('{"features": [1, 2]}', "it has no list of features"),
        ('{"features": []}', "no feature has an area code under a name headwater knows"),
        ("[" * 100_000, "it is not valid JSON"),
    ],
)
def test_a_map_that_is_no_map_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    found = problems(build_text("a.geojson", text, scratch=tmp_path))
    assert [each[2].split(" (")[0] for each in found] == [problem]


def test_a_list_of_areas_is_read(tmp_path: Path) -> None:
    row = {
        "code": "Z99P00001",
        "name": "Loamshire",
        "level": "pfa",
        "vintage": "2024",
        "lon": "3.2",
        "lat": "54.6",
    }
    (area,) = accepted(build_csv("areas.csv", [row], scratch=tmp_path)).tables["areas"].to_pylist()
    assert (area["code"], area["lon"], area["geometry"]) == ("Z99P00001", 3.2, None)


def test_a_list_of_areas_has_all_its_faults_named(tmp_path: Path) -> None:
    good = {"code": "Z99P00001", "name": "L", "level": "pfa", "vintage": "2024", "lon": "3.2"}
    rows = [
        {**good, "lat": "54.6"},
        {**good, "code": "Loamshire", "lat": "54.6"},
        {**good, "code": "Z99P00002", "level": "shire", "vintage": "last", "lat": ""},
        {**good, "code": "Z99P00003", "name": "=cmd()", "lon": "54.6", "lat": "3.2"},
        {**good, "lat": "54,6"},
    ]
    assert problems(build_csv("areas.csv", rows, scratch=tmp_path)) == [
        (3, "code", "it is not an area code"),
        (4, "level", "it is not one of the words allowed"),
        (4, "vintage", "it is not a year"),
        (5, "lon", SWAPPED),
        (5, "name", "it is a spreadsheet formula"),
        (6, "code", "the same code of the same vintage is already further up"),
        (6, "lat", "it is not a number"),
    ]


def test_a_lookup_links_each_level_to_each_larger_one(tmp_path: Path) -> None:
    rows = [
        {"LSOA21CD": "Z99L00001", "WD24CD": "Z99W00001", "LAD24CD": "Z99D00001"},
        {"LSOA21CD": "Z99L00002", "WD24CD": "Z99W00001", "LAD24CD": "Z99D00001"},
    ]
    links = accepted(build_csv("any.csv", rows, scratch=tmp_path)).tables["area_links"]
    assert [(row["from_code"], row["to_code"]) for row in links.to_pylist()] == [
        ("Z99L00001", "Z99W00001"),
        ("Z99L00002", "Z99W00001"),
        ("Z99L00001", "Z99D00001"),
        ("Z99L00002", "Z99D00001"),
        ("Z99W00001", "Z99D00001"),
    ]


def test_a_change_register_gives_changes_and_the_district_of_the_later_area(
    tmp_path: Path,
) -> None:
    rows = [
        {"lsoa11_code": "Z99L09001", "change_code": "S", "lsoa21_code": "Z99L00001"},
        {"lsoa11_code": "Z99L09001", "change_code": "S", "lsoa21_code": "Z99L00002"},
    ]
    for row in rows:
        row["ltla22_code"] = "Z99D00001"
    links = accepted(build_csv("changes.csv", rows, scratch=tmp_path)).tables["area_links"]
    assert [
        (row["from_vintage"], row["to_code"], row["relation"], row["change"])
        for row in links.to_pylist()
    ] == [
        ("2011", "Z99L00001", "changed_to", "S"),
        ("2011", "Z99L00002", "changed_to", "S"),
        ("2021", "Z99D00001", "part_of", None),
        ("2021", "Z99D00001", "part_of", None),
    ]


def test_a_lookup_with_faults_has_them_all_named(tmp_path: Path) -> None:
    rows = [
        {"lsoa11_code": "E01000001", "change_code": "Q", "lsoa21_code": "E01000001"},
        {"lsoa11_code": "#REF!", "change_code": "", "lsoa21_code": ""},
    ]
    assert problems(build_csv("lookup.csv", rows, scratch=tmp_path)) == [
        (2, "change_code", "it is not one of the words allowed"),
        (3, "change_code", "it is empty"),
        (3, "lsoa11_code", "it is not an area code"),
        (3, "lsoa21_code", "it is not an area code"),
    ]


def test_a_number_that_is_not_on_our_list_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [
        {"LA Number": "873", "LA Name": "Cambridgeshire", "Region": "", "Type": ""},
        {"LA Number": "999", "LA Name": "Loamshire", "Region": "", "Type": ""},
    ]
    conformed = accepted(build_csv("dfe_la_code_list.csv", rows, scratch=tmp_path))
    assert conformed.tables["areas"]["code"].to_pylist() == ["E10000003"]
    assert conformed.rejected == {"number without an area code": 1}


def test_a_rural_urban_class_must_be_rural_or_urban(tmp_path: Path) -> None:
    row = {
        "lsoa21_code": "Z99L00001",
        "ruc21_code": "RSF1",
        "classification": "Smaller rural",
        "ruc": "Suburb",
    }
    supplied = build_csv("ruc.csv", [row], scratch=tmp_path)
    assert problems(supplied) == [(2, "ruc", "it is not one of the words allowed")]
    ours = build_csv("ruc.csv", [{**row, "ruc": "Rural"}], scratch=tmp_path)
    (found,) = accepted(ours).tables["area_classes"].to_pylist()
    assert (found["scheme"], found["broad"]) == ("ruc21", "rural")


def test_geometry_that_is_not_well_known_binary_is_refused(tmp_path: Path) -> None:
    columns = {"lsoa21_code": ["E01000001"], "geometry": pa.array([b"not wkb"])}
    found = problems(build_parquet("a.parquet", columns, scratch=tmp_path))
    assert [each[2] for each in found] == ["its outlines cannot be read"]


def test_a_directory_that_names_a_service_after_a_kind_of_map_is_no_map(tmp_path: Path) -> None:
    directory = {"contents": [{"id": "1", "name": "FeatureCollection", "status": "active"}]}
    supplied = build_json("services_openreferral.json", directory, scratch=tmp_path)
    assert source_of(supplied).id == "services"


def test_a_map_is_known_without_its_ending(tmp_path: Path) -> None:
    assert source_of(build_json("outlines.json", build_map(), scratch=tmp_path)).id == "areas"

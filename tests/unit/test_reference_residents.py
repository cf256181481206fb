"""Residents and deprivation, from small made-up files."""

from pathlib import Path
from typing import Any

import pytest

from builders.reference import (
    accepted,
    build_csv,
    build_parquet,
    build_text,
    conform,
    problems,
)

RESIDENTS: dict[str, Any] = {
    "area_code": "Z99L00001",
    "area_level": "lsoa",
    "vintage": "2021",
    "year": "2021",
    "sex": "persons",
    "age_from": "0",
    "age_to": "120",
    "persons": "1500",
    "basis": "census_2021",
}
PLACE: dict[str, Any] = {
    "area_code": "Z99L00001",
    "vintage": "2021",
    "edition": "LIMD",
    "domain": "overall",
    "score": "21.5",
    "rank": "1",
    "decile": "1",
}
BANDS: dict[str, Any] = {
    "ltla21_code": "E07000008",
    "total_population": 200,
    "total_females": 110,
    "total_males": 90,
    "younger_females": 20,
    "working_age_females": 70,
    "older_females": 20,
    "younger_males": 20,
    "working_age_males": 60,
    "older_males": 10,
}


def build_single_years(**changes: Any) -> dict[str, Any]:
    """One district with one person of each age."""
    ages = {**{str(age): 1 for age in range(90)}, "90+": 1}
    return {"ltla21_code": "E07000008", "total_population": 91, **ages, **changes}


def test_tidy_residents_are_read_as_they_are(tmp_path: Path) -> None:
    band = {**RESIDENTS, "age_to": "4", "persons": "80"}
    supplied = build_csv("residents_loamshire.csv", [RESIDENTS, band], scratch=tmp_path)
    rows = accepted(supplied).tables["residents"].to_pylist()
    assert [(row["age_from"], row["age_to"], row["persons"]) for row in rows] == [
        (0, 120, 1500),
        (0, 4, 80),
    ]


def test_tidy_residents_have_all_their_faults_named(tmp_path: Path) -> None:
    rows = [
        RESIDENTS,
        RESIDENTS,
        {**RESIDENTS, "area_code": "E0101", "sex": "women", "persons": "-4"},
        {**RESIDENTS, "age_from": "20", "age_to": "10"},
        {**RESIDENTS, "persons": "1,500", "age_from": "1"},
        {**RESIDENTS, "persons": None, "age_from": "2"},
    ]
    assert problems(build_csv("residents_x.csv", rows, scratch=tmp_path)) == [
        (3, "area_code", "the same area, sex and ages is already further up"),
        (4, "area_code", "it is not an area code"),
        (4, "persons", "it is less than 0"),
        (4, "sex", "it is not one of the words allowed"),
        (5, "age_to", "the ages are the wrong way round"),
        (6, "persons", "it is not a whole number"),
        (7, "persons", "it is empty"),
    ]


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    rows = [{"area_code": "Z99L00001", "persons": "3"}]
    found = problems(build_csv("residents_x.csv", rows, scratch=tmp_path))
    missing = [column for row, column, problem in found if "missing" in problem]
    assert missing == ["age_from", "age_to", "area_level", "basis", "sex", "vintage", "year"]


def test_single_years_become_rows_and_a_total(tmp_path: Path) -> None:
    supplied = build_csv("mid2020.csv", [build_single_years()], scratch=tmp_path)
    rows = accepted(supplied).tables["residents"].to_pylist()
    assert len(rows) == 92
    assert rows[90]["age_from"] == 90
    assert rows[90]["age_to"] == 120
    assert (rows[91]["age_from"], rows[91]["age_to"], rows[91]["persons"]) == (0, 120, 91)


def test_single_years_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    supplied = build_csv("m.csv", [build_single_years(total_population=90)], scratch=tmp_path)
    assert problems(supplied) == [
        (2, "total_population", "the single years do not add up to the total")
    ]


def test_bands_that_add_up_cover_every_age(tmp_path: Path) -> None:
    conformed = accepted(build_csv("bands.csv", [BANDS], scratch=tmp_path))
    spans = {
        (row["sex"], row["age_from"], row["age_to"]): row["persons"]
        for row in conformed.tables["residents"].to_pylist()
    }
    assert conformed.warnings == ()
    assert spans["female", 0, 15] == 20
    assert spans["female", 65, 120] == 20
    assert spans["persons", 0, 120] == 200


def test_bands_that_do_not_add_up_are_loaded_as_far_as_they_can_be(tmp_path: Path) -> None:
    conformed = accepted(build_csv("bands.csv", [{**BANDS, "older_females": 9}], scratch=tmp_path))
    spans = {(row["age_from"], row["age_to"]) for row in conformed.tables["residents"].to_pylist()}
    assert spans == {(0, 120), (16, 64), (65, 74)}
    assert len(conformed.warnings) == 1


def test_negative_residents_are_refused(tmp_path: Path) -> None:
    columns = {"lsoa21_code": ["E01000001", "E01000002"], "total_residents": [5, -1]}
    supplied = build_parquet("census.parquet", columns, scratch=tmp_path)
    assert problems(supplied) == [(2, "total_residents", "it is less than nobody")]


def test_tidy_deprivation_is_read_as_it_is(tmp_path: Path) -> None:
    rows = [PLACE, {**PLACE, "domain": "crime", "score": None}]
    supplied = build_csv("deprivation_loamshire.csv", rows, scratch=tmp_path)
    found = accepted(supplied).tables["deprivation"].to_pylist()
    assert [(row["domain"], row["score"], row["rank"]) for row in found] == [
        ("overall", 21.5, 1),
        ("crime", None, 1),
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rank": "0"}, ("rank", "a rank lies between 1 and the number of areas in the index")),
        (
            {"edition": "IMD2025", "rank": "33756"},
            ("rank", "a rank lies between 1 and the number of areas in the index"),
        ),
        ({"decile": "11"}, ("decile", "a decile lies between 1 and 10")),
        ({"domain": "happiness"}, ("domain", "it is not one of the words allowed")),
        (
            {"area_code": "E23000023"},
            ("area_code", "it is not a neighbourhood (LSOA) code or district code"),
        ),
        ({"score": "high"}, ("score", "it is not a number")),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    tmp_path: Path, change: dict[str, str], fault: tuple[str, str]
) -> None:
    supplied = build_csv("deprivation_x.csv", [{**PLACE, **change}], scratch=tmp_path)
    assert problems(supplied) == [(2, *fault)]


def test_an_extract_of_a_nation_may_rank_beyond_its_own_length(tmp_path: Path) -> None:
    row = {**PLACE, "area_code": "E01000001", "edition": "IMD2025", "rank": "33755"}
    assert accepted(build_csv("deprivation_x.csv", [row], scratch=tmp_path)).rows_in == 1


# The shape of any CSV


def test_ragged_rows_are_named_by_their_line(tmp_path: Path) -> None:
    header = ",".join(RESIDENTS)
    good = ",".join(RESIDENTS.values())
    text = f"{header}\n{good},extra\n\nZ99L00002\n"
    found = problems(build_text("residents_x.csv", text, scratch=tmp_path))
    assert found == [
        (2, "", "the row has 10 cells and the header has 9"),
        (4, "", "the row has 1 cells and the header has 9"),
    ]


def test_line_numbers_survive_blank_and_ragged_lines(tmp_path: Path) -> None:
    header = ",".join(RESIDENTS)
    bad = ",".join({**RESIDENTS, "sex": "x"}.values())
    text = f"{header}\n\nshort\n{bad}\n,,,,,,,,\n"
    found = problems(build_text("residents_x.csv", text, scratch=tmp_path))
    assert [(row, column) for row, column, _ in found] == [(3, ""), (4, "sex")]


@pytest.mark.parametrize("text", ["", "area_code\n", "\n\n"])
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(build_text("residents_x.csv", text, scratch=tmp_path))


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    supplied = build_text("residents_x.csv", ",".join(RESIDENTS) + "\n", scratch=tmp_path)
    assert problems(supplied) == [(0, "", "it has no rows under its header")]


def test_a_column_that_comes_twice_is_named(tmp_path: Path) -> None:
    text = "area_code,persons,persons\nZ99L00001,1,2\n"
    found = problems(build_text("residents_x.csv", text, scratch=tmp_path))
    assert (1, "persons", "the column comes twice") in found


def test_only_the_first_faults_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    rows = [{**RESIDENTS, "sex": "x", "age_from": str(age % 90)} for age in range(90)] * 5
    supplied = build_csv("residents_x.csv", rows, scratch=tmp_path)
    conformed = conform(supplied)
    assert len(conformed.faults) == 200
    assert conformed.fault_total == 450 + 360  # every sex, and every row after the first ninety

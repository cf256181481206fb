"""Published schemas keep the Frictionless standard, and we refuse the rows that it refuses."""

from pathlib import Path

import frictionless
import pytest

from builders.suppliers import FEEDS, POLICE_UK, conform, row, write_feed
from headwater.sources.catalogue import source
from headwater.sources.table_schema import OURS, table_schema

EVERY = (*FEEDS, *POLICE_UK)
STANDARD = {"$schema", "name", "title", "description", "fields", "missingValues", "primaryKey"}
IN_A_FIELD = {
    "name", "title", "description", "type", "format", "constraints", "example",
    "trueValues", "falseValues",
}  # fmt: skip
PLANTED = [
    ("fire", {"incident_type": "bonfire"}),
    ("fire", {"incident_ref": ""}),
    ("fire", {"call_datetime": "yesterday"}),
    ("fire", {"lsoa21_code": "E0101799"}),
    ("ambulance", {"conveyed": "perhaps"}),
    ("ambulance", {"age_band": "18-25"}),
    ("ambulance", {"incident_type": ""}),
    ("recorded_crime", {"easting": "north"}),
    ("recorded_crime", {"northing": "2000000"}),
    ("recorded_crime", {"easting": "-1"}),
    ("recorded_crime", {"recorded_date": "2024-09-31"}),
    ("recorded_crime", {"victim_sex": "male"}),
    ("recorded_crime", {"offence_from": ""}),
    ("istv_ed", {"site_code_(of_treatment)": "Z-9901"}),
    ("istv_ed", {"reporting_period_end_date": "soon"}),
    ("places", {"kind": "planet"}),
    ("places", {"postcode": "nowhere"}),
    ("police_uk_street", {"month": "2024-13"}),
    ("police_uk_outcomes", {"outcome_type": ""}),
    ("police_uk_stop_search", {"part_of_a_policing_operation": "maybe"}),
]


def oracle(path: Path, source_id: str) -> set[tuple[int, str]]:
    """Rows and columns that the reference implementation refuses."""
    report = frictionless.validate(
        frictionless.Resource(
            path=path.name,
            basepath=str(path.parent),
            format="csv",
            schema=frictionless.Schema.from_descriptor(dict(source(source_id).schema)),
        )
    )
    return {tuple(place) for place in report.flatten(["rowNumber", "fieldName"])}


@pytest.mark.parametrize("source_id", EVERY)
def test_each_schema_is_a_valid_table_schema(source_id: str) -> None:
    document = dict(source(source_id).schema)
    assert frictionless.Schema.from_descriptor(document).field_names == list(
        table_schema(source_id).names
    )
    assert {key for key in document if not key.startswith(OURS)} <= STANDARD
    for field in document["fields"]:
        assert {key for key in field if not key.startswith(OURS)} <= IN_A_FIELD
        assert field["description"]


@pytest.mark.parametrize("source_id", EVERY)
def test_a_good_file_is_good_to_both(tmp_path: Path, source_id: str) -> None:
    path = write_feed(tmp_path, source_id)
    assert oracle(path, source_id) == set()
    assert conform(path, source_id).faults == ()


@pytest.mark.parametrize(("source_id", "values"), PLANTED)
def test_a_planted_fault_is_found_at_the_same_place(
    tmp_path: Path, source_id: str, values: dict[str, str]
) -> None:
    other = dict.fromkeys(table_schema(source_id).key[:1], "another")
    rows = [row(source_id, **other), row(source_id, **values)]
    path = write_feed(tmp_path, source_id, rows)
    ours = {(fault.row, fault.column) for fault in conform(path, source_id).faults}
    theirs = {place for place in oracle(path, source_id) if place[1]}
    assert theirs == ours
    assert {number for number, _ in ours} == {3}


def test_a_ragged_row_is_found_on_the_same_row(tmp_path: Path) -> None:
    path = write_feed(tmp_path, "fire", [row("fire", incident_ref=f"F{n}") for n in range(3)])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], lines[2] + ",extra", lines[3]]) + "\n")
    assert {number for number, _ in oracle(path, "fire")} == {3}
    assert {fault.row for fault in conform(path, "fire").faults} == {3}

"""Checks of a supplied table: every fault, where it is, why, and how to mend it."""

from pathlib import Path

import pytest

from builders.suppliers import conform, row, told, write_feed
from headwater.core.errors import SourceFormatError

NAME = "fire_loamshire_2024-09.csv"
HEADER = "incident_ref,call_datetime,incident_type,lsoa21_code,property_type\n"
GOOD = "F1,2024-09-01T10:00,deliberate_primary,Z99L00001,Vehicle\n"


def fire(tmp_path: Path, content: str | bytes) -> list[str]:
    """The sentences about a fire file with this content."""
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / NAME).write_bytes(data)
    return [fault.sentence() for fault in conform(tmp_path / NAME, "fire").faults]


def crime(tmp_path: Path, **values: str) -> list[str]:
    """The sentences about a recorded crime file with one changed row."""
    path = write_feed(tmp_path, "recorded_crime", [row("recorded_crime", **values)])
    return [fault.sentence() for fault in conform(path, "recorded_crime").faults]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"offence_ref": ""}, "column [offence_ref]: it is empty and is needed on every row"),
        ({"knife_flag": "Q"}, "column [knife_flag] has [Q]: it is not Y or N"),
        ({"victim_sex": "X"}, "has [X]: it is not one of the values allowed. Give one of F, M, U"),
        ({"easting": "north"}, "has [north]: it is not a number from 0 to 700000"),
        ({"easting": "9e9"}, "has [9e9]: it is above [700000]"),
        ({"northing": "-5"}, "has [-5]: it is below [0]"),
        ({"northing": "nan"}, "has [nan]: it is not a number"),
        ({"lsoa21_code": "E0101799"}, "it is not an LSOA code of nine characters"),
        ({"recorded_date": "31/02/2024"}, "has [31/02/2024]: it is not a date"),
        ({"recorded_date": "09/15/2024"}, "has [09/15/2024]: it is not a date"),
        ({"recorded_date": "15/09/24"}, "has [15/09/24]: it is not a date"),
        ({"recorded_date": "15-Sep-24"}, "has [15-Sep-24]: it is not a date"),
        ({"recorded_date": "2024-08-31"}, "is not in [2024-09], the month of the file name"),
        ({"offence_from": "2024-09-14"}, "has [2024-09-14]: it is not a date and time"),
        ({"offence_to": "2024-09-14T22:00"}, "it is earlier than [offence_from]"),
        ({"home_office_code": "999Z"}, "has [999Z]: it is not in the code list"),
        ({"offence_from": "45549.5"}, "number Excel keeps for a date (it would be 2024-09-14)"),
        ({"recorded_date": "45550"}, "number Excel keeps for a date (it would be 2024-09-15)"),
        ({"home_office_code": "8-Nov"}, "Excel has turned a code into a date"),
        ({"home_office_code": "May-05"}, "Excel has turned a code into a date"),
        ({"offence_ref": "1.23E+17"}, "Excel has turned a long number or a code into a rounded"),
        ({"outcome_code": "#REF!"}, "an error that Excel shows in place of a value"),
        ({"recorded_date": "########"}, "an error that Excel shows in place of a value"),
        ({"location_type": "=cmd|'/c calc'!A1"}, "it starts like a spreadsheet formula"),
        ({"offence_description": "+SUM(A1)"}, "it starts like a spreadsheet formula"),
        ({"offence_description": "@SUM(A1)"}, "it starts like a spreadsheet formula"),
        ({"offence_description": "-2+3+cmd"}, "it starts like a spreadsheet formula"),
        ({"offence_description": "two\nlines"}, "the value runs over several lines"),
    ],
)
def test_a_wrong_value_is_told_with_what_to_do(
    tmp_path: Path, values: dict[str, str], says: str
) -> None:
    sentences = crime(tmp_path, **values)
    assert len(sentences) == 1
    assert "row 2" in sentences[0]
    assert says in sentences[0]


@pytest.mark.parametrize(
    "values",
    [
        {"offence_from": "14/09/2024 22:30", "offence_to": "14/09/2024 23:10"},
        {"offence_from": "2024-09-14 22:30:59"},
        {"recorded_date": "15/09/2024"},
        {"home_office_code": " 8n "},
        {"home_office_code": "008/26"},
        {"offence_to": ""},
        {"northing": "258300.5"},
        {"offence_description": "-"},
        {"offence_description": "5 - 10 people"},
    ],
)
def test_what_police_systems_write_is_understood(tmp_path: Path, values: dict[str, str]) -> None:
    assert crime(tmp_path, **values) == []


def test_a_personal_value_is_never_shown(tmp_path: Path) -> None:
    (sentence,) = crime(tmp_path, victim_ref="=John Smith")
    assert "Smith" not in sentence
    assert "column [victim_ref]" in sentence


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    rows = [
        row("fire", incident_ref="F1", incident_type="barbecue", lsoa21_code="E01"),
        row("fire", incident_ref="F2"),
        row("fire", incident_ref="", call_datetime="yesterday"),
    ]
    found = conform(write_feed(tmp_path, "fire", rows), "fire")
    assert told(found) == [
        (2, "incident_type"),
        (2, "lsoa21_code"),
        (4, "call_datetime"),
        (4, "incident_ref"),
    ]
    assert (found.fault_total, found.rows_in, found.tables) == (4, 3, {})


def test_a_thousand_faults_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    lines = "".join(f"F{n},2024-09-01T10:00,bonfire,,\n" for n in range(1_500))
    (tmp_path / NAME).write_text(HEADER + lines)
    found = conform(tmp_path / NAME, "fire")
    assert (len(found.faults), found.fault_total) == (1_000, 1_500)
    error = SourceFormatError(source="fire", faults=found.faults, total=found.fault_total)
    assert "and [1480] more" in str(error)


def test_ragged_rows_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    bad = "F2,2024-09-01T10:00\n" + GOOD + "F4,x,y,z,too,many\n\nF6,never,deliberate_primary,,\n"
    sentences = fire(tmp_path, HEADER + bad)
    assert "row 2: the row has [2] cells and the header has [5]" in sentences[0]
    assert "row 4: the row has [6] cells and the header has [5]" in sentences[1]
    assert "row 6, column [call_datetime] has [never]" in sentences[2]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("incident_ref,call_datetime,incident_type,lsoa21_code,incident_ref", "two columns have"),
        ("incident_ref,call_datetime,lsoa21_code,property_type", "[incident_type]: the column is"),
        (
            "incident_ref,call_datetime,incidnt_type,lsoa21_code,property_type",
            "did you mean [incidnt_type]. Rename it to [incident_type]",
        ),
        ("incident_ref;call_datetime;incident_type;lsoa21_code", "separated by semicolons"),
        ("incident_ref\tcall_datetime\tincident_type", "separated by tabs"),
    ],
)
def test_wrong_columns_are_told_on_row_one(tmp_path: Path, header: str, says: str) -> None:
    sentences = fire(tmp_path, header + "\n1,2,3,4,5\n")
    assert any(says in sentence and "row 1" in sentence for sentence in sentences)


def test_columns_may_come_in_any_order_and_case(tmp_path: Path) -> None:
    content = "Property Type,LSOA21_CODE,incident type,Call_Datetime,Incident_Ref,,\n"
    content += "Vehicle,Z99L00001,deliberate_primary,2024-09-01T10:00,F1,,\n"
    (tmp_path / NAME).write_text(content)
    found = conform(tmp_path / NAME, "fire")
    assert found.faults == ()
    assert found.tables["fire_incidents"]["incident_ref"].to_pylist() == ["F1"]


def test_a_column_that_does_not_belong_is_left_out_with_a_warning(tmp_path: Path) -> None:
    path = write_feed(tmp_path, "fire", [{**row("fire"), "caller name": "A Person"}])
    found = conform(path, "fire")
    assert any("[caller name] is not part of this supply" in each for each in found.warnings)
    assert "caller name" not in found.tables["fire_incidents"].column_names


def test_an_absent_column_that_is_not_needed_is_a_warning(tmp_path: Path) -> None:
    kept = {key: value for key, value in row("fire").items() if key != "property_type"}
    found = conform(write_feed(tmp_path, "fire", [kept]), "fire")
    assert found.faults == ()
    assert "[property_type] is not there; it is left empty" in found.warnings[0]


def test_no_rows_is_a_fault_that_says_what_to_do(tmp_path: Path) -> None:
    (sentence,) = fire(tmp_path, HEADER)
    assert "it has a header and no rows" in sentence


def test_blank_lines_at_the_end_are_not_rows(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(HEADER + GOOD + "\n\n,,,,\n")
    assert conform(tmp_path / NAME, "fire").rows_in == 1


def test_a_row_that_repeats_another_exactly_is_counted_once(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(HEADER + GOOD + GOOD)
    found = conform(tmp_path / NAME, "fire")
    assert found.rejected == {"exact repeat of an earlier row": 1}
    assert (found.rows_in, len(found.tables["fire_incidents"])) == (2, 1)


def test_one_reference_with_two_stories_is_a_fault_on_both_rows(tmp_path: Path) -> None:
    rows = [row("fire", property_type="Vehicle"), row("fire", property_type="Dwelling")]
    found = conform(write_feed(tmp_path, "fire", rows), "fire")
    assert told(found) == [(2, "incident_ref"), (3, "incident_ref")]
    assert "says something different" in found.faults[0].problem


def test_windows_line_ends_and_encodings_change_nothing(tmp_path: Path) -> None:
    content = (HEADER + GOOD.replace("Vehicle", "Café")).replace("\n", "\r\n")
    names = []
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "cp1252")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / NAME).write_bytes(content.encode(encoding))
        names += (
            conform(folder / NAME, "fire").tables["fire_incidents"]["property_type"].to_pylist()
        )
    assert names == ["Café"] * 3

"""Each partner's feed becomes the lake's table."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from builders.suppliers import FEEDS, POLICE_UK, conform, open_one, row, write_feed
from headwater.lake.contracts import contract
from headwater.pipelines.templates import guide, template
from headwater.sources.base import Supplied
from headwater.sources.catalogue import feeds, recognise, source, sources
from headwater.sources.table_schema import table_schema

EVERY = (*FEEDS, *POLICE_UK)
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("source_id", EVERY)
def test_the_filled_example_of_a_template_is_accepted(tmp_path: Path, source_id: str) -> None:
    written = template(source_id, tmp_path)
    (example,) = (path for path in written if path.parent.name == "example")
    found = conform(example, source_id)
    table = table_schema(source_id).table
    assert found.faults == ()
    assert len(found.tables[table]) == 1
    promised = [column.name for column in contract(table).columns if column.name != "slice"]
    assert found.tables[table].column_names == promised


@pytest.mark.parametrize("source_id", EVERY)
def test_what_the_lake_promises_is_never_empty_is_needed_by_the_schema(source_id: str) -> None:
    schema = table_schema(source_id)
    made_here = {"force", "lsoa_code", "location_confidence", "slice"}
    required = {column.name for column in contract(schema.table).columns if column.required}
    needed = {field.column for field in schema.fields if field.required}
    assert required - made_here <= needed


@pytest.mark.parametrize("source_id", EVERY)
def test_each_field_fills_a_column_that_the_lake_has(source_id: str) -> None:
    schema = table_schema(source_id)
    assert {field.column for field in schema.fields} <= set(contract(schema.table).column_names)


@pytest.mark.parametrize("source_id", EVERY)
def test_the_page_for_suppliers_is_the_one_the_schema_makes(source_id: str) -> None:
    page = REPOSITORY / "docs" / "how-to" / f"supply-{source_id}.md"
    assert page.read_text(encoding="utf-8") == guide(source(source_id)), (
        "write it again with headwater.pipelines.templates.write_guides"
    )


@pytest.mark.parametrize("source_id", EVERY)
def test_a_file_is_recognised_by_its_name_and_put_in_its_slice(
    tmp_path: Path, source_id: str
) -> None:
    supplied = open_one(write_feed(tmp_path, source_id))
    known = recognise(supplied)
    assert known is not None
    assert known.id == source_id
    expected = {"istv_ed": "z9901/2024-09", "places": "loamshire", "ambulance": "northsea/2024-09"}
    assert known.slice_of(supplied) == expected.get(source_id, "loamshire/2024-09")


@pytest.mark.parametrize("source_id", EVERY)
def test_a_misnamed_file_is_recognised_by_its_columns_and_told_its_name(
    tmp_path: Path, source_id: str
) -> None:
    path = write_feed(tmp_path, source_id, name="extract final v2.csv")
    known = recognise(open_one(path))
    assert known is not None
    assert known.id == source_id
    (fault,) = conform(path, source_id).faults
    assert table_schema(source_id).file_name in fault.remedy


def test_ids_of_sources_are_all_different() -> None:
    ids = [known.id for known in sources()]
    assert len(set(ids)) == len(ids)
    assert {feed.id for feed in feeds()} <= set(ids)


def test_recorded_crime_is_turned_into_the_lakes_words(tmp_path: Path) -> None:
    changed = row(
        "recorded_crime",
        home_office_code="008/26",
        offence_from="14/09/2024 22:30",
        knife_flag="y",
        gang_flag="",
        victim_ref="",
    )
    found = conform(write_feed(tmp_path, "recorded_crime", [changed]), "recorded_crime")
    (made,) = found.tables["recorded_crimes"].to_pylist()
    assert made["ho_code"] == "10D"
    assert made["started_at"] == datetime(2024, 9, 14, 22, 30)  # noqa: DTZ001
    assert made["recorded_on"] == date(2024, 9, 15)
    assert (made["knife"], made["domestic"], made["gang"]) == (True, False, None)
    assert made["victim_ref"] is None


def test_a_code_that_may_have_been_cut_short_is_a_warning(tmp_path: Path) -> None:
    path = write_feed(tmp_path, "recorded_crime", [row("recorded_crime", home_office_code="4.1")])
    (warning,) = conform(path, "recorded_crime").warnings
    assert "[1] rows have the code [4.1]" in warning


def test_a_blank_workbook_can_be_filled_and_supplied(tmp_path: Path) -> None:
    template("fire", tmp_path)
    book = load_workbook(tmp_path / "blank-fire.xlsx")
    for place, value in enumerate(row("fire").values(), start=1):
        book["Data"].cell(2, place).value = value
    book.save(tmp_path / "fire_loamshire_2024-09.xlsx")
    from headwater.sources.opening import opened

    with opened([tmp_path / "fire_loamshire_2024-09.xlsx"], scratch=tmp_path / "s") as found:
        first, columns = list(found)
    assert isinstance(first, Supplied)
    assert isinstance(columns, Supplied)
    assert recognise(columns) is None
    conformed = source("fire").conform(first)
    assert conformed.faults == ()
    assert len(conformed.tables["fire_incidents"]) == 1


def test_every_source_has_a_template_and_a_page(tmp_path: Path) -> None:
    for known in sources():
        names = {path.name for path in template(known.id, tmp_path / known.id)}
        assert {f"{known.id}.schema.json", f"supply-{known.id}.md"} <= names
        assert any((tmp_path / known.id / "example").iterdir()), known.id

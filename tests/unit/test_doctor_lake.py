"""The doctor finds what is wrong with a lake, says it, and touches nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from headwater.core.errors import ExitCode
from headwater.lake.journal import Load, writing
from headwater.lake.publish import publish, staging
from headwater.pipelines.doctor import Check, State, diagnose

AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    rows = {"name": ["High Street"], "kind": ["street"], "lsoa_code": ["Z99L00001"]}
    table = pa.table({**rows, "postcode": pa.nulls(1, pa.string()), "slice": ["north"]})
    with staging(tmp_path / "lake", who="test") as stage:
        path = stage.folder / "places.parquet"
        pq.write_table(table, path)
        part = stage.part(path, table="places", rows=1, slices=["north"])
        publish(stage, Load("L-1", "places", "1", "test", (), (part,)), by="tester", at=AT)
    return tmp_path / "lake"


def stored_file(lake: Path) -> Path:
    return next((lake / "data").glob("*/*.parquet"))


def checks(lake: Path) -> dict[str, Check]:
    return {check.name: check for check in diagnose(lake).checks}


def test_a_healthy_lake_is_well(lake: Path) -> None:
    diagnosis = diagnose(lake)
    assert diagnosis.exit_code is ExitCode.DONE
    assert checks(lake)["stored files"] == Check(
        "stored files", State.WELL, "All 1 are as they were stored."
    )


def test_a_lake_that_is_not_there_yet_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    assert diagnose(tmp_path / "none").exit_code is ExitCode.DONE
    assert not (tmp_path / "none").exists()


def test_a_changed_file_is_named_with_its_load(lake: Path) -> None:
    path = stored_file(lake)
    path.write_bytes(path.read_bytes() + b"x")
    diagnosis = diagnose(lake)
    assert diagnosis.exit_code is ExitCode.TAMPERED
    assert "load [L-1] is not what was stored" in checks(lake)["stored files"].found


def test_a_missing_file_is_tampering_too(lake: Path) -> None:
    stored_file(lake).rename(lake / "elsewhere")
    found = [check for check in diagnose(lake).checks if check.state is State.TAMPERED]
    assert "found [no file]" in found[0].found


def test_an_unreadable_journal_is_said(lake: Path) -> None:
    next((lake / "journal").glob("*.json")).write_text("{")
    diagnosis = diagnose(lake)
    assert diagnosis.exit_code is ExitCode.LAKE
    assert "cannot be read" in checks(lake)["journal"].found


def test_leftovers_are_told_and_left(lake: Path) -> None:
    (lake / "data" / "places" / "L-gone-x.parquet").write_bytes(b"")
    (lake / ".staging" / "tmpx").mkdir(parents=True)
    assert checks(lake)["leftovers"].found.startswith("2 files or folders")
    assert diagnose(lake).exit_code is ExitCode.DONE
    assert (lake / ".staging" / "tmpx").exists()


def test_whoever_is_writing_is_named(lake: Path) -> None:
    with writing(lake, who="ingest by Ann"):
        assert "ingest by Ann" in checks(lake)["writer"].found

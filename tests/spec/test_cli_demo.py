"""The demonstration from end to end, as the tutorial walks it."""

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from headwater.cli.main import app
from headwater.core.errors import ExitCode, SourceFormatError

pytestmark = pytest.mark.slow


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def demo(demonstration: Path) -> Path:
    """Loamshire, its lake and its report."""
    return demonstration


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_kind_of_document_is_there(demo: Path) -> None:
    suffixes = {path.suffix for path in (demo / "report").iterdir()}
    assert {".html", ".pdf", ".docx", ".xlsx", ".json"} <= suffixes
    assert list((demo / "report" / "tables").glob("*.csv"))


def test_the_report_says_that_the_county_does_not_exist(demo: Path) -> None:
    text = (demo / "report" / "needs-assessment.html").read_text(encoding="utf-8")
    assert "does not exist" in text


def test_assessing_again_gives_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    again = run(
        "assess", "--lake", str(demo / "lake"), "--area", "Z99P00001",
        "--period", "2024-09..2025-08", "--out", str(tmp_path / "report"),
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert fingerprints(tmp_path / "report") == fingerprints(demo / "report")


def test_taking_the_same_files_in_again_changes_nothing(demo: Path) -> None:
    before = fingerprints(demo / "lake" / "journal")
    again = run("ingest", str(demo / "loamshire" / "feeds"), "--lake", str(demo / "lake"))
    assert "already in the lake; nothing changed" in again.output
    assert fingerprints(demo / "lake" / "journal") == before


def test_any_number_leads_to_its_files(demo: Path) -> None:
    edition = str(demo / "report")
    figures = json.loads(run("explain", ":", "--edition", edition, "--find", "--json").stdout)
    known = run("explain", figures[0], "--edition", edition, "--lake", str(demo / "lake"))
    assert known.exit_code == 0, known.output
    assert "Query x-" in known.output
    assert "by Ann" in known.output
    assert "sha256" in known.output


def test_an_edition_compared_with_itself_has_not_changed(demo: Path) -> None:
    report = str(demo / "report")
    answer = json.loads(run("compare", report, report, "--json").stdout)
    assert answer["figures_compared"] > 0
    assert answer["differences"] == []


def test_a_bad_file_is_refused_and_the_lake_is_as_it_was(demo: Path) -> None:
    before = fingerprints(demo / "lake" / "journal")
    refused = run(
        "ingest", str(demo / "loamshire" / "bad" / "wrong_columns"), "--lake", str(demo / "lake")
    )
    assert isinstance(refused.exception, SourceFormatError)
    assert refused.exception.exit_code is ExitCode.SOURCE_FAULTS
    assert fingerprints(demo / "lake" / "journal") == before


def test_quality_is_told_in_words(demo: Path) -> None:
    told = run("quality", "--lake", str(demo / "lake"))
    assert told.exit_code == 0, told.output
    assert "completeness" in told.output


def test_the_doctor_finds_the_lake_well(demo: Path) -> None:
    answer = run("doctor", "--lake", str(demo / "lake"), "--json")
    assert json.loads(answer.stdout)["exit_code"] == 0, answer.output

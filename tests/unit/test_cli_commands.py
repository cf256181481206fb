"""Commands as a person or a program meets them: what they say, where, and how they end."""

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from headwater.cli import console
from headwater.cli import main as command_line
from headwater.cli.ingest import write_faults
from headwater.cli.main import COMMANDS, app
from headwater.cli.options import person
from headwater.core.errors import ExitCode, Fault, HeadwaterError, SourceFormatError
from headwater.lake.journal import Load
from headwater.lake.publish import publish, staging

AT = datetime(2026, 1, 2, tzinfo=UTC)
NAMES = [module.__name__.rpartition(".")[2] for module in COMMANDS]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    rows = {"name": ["High Street"], "kind": ["street"], "lsoa_code": ["Z99L00001"]}
    table = pa.table({**rows, "postcode": pa.nulls(1, pa.string()), "slice": ["north"]})
    with staging(tmp_path / "lake", who="test") as stage:
        path = stage.folder / "places.parquet"
        pq.write_table(table, path)
        part = stage.part(path, table="places", rows=1, slices=["north"])
        publish(stage, Load("L-1", "places", "1", "test", (), (part,)), by="Ann", at=AT)
    return tmp_path / "lake"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """The command line as the shell starts it: exit code and standard error."""

    def start(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["headwater", *arguments])
        with pytest.raises(SystemExit) as ended:
            command_line.run()
        code = ended.value.code
        return (code if isinstance(code, int) else 1), capsys.readouterr().err

    return start


SITE = {"serve", "worker", "tick", "workspace", "user", "audit", "backup", "restore"}
"""Commands of the web floor, which say what they did in words."""


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_examples(name: str) -> None:
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert "Examples:" in shown.output
    assert f"  headwater {name}" in shown.output
    assert ("--json" in shown.output) is (name not in SITE)


def test_help_lists_every_command_with_a_whole_sentence() -> None:
    shown = run("--help").output
    assert all(f"\n  {name} " in shown for name in NAMES)
    assert "..." not in shown.partition("Commands:")[2]


def test_a_mistake_is_one_sentence_and_its_exit_code(shell, tmp_path: Path) -> None:
    code, error = shell("undo", "L-none", "--lake", str(tmp_path))
    assert code == ExitCode.NOT_FOUND
    assert error.startswith("headwater: There is no active load [L-none].")
    assert "Traceback" not in error


@pytest.mark.parametrize("kind", list(HeadwaterError.__subclasses__()))
def test_every_kind_of_error_ends_with_its_own_code(
    shell, kind: type[HeadwaterError], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = kind.__new__(kind)
    Exception.__init__(error, "A sentence.")

    def fail() -> None:
        raise error

    monkeypatch.setattr(command_line, "app", fail)
    assert shell() == (int(kind.exit_code), "headwater: A sentence.\n")


def test_a_wrong_option_ends_with_2(shell) -> None:
    code, error = shell("doctor", "--nonsense")
    assert code == ExitCode.USAGE
    assert "No such option" in error


def test_ctrl_c_ends_with_130(shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("headwater.pipelines.doctor.diagnose", interrupted)
    assert shell("doctor")[0] == ExitCode.INTERRUPTED


def test_ctrl_c_in_the_middle_of_a_query_ends_with_130(
    shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("headwater.pipelines.doctor.diagnose", interrupted)
    assert shell("doctor")[0] == ExitCode.INTERRUPTED


def test_a_refusal_answers_a_machine_with_json_too(tmp_path: Path) -> None:
    (tmp_path / "fire_loamshire_2025-08.csv").write_text("")
    found = run("ingest", str(tmp_path), "--lake", str(tmp_path / "lake"), "--json")
    assert json.loads(found.stdout)["refused"][0]["faults"][0]["problem"] == "the file is empty"
    assert isinstance(found.exception, SourceFormatError)


def test_no_assessment_is_made_of_bytes_that_changed(shell, lake: Path, tmp_path: Path) -> None:
    next(lake.glob("data/*/*.parquet")).write_bytes(b"changed")
    asked = ("--area", "Z99P00001", "--period", "2024-09", "--lake", str(lake))
    code, said = shell("assess", *asked, "--out", str(tmp_path / "report"))
    assert code == ExitCode.TAMPERED
    assert "has changed since it was stored" in said
    assert not (tmp_path / "report").exists()


def test_a_file_where_a_folder_should_be_is_one_sentence(shell, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    code, said = shell("template", "fire", "--into", str(tmp_path / "taken" / "templates"))
    assert code == ExitCode.USAGE
    assert said.startswith("headwater: [")
    assert said.endswith("cannot be a folder: a file has that name. Name another folder.\n")


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("headwater.pipelines.doctor.diagnose", bug)
    monkeypatch.setattr(sys, "argv", ["headwater", "doctor"])
    with pytest.raises(ZeroDivisionError):
        command_line.run()


def test_doctor_answers_a_machine_with_json_alone(lake: Path) -> None:
    answer = run("doctor", "--lake", str(lake), "--json")
    said = json.loads(answer.stdout)
    assert {check["state"] for check in said["checks"]} <= {"well", "note"}
    assert (answer.exit_code, said["exit_code"]) == (0, 0)


def test_doctor_ends_with_9_where_bytes_changed(lake: Path) -> None:
    path = next((lake / "data").glob("*/*.parquet"))
    path.write_bytes(b"other")
    answer = run("doctor", "--lake", str(lake))
    assert answer.exit_code == ExitCode.TAMPERED
    assert "TAMPERED  stored files" in answer.output


def test_loads_are_listed_with_who_and_when(lake: Path) -> None:
    answer = run("quality", "--loads", "--lake", str(lake))
    assert "L-1" in answer.output
    assert "Ann" in answer.output
    assert "2026-01-02" in answer.output


def test_an_undone_load_is_no_longer_listed(lake: Path) -> None:
    undone = run("undo", "L-1", "--lake", str(lake), "--by", "Bob", "--reason", "wrong month")
    assert undone.output == "Load L-1 of places is out: 1 rows are no longer read.\n"
    assert json.loads(run("quality", "--loads", "--lake", str(lake), "--json").stdout) == []


def test_the_lake_may_be_named_by_the_environment(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWATER_LAKE", str(lake))
    assert "L-1" in run("quality", "--loads").output


def test_police_without_a_force_is_asked_for_one(shell) -> None:
    code, error = shell("fetch", "police")
    assert code == ExitCode.USAGE
    assert "--force cambridgeshire" in error


def test_sources_are_listed_for_people_and_machines() -> None:
    assert "recorded_crime" in run("sources").output
    listed = json.loads(run("sources", "--json").stdout)
    assert {"id", "title", "supplier", "tables"} == set(listed[0])


def test_a_figure_of_no_edition_is_said_plainly(shell, tmp_path: Path) -> None:
    code, error = shell("explain", "a:b:c", "--edition", str(tmp_path / "none"))
    assert code == ExitCode.NOT_FOUND
    assert "[" in error


def test_faults_are_written_as_a_table_that_runs_nothing(tmp_path: Path) -> None:
    fault = Fault("f.csv", 2, "sex", "=1+1", "it is not a word allowed", "Use F, M or U")
    write_faults(SourceFormatError(source="x", faults=[fault]), tmp_path / "faults.csv")
    with (tmp_path / "faults.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert rows[0]["value"] == "'=1+1"
    assert rows[0]["remedy"] == "Use F, M or U"


def test_whoever_runs_it_is_named_unless_they_say_otherwise() -> None:
    assert person("Ann") == "Ann"
    assert person(None)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 bytes"), (999, "999 bytes"), (59_022_513, "59.0 MB")]
)
def test_sizes_are_for_people(count: int, words: str) -> None:
    assert console.size(count) == words


def test_records_become_json_without_losing_their_kinds(tmp_path: Path) -> None:
    fault = Fault("f.csv", 2, "", "", "p", "r")
    known = {"fault": fault, "code": ExitCode.FETCH, "path": tmp_path, "day": AT.date(), "n": 1.5}
    assert console.plain(known) == {
        "fault": {"file": "f.csv", "row": 2, "column": "", "value": "", "problem": "p",
                  "remedy": "r"},
        "code": 8,
        "path": str(tmp_path),
        "day": "2026-01-02",
        "n": 1.5,
    }  # fmt: skip


def test_bars_are_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with console.Bars() as bars:
        bars("Reading", 1, 2)
    assert capsys.readouterr() == ("", "")

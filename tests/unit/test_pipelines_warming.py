"""Methods are compiled in a process of their own, and a failure of it costs time alone."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from headwater.analysis.watch.rules import Watching
from headwater.cli.main import app
from headwater.core import compiled
from headwater.core.errors import ExitCode, HeadwaterError
from headwater.pipelines import warming
from headwater.pipelines.warming import Beside, Family, compiling_beside, warm_all

BOTH = (Watching.SCAN, Watching.FARRINGTON, Watching.EARS)


class Started:
    """Stands for a process; says what was started and whether it was ended."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "kept_in", lambda: tmp_path)
    monkeypatch.setattr(warming, "Beside", Started)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return tmp_path


@pytest.mark.parametrize("family", list(Family))
def test_what_was_compiled_once_is_loaded_by_the_next_process(family: Family) -> None:
    first = Beside(family)
    first.wait()
    assert first.trouble == ""
    assert family.mark.exists()
    second = Beside(family)
    second.wait()
    assert (second.trouble, second.seconds) == ("", 0.0)


def test_the_scan_goes_beside_where_both_are_lacking(kept: Path) -> None:
    with compiling_beside(BOTH) as beside:
        assert beside is not None
        assert beside.family is Family.SCAN
    assert isinstance(beside, Started)
    assert beside.is_stopped


def test_only_what_is_lacking_and_asked_for_is_compiled(kept: Path) -> None:
    (kept / "scan.whole").touch()
    with compiling_beside([Watching.SCAN]) as beside:
        assert beside is None
    with compiling_beside(BOTH) as beside:
        assert beside is not None
        assert beside.family is Family.SERIES


def test_nothing_is_started_on_one_core(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    with compiling_beside(BOTH) as beside:
        assert beside is None


def test_a_process_that_fails_says_so_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    beside = Beside(Family.SCAN)
    beside.wait()
    assert (beside.trouble, beside.seconds) == ("It ended with 1.", 0.0)
    with pytest.raises(HeadwaterError, match=r"\[series\]: It ended with 1\."):
        warm_all()


def test_doctor_compiles_ahead_of_time_where_asked(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["doctor", "--warm", "--lake", str(tmp_path / "none")])
    assert answer.exit_code == ExitCode.DONE
    assert "Compiling the methods of early warning took" in answer.stderr
    assert Family.SCAN.mark.exists()
    assert Family.SERIES.mark.exists()

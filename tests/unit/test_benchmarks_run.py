"""The table at the end of the benchmarks: met, missed, and a peer that is not there."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "run.py"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmarks_run", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "benchmarks_run", module)
    spec.loader.exec_module(module)
    return module


def script(folder: Path, body: str) -> Path:
    path = folder / "example_against_peer.py"
    path.write_text(body, encoding="utf-8")
    return path


def verdicts(run: ModuleType, path: Path) -> list[tuple[str, str, bool]]:
    lines = run.run(path, python=sys.executable)
    return [(line.name, line.verdict, line.is_well) for line in lines]


def test_claims_are_held_to_their_aims_and_absent_peers_fail_nothing(
    run: ModuleType, tmp_path: Path
) -> None:
    path = script(
        tmp_path,
        "import sys\n"
        "print('kde_1m_500x500 ratio=9.5 ours=1s peer=9s KDEpy 1.1')\n"
        "print('bym2_5000_areas ratio=20 ours=1s peer=9s numpyro 0.1 apart=1e-3')\n"
        "print('other ratio=0.5 ours=1s peer=9s any 1')\n"
        "sys.stderr.write('dsr_35700_areas_r skipped: no Rscript; ours took 1 s')\n",
    )
    assert verdicts(run, path) == [
        ("kde_1m_500x500", "met", True),
        ("bym2_5000_areas", "missed", False),
        ("other", "no aim", True),
        ("dsr_35700_areas_r", "peer absent", True),
    ]


@pytest.mark.parametrize("body", ["raise SystemExit(3)", "print('nothing to say')"])
def test_a_benchmark_that_fails_or_says_nothing_is_told(
    run: ModuleType, tmp_path: Path, body: str
) -> None:
    path = script(tmp_path, body)
    assert verdicts(run, path) == [("example_against_peer", "failed", False)]


def test_every_line_of_the_table_names_its_verdict(run: ModuleType) -> None:
    lines = [run.verdict("kde_1m_500x500", 9.5), run.Line("dsr_35700_areas_r", "", "200", "absent")]
    shown = run.table(lines).splitlines()
    assert shown[1].split() == ["kde_1m_500x500", "9.5", "3", "met"]
    assert shown[2].split() == ["dsr_35700_areas_r", "200", "absent"]

"""Run every benchmark, print its claims, one a line, and say at the end which aims were met:

    NAME ratio=… ours=… peer=… PEER VERSION

The ratio is the peer's time over ours: above 1 we are quicker. A benchmark is a file in this
folder that runs the peer beside us and prints such lines. Where the peer is not there it prints
`NAME skipped: why` and claims nothing; that is no failure. Some print tables only. What else it
prints goes to standard error. The table at the end has each claim with its ratio, its aim and
whether that was met. Ends with 1 if a benchmark fails, says neither a claim nor why it has none, or
misses an aim.

Peers are not installed with the project. `--python` names an interpreter that has both.
"""

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLAIM = re.compile(r"(?P<name>\S+) ratio=(?P<ratio>\S+) ours=\S+ peer=\S+ \S+ \S+(?: \S+=\S+)*")
SKIPPED = re.compile(r"(?P<name>\S.*?) skipped: (?P<why>.+)")
NEEDS_SCALE = "scale_"
# These take more than five minutes, so they run when all else is said.
SLOW = (
    "near_repeats_against_sparse",
    "smoothing_against_numpyro",
    "forecasts_real_cities",
    "ingest_police_uk",
    "assess_force_and_nation",
    "watch_nation",
    "watch_power",
)
# These print what rules find or what a job takes, beside no peer.
TABLES = ("watch_nation", "watch_power", "applications_at_closing")
# The least ratio that was aimed at. Claims without one are told for what they are.
AIMS = {
    "farrington_2000_series_last_week": 100.0,
    "scan_prospective_poisson": 20.0,
    "scan_prospective_permutation": 20.0,
    "gi_star_35700_areas_lookup": 5.0,
    "local_moran_35700_areas_lookup": 5.0,
    "kde_1m_500x500": 3.0,
    "knox_2000_events_20_bands_99": 1_000.0,
    "dsr_35700_areas_r": 200.0,
    "dsr_35700_areas_phstatsmethods": 200.0,
    "bym2_5000_areas": 50.0,
    "portfolio_against_score": 1.1,
    "portfolio_against_harm_per_pound": 1.0,
}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    name: str
    ratio: str
    aim: str
    verdict: str

    @property
    def is_well(self) -> bool:
        """Whether nothing has to be done about it."""
        return self.verdict not in ("missed", "failed")


def files(names: list[str]) -> list[Path]:
    """The benchmarks asked for, or all of them, the slow ones last."""
    every = sorted(path for path in HERE.glob("*.py") if path.name not in ("run.py", "__init__.py"))
    return sorted(
        (path for path in every if not names or path.stem in names),
        key=lambda path: path.stem in SLOW,
    )


def run(path: Path, *, python: str) -> list[Line]:
    """Run one benchmark, pass its claims on and judge them."""
    sys.stderr.write(f"{path.name} …\n")
    began = time.perf_counter()
    done = subprocess.run(
        [python, str(path)], capture_output=True, text=True, check=False, cwd=HERE.parent
    )
    said = done.stdout.splitlines()
    claims = [found for line in said if (found := CLAIM.fullmatch(line))]
    aside = [*(line for line in said if not CLAIM.fullmatch(line)), *done.stderr.splitlines()]
    sys.stderr.write("\n".join([*aside, f"took {time.perf_counter() - began:.0f} s", ""]))
    for claim in claims:
        print(claim.group(), flush=True)
    skipped = [found["name"] for line in aside if (found := SKIPPED.fullmatch(line))]
    return judged(path.stem, claims, skipped, ended_well=not done.returncode)


def judged(
    stem: str, claims: list[re.Match[str]], skipped: list[str], *, ended_well: bool
) -> list[Line]:
    """The lines of the table that one benchmark makes."""
    lines = [verdict(claim["name"], float(claim["ratio"])) for claim in claims]
    lines += [Line(name, "", aim_of(name), "peer absent") for name in skipped]
    if not ended_well or not (lines or stem in TABLES):
        lines.append(Line(stem, "", "", "failed"))
    return lines


def aim_of(name: str) -> str:
    """The aim of a claim as it is printed."""
    return f"{AIMS[name]:g}" if name in AIMS else ""


def verdict(name: str, ratio: float) -> Line:
    """A claim beside its aim."""
    word = "no aim"
    if name in AIMS:
        word = "met" if ratio >= AIMS[name] else "missed"
    return Line(name, f"{ratio:g}", aim_of(name), word)


def table(lines: list[Line]) -> str:
    """The lines in columns."""
    rows = [Line("claim", "ratio", "aim", ""), *lines]
    wide = max(len(line.name) for line in rows)
    return "\n".join(
        f"{line.name:<{wide}}  {line.ratio:>8}  {line.aim:>6}  {line.verdict}".rstrip()
        for line in rows
    )


def main() -> int:
    """Run what was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", help="benchmarks to run; all where none is named")
    arguments.add_argument("--python", default=sys.executable, help="where the peers are")
    arguments.add_argument("--scale-python", default=sys.executable, help="where Spark is")
    asked = arguments.parse_args()
    lines: list[Line] = []
    for path in files(asked.names):
        scaled = path.stem.startswith(NEEDS_SCALE)
        lines += run(path, python=asked.scale_python if scaled else asked.python)
    print(table(lines))
    return 0 if all(line.is_well for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())

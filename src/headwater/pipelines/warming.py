"""Compiling the methods of early warning in processes of their own, ahead of time or beside work.

numba compiles one function at a time in a process, so a second process is what brings a second
core to it. Both keep what they make in the same folder, which is written whole or not at all: a
process that is stopped leaves less to load, never something wrong.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from headwater.analysis.watch.rules import Watching
from headwater.core.errors import HeadwaterError

LONGEST_WAIT_S = 300
MADE_UP_PLACES, MADE_UP_WEEKS = 24, 5 * 52 + 40


class Family(StrEnum):
    """Methods that are compiled together."""

    SERIES = "series"
    SCAN = "scan"

    @property
    def mark(self) -> Path:
        """A file that stands beside what is kept of a family once all of it was compiled."""
        from headwater.core.compiled import kept_in

        return kept_in() / f"{self.value}.whole"


def family_of(method: Watching) -> Family:
    """EARS is what a short history falls back to, so it is compiled with the regression."""
    return Family.SCAN if method is Watching.SCAN else Family.SERIES


@dataclass(frozen=True, slots=True)
class _MadeUp:
    """What judging asks of a rule."""

    method: Watching
    alpha: float = 0.01
    least_cases: int = 2


def warm(family: Family) -> float:
    """Run a family once on made-up counts; the seconds it spent compiling, 0 where all was kept."""
    import numpy as np

    from headwater.analysis.watch.detecting import aberrations, clusters_among
    from headwater.core.compiled import compile_seconds
    from headwater.core.weeks import Week

    cells = np.arange(MADE_UP_PLACES * MADE_UP_WEEKS, dtype=np.float64)
    counts = (cells * cells % 5.0).reshape(MADE_UP_PLACES, MADE_UP_WEEKS)
    if family is Family.SCAN:
        clusters_among(
            _MadeUp(Watching.SCAN),
            counts,
            codes=[f"{place:02}" for place in range(MADE_UP_PLACES)],
            centres=np.column_stack([cells[:MADE_UP_PLACES] ** 2, cells[:MADE_UP_PLACES]]),
            seed=1,
        )
    else:
        for method in (Watching.FARRINGTON, Watching.EARS):
            aberrations(_MadeUp(method), counts, first=Week.parse("2020-W01"))
    family.mark.touch()
    return compile_seconds()


class Beside:
    """A family that is being compiled in a process of its own."""

    def __init__(self, family: Family) -> None:
        """Start the process. It keeps its code where this one looks for it."""
        from headwater.core.compiled import kept_in

        self.family = family
        self.seconds = 0.0
        self.trouble = ""
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-P", "-m", "headwater.pipelines.warming", family.value],
            env=os.environ | {"NUMBA_CACHE_DIR": str(kept_in().parent.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._is_over = False

    def wait(self) -> None:
        """Until it is done. Where it failed, `trouble` says how, and the caller compiles itself."""
        if self._is_over:
            return
        self._is_over = True
        try:
            answer, errors = self._process.communicate(timeout=LONGEST_WAIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            self.trouble = f"It was stopped after {LONGEST_WAIT_S} s."
            return
        if self._process.returncode:
            said = errors.strip().splitlines()
            self.trouble = said[-1] if said else f"It ended with {self._process.returncode}."
        else:
            self.seconds = float(answer)

    def stop(self) -> None:
        """End it where it still runs."""
        if not self._is_over:
            self._is_over = True
            self._process.terminate()
            self._process.communicate()


@contextmanager
def compiling_beside(methods: Iterable[Watching]) -> Iterator[Beside | None]:
    """What some methods still lack is compiled beside the work in the block, as far as it pays.

    Where both families lack theirs, the block compiles the one and the process the other. Nothing
    is started where all was compiled before or there is one core.
    """
    lacking = sorted({family_of(each) for each in methods}, key=list(Family).index)
    lacking = [family for family in lacking if not family.mark.exists()]
    beside = Beside(lacking[-1]) if lacking and (os.cpu_count() or 1) > 1 else None
    try:
        yield beside
    finally:
        if beside is not None:
            beside.stop()


def warm_all() -> float:
    """Compile every family, each in a process of its own; the seconds spent, of all together.

    Raises `HeadwaterError` where one of them fails.
    """
    started = [Beside(family) for family in Family]
    try:
        for each in started:
            each.wait()
    finally:
        for each in started:
            each.stop()
    failed = [f"[{each.family}]: {each.trouble}" for each in started if each.trouble]
    if failed:
        raise HeadwaterError(f"The methods could not be compiled. {' '.join(failed)}")
    return sum(each.seconds for each in started)


if __name__ == "__main__":
    sys.stdout.write(f"{warm(Family(sys.argv[1]))}\n")

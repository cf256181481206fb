"""Is the installation whole, and is the lake as it was written? In words, changing nothing."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from headwater.core.errors import ExitCode, HeadwaterError, LakeBusyError
from headwater.lake.journal import Journal, Load, sha256_of, writing
from headwater.lake.publish import DATA, STAGING
from headwater.lake.store import Store

NEEDED = ("duckdb", "ibis", "numpy", "pyarrow", "scipy", "shapely")
FOR_DOCUMENTS = ("docx", "gptables", "jinja2", "typst", "vl_convert")
ROOM_TO_WORK = 2_000_000_000

Progress = Callable[[str, int, int], None]


class State(StrEnum):
    """How a check came out."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"
    TAMPERED = "tampered"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, what was found, and what to do where something is wrong."""

    name: str
    state: State
    found: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was looked at."""

    checks: tuple[Check, ...]

    @property
    def exit_code(self) -> ExitCode:
        """9 where stored bytes changed, 4 where anything else is wrong, else 0."""
        states = {check.state for check in self.checks}
        if State.TAMPERED in states:
            return ExitCode.TAMPERED
        return ExitCode.LAKE if State.WRONG in states else ExitCode.DONE


def diagnose(lake: Path, *, progress: Progress | None = None) -> Diagnosis:
    """Look at the installation and at every file of the lake. Reads each stored byte once."""
    return Diagnosis((*_installation(), *_disk(lake), *_lake(lake, progress=progress)))


def _installation() -> Iterator[Check]:
    """Python, libraries and fonts."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Check("python", State.WELL, f"Python {version}.")
    yield _libraries("libraries", NEEDED, State.WRONG, "Install headwater again: make environment.")
    yield _libraries(
        "documents",
        FOR_DOCUMENTS,
        State.NOTE,
        "HTML and CSV are still written; for the others install headwater[report].",
    )
    fonts = [item.name for item in files("headwater.reporting").joinpath("fonts").iterdir()]
    drawn = [name for name in fonts if name.endswith((".ttf", ".otf"))]
    if drawn:
        yield Check("fonts", State.WELL, f"{len(drawn)} font files.")
    else:
        yield Check("fonts", State.WRONG, "No font files. Install headwater again.")


def _libraries(name: str, wanted: tuple[str, ...], missing: State, remedy: str) -> Check:
    """Whether libraries can be found, without loading them."""
    absent = [library for library in wanted if find_spec(library) is None]
    if absent:
        return Check(name, missing, f"[{', '.join(absent)}] cannot be found. {remedy}")
    return Check(name, State.WELL, f"All of {', '.join(wanted)} are here.")


def _disk(lake: Path) -> Iterator[Check]:
    """Whether there is room to work where the lake is, or would be."""
    place = next(folder for folder in (lake, *lake.resolve().parents) if folder.is_dir())
    free = shutil.disk_usage(place).free
    if free < ROOM_TO_WORK:
        yield Check("disk", State.NOTE, f"Only {free:,} bytes are free. Large loads may not fit.")
    else:
        yield Check("disk", State.WELL, f"{free:,} bytes are free.")


def _lake(lake: Path, *, progress: Progress | None) -> Iterator[Check]:
    """The journal, the stored files, and what killed processes left."""
    if not lake.is_dir():
        yield Check("lake", State.NOTE, f"There is no lake at [{lake}] yet. Ingest makes it.")
        return
    try:
        journal = Journal(lake)
        entries, active = journal.entries(), journal.active()
    except HeadwaterError as error:
        yield Check("journal", State.WRONG, str(error))
        return
    yield Check("journal", State.WELL, f"{len(entries)} entries, {len(active)} loads in force.")
    stored = tuple(_stored(lake, active, progress=progress))
    yield from stored
    yield _orphans(lake, journal)
    yield _writer(lake)
    if all(check.state is State.WELL for check in stored):
        yield _engine(lake)


def _stored(lake: Path, active: tuple[Load, ...], *, progress: Progress | None) -> Iterator[Check]:
    """Every file of every load in force, against the fingerprint it was stored with."""
    parts = [(load, part) for load in active for part in load.parts]
    bad = 0
    for done, (load, part) in enumerate(parts, start=1):
        path = lake / part.path
        found = sha256_of(path) if path.is_file() else "no file"
        if found != part.sha256:
            bad += 1
            yield Check(
                "stored files",
                State.TAMPERED,
                f"[{part.path}] of load [{load.id}] is not what was stored: expected sha256 "
                f"[{part.sha256}], found [{found}]. Restore it from a backup, or undo the load "
                f"and load [{load.source}] again.",
            )
        if progress:
            progress("Reading stored files", done, len(parts))
    if not bad:
        yield Check("stored files", State.WELL, f"All {len(parts)} are as they were stored.")


def _orphans(lake: Path, journal: Journal) -> Check:
    """Files that no entry of the journal knows. They are never read."""
    known = {p.path for e in journal.entries() if e.load is not None for p in e.load.parts}
    on_disk = {str(path.relative_to(lake)) for path in (lake / DATA).glob("*/*.parquet")}
    left = list(lake.glob(f"{STAGING}/*"))
    spare = len(on_disk - known) + len(left)
    if spare:
        return Check(
            "leftovers",
            State.NOTE,
            f"{spare} files or folders of stopped loads. They are not read, and the next ingest "
            "removes them.",
        )
    return Check("leftovers", State.WELL, "None.")


def _writer(lake: Path) -> Check:
    """Whether somebody is writing to the lake now."""
    try:
        with writing(lake, who="doctor"):
            return Check("writer", State.WELL, "Nobody is writing to the lake.")
    except LakeBusyError as error:
        return Check("writer", State.NOTE, str(error))


def _engine(lake: Path) -> Check:
    """Whether the engine opens the lake and answers."""
    with Store(lake) as store:
        areas = store.table("areas")
        rows = store.rows(areas.aggregate(areas=areas.count()), name="areas in the lake")
    return Check("engine", State.WELL, f"DuckDB answers: {int(rows['areas'][0]):,} areas.")

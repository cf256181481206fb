"""Write the whole county: every feed, its faults, and the sealed truths."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from headwater.core.errors import UsageError
from headwater.core.periods import Period
from headwater.loamshire import elsewhere, names
from headwater.loamshire.faults import FaultPlan, listed, plan_faults, write_bad_files
from headwater.loamshire.feeds.elsewhere import write_elsewhere
from headwater.loamshire.feeds.emergency import (
    write_ambulance,
    write_fire,
    write_istv,
    write_places,
)
from headwater.loamshire.feeds.la_indicators import write_la_indicators
from headwater.loamshire.feeds.police_uk import write_police_uk
from headwater.loamshire.feeds.recorded_crime import write_recorded_crime
from headwater.loamshire.feeds.reference import (
    write_areas,
    write_deprivation,
    write_lookups,
    write_residents,
)
from headwater.loamshire.feeds.services import write_services
from headwater.loamshire.observed import observed
from headwater.loamshire.truths import seal, truths_as_told
from headwater.loamshire.world import World, build_world
from headwater.loamshire.writing import FileWritten, Outbox

SEED = 20260131
PERIOD = Period.parse("2022-09..2025-08")
MARKER = "LOAMSHIRE.txt"
_NOTICE = (
    "Loamshire is a county that does not exist. Every place, person, organisation and number in "
    "this folder is invented.\n"
)
Progress = Callable[[str, int, int], None]
"""Called with the step's name, its number from 1, and the number of steps."""


@dataclass(frozen=True, slots=True)
class CountySummary:
    """What was written."""

    folder: Path
    seed: int
    period: Period
    files: tuple[FileWritten, ...]
    residents: int
    neighbourhoods: int
    recorded_offences: int
    faults: int
    truths_sha256: str

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files)


def write_county(
    folder: Path, *, seed: int = SEED, period: Period = PERIOD, progress: Progress | None = None
) -> CountySummary:
    """Loamshire in a folder: suppliers' files, corrections, bad files and sealed truths.

    The same seed and period give the same bytes. The folder is made, or replaced when it already
    holds a Loamshire; the old one stays until the new one is whole. Raises `UsageError` when the
    folder holds anything else, or the period is too short for the planted truths.
    """
    _check_folder(folder)
    tell = progress or _say_nothing
    writers = _writers(plan_faults(period))
    tell("the county itself", 1, len(writers) + 2)
    world = build_world(seed, period)
    out = Outbox(_fresh_draft(folder))
    for number, (step, write) in enumerate(writers.items(), start=2):
        tell(step, number, len(writers) + 2)
        write(world, out)
    tell("faults and truths", len(writers) + 2, len(writers) + 2)
    digest, faults = _finish(world, out)
    _put_in_place(out.root, folder)
    return CountySummary(
        folder=folder,
        seed=seed,
        period=period,
        files=tuple(sorted(out.written, key=lambda file: file.path)),
        residents=int(world.people.totals.sum()),
        neighbourhoods=len(world.geography.lsoa21),
        recorded_offences=len(world.records),
        faults=faults,
        truths_sha256=digest,
    )


def _writers(faults: FaultPlan) -> dict[str, Callable[[World, Outbox], None]]:
    return {
        "areas": write_areas,
        "lookups": write_lookups,
        "residents": write_residents,
        "deprivation": write_deprivation,
        "police.uk files": partial(
            write_police_uk,
            repeated=faults.street_repeated,
            no_stop_file=faults.stops_missing,
            stop_with_bom=faults.stops_with_bom,
        ),
        "recorded crime": partial(write_recorded_crime, oddities=faults.recorded_crime),
        "emergency departments": partial(write_istv, oddities=faults.emergency),
        "ambulance": partial(write_ambulance, oddities=faults.emergency),
        "fire and rescue": partial(write_fire, oddities=faults.emergency),
        "places": write_places,
        "local authority indicators": write_la_indicators,
        "services": write_services,
        "authorities elsewhere": write_elsewhere,
    }


def _finish(world: World, out: Outbox) -> tuple[str, int]:
    """The bad files, the list of faults, and the seal. Gives the seal and the number of faults."""
    plan = plan_faults(world.period)
    faults = listed(plan) + write_bad_files(out, world.period.last)
    out.json("faults.json", [asdict(fault) for fault in faults], rows=len(faults), indent=2)
    out.data(MARKER, _NOTICE.encode(), rows=0)
    told = truths_as_told(world.plan, world.geography, observed=observed(world))
    told["elsewhere"] = elsewhere.told()
    told["seed"] = world.seed
    told["period"] = str(world.period)
    told["county"] = names.COUNTY
    return seal(out, told), len(faults)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"[{folder}] is a file. Give a folder for Loamshire.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise UsageError(
            f"The folder [{folder}] holds something other than Loamshire. Nothing was written. "
            "Give an empty folder or a new one."
        )


def _fresh_draft(folder: Path) -> Path:
    """An empty folder beside the wanted one; what a killed run left in it is cleared."""
    draft = folder.with_name(f".{folder.name}.part")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(parents=True)
    return draft


def _put_in_place(draft: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    draft.rename(folder)


def _say_nothing(_step: str, _number: int, _of: int) -> None:
    """Progress for callers who do not want any."""

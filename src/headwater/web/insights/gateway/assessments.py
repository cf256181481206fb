"""Assessments in the worker: making one, setting two side by side, and knowing the lake."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db.utils import InterfaceError, OperationalError

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.core.periods import Month, Period
from headwater.lake.journal import Act, Journal
from headwater.pipelines.assess import assess
from headwater.pipelines.compare import Comparison, Difference, compare
from headwater.pipelines.grounds import Grounds, grounds
from headwater.reporting import manifest
from headwater.reporting.edition_json import FILE
from headwater.web.editions import changes
from headwater.web.editions.errors import TakenOverError
from headwater.web.editions.files import folder_of
from headwater.web.editions.models import Edition
from headwater.web.insights.algorithms.queries import check_registered
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.gateway.registered import run_registered

MOST_DIFFERENCES = 2_000
"""Figures kept of a comparison, those that lead and changed most first."""
BROKE = (
    "headwater itself went wrong while making this. The people who run it find the reason in "
    "their log under this assessment's reference. You can try again."
)


def make(reference: str) -> str:
    """Make an assessment that was asked for, and say in a word how it ended.

    Run again after a worker died, it starts again; an earlier run that still lives stops.
    """
    edition = changes.begin(reference=reference, at=clock.now())
    with _Attempt(edition) as attempt:
        folder = Path(settings.EDITIONS) / edition.reference
        today = clock.today()
        check_registered(edition.workspace, Pipeline.DISCLOSURE, today)
        run_registered(edition.workspace, Pipeline.ASSESSMENT, today, _make, edition, folder)
        changes.store_made(
            edition=edition,
            plain=_read(folder),
            folder=folder,
            accepted=_accepted(settings.LAKE),
            at=clock.now(),
        )
        attempt.ended = "made"
    return attempt.ended


class _Attempt:
    """Whatever ends an attempt is said on its page; only a bug goes on to the log."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.ended = "failed"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, TakenOverError):
            self.ended = "taken over"
        elif isinstance(error, HeadwaterError):
            changes.fail(edition=self.edition, sentence=str(error), at=clock.now())
        elif isinstance(error, OperationalError | InterfaceError):
            # The database is away, and with it the page that could say so: the task is done again.
            return False
        elif isinstance(error, Exception):
            changes.fail(edition=self.edition, sentence=BROKE, at=clock.now())
        return isinstance(error, HeadwaterError)


def _make(edition: Edition, folder: Path) -> None:
    def tell(step: str, done: int, total: int) -> None:
        changes.progress(edition=edition, step=step, done=done, total=total)

    period = Period(Month.of(edition.first_month), Month.of(edition.last_month))
    assess(settings.LAKE, area=edition.area_code, period=period, out=folder, progress=tell)


def _read(folder: Path) -> dict[str, Any]:
    """The edition as its file says, once the file is found to be the one that was written."""
    manifest.check_file(folder, FILE)
    read: dict[str, Any] = json.loads((folder / FILE).read_bytes())
    return read


def _accepted(lake: Path) -> dict[str, dict[str, str]]:
    """When each load was accepted into the lake, and by whom; the last time counts."""
    return {
        entry.load_id: {"at": entry.at, "by": entry.by}
        for entry in Journal(lake).entries()
        if entry.act is Act.ACCEPT
    }


def side_by_side(before: Edition, after: Edition) -> dict[str, Any]:
    """What differs between two assessments, as plain values that can be kept."""
    folders = folder_of(before), folder_of(after)
    found = run_registered(before.workspace, Pipeline.COMPARISON, clock.today(), compare, *folders)
    told = sorted(found.differences, key=_telling, reverse=True)
    return {
        "compared": found.figures_compared,
        "changed": len(found.differences),
        "cautions": list(found.cautions),
        "differences": _plain(told[:MOST_DIFFERENCES]),
        "findings": _plain(found.findings),
        "loads": _loads(found),
    }


def _telling(difference: Difference) -> tuple[bool, float]:
    """Counts and rates before limits and shares; larger changes before smaller."""
    return difference.leads, abs(difference.percent or 0)


def _plain(differences: Iterable[Difference]) -> list[dict[str, Any]]:
    return [{**asdict(each), "percent": each.percent} for each in differences]


def _loads(found: Comparison) -> dict[str, list[str]]:
    return {"added": list(found.loads_added), "removed": list(found.loads_removed)}


def look_around() -> Grounds:
    """The areas and months that the lake holds enough of to be assessed."""
    return grounds(settings.LAKE)

"""Assessments in the worker: making one, setting two side by side, and knowing the lake."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from headwater.core import clock
from headwater.core.periods import Month, Period
from headwater.pipelines.assess import assess
from headwater.pipelines.compare import Comparison, Difference, compare
from headwater.pipelines.grounds import Grounds, grounds
from headwater.pipelines.supplies import accepted
from headwater.web.editions import changes
from headwater.web.editions.attempts import of_edition, progress_of, read_edition
from headwater.web.editions.counting import counted_by
from headwater.web.editions.files import folder_of
from headwater.web.editions.gate import run_registered
from headwater.web.editions.models import Edition
from headwater.web.insights.algorithms.queries import check_registered
from headwater.web.insights.algorithms.rules import Pipeline

MOST_DIFFERENCES = 2_000
"""Figures kept of a comparison, those that lead and changed most first."""


def make(reference: str) -> str:
    """Make an assessment that was asked for, and say in a word how it ended.

    Run again after a worker died, it starts again; an earlier run that still lives stops.
    """
    edition = changes.begin(reference=reference, at=clock.now())
    with of_edition(edition) as attempt:
        folder = Path(settings.EDITIONS) / edition.reference
        today = clock.today()
        check_registered(edition.workspace, Pipeline.DISCLOSURE, today)
        run_registered(edition.workspace, Pipeline.ASSESSMENT, today, _make, edition, folder)
        changes.store_made(
            edition=edition,
            plain=read_edition(folder),
            folder=folder,
            accepted=accepted(settings.LAKE),
            at=clock.now(),
        )
        attempt.ended = "made"
    return attempt.ended


def _make(edition: Edition, folder: Path) -> None:
    period = Period(Month.of(edition.first_month), Month.of(edition.last_month))
    assess(
        settings.LAKE,
        area=edition.area_code,
        period=period,
        out=folder,
        local=counted_by(edition.definition),
        progress=progress_of(edition),
    )


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

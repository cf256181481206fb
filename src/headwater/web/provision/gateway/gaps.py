"""Gap maps in the worker: need from the lake, set beside services."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from headwater.core import clock
from headwater.core.periods import Month, Period
from headwater.pipelines.gaps import OwnDirectory, map_gaps
from headwater.pipelines.supplies import accepted
from headwater.web.editions import changes
from headwater.web.editions.attempts import of_edition, progress_of, read_edition
from headwater.web.editions.gate import check_may_run, run_registered
from headwater.web.editions.models import Edition
from headwater.web.provision.services.queries.services import directory_rows

GAP_MAP, DISCLOSURE = "gap-map", "disclosure-control"
"""What the register of algorithms calls them."""


def make(reference: str) -> str:
    """Make a gap map that was asked for, and say in a word how it ended.

    Run again after a worker died, it starts again; an earlier run that still lives stops.
    """
    edition = changes.begin(reference=reference, at=clock.now())
    with of_edition(edition) as attempt:
        folder = Path(settings.EDITIONS) / edition.reference
        today = clock.today()
        check_may_run(edition.workspace, DISCLOSURE, today)
        run_registered(edition.workspace, GAP_MAP, today, _make, edition, folder)
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
    map_gaps(
        settings.LAKE,
        area=edition.area_code,
        period=Period(Month.of(edition.first_month), Month.of(edition.last_month)),
        out=folder,
        directory=_own_directory(edition),
        progress=progress_of(edition),
    )


def _own_directory(edition: Edition) -> OwnDirectory | None:
    """The partnership's own directory on the day it was asked for; none where it keeps none."""
    day = timezone.localdate(edition.requested_at)
    rows = directory_rows(edition.workspace_id, day)
    name = f"the service directory that {edition.workspace.name} keeps"
    return OwnDirectory(name, day, rows) if rows else None

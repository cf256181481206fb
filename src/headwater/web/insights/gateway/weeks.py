"""Weeks of early warning in the worker: running the rules of one, and finding the next to run."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from headwater.core import clock
from headwater.core.weeks import Week
from headwater.pipelines.supplies import accepted
from headwater.pipelines.watch import watch_with
from headwater.web.editions import changes
from headwater.web.editions.attempts import of_edition, progress_of, read_edition
from headwater.web.editions.gate import run_registered
from headwater.web.editions.models import Edition
from headwater.web.insights.algorithms.queries import check_registered
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.gateway.watch import latest_weeks, registered
from headwater.web.insights.watch.changes import weeks
from headwater.web.insights.watch.changes.raising import raise_alerts
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries import weeks as queries
from headwater.web.partners.models import Workspace


def run_week(reference: str) -> str:
    """Run the rules that are on for a week that was asked for, and say in a word how it ended.

    The week and its alerts are kept together or not at all. Run again after a worker died, it
    starts again; an earlier run that still lives stops.
    """
    edition = changes.begin(reference=reference, at=clock.now())
    with of_edition(edition, weeks.fail) as attempt:
        folder = Path(settings.EDITIONS) / edition.reference
        today = clock.today()
        check_registered(edition.workspace, Pipeline.DISCLOSURE, today)
        ran = run_registered(
            edition.workspace, Pipeline.EARLY_WARNING, today, _run, edition, folder, today
        )
        _keep(edition, folder, ran)
        attempt.ended = "made"
    return attempt.ended


def _run(edition: Edition, folder: Path, today: date) -> list[Rule]:
    """Have the rules that are on judge the week. Says which did."""
    rules = queries.rules_of(edition.workspace, edition.area_code, today=today)
    watch_with(
        settings.LAKE,
        [registered(rule) for rule in rules],
        area=edition.area_code,
        week=Week.parse(edition.week),
        out=folder,
        on=today,
        progress=progress_of(edition),
    )
    return rules


@transaction.atomic
def _keep(edition: Edition, folder: Path, ran: Sequence[Rule]) -> None:
    queries.check_none_was_replaced(ran)
    at = clock.now()
    made = changes.store_made(
        edition=edition,
        plain=read_edition(folder),
        folder=folder,
        accepted=accepted(settings.LAKE),
        at=at,
    )
    raise_alerts(edition=made, at=at)


def week_to_run(workspace: Workspace, area_code: str) -> Week | None:
    """The latest week that all rules of an area can judge. None where it was asked for before.

    Rules for which the lake holds nothing have no say, and where it holds nothing for any there is
    none either. Raises where no rule is on for the area.
    """
    today = clock.today()
    known = latest_weeks(queries.rules_of(workspace, area_code, today=today), today)
    if not known or queries.was_asked_for(workspace, area_code, min(known)):
        return None
    return min(known)

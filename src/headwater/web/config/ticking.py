"""The clock: what each app lists in `schedules.py`, run when due, by one process at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

import structlog
from django.apps import apps
from django.db import transaction
from django.db.utils import Error

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.schedules import Schedule
from headwater.web.config.models import ScheduleRun

log = structlog.get_logger(__name__)
HELD_AT_MOST = timedelta(hours=1)
"""A run that has not ended after this is taken to have died."""


def schedules() -> Iterator[Schedule]:
    """Everything done by the clock, app by app."""
    for app in apps.get_app_configs():
        name = f"{app.name}.schedules"
        if app.name.startswith("headwater.") and find_spec(name):
            yield from import_module(name).SCHEDULES


def tick(*, at: datetime) -> list[tuple[str, str]]:
    """Run what is due. Returns what each said. One that fails does not hold up the others."""
    return [(each.name, _run(each, at=at)) for each in schedules() if _claim(each, at=at)]


def _claim(schedule: Schedule, *, at: datetime) -> bool:
    """Whether it is due and nobody else runs it; from then on it is ours."""
    with transaction.atomic():
        run, is_new = ScheduleRun.objects.select_for_update().get_or_create(
            name=schedule.name, defaults={"begun_at": at}
        )
        if is_new:
            return True
        is_running = run.ended_at is None and at - run.begun_at < HELD_AT_MOST
        if is_running or at - run.begun_at < schedule.every:
            return False
        run.begun_at, run.ended_at = at, None
        run.save(update_fields=["begun_at", "ended_at"])
        return True


def _run(schedule: Schedule, *, at: datetime) -> str:
    try:
        said = schedule.run(at)
    except (HeadwaterError, Error, OSError) as error:
        said = f"failed: {type(error).__name__}"
        log.exception("schedule_failed", schedule=schedule.name)
    ScheduleRun.objects.filter(name=schedule.name).update(ended_at=at, said=said)
    return said

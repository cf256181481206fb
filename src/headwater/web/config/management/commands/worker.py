"""`headwater worker`: does what pages ask for, one task after the other."""

import time
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from headwater.web.config.working import (
    Heart,
    put_back_where_database_was_lost,
    requeue_abandoned,
)

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 5


class Patient(Worker):
    """A worker that gives no task up because the database was away."""

    def run_task(self, db_task_result: "DBTaskResult[..., Any]") -> None:
        """Run a task, and put it back in the queue where the database was lost under it."""
        super().run_task(db_task_result)
        if put_back_where_database_was_lost(db_task_result, at=timezone.now()):
            log.warning("task_put_back")


class Command(BaseCommand):
    """Run tasks until told to stop. A lost database is waited for."""

    help = "Do what pages ask for: check files, load them, make assessments, send mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("--until-empty", action="store_true", help="Stop when nothing waits.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, and begin anew under another name when the database was lost."""
        while True:
            try:
                return self._work(until_empty=options["until_empty"], interval=options["interval"])
            except (OperationalError, InterfaceError):
                log.exception("database_lost")
                close_old_connections()
                time.sleep(PAUSE_SECONDS)

    def _work(self, *, until_empty: bool, interval: float) -> None:
        name = get_random_string(32)
        heart = Heart(name)
        heart.start()
        try:
            requeue_abandoned(at=timezone.now())
            worker = Patient(
                queue_names=["*"],
                interval=interval,
                batch=until_empty,
                backend_name="default",
                startup_delay=False,
                max_tasks=None,
                worker_id=name,
                excluded_queue_names=[],
            )
            worker.configure_signals()
            worker.run()
        finally:
            heart.stop()

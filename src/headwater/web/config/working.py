"""Tasks of workers that died are done again; a task that keeps killing its worker is given up."""

from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.db import close_old_connections, transaction
from django.db.utils import Error
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from headwater.web.config.models import WorkerBeat

BEAT_SECONDS = 10
DEAD_AFTER = timedelta(seconds=60)
MOST_TRIES = 3
LOST_DATABASE = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError")
AFTER_A_LOSS = timedelta(seconds=15)


def beat(worker: str, *, at: datetime) -> None:
    """Say that a worker lives."""
    WorkerBeat.objects.update_or_create(worker=worker, defaults={"beat_at": at})


def requeue_abandoned(*, at: datetime) -> int:
    """Put tasks of dead workers back in the queue, each once. Returns how many."""
    alive = set(
        WorkerBeat.objects.filter(beat_at__gt=at - DEAD_AFTER).values_list("worker", flat=True)
    )
    count = 0
    for task_id in DBTaskResult.objects.running().values_list("id", flat=True):
        with transaction.atomic():
            task = DBTaskResult.objects.running().select_for_update().filter(id=task_id).first()
            if task is None or set(task.worker_ids) & alive:
                continue
            _put_back(task, at=at)
            count += 1
    WorkerBeat.objects.filter(beat_at__lt=at - timedelta(days=1)).delete()
    return count


def put_back_where_database_was_lost(task: "DBTaskResult[..., Any]", *, at: datetime) -> bool:
    """Have a task done again that ended because its database was locked, full or restarted.

    Tasks may be run again without harm, and what this one had not kept is not kept.
    """
    if task.status != "FAILED" or task.exception_class_path not in LOST_DATABASE:
        return False
    if len(task.worker_ids) >= MOST_TRIES:
        return False
    task.status, task.finished_at, task.run_after = "READY", None, at + AFTER_A_LOSS
    task.exception_class_path = task.traceback = ""
    fields = ["status", "finished_at", "run_after", "exception_class_path", "traceback"]
    task.save(update_fields=fields)
    return True


def _put_back(task: "DBTaskResult[..., Any]", *, at: datetime) -> None:
    if len(task.worker_ids) >= MOST_TRIES:
        task.status = "FAILED"
        task.finished_at = at
        task.traceback = f"Given up: [{len(task.worker_ids)}] workers died while running it."
        task.save(update_fields=["status", "finished_at", "traceback"])
        return
    task.status = "READY"
    task.save(update_fields=["status"])


class Heart(Thread):
    """Beats for one worker in the background until it is stopped."""

    def __init__(self, worker: str) -> None:
        super().__init__(name=f"heart-{worker}", daemon=True)
        self.worker = worker
        self._stopped = Event()

    def run(self) -> None:
        """Beat, wait, beat. A lost database is tried again at the next beat."""
        while not self._stopped.is_set():
            try:
                close_old_connections()
                beat(self.worker, at=timezone.now())
            except Error:
                close_old_connections()
            self._stopped.wait(BEAT_SECONDS)

    def stop(self) -> None:
        """Beat no more."""
        self._stopped.set()

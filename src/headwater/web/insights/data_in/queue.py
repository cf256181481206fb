"""Asking the worker for something, once the change it belongs to is safe."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

RETRY_AFTER = timedelta(seconds=30)


def check_soon(reference: str) -> None:
    """Have an upload checked."""
    _after_commit("check", reference)


def load_soon(reference: str) -> None:
    """Have a confirmed upload loaded."""
    _after_commit("load", reference)


def undo_soon(reference: str) -> None:
    """Have an upload's load taken out."""
    _after_commit("undo", reference)


def measure_soon(source: str) -> None:
    """Have a source's supplies measured."""
    _after_commit("measure", source)


def again_later(name: str, reference: str, *, at: datetime) -> None:
    """Have a task tried again in a while. Where tasks cannot wait, `headwater tick` does it."""
    from headwater.web.insights.data_in import tasks

    task = getattr(tasks, name)
    if task.get_backend().supports_defer:
        task.using(run_after=at + RETRY_AFTER).enqueue(reference)


def _after_commit(name: str, reference: str) -> None:
    transaction.on_commit(partial(_enqueue, name, reference))


def _enqueue(name: str, reference: str) -> None:
    # Tasks write through the changes that ask for them.
    from headwater.web.insights.data_in import tasks

    getattr(tasks, name).enqueue(reference)

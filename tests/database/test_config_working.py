"""Tasks of workers that died are done again, each once, and not for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from headwater.web.config.working import (
    DEAD_AFTER,
    MOST_TRIES,
    beat,
    put_back_where_database_was_lost,
    requeue_abandoned,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
LONG_AGO = NOW - DEAD_AFTER - timedelta(seconds=1)


def build_task(*workers: str, status: str = "RUNNING") -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        task_path="headwater.web.config.none",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after=NOW,
        worker_ids=list(workers),
    )


def status_of(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status


def test_a_task_of_a_silent_worker_is_put_back_once() -> None:
    beat("dead", at=LONG_AGO)
    task = build_task("dead")
    assert requeue_abandoned(at=NOW) == 1
    assert requeue_abandoned(at=NOW) == 0
    assert status_of(task) == "READY"


def test_a_task_of_a_worker_nobody_heard_of_is_put_back() -> None:
    assert (requeue_abandoned(at=NOW), build_task("unknown").status) == (0, "RUNNING")
    assert requeue_abandoned(at=NOW) == 1


def test_a_task_of_a_living_worker_is_left_alone() -> None:
    beat("alive", at=NOW - timedelta(seconds=15))
    task = build_task("dead", "alive")
    assert requeue_abandoned(at=NOW) == 0
    assert status_of(task) == "RUNNING"


def test_a_task_that_kills_its_workers_is_given_up_and_says_so() -> None:
    task = build_task(*(f"dead{n}" for n in range(MOST_TRIES)))
    requeue_abandoned(at=NOW)
    assert status_of(task) == "FAILED"
    assert "workers died" in task.traceback


@pytest.mark.parametrize("status", ["READY", "SUCCESSFUL", "FAILED"])
def test_what_does_not_run_is_not_touched(status: str) -> None:
    task = build_task("dead", status=status)
    assert requeue_abandoned(at=NOW) == 0
    assert status_of(task) == status


@pytest.mark.parametrize("lost", ["OperationalError", "InterfaceError"])
def test_a_task_that_lost_its_database_is_done_again_in_a_while(lost: str) -> None:
    task = build_task("alive", status="FAILED")
    task.exception_class_path = f"django.db.utils.{lost}"
    assert put_back_where_database_was_lost(task, at=NOW)
    assert status_of(task) == "READY"
    assert task.run_after > NOW


@pytest.mark.parametrize(
    ("status", "error", "workers"),
    [
        ("FAILED", "builtins.KeyError", 1),
        ("SUCCESSFUL", "", 1),
        ("FAILED", "django.db.utils.OperationalError", MOST_TRIES),
    ],
)
def test_a_task_that_failed_otherwise_or_too_often_stays_as_it_ended(
    status: str, error: str, workers: int
) -> None:
    task = build_task(*(f"w{n}" for n in range(workers)), status=status)
    task.exception_class_path = error
    assert not put_back_where_database_was_lost(task, at=NOW)
    assert status_of(task) == status

"""What is done about assessments by the clock."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from headwater.web.accounts.schedules import Schedule
from headwater.web.editions.making import maker_of, task_paths
from headwater.web.editions.models import Edition
from headwater.web.editions.rules.workflow import UNDER_WAY, Status
from headwater.web.insights.assessments import tasks

PATIENCE = timedelta(minutes=10)
"""How long an assessment may be under way without a task before it counts as lost."""
GIVEN_UP = (
    "The workers that were making this stopped again and again, and headwater gave up. Try again, "
    "and tell the people who run headwater if it happens twice."
)


def _look_around(at: datetime) -> str:
    tasks.look_around.enqueue()
    return "asked a worker to look"


def find_lost(at: datetime) -> str:
    """Ask again for what nobody took in hand, and say of what workers gave up that they did."""
    waiting = _with_a_task()
    asked_again = given_up = 0
    for edition in Edition.objects.filter(status__in=UNDER_WAY, requested_at__lt=at - PATIENCE):
        if edition.reference in waiting:
            continue
        if edition.stands is Status.QUEUED:
            maker_of(edition).task.enqueue(edition.reference)
            asked_again += 1
        else:
            maker_of(edition).fail(edition=edition, sentence=GIVEN_UP, at=at)
            given_up += 1
    return f"asked again for {asked_again}, gave up {given_up}"


def _with_a_task() -> set[str]:
    """References of assessments that a task is waiting or running for."""
    open_tasks = DBTaskResult.objects.ready() | DBTaskResult.objects.running()
    rows = open_tasks.filter(task_path__in=task_paths())
    return {given["args"][0] for given in rows.values_list("args_kwargs", flat=True)}


SCHEDULES = (
    Schedule("assessments.look_around", timedelta(hours=1), _look_around),
    Schedule("assessments.find_lost", timedelta(minutes=10), find_lost),
)

"""What is done about choosing by the clock."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from headwater.web.accounts.schedules import Schedule
from headwater.web.grants.choosing import tasks
from headwater.web.grants.choosing.changes import choices, values
from headwater.web.grants.choosing.models import Choice, Reckoning
from headwater.web.grants.choosing.rules.working import Status

PATIENCE = timedelta(minutes=10)
"""How long work may be without a task before it counts as lost."""
GIVEN_UP = (
    "The workers that were working this out stopped again and again, and headwater gave up. Try "
    "again, and tell the people who run headwater if it happens twice."
)


def find_lost(at: datetime) -> str:
    """Ask again for what nobody took in hand, and say of what workers gave up that they did."""
    waiting = _with_a_task()
    asked_again = given_up = 0
    lost = {"status": Status.WORKING, "asked_at__lt": at - PATIENCE}
    for choice in Choice.objects.filter(**lost).exclude(reference__in=waiting):
        if choice.run:
            choices.keep_failure(choice=choice, sentence=GIVEN_UP, at=at)
            given_up += 1
        else:
            tasks.choose.enqueue(choice.reference)
            asked_again += 1
    for row in Reckoning.objects.filter(**lost).exclude(reference__in=waiting):
        if row.run:
            values.keep_failure(reckoning=row, sentence=GIVEN_UP, at=at)
            given_up += 1
        else:
            tasks.value.enqueue(row.reference)
            asked_again += 1
    return f"asked again for {asked_again}, gave up {given_up}"


def _with_a_task() -> set[str]:
    """References of what a task is waiting or running for."""
    open_tasks = DBTaskResult.objects.ready() | DBTaskResult.objects.running()
    paths = [tasks.choose.module_path, tasks.value.module_path]
    rows = open_tasks.filter(task_path__in=paths)
    return {given["args"][0] for given in rows.values_list("args_kwargs", flat=True)}


SCHEDULES = (Schedule("choosing.find_lost", timedelta(minutes=10), find_lost),)

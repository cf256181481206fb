"""What is done about early warning by the clock."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from headwater.core.words import counted
from headwater.web.accounts.schedules import Schedule
from headwater.web.insights.watch import tasks
from headwater.web.insights.watch.changes import rules as changes
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries import rules as queries
from headwater.web.insights.watch.queries import weeks
from headwater.web.insights.watch.rules.registering import Status
from headwater.web.partners.models import Workspace

PATIENCE = timedelta(minutes=10)
"""How long a rule may be worked out without a task before the work counts as lost."""
GIVEN_UP = (
    "The workers that were working this out stopped again and again, and headwater gave up. Try "
    "again, and tell the people who run headwater if it happens twice."
)


def remind(at: datetime) -> str:
    """Ask leads to look at every rule that ends within thirty days."""
    found = list(queries.ending(timezone.localdate(at)))
    for rule in found:
        changes.remind(rule=rule, at=at)
    return f"{counted(len(found), 'rule')} to look at"


def find_lost(at: datetime) -> str:
    """Ask again for what nobody took in hand, and say of what workers gave up that they did."""
    waiting = _with_a_task()
    asked_again = given_up = 0
    for rule in Rule.objects.filter(status=Status.WORKING, moved_at__lt=at - PATIENCE):
        if rule.reference in waiting:
            continue
        if rule.run:
            changes.keep_failure(rule=rule, sentence=GIVEN_UP, at=at)
            given_up += 1
        else:
            tasks.work_out.enqueue(rule.reference)
            asked_again += 1
    return f"asked again for {asked_again}, gave up {given_up}"


def _with_a_task() -> set[str]:
    """References of rules that a task is waiting or running for."""
    open_tasks = DBTaskResult.objects.ready() | DBTaskResult.objects.running()
    rows = open_tasks.filter(task_path=tasks.work_out.module_path)
    return {given["args"][0] for given in rows.values_list("args_kwargs", flat=True)}


def run_weeks(at: datetime) -> str:
    """Have workers look whether the records of another week are complete, area by area."""
    today = timezone.localdate(at)
    asked = 0
    for workspace in Workspace.objects.filter(watch_rules__status=Status.ON).distinct():
        for area_code in weeks.rules_by_area(workspace, today=today):
            tasks.run_what_is_complete.enqueue(workspace.slug, area_code)
            asked += 1
    return f"asked workers to look at {counted(asked, 'area')}"


SCHEDULES = (
    Schedule("watch.run_weeks", timedelta(days=1), run_weeks),
    Schedule("watch.remind", timedelta(days=1), remind),
    Schedule("watch.find_lost", timedelta(minutes=10), find_lost),
)

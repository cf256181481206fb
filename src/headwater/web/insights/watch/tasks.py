"""Work on early warning that a worker does. Each may be run twice without harm."""

from django_tasks import task

from headwater.core import clock
from headwater.core.words import counted
from headwater.web.accounts.actor import HEADWATER
from headwater.web.insights.watch.changes import weeks
from headwater.web.insights.watch.rules.registering import Status, WrongMoveError
from headwater.web.partners.models import Workspace


@task()
def work_out(reference: str) -> str:
    """Find the false alarms of a rule. One that was worked out or put away meanwhile stays so."""
    from headwater.web.insights.gateway import watch

    try:
        return watch.work_out(reference)
    except WrongMoveError:
        return "nothing to do"


@task()
def run_what_is_complete() -> str:
    """Ask for the latest week of each area that all its rules can judge, where nobody did yet."""
    from headwater.web.insights.gateway import weeks as gateway

    asked = 0
    at = clock.now()
    for workspace in Workspace.objects.filter(watch_rules__status=Status.ON).distinct():
        for area, week in gateway.weeks_to_run(workspace).items():
            weeks.run(workspace=workspace, area_code=area, week=week, actor=HEADWATER, at=at)
            asked += 1
    return f"asked for {counted(asked, 'week')}"

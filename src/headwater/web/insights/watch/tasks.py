"""Work on early warning that a worker does. Each may be run twice without harm."""

from django_tasks import task

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER
from headwater.web.insights.watch.changes import weeks
from headwater.web.insights.watch.rules.registering import WrongMoveError
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
def run_what_is_complete(workspace: str, area_code: str) -> str:
    """Ask for the latest week of an area that all its rules can judge, where nobody did yet.

    What goes wrong is told to those who keep the rules. One area is asked for by itself, so that
    no other waits for it.
    """
    from headwater.web.insights.gateway import weeks as gateway

    here = Workspace.objects.get(slug=workspace)
    try:
        week = gateway.week_to_run(here, area_code)
        if week is None:
            return "nothing to do"
        weeks.run(workspace=here, area_code=area_code, week=week, actor=HEADWATER, at=clock.now())
    except HeadwaterError as error:
        weeks.say_none_was_asked_for(
            workspace=here, area_code=area_code, sentence=str(error), at=clock.now()
        )
        return "failed"
    return f"asked for {week}"

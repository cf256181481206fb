"""Work on early warning that a worker does. Each may be run twice without harm."""

from django_tasks import task

from headwater.web.insights.watch.rules.registering import WrongMoveError


@task()
def work_out(reference: str) -> str:
    """Find the false alarms of a rule. One that was worked out or put away meanwhile stays so."""
    from headwater.web.insights.gateway import watch

    try:
        return watch.work_out(reference)
    except WrongMoveError:
        return "nothing to do"

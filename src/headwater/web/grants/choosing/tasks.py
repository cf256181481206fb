"""Work on choosing that a worker does. Each may be run twice without harm."""

from django_tasks import task

from headwater.web.grants.choosing.rules.working import NotWaitingError


@task()
def choose(reference: str) -> str:
    """Find the sets of a choice. One that was found meanwhile stays as it is."""
    from headwater.web.grants.choosing.gateway import portfolios

    try:
        return portfolios.choose(reference)
    except NotWaitingError:
        return "nothing to do"


@task()
def value(reference: str) -> str:
    """Find what awards gave for their money. What was found meanwhile stays as it is."""
    from headwater.web.grants.choosing.gateway import values

    try:
        return values.reckon(reference)
    except NotWaitingError:
        return "nothing to do"

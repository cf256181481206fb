"""Work on gap maps that a worker does. Each may be run twice without harm."""

from django_tasks import task

from headwater.web.editions.rules.workflow import WrongMoveError


@task()
def make(reference: str) -> str:
    """Make the gap map with a reference. One that was made or discarded meanwhile stays so."""
    from headwater.web.provision.gateway import gaps

    try:
        return gaps.make(reference)
    except WrongMoveError:
        return "nothing to do"

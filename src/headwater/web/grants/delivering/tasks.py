"""Work on grants that a worker does. It may be run twice without harm."""

from django_tasks import task


@task()
def break_down(reference: str) -> str:
    """Let out who took part, by age, area and referral, once an accepted return allows it."""
    from headwater.web.grants.delivering.breaking_down import break_down_after

    return break_down_after(reference)

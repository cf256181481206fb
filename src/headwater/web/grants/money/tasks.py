"""What a worker does about money. Each may be run again without harm."""

from django_tasks import task

from headwater.core import clock
from headwater.web.grants.money.changes import runs
from headwater.web.grants.money.models import PaymentRun


@task()
def pay(reference: str) -> str:
    """Book the payments of a run that are not booked yet."""
    run = PaymentRun.objects.select_related("workspace").get(reference=reference)
    return f"{runs.go_on(run, at=clock.now())} payments booked"

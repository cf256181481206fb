"""What falls due by the clock: payments to ask for, months to explain, runs to go on with."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from headwater.core.words import counted
from headwater.rulebook import add_working_days
from headwater.web.grants.money.changes import work
from headwater.web.grants.money.events import Work
from headwater.web.grants.money.models import Payment, PaymentRun, Pot
from headwater.web.grants.money.queries.payments import WITH_POT
from headwater.web.grants.money.queries.plans import to_explain
from headwater.web.grants.money.rules.payments import State
from headwater.web.worklist.models import Item

BEFORE = 5
"""Working days before a payment is due, in which two approvers find the time."""
LOST_AFTER = timedelta(minutes=15)


@transaction.atomic
def remind_of_payments(now: datetime) -> str:
    """Have leads ask for payments that fall due. Each is asked for once."""
    waiting = Item.objects.filter(kind=Work.DUE, closed_at=None).values("about")
    rows = Payment.objects.filter(
        state=State.SCHEDULED,
        due_on__lte=add_working_days(timezone.localdate(now), BEFORE),
        commitment__held_at=None,
        commitment__pot__locked_at=None,
    ).exclude(reference__in=waiting)
    found = list(rows.select_related(WITH_POT))
    for each in found:
        work.fall_due(each, at=now)
    return f"{counted(len(found), 'payment')} fell due"


@transaction.atomic
def ask_about_variances(now: datetime) -> str:
    """Have leads say why a pot came much otherwise than foreseen."""
    pots = Pot.objects.filter(locked_at=None).select_related("fund__workspace")
    found = to_explain(list(pots), today=timezone.localdate(now))
    for pot, month in found:
        work.ask_for_variance(pot, month.first_day, at=now)
    return f"{counted(len(found), 'pot')} to explain"


def go_on_with_runs(now: datetime) -> str:
    """Have a worker go on with runs whose task was lost. Going on twice books nothing twice."""
    from headwater.web.grants.money import tasks

    rows = PaymentRun.objects.filter(ended_at=None, started_at__lt=now - LOST_AFTER)
    found = list(rows.values_list("reference", flat=True))
    for reference in found:
        tasks.pay.enqueue(reference)
    return f"{counted(len(found), 'payment run')} gone on with"

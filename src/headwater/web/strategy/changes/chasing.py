"""Asking after actions that nobody has told of for too long."""

from datetime import datetime

from django.utils import timezone

from headwater.core.words import counted
from headwater.rulebook import add_working_days
from headwater.web.strategy.changes import work
from headwater.web.strategy.events import Work
from headwater.web.strategy.models import Action
from headwater.web.strategy.queries import actions as queries
from headwater.web.strategy.rules.statuses import CLOSED
from headwater.web.worklist.models import Item


def ask_after(now: datetime) -> str:
    """Ask whoever leads an action how it goes, where nobody told for 60 days. Once until told."""
    today = timezone.localdate(now)
    still = queries.with_what_counts(Action.objects.exclude(status__in=CLOSED))
    found = queries.unheard_of(still, today=today)
    waiting = set(
        Item.objects.filter(kind=Work.TELL, closed_at=None).values_list("about", flat=True)
    )
    asked = [each for each in found if each.reference not in waiting]
    due_on = add_working_days(today, work.WORKING_DAYS_TO_TELL)
    for each in asked:
        work.for_lead(each, Work.TELL, f"Tell how it goes: {each.title}", due_on=due_on, at=now)
    return f"asked after {counted(len(asked), 'action')}"

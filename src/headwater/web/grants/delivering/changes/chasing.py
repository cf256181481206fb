"""Reminding those who deliver of returns: five working days before, on the day, five after."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from headwater.core.words import counted
from headwater.rulebook import is_working_day
from headwater.web.accounts.actor import HEADWATER
from headwater.web.design_system.moments import day
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.changes import work
from headwater.web.grants.delivering.models import Return
from headwater.web.grants.delivering.rules.periods import reminders
from headwater.web.grants.delivering.rules.workflow import WITH_DELIVERER


def ask_for_agreements(now: datetime) -> str:
    """Put every award without terms on the worklists of those who run grants, once.

    One that was taken back meanwhile waits no more.
    """
    rows = Award.objects.filter(state=AwardState.OFFERED, delivery=None)
    found = list(rows.select_related("application__round__workspace"))
    for each in found:
        work.wait_for_agreement(each, at=now)
    off = Award.objects.filter(state=AwardState.WITHDRAWN, delivery=None)
    for each in off.select_related("application__round__workspace"):
        work.close_agreement(each, at=now)
    return f"{counted(len(found), 'award')} without an agreement"


def remind(now: datetime) -> str:
    """Write to those whose returns are due soon, today or late. Each reminder goes once."""
    today = timezone.localdate(now)
    if not is_working_day(today):
        return "not a working day"
    rows = Return.objects.filter(
        state__in=WITH_DELIVERER,
        last_day__lt=today,
        delivery__closed_at=None,
        delivery__award__state=AwardState.ACTIVE,
        delivery__agreements__accepted_at__isnull=False,
    )
    due = [each for each in rows.distinct() if reminders(each.due_on, today=today) > each.reminded]
    for each in due:
        _remind(each.pk, now=now)
    return f"reminded of {counted(len(due), 'return')}"


@transaction.atomic
def _remind(pk: int, *, now: datetime) -> None:
    held = (
        Return.objects.select_for_update(of=("self",))
        .select_related("delivery__award__application__round__workspace")
        .get(pk=pk)
    )
    today = timezone.localdate(now)
    reached = reminders(held.due_on, today=today)
    if reached <= held.reminded:
        return
    held.reminded = reached
    held.save(update_fields=["reminded"])
    award = held.delivery.award
    is_late = held.due_on < today
    when = "was due" if is_late else "is due"
    link = work.address("delivering:my_return", award.reference, held.reference)
    write_to(
        award.application,
        f"Your return {when} on {day(held.due_on)}",
        f"The return for {award.title} {when} on {day(held.due_on)}.\n\n{link}",
        key=f"return-due:{held.reference}:{reached}",
        actor=HEADWATER,
        at=now,
    )
    if is_late:
        work.is_late(held, at=now)

"""Asking for the lists of each month once it is over, until they are public."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from headwater.core.periods import Month
from headwater.core.words import counted
from headwater.rulebook import add_working_days
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.publishing.events import Work
from headwater.web.grants.publishing.queries.published import told_of
from headwater.web.grants.publishing.queries.spending import workspaces_with_spending
from headwater.web.grants.publishing.rules.months import WORKING_DAYS_AFTER, has_ended
from headwater.web.grants.publishing.rules.permissions import KEEPERS
from headwater.web.partners.models import Workspace
from headwater.web.worklist import changes as worklist
from headwater.web.worklist.models import Item


def ask_for_month(now: datetime) -> str:
    """Ask every partnership with grants or payments over £500 for the month that ended last.

    What is asked goes once the month is public.
    A month without any is asked for too: its lists say that there was none.
    """
    month = Month.of(timezone.localdate(now)).plus(-1)
    asked = 0
    for workspace in Workspace.objects.filter(pk__in=_with_anything()):
        told = told_of(workspace.slug, at=now)
        _close_told(workspace, told, at=now)
        if told is None or not has_ended(month, as_of=told):
            _ask(workspace, month, at=now)
            asked += 1
    return f"asked {counted(asked, 'partnership')} for {month}"


def _ask(workspace: Workspace, month: Month, *, at: datetime) -> None:
    worklist.post(
        workspace=workspace,
        kind=Work.MONTH,
        title=f"Publish the lists of grants and payments of {month.words}",
        link=reverse("publishing:files", args=[workspace.slug]),
        about=str(month),
        due_on=add_working_days(month.last_day, WORKING_DAYS_AFTER),
        roles=KEEPERS,
        at=at,
    )


def _close_told(workspace: Workspace, told: date | None, *, at: datetime) -> None:
    """Months that what is public tells of wait for nobody any more."""
    waiting = Item.objects.filter(workspace=workspace, kind=Work.MONTH, closed_at=None)
    for about in waiting.values_list("about", flat=True):
        if told is not None and has_ended(Month.parse(about), as_of=told):
            worklist.close(workspace=workspace, kind=Work.MONTH, about=about, at=at)


def _with_anything() -> set[int]:
    rows = Award.objects.values_list("application__round__workspace", flat=True)
    return {*rows.order_by().distinct(), *workspaces_with_spending()}

"""Reading how partners came to meetings over the last twelve months."""

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partners.models import Organisation
from headwater.web.partnership.boards.models import Attendance
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.engaging import (
    Came,
    Engagement,
    a_year_before,
    engagement,
)
from headwater.web.partnership.boards.rules.meeting import Status
from headwater.web.partnership.boards.rules.sitting import How, Seniority


def engagement_of(
    actor: Actor, workspace: str, *, today: date, board: str = ""
) -> dict[Organisation, Engagement]:
    """By organisation and in order of names, how seats were filled. Two queries."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = _rows(workspace, today=today)
    if board:
        rows = rows.filter(meeting__board__reference=board)
    found = engagement(_came(rows))
    organisations = Organisation.objects.filter(
        workspace__slug=workspace, reference__in=list(found)
    ).order_by("name", "pk")
    return {each: found[each.reference] for each in organisations}


def engagement_by(organisation: Organisation, *, today: date) -> Engagement | None:
    """How one organisation filled its seats; none where it had none to fill."""
    rows = _rows(organisation.workspace.slug, today=today).filter(organisation=organisation)
    return engagement(_came(rows)).get(organisation.reference)


def meetings_counted(workspace: str, *, today: date, board: str = "") -> int:
    """How many meetings with a record of who came were held in the twelve months."""
    rows = _rows(workspace, today=today)
    if board:
        rows = rows.filter(meeting__board__reference=board)
    return rows.values("meeting").distinct().count()


def _rows(workspace: str, *, today: date) -> QuerySet[Attendance]:
    first = timezone.make_aware(datetime.combine(a_year_before(today), time.min))
    last = timezone.make_aware(datetime.combine(today, time.max))
    return Attendance.objects.filter(
        seat__isnull=False,
        meeting__status=Status.HELD,
        meeting__board__workspace__slug=workspace,
        meeting__begins_at__range=(first, last),
    )


def _came(rows: QuerySet[Attendance]) -> list[Came]:
    return [
        Came(organisation, How(how), Seniority(seniority) if seniority else None)
        for organisation, how, seniority in rows.values_list(
            "organisation__reference", "how", "seniority"
        )
    ]

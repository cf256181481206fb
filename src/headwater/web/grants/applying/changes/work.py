"""What waits for whom because of applications."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.grants.applying.events import Work
from headwater.web.grants.applying.models import LateRequest
from headwater.web.grants.applying.rules.permissions import PROPOSERS
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_DECIDE = 3


def wait_for_late(late: LateRequest, *, at: datetime) -> None:
    """What reached us late waits for a lead."""
    application = late.application
    workspace = application.round.workspace
    worklist.post(
        workspace=workspace,
        kind=Work.LATE,
        title=f"Take or refuse late application {application.reference}",
        link=reverse("applying:late_one", args=[workspace.slug, application.reference]),
        about=application.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=PROPOSERS,
        at=at,
    )


def close_late(late: LateRequest, *, at: datetime) -> None:
    """Somebody decided on it."""
    application = late.application
    worklist.close(
        workspace=application.round.workspace,
        kind=Work.LATE,
        about=application.reference,
        at=at,
    )

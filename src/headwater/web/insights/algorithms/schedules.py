"""What the register does by the clock: entries that end soon are put on worklists."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from headwater.core.words import counted
from headwater.web.accounts.roles import LEADS
from headwater.web.accounts.schedules import Schedule
from headwater.web.insights.algorithms.changes import Work
from headwater.web.insights.algorithms.queries import expiring
from headwater.web.worklist import changes as worklist


def remind(at: datetime) -> str:
    """Ask leads to review every algorithm whose entry ends within thirty days."""
    found = list(expiring(today=timezone.localdate(at)))
    for algorithm in found:
        worklist.post(
            workspace=algorithm.workspace,
            kind=Work.REVIEW,
            title=f"Review the algorithm “{algorithm.name}” before its entry ends",
            link=reverse(
                "insights:algorithm", args=[algorithm.workspace.slug, algorithm.reference]
            ),
            about=algorithm.reference,
            due_on=algorithm.expires_on,
            roles=LEADS,
            at=at,
        )
    return f"{counted(len(found), 'algorithm')} to review"


SCHEDULES = (Schedule("algorithms.remind", timedelta(days=1), remind),)

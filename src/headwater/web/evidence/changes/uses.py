"""Work that waits because a harmful approach is used without an override of a board."""

from datetime import datetime

from django.utils import timezone

from headwater.core.words import counted
from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import HEADWATER
from headwater.web.evidence.events import Work
from headwater.web.evidence.links import harmful_address
from headwater.web.evidence.queries.evidence import HarmfulUse, harmful_uses
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.library import library
from headwater.web.partners.models import Workspace
from headwater.web.worklist import changes as worklist
from headwater.web.worklist.models import Item

WORKING_DAYS_TO_DECIDE = 10
LONGEST_ABOUT = 60


def ask_for_decisions(now: datetime) -> str:
    """Leads have a task for each use that no override covers, and none for any other."""
    waiting = 0
    for workspace in Workspace.objects.order_by("pk"):
        found = harmful_uses(HEADWATER, workspace.slug, today=timezone.localdate(now))
        uncovered = {_about(each): each for each in found if not each.is_covered}
        _close_others(workspace, set(uncovered), at=now)
        for about, use in uncovered.items():
            _post(workspace, about, use, at=now)
        waiting += len(uncovered)
    return f"{counted(waiting, 'harmful use')} without an override"


def _about(use: HarmfulUse) -> str:
    return f"{use.bead.reference} {use.approach}"[:LONGEST_ABOUT]


def _open(workspace: Workspace) -> set[str]:
    rows = Item.objects.filter(workspace=workspace, kind=Work.DECIDE, closed_at=None)
    return set(rows.values_list("about", flat=True))


def _close_others(workspace: Workspace, uncovered: set[str], *, at: datetime) -> None:
    for about in sorted(_open(workspace) - uncovered):
        worklist.close(workspace=workspace, kind=Work.DECIDE, about=about, at=at)


def _post(workspace: Workspace, about: str, use: HarmfulUse, *, at: datetime) -> None:
    """Once for each use, so that the day it is due by does not move on."""
    if about in _open(workspace):
        return
    worklist.post(
        workspace=workspace,
        kind=Work.DECIDE,
        title=f"A harmful approach is used without an override: {library()[use.approach].name}",
        link=harmful_address(workspace.slug),
        about=about,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        roles=permissions.ASKERS,
        at=at,
    )

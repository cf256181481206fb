"""What somebody leaves open when they go, as `partners.handovers` asks for it."""

from datetime import datetime

from headwater.web.accounts.models import User
from headwater.web.partners.handovers import OpenWork
from headwater.web.partners.models import Workspace
from headwater.web.worklist import changes
from headwater.web.worklist.queries import open_items


def open_work_of(user: User, workspace: Workspace) -> list[OpenWork]:
    """Items that wait for somebody by name."""
    return [
        OpenWork(title=item.title, link=item.link, due_on=item.due_on)
        for item in open_items(workspace).filter(user=user)
    ]


def hand_on(user: User, workspace: Workspace, at: datetime) -> int:
    """Items that wait for somebody by name wait for those who lead instead. Says how many."""
    return changes.hand_on(user=user, workspace=workspace, at=at)

"""Work that waits, for tests."""

from datetime import UTC, date, datetime
from enum import StrEnum

from builders.web import build_workspace
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.worklist import changes
from headwater.web.worklist.models import Item

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday with no bank holiday near."""
DUE = date(2026, 3, 11)


class Work(StrEnum):
    """Kinds of work."""

    FILE_EXPECTED = "file_expected"
    RELEASE_APPROVAL = "release_approval"


def build_item(
    *,
    about: str = "X-2222-2222",
    title: str = "Send the September file",
    kind: Work = Work.FILE_EXPECTED,
    due_on: date = DUE,
    roles: frozenset[Role] | None = None,
    user: User | None = None,
    organisation: Organisation | None = None,
    workspace: Workspace | None = None,
    at: datetime = MONDAY,
) -> Item:
    """Something that waits: for leads, unless somebody is named."""
    nobody_named = roles is None and user is None and organisation is None
    return changes.post(
        workspace=workspace or build_workspace(),
        kind=kind,
        title=title,
        link="/work/loamshire/",
        about=about,
        due_on=due_on,
        roles=frozenset({Role.LEAD}) if nobody_named else roles,
        user=user,
        organisation=organisation,
        at=at,
    )

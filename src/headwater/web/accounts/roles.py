"""The six roles a person may hold in a partnership, and the sets routes are granted to."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may do for their organisation. Somebody may hold several."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    LEAD = "lead"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """What the role is called on a page, and what it is for."""
        return MEANINGS[self]


MEANINGS = {
    Role.VIEWER: "reads what the partnership holds",
    Role.CONTRIBUTOR: "supplies files and comments",
    Role.LEAD: "runs assessments and proposes what is published",
    Role.APPROVER: "approves or refuses what is published",
    Role.AUDITOR: "reads the record of who did what",
    Role.ADMINISTRATOR: "gives and ends access; reads no restricted record",
}

EVERY_ROLE = frozenset(Role)
WRITERS = frozenset({Role.CONTRIBUTOR, Role.LEAD})
LEADS = frozenset({Role.LEAD})
APPROVERS = frozenset({Role.APPROVER})
AUDITORS = frozenset({Role.AUDITOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

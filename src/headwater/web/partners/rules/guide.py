"""What each role may see and do, in words for the page that explains them and for leavers."""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.web.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Explained:
    """One role: for whom, what it reads, what it does, and what it never does."""

    role: Role
    who: str
    reads: str
    does: str
    never: str

    @property
    def name(self) -> str:
        """The role as a heading."""
        return self.role.value.capitalize()


SHARED = "Assessments, indicators, areas, releases, partners and the algorithm register"

GUIDE: Mapping[Role, Explained] = {
    each.role: each
    for each in (
        Explained(
            Role.VIEWER,
            who="Somebody who needs the picture: a board member, an analyst of another partner",
            reads=SHARED,
            does="Sets their own notices and calendar",
            never="Changes anything of the partnership",
        ),
        Explained(
            Role.CONTRIBUTOR,
            who="Whoever supplies an organisation's files or answers questions about them",
            reads=f"{SHARED}; what their organisation supplied, and the faults found in it",
            does="Uploads files, corrects them, takes a load back, comments on an assessment",
            never="Starts an assessment or publishes",
        ),
        Explained(
            Role.LEAD,
            who="The analyst or officer who answers for the assessment",
            reads=f"{SHARED}; every file that was supplied, and its quality",
            does="Starts, edits and locks assessments; proposes what is published",
            never="Approves what they proposed themselves",
        ),
        Explained(
            Role.APPROVER,
            who="Whoever answers for what the partnership says in public",
            reads=f"{SHARED}; what waits for approval, with its small-number checks",
            does="Approves or refuses a release, with a reason",
            never="Approves what they wrote or proposed",
        ),
        Explained(
            Role.AUDITOR,
            who="Somebody apart from the daily work: internal audit, the data protection officer",
            reads="The record of who did what in the workspace, and who holds which role",
            does="Filters, exports and verifies the record",
            never="Changes anything, the record least of all",
        ),
        Explained(
            Role.ADMINISTRATOR,
            who="Whoever looks after people and organisations",
            reads="Organisations, people, roles and settings",
            does="Invites people, gives and ends roles, enters changes of organisation or owner",
            never="Gives a role to themselves, or reads a restricted record",
        ),
    )
}

"""Who acts: a signed-in person with their seats, or headwater itself."""

from collections.abc import Collection
from dataclasses import dataclass

from headwater.web.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """One role somebody holds for one organisation of one workspace today."""

    workspace: str
    """The workspace's slug, as in addresses."""
    workspace_id: int
    organisation_id: int
    organisation: str
    role: Role
    workspace_name: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks for something. Built once a request, from the memberships in force today."""

    user_id: int | None
    reference: str
    name: str
    seats: tuple[Seat, ...] = ()

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person we know."""
        return self.user_id is not None

    def roles_in(self, workspace: str) -> frozenset[Role]:
        """Every role the person holds in a workspace."""
        return frozenset(seat.role for seat in self.seats if seat.workspace == workspace)

    def has_role(self, workspace: str, roles: Collection[Role]) -> bool:
        """Whether the person holds any of these roles in a workspace."""
        return not self.roles_in(workspace).isdisjoint(roles)

    def organisations_in(self, workspace: str) -> frozenset[int]:
        """The organisations the person speaks for in a workspace."""
        return frozenset(s.organisation_id for s in self.seats if s.workspace == workspace)

    @property
    def workspaces(self) -> tuple[str, ...]:
        """Workspaces the person works in, each once, in the order of their seats."""
        return tuple(dict.fromkeys(seat.workspace for seat in self.seats))


NOBODY = Actor(user_id=None, reference="", name="")
"""Somebody who has not signed in."""
HEADWATER = Actor(user_id=None, reference="headwater", name="headwater")
"""headwater itself: the worker, the clock, the command line."""

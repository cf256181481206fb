"""Who owes what: the obligations of a day and the statutory role of an organisation."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from headwater.rulebook.duty import Obligation
from headwater.web.partners.rules.duty import UNDER_THE_DUTY, Standing, StatutoryRole

ALL_OF = {Standing.SPECIFIED: "specified", Standing.RELEVANT: "relevant"}
"""How the rulebook names every authority of a standing."""
OWING = (StatutoryRole.LOCAL_POLICING_BODY, *UNDER_THE_DUTY)
"""Roles that the law asks something of."""


@dataclass(frozen=True, slots=True)
class Unowned:
    """An obligation with the roles that owe it and that no organisation fills."""

    obligation: Obligation
    roles: tuple[StatutoryRole, ...]


def owes(obligation: Obligation, role: StatutoryRole) -> bool:
    """Whether an organisation of a role owes an obligation."""
    return role.value in obligation.owed_by or ALL_OF.get(role.standing) in obligation.owed_by


def owed_by_nobody(
    asked: Iterable[Obligation], present: Collection[StatutoryRole]
) -> list[Unowned]:
    """Obligations owed by a role that no organisation has: no task stands for them."""
    empty = [role for role in OWING if role not in present]
    found = [Unowned(each, tuple(r for r in empty if owes(each, r))) for each in asked]
    return [each for each in found if each.roles]


def reference_of(obligation: str, organisation: str) -> str:
    """What a task is called on the thread.

    >>> reference_of("collaborate", "O-2222-2222")
    'collaborate:O-2222-2222'
    """
    return f"{obligation}:{organisation}"


def parts_of(reference: str) -> tuple[str, str]:
    """The obligation and the organisation of a task; empty where it is no task."""
    obligation, _, organisation = reference.partition(":")
    return obligation, organisation

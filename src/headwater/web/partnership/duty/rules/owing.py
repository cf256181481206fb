"""Who owes what: the obligations of a day and the statutory role of an organisation."""

from headwater.rulebook.duty import Obligation
from headwater.web.partners.rules.duty import Standing, StatutoryRole

ALL_OF = {Standing.SPECIFIED: "specified", Standing.RELEVANT: "relevant"}
"""How the rulebook names every authority of a standing."""


def owes(obligation: Obligation, role: StatutoryRole) -> bool:
    """Whether an organisation of a role owes an obligation."""
    return role.value in obligation.owed_by or ALL_OF.get(role.standing) in obligation.owed_by


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

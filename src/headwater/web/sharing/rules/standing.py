"""How agreements and assessments move, and when something is looked at again."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from headwater.core.errors import HeadwaterError

SOON = timedelta(days=56)
"""Before a review is due that it is said to be due soon."""
APPROVALS_NEEDED = 2
"""Different people who approve an assessment of impact."""


class Standing(StrEnum):
    """Where an agreement is."""

    DRAFT = "draft"
    WITH_PARTIES = "with_parties"
    IN_FORCE = "in_force"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """As printed."""
        return STANDINGS[self][0]

    @property
    def means(self) -> str:
        """What is meant by it."""
        return STANDINGS[self][1]


STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.DRAFT: ("Draft", "It is being written"),
    Standing.WITH_PARTIES: ("Out to sign", "The parties have it. Each signs for itself"),
    Standing.IN_FORCE: ("In force", "Every party signed and an approver put it into force"),
    Standing.ENDED: ("Ended", "Nothing is shared under it any more"),
}
NEXT: Mapping[Standing, frozenset[Standing]] = {
    Standing.DRAFT: frozenset({Standing.WITH_PARTIES, Standing.ENDED}),
    Standing.WITH_PARTIES: frozenset({Standing.DRAFT, Standing.IN_FORCE, Standing.ENDED}),
    Standing.IN_FORCE: frozenset({Standing.ENDED}),
    Standing.ENDED: frozenset(),
}


class Stage(StrEnum):
    """Where an assessment of impact is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"

    @property
    def words(self) -> str:
        """As printed."""
        return STAGES[self][0]

    @property
    def means(self) -> str:
        """What is meant by it."""
        return STAGES[self][1]


STAGES: Mapping[Stage, tuple[str, str]] = {
    Stage.DRAFT: ("Draft", "It is being written"),
    Stage.PROPOSED: ("With approvers", "Two people who did not propose it look at it"),
    Stage.APPROVED: ("Approved", "Two people approved what it says now"),
}


class Outcome(StrEnum):
    """What became of a share that was thought of."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    NOT_SHARED = "not_shared"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """As printed."""
        return OUTCOMES[self][0]

    @property
    def means(self) -> str:
        """What is meant by it."""
        return OUTCOMES[self][1]


OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.WAITING: (
        "Waits to start",
        "The law of its day carries it. It starts once its impact assessment is in force",
    ),
    Outcome.AGREED: ("Agreed", "The law of its day carries it"),
    Outcome.REFUSED: ("Refused", "The law of its day does not carry it"),
    Outcome.NOT_SHARED: ("Decided against", "It would be lawful, and was decided against"),
    Outcome.ENDED: ("Ended", "It was shared and is no more"),
}
GOES = frozenset({Outcome.WAITING, Outcome.AGREED, Outcome.ENDED})
"""What is in the register of shares; the rest is in the register of refusals."""
STAYS = frozenset({Outcome.REFUSED, Outcome.NOT_SHARED})


class SharingRefusedError(HeadwaterError):
    """Something that cannot be written or done so."""


def check_move(before: Standing, after: Standing) -> None:
    """Raises where an agreement cannot come from one standing to the other."""
    if after not in NEXT[before]:
        raise SharingRefusedError(
            f"An agreement that is {before.words.lower()} cannot become {after.words.lower()}."
        )


def check_days(starts_on: date, review_on: date, ends_on: date | None) -> None:
    """Raises where an agreement is reviewed or ends before it starts."""
    if review_on <= starts_on:
        raise SharingRefusedError("The review must be after the first day.")
    if ends_on is not None and ends_on < starts_on:
        raise SharingRefusedError("The last day must be on or after the first day.")


def is_due_soon(review_on: date, *, today: date) -> bool:
    """Whether a review is late or due within eight weeks."""
    return review_on - SOON <= today

"""What is to be commissioned: what an intention says, and how it moves."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.provision.gaps.errors import IntentionRefusedError


class Status(StrEnum):
    """How far an intention is."""

    DRAFT = "draft"
    AGREED = "agreed"
    COMMISSIONED = "commissioned"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        """The status on a page."""
        return self.value.capitalize()

    @property
    def meaning(self) -> str:
        """What it means, for those who ask."""
        return MEANINGS[self]


MEANINGS = {
    Status.DRAFT: "Written down, and not yet decided by a board.",
    Status.AGREED: "A board decided to commission it.",
    Status.COMMISSIONED: "Somebody was asked or paid to do it.",
    Status.DROPPED: "It will not be commissioned; the reason is kept.",
}
OPEN = frozenset({Status.DRAFT, Status.AGREED})


class Verb(StrEnum):
    """What is done to an intention."""

    CHANGE = "change"
    AGREE = "agree"
    COMMISSION = "commission"
    DROP = "drop"


MOVES = {
    (Status.DRAFT, Verb.CHANGE): Status.DRAFT,
    (Status.DRAFT, Verb.AGREE): Status.AGREED,
    (Status.AGREED, Verb.COMMISSION): Status.COMMISSIONED,
    (Status.DRAFT, Verb.DROP): Status.DROPPED,
    (Status.AGREED, Verb.DROP): Status.DROPPED,
}


class WrongMoveError(HeadwaterError):
    """Something that cannot be done from where an intention stands."""

    def __init__(self, *, verb: Verb, status: Status) -> None:
        super().__init__(
            f"You cannot {verb.value} what is [{status.words.lower()}]. Somebody may have changed "
            "it while you were reading: open it again."
        )


def after(status: Status, verb: Verb) -> Status:
    """Where a verb leads. Raises where it leads nowhere from this status."""
    found = MOVES.get((status, verb))
    if found is None:
        raise WrongMoveError(verb=verb, status=status)
    return found


def verbs_from(status: Status) -> tuple[Verb, ...]:
    """What may be done to an intention now."""
    return tuple(verb for verb in Verb if (status, verb) in MOVES)


@dataclass(frozen=True, slots=True)
class Description:
    """What an intention says. Money is pounds a year."""

    title: str
    what: str
    places: int
    money_low: int | None
    money_high: int | None
    by_when: date
    organisation: str = ""
    """The reference of whoever would commission it; empty where that is open."""


def check_description(said: Description) -> None:
    """Raises where an intention says something that cannot be."""
    if not said.title.strip():
        raise IntentionRefusedError("Say in a few words what is to be commissioned.")
    if said.places < 1:
        raise IntentionRefusedError("Say how many places a year are to be commissioned.")
    low, high = said.money_low, said.money_high
    if low is not None and high is not None and low > high:
        raise IntentionRefusedError(
            "The least it may cost is more than the most. Give the smaller amount first."
        )

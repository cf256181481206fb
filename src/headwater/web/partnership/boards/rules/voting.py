"""How a decision is counted: by organisation, without those who declared an interest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.core.words import counted


class Stance(StrEnum):
    """How an organisation stood to a decision."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    EXCLUDED = "excluded"

    @property
    def words(self) -> str:
        """The stance on a page."""
        return STANCE_WORDS[self]


STANCE_WORDS = {
    Stance.FOR: "For",
    Stance.AGAINST: "Against",
    Stance.ABSTAINED: "Abstained",
    Stance.EXCLUDED: "Interest declared, took no part",
}
CHOSEN = (Stance.FOR, Stance.AGAINST, Stance.ABSTAINED)
"""What somebody at the table may say; to be excluded is nobody's choice."""


class DecisionError(HeadwaterError):
    """A decision that cannot be recorded."""


class NotQuorateError(DecisionError):
    """Too few are there, or too few without an interest."""

    def __init__(self, *, why: str) -> None:
        super().__init__(
            f"{why} Nothing can be decided on this item. Write in the notes what those there "
            "would prefer, and bring the item back."
        )


@dataclass(frozen=True, slots=True)
class Count:
    """A decision as it was counted."""

    votes_for: int
    votes_against: int
    abstained: int
    excluded: int

    @property
    def is_carried(self) -> bool:
        """Whether more were for it than against. A tie carries nothing."""
        return self.votes_for > self.votes_against

    @property
    def words(self) -> str:
        """The count in a sentence.

        >>> Count(5, 0, 0, 0).words
        'Agreed by all 5 who took part.'
        >>> Count(4, 1, 0, 1).words
        'Carried: 4 for, 1 against, 0 abstained. 1 declared an interest and took no part.'
        """
        who = f" {self.excluded} declared an interest and took no part."
        left_out = who if self.excluded else ""
        if self.votes_for and not self.votes_against and not self.abstained:
            many = self.votes_for
            every = f"all {many} who took part" if many > 1 else "the one who took part"
            return f"Agreed by {every}.{left_out}"
        verdict = "Carried" if self.is_carried else "Not carried"
        said = f"{self.votes_for} for, {self.votes_against} against, {self.abstained} abstained"
        return f"{verdict}: {said}.{left_out}"


def count(stances: Iterable[Stance]) -> Count:
    """How many stood where."""
    held = list(stances)
    return Count(*(held.count(each) for each in Stance))


def check_stances(stances: Mapping[int, Stance], *, entitled: frozenset[int]) -> None:
    """Raises unless each seat that may take part, and no other, says how it stands."""
    silent = entitled - set(stances)
    if silent:
        raise DecisionError(
            f"{counted(len(silent), 'seat')} at the table did not say how they stand. Say for each "
            "whether they are for it, against it or abstain."
        )
    if set(stances) - entitled:
        raise DecisionError(
            "Somebody who is not at the table, or who declared an interest, was counted. Open the "
            "item again."
        )
    if any(each not in CHOSEN for each in stances.values()):
        raise DecisionError("Say whether each is for it, against it or abstains.")

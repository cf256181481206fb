"""Points from 0 to 5, weighed into a total out of 100, and what assessors do not agree on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.grants.rounds.rules.answers import word_count

MOST_POINTS = 5
LEAST_WORDS = 20
"""Of the reason for a score."""
ASSESSORS = 2
"""So many assess every application."""
FAR_APART = 2
"""Points between two assessors from which a third is asked."""
ONE_PLACE, TWO_PLACES = Decimal("0.1"), Decimal("0.01")
NO_SCORE = Decimal(1)
"""A criterion that allows no zero fails below this."""


class Confidence(StrEnum):
    """How sure an assessor is of a score."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"

    @property
    def words(self) -> str:
        """As it stands on pages."""
        return CONFIDENCE[self]


CONFIDENCE = {
    Confidence.HIGH: "Sure",
    Confidence.MODERATE: "Fairly sure",
    Confidence.LOW: "Not sure",
}


class ScoreRefusedError(HeadwaterError):
    """A score that cannot be handed in."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion, as far as the sums need it."""

    key: str
    weight: int
    no_zero: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the points of an application come to."""

    total: Decimal | None
    """Out of 100; None while a criterion has no points."""
    zeros: tuple[str, ...]
    """Keys of criteria that allow no zero and have one."""
    threshold: Decimal

    @property
    def is_fundable(self) -> bool:
        """Whether it reaches the threshold and has no zero where none is allowed."""
        return self.total is not None and self.total >= self.threshold and not self.zeros


@dataclass(frozen=True, slots=True)
class Spread:
    """The points several assessors gave for one criterion."""

    points: tuple[int, ...]

    @property
    def width(self) -> int:
        """From the least to the most."""
        return max(self.points) - min(self.points) if self.points else 0

    @property
    def is_wide(self) -> bool:
        """Whether it is wide enough to ask a third assessor."""
        return self.width >= FAR_APART

    @property
    def middle(self) -> Decimal | None:
        """The mean, to two places."""
        if not self.points:
            return None
        return (Decimal(sum(self.points)) / len(self.points)).quantize(TWO_PLACES, ROUND_HALF_UP)


def total(criteria: Sequence[Weighed], points: Mapping[str, Decimal]) -> Decimal | None:
    """Points weighed into a total out of 100; None while a criterion has none.

    >>> both = [Weighed("need", 60), Weighed("value", 40)]
    >>> total(both, {"need": Decimal(4), "value": Decimal(2)})
    Decimal('64.0')
    """
    weights = sum(each.weight for each in criteria)
    if not weights or any(each.key not in points for each in criteria):
        return None
    earned = sum(each.weight * points[each.key] for each in criteria)
    return (Decimal(100) * earned / (weights * MOST_POINTS)).quantize(ONE_PLACE, ROUND_HALF_UP)


def outcome(
    criteria: Sequence[Weighed], points: Mapping[str, Decimal], *, threshold: Decimal
) -> Outcome:
    """What points come to beside the threshold of a round."""
    zeros = tuple(
        each.key
        for each in criteria
        if each.no_zero and each.key in points and points[each.key] < NO_SCORE
    )
    return Outcome(total(criteria, points), zeros, threshold)


def spreads(criteria: Sequence[Weighed], scored: Sequence[Mapping[str, int]]) -> dict[str, Spread]:
    """By criterion, what each assessor who handed in gave."""
    return {
        each.key: Spread(tuple(given[each.key] for given in scored if each.key in given))
        for each in criteria
    }


def agreed(spread: Spread, moderated: Decimal | None) -> Decimal | None:
    """The points that count: what moderation says, else the mean of the assessors."""
    return spread.middle if moderated is None else moderated


def needs_third(found: Mapping[str, Spread], *, handed_in: int) -> bool:
    """Whether assessors differ so far that another is asked."""
    return handed_in == ASSESSORS and any(each.is_wide for each in found.values())


def check_score(*, name: str, points: int | None, reason: str, confidence: str) -> None:
    """Raises `ScoreRefusedError` for a score that says too little to be handed in."""
    if points is None or not 0 <= points <= MOST_POINTS:
        raise ScoreRefusedError(f"Choose from 0 to {MOST_POINTS} for [{name}].")
    words = word_count(reason)
    if words < LEAST_WORDS:
        raise ScoreRefusedError(
            f"Say why in at least {LEAST_WORDS} words for [{name}]: it has [{words}]."
        )
    if confidence not in {each.value for each in Confidence}:
        raise ScoreRefusedError(f"Say how sure you are of [{name}].")

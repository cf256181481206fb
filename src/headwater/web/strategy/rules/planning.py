"""How a version of the plan comes to be adopted, and why its public version is shorter."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.roles import Role
from headwater.web.strategy.rules.permissions import ADOPTERS, PLANNERS

LONGEST_UNTIL_REVIEW = 366
"""Days. A plan is looked at again within a year of being adopted, and of each review."""


class Standing(StrEnum):
    """Where a version of the plan stands."""

    DRAFT = "draft"
    WITH_BOARD = "with_board"
    ADOPTED = "adopted"
    REPLACED = "replaced"

    @property
    def words(self) -> str:
        """The standing on a page."""
        return STANDING_WORDS[self]

    @property
    def means(self) -> str:
        """What it says, for those who ask."""
        return STANDING_MEANINGS[self]


STANDING_WORDS = {
    Standing.DRAFT: "Draft",
    Standing.WITH_BOARD: "With the board",
    Standing.ADOPTED: "Adopted",
    Standing.REPLACED: "Replaced",
}
STANDING_MEANINGS = {
    Standing.DRAFT: "It follows the plan as it is written",
    Standing.WITH_BOARD: "Its words are fixed until the board decides",
    Standing.ADOPTED: "A board decided on it and it counts now",
    Standing.REPLACED: "A later version was adopted",
}
UNDER_WAY = frozenset({Standing.DRAFT, Standing.WITH_BOARD})


class Verb(StrEnum):
    """What is done with a version."""

    EDIT = "edit"
    PUT = "put"
    TAKE_BACK = "take_back"
    ADOPT = "adopt"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a version."""

    start: Standing
    verb: Verb
    end: Standing
    by: frozenset[Role]


MOVES = (
    Move(Standing.DRAFT, Verb.EDIT, Standing.DRAFT, by=PLANNERS),
    Move(Standing.DRAFT, Verb.PUT, Standing.WITH_BOARD, by=PLANNERS),
    Move(Standing.WITH_BOARD, Verb.TAKE_BACK, Standing.DRAFT, by=PLANNERS),
    Move(Standing.WITH_BOARD, Verb.ADOPT, Standing.ADOPTED, by=ADOPTERS),
    Move(Standing.ADOPTED, Verb.REVIEW, Standing.ADOPTED, by=PLANNERS),
)


class PlanError(HeadwaterError):
    """Something that cannot be done with a version of the plan."""


def move_from(start: Standing, verb: Verb) -> Move:
    """The step a version can take. Raises `PlanError` where it cannot."""
    for move in MOVES:
        if move.start is start and move.verb is verb:
            return move
    raise PlanError(
        f"This version of the plan is [{start.words.lower()}] and that cannot be done with it. "
        "Open it again to see what can."
    )


def check_period(first: date, last: date) -> None:
    """Refuse a plan that ends before it begins."""
    if last <= first:
        raise PlanError("The plan must end after the day it begins.")


def check_review(due_on: date, *, today: date) -> None:
    """Refuse a review that is over already or more than a year away."""
    days = (due_on - today).days
    if not 0 < days <= LONGEST_UNTIL_REVIEW:
        raise PlanError("The next review must be after today and within a year.")


class Ground(StrEnum):
    """Why something is left out of the public version."""

    ENDANGERS = "endangers"
    INVESTIGATION = "investigation"
    FUNCTIONS = "functions"

    @property
    def words(self) -> str:
        """The ground on a page."""
        return GROUND_WORDS[self]


GROUND_WORDS = {
    Ground.ENDANGERS: "It could endanger a person",
    Ground.INVESTIGATION: "It could prejudice an investigation",
    Ground.FUNCTIONS: "It could undermine the functions of an authority",
}


class Part(StrEnum):
    """What of an action is left out."""

    WHOLE = "whole"
    WHO = "who"
    DATES = "dates"
    MONEY = "money"

    @property
    def words(self) -> str:
        """The part on a page."""
        return PART_WORDS[self]


PART_WORDS = {
    Part.WHOLE: "The whole action",
    Part.WHO: "Who leads it and who helps",
    Part.DATES: "When it begins and ends",
    Part.MONEY: "What it costs and who pays",
}

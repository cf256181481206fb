"""What staff say of a round and its parts, and what of it cannot stand."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from headwater.core.errors import HeadwaterError
from headwater.core.money import short_pounds
from headwater.web.grants.rounds.rules.answers import NO, YES
from headwater.web.grants.rounds.rules.eligibility import RuleKind
from headwater.web.grants.rounds.rules.kinds import (
    LEVELS,
    WITH_CHOICES,
    Fills,
    QuestionKind,
)

LONDON = ZoneInfo("Europe/London")
"""Rounds open and close by its clocks."""
SCORES = range(6)
MOST_CHOICES = 30


class RoundError(HeadwaterError):
    """Something about a round that cannot be, said with what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """What a round is for, in words that the public reads."""

    title: str
    summary: str
    purpose: str = ""
    who_can_apply: str = ""
    how_decided: str = ""
    data_use: str = ""
    contact: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """When a round opens and closes, and what follows."""

    opens_at: datetime
    closes_at: datetime
    decisions_by: date | None = None
    projects_from: date | None = None
    projects_until: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How much, for whom and where."""

    total: Decimal
    largest_award: Decimal
    smallest_award: Decimal = Decimal("0.00")
    youngest: int | None = None
    oldest: int | None = None
    oldest_with_send: int | None = None
    places: tuple[tuple[str, str], ...] = ()
    """Codes and names of districts."""
    small_income: Decimal | None = None
    pots: tuple[str, ...] = ()
    """References of the pots that awards are paid from."""


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """One question on which it hangs whether an organisation may apply."""

    question: str
    kind: RuleKind
    sentence: str
    help: str = ""
    choices: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class SectionSaid:
    """Questions that belong together."""

    title: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSaid:
    """One question."""

    words: str
    kind: QuestionKind
    help: str = ""
    required: bool = True
    word_limit: int | None = None
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    hidden_when_small: bool = False
    shown_if_key: str = ""
    shown_if_answer: str = ""
    fills: str = ""


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    """One thing applications are judged by."""

    name: str
    weight: int
    guidance: str = ""
    anchors: tuple[str, ...] = field(default=("",) * len(SCORES))
    no_zero: bool = False


def check_dates(said: Dates) -> None:
    """Raises where the days of a round are not one after another."""
    if said.closes_at <= said.opens_at:
        raise RoundError("The round must close after it opens. Change one of the two.")
    if said.decisions_by and said.decisions_by < said.closes_at.astimezone(LONDON).date():
        raise RoundError("Decisions come after the round closes. Choose a later day for them.")
    if said.projects_from and said.projects_until and said.projects_until < said.projects_from:
        raise RoundError("The last day of projects must be their first day or later.")
    if said.decisions_by and said.projects_from and said.projects_from < said.decisions_by:
        raise RoundError("Projects start once decisions are made. Choose a later first day.")


def check_terms(said: Terms) -> None:
    """Raises where amounts or ages cannot be."""
    if said.smallest_award > said.largest_award:
        raise RoundError("The smallest award must be the largest or less.")
    if said.largest_award > said.total:
        raise RoundError(
            f"The largest award is {short_pounds(said.largest_award)} and the round has "
            f"{short_pounds(said.total)} in all. Change one of the two."
        )
    ages = [each for each in (said.youngest, said.oldest, said.oldest_with_send) if each]
    if ages != sorted(ages):
        raise RoundError("Ages go up from the youngest to the oldest, with SEND last.")


def check_rule(said: RuleSaid) -> None:
    """Raises where nobody or everybody would pass a rule."""
    if said.kind is RuleKind.NUMBER:
        if said.least is None and said.most is None:
            raise RoundError("Enter the smallest or the largest number that passes, or both.")
        if said.least is not None and said.most is not None and said.most < said.least:
            raise RoundError("The largest number that passes must be the smallest or more.")
        return
    there = {YES, NO} if said.kind is RuleKind.YES_NO else set(said.choices)
    if len(there) < 2:
        raise RoundError("Enter at least two choices, one on each line.")
    if not set(said.passing) or not set(said.passing) < there:
        raise RoundError("Say which of the answers pass: at least one, and not all of them.")


def check_question(said: QuestionSaid) -> None:
    """Raises where a question could not be answered."""
    if said.kind in WITH_CHOICES and not 2 <= len(set(said.choices)) <= MOST_CHOICES:
        raise RoundError(f"Enter 2 to {MOST_CHOICES} choices, one on each line.")
    if said.least is not None and said.most is not None and said.most < said.least:
        raise RoundError("The largest answer must be the smallest or more.")
    if bool(said.shown_if_key) != bool(said.shown_if_answer):
        raise RoundError("Say on which answer to which question this one hangs.")
    if not said.fills:
        return
    settles = Fills(said.fills)
    if settles.kind is not said.kind:
        raise RoundError(
            f"“{settles.words}” is settled by a question of the kind "
            f"“{settles.kind.words.lower()}”. Choose that kind, or say that it settles nothing."
        )
    if settles is Fills.LEVEL and set(said.choices) != set(LEVELS):
        raise RoundError(
            "The level of prevention is settled by exactly these choices: "
            f"{'; '.join(LEVELS)}. Enter them, or say that it settles nothing."
        )


def check_criterion(said: CriterionSaid) -> None:
    """Raises where a criterion could not be scored."""
    if not 1 <= said.weight <= 100:
        raise RoundError("The weight must be a whole number from 1 to 100.")
    if len(said.anchors) != len(SCORES):
        raise RoundError("Say what each score from 0 to 5 means.")

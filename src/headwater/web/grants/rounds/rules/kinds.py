"""The kinds of questions a round may ask, and what may stand beside each."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class QuestionKind(StrEnum):
    """How a question is answered."""

    SHORT = "short"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    UPLOAD = "upload"
    BUDGET = "budget"
    AGES = "ages"
    DISTRICTS = "districts"
    APPROACH = "approach"

    @property
    def words(self) -> str:
        """What staff call it."""
        return WORDS[self]


WORDS = {
    QuestionKind.SHORT: "A few words",
    QuestionKind.LONG: "Text, up to a number of words",
    QuestionKind.NUMBER: "A whole number",
    QuestionKind.MONEY: "An amount of money",
    QuestionKind.DATE: "A date",
    QuestionKind.YES_NO: "Yes or no",
    QuestionKind.CHOICE: "One of several",
    QuestionKind.CHOICES: "Any of several",
    QuestionKind.UPLOAD: "A file",
    QuestionKind.BUDGET: "A budget: what is bought, and for how much",
    QuestionKind.AGES: "Ages of young people",
    QuestionKind.DISTRICTS: "Districts",
    QuestionKind.APPROACH: "An approach of the evidence toolkit",
}
NO_APPROACH = "none"
"""What is picked where no approach of the toolkit fits."""
WITH_CHOICES = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
WITH_BOUNDS = frozenset({QuestionKind.NUMBER, QuestionKind.MONEY})
TEACHES = frozenset({QuestionKind.YES_NO, QuestionKind.CHOICE, QuestionKind.CHOICES})
"""Kinds on whose answer another question may hang."""


class Fills(StrEnum):
    """What of an application a question settles, beside being an answer."""

    TITLE = "title"
    SUMMARY = "summary"
    AMOUNT = "amount"
    AREAS = "areas"
    AGES = "ages"
    PEOPLE = "people"
    STARTS = "starts_on"
    ENDS = "ends_on"
    APPROACH = "approach"
    LEVEL = "level"

    @property
    def words(self) -> str:
        """What staff call it."""
        return FILLS[self][0]

    @property
    def kind(self) -> QuestionKind:
        """The only kind of question that can settle it."""
        return FILLS[self][1]


FILLS = {
    Fills.TITLE: ("The name of the project", QuestionKind.SHORT),
    Fills.SUMMARY: ("What the project does", QuestionKind.LONG),
    Fills.AMOUNT: ("The amount asked for", QuestionKind.MONEY),
    Fills.AREAS: ("The districts where young people benefit", QuestionKind.DISTRICTS),
    Fills.AGES: ("The ages of those who take part", QuestionKind.AGES),
    Fills.PEOPLE: ("How many young people take part", QuestionKind.NUMBER),
    Fills.STARTS: ("The first day of the project", QuestionKind.DATE),
    Fills.ENDS: ("The last day of the project", QuestionKind.DATE),
    Fills.APPROACH: ("The approach of the evidence toolkit", QuestionKind.APPROACH),
    Fills.LEVEL: ("The level of prevention", QuestionKind.CHOICE),
}
LEVELS = {
    "Young people in general": "primary",
    "Young people at risk of violence or crime": "secondary",
    "Young people already involved in or harmed by it": "tertiary",
}
"""The choices of a question that settles the level of prevention, in the order they are offered."""


class Question(Protocol):
    """What the rules need to know of a question. Rows of `models.Question` have it all."""

    @property
    def key(self) -> str:
        """Its name among the questions of a round."""

    @property
    def kind(self) -> str:
        """A `QuestionKind`."""

    @property
    def words(self) -> str:
        """The question."""

    @property
    def required(self) -> bool:
        """Whether it must be answered where it is asked."""

    @property
    def word_limit(self) -> int | None:
        """The most words of a text."""

    @property
    def choices(self) -> list[str]:
        """What may be chosen."""

    @property
    def least(self) -> Decimal | None:
        """The smallest number or amount."""

    @property
    def most(self) -> Decimal | None:
        """The largest number or amount."""

    @property
    def fills(self) -> str:
        """A `Fills`, or nothing."""

    @property
    def hidden_when_small(self) -> bool:
        """Whether small organisations are spared it."""

    @property
    def shown_if_key(self) -> str:
        """The question on which it hangs, or nothing."""

    @property
    def shown_if_answer(self) -> str:
        """The answer to that question with which it is asked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a round sets for all its answers: money, ages, districts."""

    smallest: Decimal | None = None
    largest: Decimal | None = None
    youngest: int | None = None
    oldest: int | None = None
    oldest_with_send: int | None = None
    """Up to which age young people with special educational needs or disabilities count."""
    districts: dict[str, str] = field(default_factory=dict)
    """Names by code."""
    approaches: dict[str, str] = field(default_factory=dict)
    """Names of the toolkit's approaches by id."""


NO_LIMITS = Limits()

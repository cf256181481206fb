"""What a round still lacks before it can be published, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from headwater.core.money import short_pounds
from headwater.web.grants.rounds.rules.answers import NO, YES
from headwater.web.grants.rounds.rules.describing import SCORES
from headwater.web.grants.rounds.rules.eligibility import Rule
from headwater.web.grants.rounds.rules.kinds import Fills, Question, QuestionKind

LEAST_OPEN = timedelta(days=14)
FULL_WEIGHT = 100
NEEDED = (Fills.TITLE, Fills.AMOUNT, Fills.AREAS)
"""What every application must settle."""


class Task(StrEnum):
    """What there is to do, in the order it is best done."""

    ABOUT = "about"
    TERMS = "terms"
    DATES = "dates"
    ELIGIBILITY = "eligibility"
    QUESTIONS = "questions"
    CRITERIA = "criteria"
    DOCUMENTS = "documents"

    @property
    def words(self) -> str:
        """What it is called on the page."""
        return WORDS[self]


WORDS = {
    Task.ABOUT: "What the round is for",
    Task.TERMS: "Money, ages and places",
    Task.DATES: "Dates",
    Task.ELIGIBILITY: "Who may apply",
    Task.QUESTIONS: "Questions",
    Task.CRITERIA: "How applications are judged",
    Task.DOCUMENTS: "Documents",
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion, as far as its being ready goes."""

    name: str
    weight: int
    anchors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Content:
    """A round with its parts, as plain values."""

    about: dict[str, str]
    """What the public reads, by what it is called on the page."""
    total: Decimal
    available: Decimal | None
    """What its pots may still promise. None where it has no pots."""
    places: int
    opens_at: datetime
    closes_at: datetime
    has_decision_day: bool
    rules: Sequence[Rule]
    empty_sections: Sequence[str]
    questions: Sequence[Question]
    criteria: Sequence[Weighed]
    documents: int = 0


def faults(content: Content, at: datetime) -> dict[Task, list[str]]:
    """What is missing, by what there is to do. A task without faults is ready."""
    return {
        Task.ABOUT: _about(content),
        Task.TERMS: _terms(content),
        Task.DATES: _dates(content, at),
        Task.ELIGIBILITY: [] if content.rules else ["Add at least one question"],
        Task.QUESTIONS: _questions(content),
        Task.CRITERIA: _criteria(content),
        Task.DOCUMENTS: [],
    }


def _about(content: Content) -> list[str]:
    return [f"Say {name}" for name, said in content.about.items() if not said.strip()]


def _terms(content: Content) -> list[str]:
    found = [] if content.places else ["List the districts where projects may be"]
    if content.available is None:
        found.append("Choose the pots that awards are paid from")
    elif content.available < content.total:
        found.append(
            f"The pots can still promise {short_pounds(content.available)}, which is less than "
            f"the {short_pounds(content.total)} of the round"
        )
    return found


def _dates(content: Content, at: datetime) -> list[str]:
    found: list[str] = []
    if content.closes_at <= at:
        found.append("The closing time has passed")
    if content.closes_at - max(content.opens_at, at) < LEAST_OPEN:
        found.append(f"Leave at least {LEAST_OPEN.days} days to apply")
    if not content.has_decision_day:
        found.append("Say when decisions are made")
    return found


def _questions(content: Content) -> list[str]:
    found = [f"The section “{title}” has no question" for title in content.empty_sections]
    settled = {each.fills for each in content.questions}
    found += [f"Ask for this: {each.words.lower()}" for each in NEEDED if each not in settled]
    found += [
        f"“{each.words}” settles something that every application has. Ask it of everybody, and "
        "let nobody leave it out"
        for each in content.questions
        if each.fills in NEEDED and not _is_asked_of_all(each)
    ]
    before: dict[str, Question] = {}
    for each in content.questions:
        if each.shown_if_key and not _can_hang(each, before.get(each.shown_if_key)):
            found.append(f"“{each.words}” hangs on an answer that nobody can give before it")
        before[each.key] = each
    return found


def _is_asked_of_all(question: Question) -> bool:
    return question.required and not question.hidden_when_small and not question.shown_if_key


def _can_hang(question: Question, other: Question | None) -> bool:
    if other is None:
        return False
    given = [YES, NO] if other.kind == QuestionKind.YES_NO else other.choices
    return question.shown_if_answer in given


def _criteria(content: Content) -> list[str]:
    total = sum(each.weight for each in content.criteria)
    found = []
    if total != FULL_WEIGHT:
        found.append(f"The weights come to {total} and must come to {FULL_WEIGHT}")
    for each in content.criteria:
        said = [text for text in each.anchors if text.strip()]
        if len(said) != len(SCORES):
            found.append(f"Say what each score from 0 to 5 means for “{each.name}”")
    return found

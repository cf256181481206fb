"""What a round of a youth fund may ask, of whom, and how it may judge: a library to start from."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.registry import Sourced, one, records


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryQuestion(Sourced):
    """A question with its help, ready for a round.

    `kind` and `fills` are words of the rooms that ask it. `in_starter` marks those that a small
    grants round starts with; with `shown_if` it is asked only after that answer to another.
    """

    id: str
    section: str
    words: str
    help: str
    kind: str
    required: bool
    word_limit: int | None
    choices: tuple[str, ...]
    fills: str
    hidden_when_small: bool
    in_starter: bool
    shown_if: str
    shown_if_answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryRule(Sourced):
    """A rule of who may apply. Its words may name `{area}` and `{ages}` for a round to fill in."""

    id: str
    question: str
    help: str
    kind: str
    choices: tuple[str, ...]
    passing: tuple[str, ...]
    least: int | None
    most: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryCriterion(Sourced):
    """Something applications are judged by, with its weight of a hundred and what scores mean."""

    id: str
    name: str
    weight: int
    no_zero: bool
    guidance: str
    anchor_0: str
    anchor_1: str
    anchor_2: str
    anchor_3: str
    anchor_4: str
    anchor_5: str

    @property
    def anchors(self) -> tuple[str, ...]:
        """What each score from 0 to 5 means."""
        return (
            self.anchor_0,
            self.anchor_1,
            self.anchor_2,
            self.anchor_3,
            self.anchor_4,
            self.anchor_5,
        )


def round_questions(*, on: date | None = None) -> tuple[LibraryQuestion, ...]:
    """The question library, section by section."""
    return records("round_questions", LibraryQuestion, on=on)


def round_question(question_id: str) -> LibraryQuestion:
    """One question of the library by its id, such as `budget`."""
    return one(round_questions(), question_id, kind="question", key=lambda row: row.id)


def round_eligibility(*, on: date | None = None) -> tuple[LibraryRule, ...]:
    """Rules of who may apply that a small grants round starts with."""
    return records("round_eligibility", LibraryRule, on=on)


def round_criteria(*, on: date | None = None) -> tuple[LibraryCriterion, ...]:
    """Criteria with weights and anchors that a round starts with. The weights come to 100."""
    return records("round_criteria", LibraryCriterion, on=on)

"""The parts of a round as lists of lines, each with what can be done to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.web.design_system.parts import Tag
from headwater.web.grants.rounds.models import (
    Attachment,
    Criterion,
    EligibilityRule,
    Part,
    Question,
    Round,
    Section,
)
from headwater.web.grants.rounds.presenters.public import how, passes
from headwater.web.grants.rounds.queries.rounds import Group
from headwater.web.grants.rounds.rules.kinds import Fills

NOUNS: dict[type[Part], str] = {
    EligibilityRule: "question",
    Section: "section",
    Question: "question",
    Criterion: "criterion",
    Attachment: "document",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One part."""

    reference: str
    words: str
    details: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """A section with its questions."""

    section: Section
    lines: Sequence[Line]


def rule_line(rule: EligibilityRule) -> Line:
    """A rule: what is asked, what passes, what is read otherwise."""
    return Line(rule.reference, rule.question, (passes(rule), f"Otherwise: {rule.sentence}"))


def groups(parts: Sequence[Group], round: Round) -> list[QuestionGroup]:
    """The questions of a round, section by section."""
    words = {each.key: each.words for part in parts for each in part.questions}
    return [
        QuestionGroup(part.section, [_question_line(each, round, words) for each in part.questions])
        for part in parts
    ]


def _question_line(question: Question, round: Round, words: dict[str, str]) -> Line:
    details = [how(question, round)]
    if question.shown_if_key:
        other = words.get(question.shown_if_key, "a question that is gone")
        details.append(f"Asked after “{question.shown_if_answer}” to “{other}”")
    if question.fills:
        details.append(f"Settles: {Fills(question.fills).words.lower()}")
    if not question.required:
        details.append("May be left out")
    if question.hidden_when_small:
        details.append("Small organisations are spared it")
    return Line(question.reference, question.words, tuple(details))


def criterion_line(criterion: Criterion) -> Line:
    """A criterion with its weight."""
    details = [f"Weight {criterion.weight} of 100"]
    if criterion.no_zero:
        details.append("Not funded with a nought on it")
    missing = sum(not each.strip() for each in criterion.anchors) or 0
    if missing:
        details.append(f"{missing} of its scores are not explained")
    return Line(criterion.reference, criterion.name, tuple(details))


def attachment_line(attachment: Attachment) -> Line:
    """A document of a round."""
    return Line(attachment.reference, attachment.title, (attachment.document.kind.upper(),))


def removed_line(part: Part) -> Line:
    """A part that was taken out."""
    return Line(part.reference, str(part), (NOUNS[type(part)].capitalize(),))

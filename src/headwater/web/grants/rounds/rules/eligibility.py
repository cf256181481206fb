"""Whether an organisation may apply: a few plain questions, asked before anything else."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from headwater.web.grants.rounds.rules.answers import NO, YES, Read, as_number


class RuleKind(StrEnum):
    """How the question of a rule is answered."""

    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"

    @property
    def words(self) -> str:
        """What staff call it."""
        return WORDS[self]


WORDS = {
    RuleKind.YES_NO: "Yes or no",
    RuleKind.NUMBER: "A whole number, within a range",
    RuleKind.CHOICE: "One of several",
}


class Rule(Protocol):
    """What is asked, and which answers pass. Rows of `models.EligibilityRule` have it all."""

    @property
    def key(self) -> str:
        """Its name among the rules of a round."""

    @property
    def kind(self) -> str:
        """A `RuleKind`."""

    @property
    def question(self) -> str:
        """In plain words."""

    @property
    def choices(self) -> list[str]:
        """What may be chosen."""

    @property
    def passing(self) -> list[str]:
        """Which answers pass: `yes` or `no`, or some of the choices."""

    @property
    def least(self) -> int | None:
        """The smallest number that passes."""

    @property
    def most(self) -> int | None:
        """The largest number that passes."""

    @property
    def sentence(self) -> str:
        """What somebody reads whose answer does not pass."""


def read(rule: Rule, raw: object) -> Read:
    """The answer to a rule and what is wrong with it. An answer that does not pass is not wrong."""
    text = raw.strip() if isinstance(raw, str) else str(raw) if isinstance(raw, int) else ""
    if not text:
        return Read(None, (f"Answer the question “{rule.question}”",))
    if rule.kind == RuleKind.NUMBER:
        number = as_number(text)
        if number is None:
            return Read(None, (f"“{rule.question}” must be a whole number, like 25",))
        return Read(number)
    there = [YES, NO] if rule.kind == RuleKind.YES_NO else rule.choices
    if text not in there:
        return Read(None, (f"Choose one of the answers to “{rule.question}”",))
    return Read(text)


def passes(rule: Rule, value: object) -> bool:
    """Whether an answer that was read passes."""
    if rule.kind != RuleKind.NUMBER:
        return value in rule.passing
    if not isinstance(value, int):
        return False
    return (rule.least is None or value >= rule.least) and (rule.most is None or value <= rule.most)


def failing(rules: Iterable[Rule], answers: Mapping[str, object]) -> list[Rule]:
    """The rules that answers do not pass, in their order. None of them left, one may apply."""
    return [each for each in rules if not passes(each, answers.get(each.key))]


def passing_words(rule: Rule) -> str:
    """Which answers pass, as the public reads it."""
    if rule.kind == RuleKind.YES_NO:
        return " or ".join(each.capitalize() for each in rule.passing)
    if rule.kind == RuleKind.CHOICE:
        return "; or ".join(rule.passing)
    if rule.least is None:
        return f"{rule.most} or fewer"
    if rule.most is None:
        return f"{rule.least} or more"
    return f"{rule.least} to {rule.most}"

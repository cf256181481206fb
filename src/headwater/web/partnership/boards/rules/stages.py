"""The four stages of a workshop, in the order in which partners think."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a workshop: what is asked, and what is laid on the table."""

    number: int
    code: str
    title: str
    question: str
    kinds: tuple[str, ...]
    """Kinds of things on the thread that are laid on the table, as stored."""
    minutes: int


STAGES = (
    Stage(
        1,
        "responsibilities",
        "What each of us must do",
        "What does the law ask of each of us, and who does it today?",
        ("obligation", "readiness", "return"),
        30,
    ),
    Stage(
        2,
        "gaps",
        "What is missing",
        "Who needs help in this area and finds none, or finds it too late?",
        ("gap", "finding", "alert"),
        40,
    ),
    Stage(
        3,
        "plan",
        "What we will do together",
        "Which of these do we close first, who leads, and by when?",
        ("gap", "priority", "outcome", "action"),
        50,
    ),
    Stage(
        4,
        "works",
        "What works",
        "What has worked elsewhere, how sure is that, and what do we stop?",
        ("approach", "evaluation"),
        30,
    ),
)
AGREED = 5
"""After the stages: what was agreed, read out before people leave."""


def stage_of(code: str) -> Stage | None:
    """The stage with a code; none for an item of an ordinary agenda."""
    return next((each for each in STAGES if each.code == code), None)


def stage_numbered(number: int) -> Stage | None:
    """The stage with a number; none for the last page, which reads out what was agreed."""
    return next((each for each in STAGES if each.number == number), None)

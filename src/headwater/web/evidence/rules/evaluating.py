"""What a local evaluation says, and what it must say to be of use."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from headwater.core.errors import HeadwaterError
from headwater.web.evidence.rules.library import library

LONGEST_TITLE, LONGEST_TEXT = 200, 4_000


class Verdict(StrEnum):
    """What those who evaluated would do next."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    PILOT = "pilot"
    STOP = "stop"

    @property
    def words(self) -> str:
        """The verdict with what it means."""
        return VERDICTS[self]


VERDICTS = {
    Verdict.ADOPT: "Adopt: do it as it was done",
    Verdict.ADAPT: "Adapt: change it, then do it",
    Verdict.PILOT: "Pilot: try it again before deciding",
    Verdict.STOP: "Stop: do not do it again",
}
LEVELS = {
    1: "1: a correlation, or nothing to compare with",
    2: "2: before and after, without a comparable group",
    3: "3: before and after, with a comparable group",
    4: "4: a comparable group, and other differences allowed for",
    5: "5: randomised",
}
"""The Maryland Scientific Methods Scale in our words; not checked against its source."""


class EvaluationRefusedError(HeadwaterError):
    """An evaluation that cannot be kept as it is."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an evaluation says."""

    approach: str
    title: str
    what: str
    comparator: str
    participants: int | None
    finding: str
    level: int
    is_independent: bool
    verdict: Verdict
    theory: str = ""
    """Why it should work: what leads to what."""
    cohort: str = ""
    """For whom it is meant."""
    dose: str = ""
    """How much each person was to get."""
    fidelity: str = ""
    """How far it was done as it was meant."""
    completed: int | None = None
    """Of the people who started."""
    outcomes: str = ""
    """What was measured before and after, and with which tool."""
    adverse: str = ""
    """Harm that was looked for, and what was seen."""
    equity: str = ""
    """Whether it worked for some and not for others."""
    cost_per_completer: int | None = None
    """In whole pounds."""

    def plain(self) -> dict[str, Any]:
        """As data to keep."""
        return asdict(self)


FIELDS = tuple(each.name for each in fields(Said))


def check_said(said: Said) -> None:
    """Raises `EvaluationRefusedError` for what lacks or cannot be."""
    if said.approach not in library():
        raise EvaluationRefusedError("Choose an approach of the library.")
    for text, noun in (
        (said.title, "what the evaluation is called"),
        (said.what, "what was done"),
        (said.finding, "what was found"),
    ):
        if not text.strip():
            raise EvaluationRefusedError(f"Say {noun}.")
    if said.completed is not None and (
        said.participants is None or said.completed > said.participants
    ):
        raise EvaluationRefusedError(
            "Say how many started: no more people can complete it than started."
        )
    if said.level not in LEVELS:
        raise EvaluationRefusedError("Choose a level from 1 to 5.")
    if said.level > 2 and not said.comparator.strip():
        raise EvaluationRefusedError(
            "Say what it was compared with: from level 3 there is a comparable group."
        )

"""What may be answered to a task of the Duty, and how the answer stands beside its evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwater.web.partnership.duty.rules.ageing import Age, holds
from headwater.web.partnership.duty.rules.errors import DutyError

LONGEST_TEXT = 4_000
LONGEST_UNTIL_REVIEW = timedelta(days=731)


class Status(StrEnum):
    """What an organisation says of a task."""

    NOT_ASSESSED = "not_assessed"
    NOT_MET = "not_met"
    PARTLY = "partly"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        """As printed."""
        return STATUS_WORDS[self][0]

    @property
    def means(self) -> str:
        """What it means."""
        return STATUS_WORDS[self][1]


STATUS_WORDS = {
    Status.NOT_ASSESSED: ("Not assessed", "Nobody has answered this yet"),
    Status.NOT_MET: ("Not met", "What is asked is not done"),
    Status.PARTLY: ("Partly met", "Some of what is asked is done"),
    Status.MET: ("Met", "What is asked is done, and fresh evidence shows it"),
    Status.NOT_APPLICABLE: ("Not applicable", "It asks nothing of this organisation, and why"),
}
ANSWERS = tuple(each for each in Status if each is not Status.NOT_ASSESSED)


class Stands(StrEnum):
    """How a task stands today: what was said, seen beside what shows it. Never stored."""

    NOT_ASSESSED = "not_assessed"
    NOT_MET = "not_met"
    PARTLY = "partly"
    BARE = "met_bare"
    AGED = "met_aged"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        """As printed."""
        return MET_WORDS[self][0] if self in MET_WORDS else Status(self.value).words

    @property
    def means(self) -> str:
        """What it means."""
        return MET_WORDS[self][1] if self in MET_WORDS else Status(self.value).means


MET_WORDS = {
    Stands.BARE: ("Met, nothing shows it", "Said to be met, and no evidence is tied to it"),
    Stands.AGED: ("Met, evidence has aged", "Said to be met, and none of the evidence is fresh"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answers to a task."""

    status: Status
    statement: str
    reason: str
    next_review_on: date


def stands(status: Status, evidence: Collection[Age]) -> Stands:
    """How an answer stands beside its evidence.

    >>> stands(Status.MET, [Age.OLD, Age.GONE]), stands(Status.MET, [])
    (<Stands.AGED: 'met_aged'>, <Stands.BARE: 'met_bare'>)
    """
    if status is not Status.MET:
        return Stands(status.value)
    if not evidence:
        return Stands.BARE
    return Stands.MET if holds(evidence) else Stands.AGED


def check_said(said: Said, *, today: date) -> None:
    """Raises `DutyError` where an answer says too little."""
    if said.status is Status.NOT_ASSESSED:
        raise DutyError("Choose how the task is met.")
    if said.status is Status.NOT_APPLICABLE and not said.reason.strip():
        raise DutyError("Say why it does not apply.")
    if said.status is not Status.NOT_APPLICABLE and not said.statement.strip():
        raise DutyError("Say what is done, or what is missing.")
    if not today < said.next_review_on <= today + LONGEST_UNTIL_REVIEW:
        raise DutyError("The next review must be within two years, and later than today.")

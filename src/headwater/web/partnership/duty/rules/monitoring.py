"""What the local policing body asks of authorities: returns (section 14), information (17)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.rules.errors import DutyError

LONGEST_TEXT = 4_000
LONGEST_UNTIL_DUE = timedelta(days=366)
USUAL_WORKING_DAYS = 20
MOST_QUESTIONS = 30
QUESTIONS = (
    "Who leads the Duty in your organisation, by post, and who decides there?",
    "Which kinds of serious violence did you see most since the last return, and where?",
    "What did you do under the joint plan, and which of your actions are late and why?",
    "What did you share with the partners, and what stood in the way of sharing?",
    "What did it cost you, and what money ends within a year?",
    "How do you know that it helps?",
    "What do you need from the other partners or from the local policing body?",
)
"""What a return asks unless somebody changes it: the template."""


class ReturnStatus(StrEnum):
    """Where a return stands."""

    OPEN = "open"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        """As printed."""
        return self.value.capitalize()


class ReplyStatus(StrEnum):
    """Where one organisation's reply stands."""

    ASKED = "asked"
    DRAFT = "draft"
    SENT = "sent"

    @property
    def words(self) -> str:
        """As printed."""
        return {"asked": "Not begun", "draft": "In draft", "sent": "Sent"}[self.value]


class Purpose(StrEnum):
    """What information got under section 17 may be used for, and nothing else."""

    ASSIST = "assist"
    MONITOR = "monitor"

    @property
    def words(self) -> str:
        """As printed."""
        return {
            "assist": "To assist the authority in meeting the Duty",
            "monitor": "To monitor how the authority meets the Duty",
        }[self.value]


class Content(StrEnum):
    """What kind of information is asked for."""

    NO_PERSON = "no_person"
    PERSONAL = "personal"
    PATIENT = "patient"

    @property
    def words(self) -> str:
        """As printed."""
        return {
            "no_person": "Counts, papers and accounts of what was done: nobody can be known",
            "personal": "Personal information",
            "patient": "Patient information",
        }[self.value]


class Ground(StrEnum):
    """Why an authority need not give what was asked."""

    NOT_OURS = "not_ours"
    NOT_HELD = "not_held"
    PATIENT = "patient"
    HEALTH_PERSONAL = "health_personal"
    DATA_PROTECTION = "data_protection"
    INTERCEPTED = "intercepted"
    OTHER_PURPOSE = "other_purpose"

    @property
    def words(self) -> str:
        """As printed."""
        return GROUND_WORDS[self]


GROUND_WORDS = {
    Ground.NOT_OURS: "It does not relate to the authority or its functions",
    Ground.NOT_HELD: "The authority does not hold it",
    Ground.PATIENT: "It is patient information",
    Ground.HEALTH_PERSONAL: "It is personal information of a health or social care authority",
    Ground.DATA_PROTECTION: "Data protection law forbids it",
    Ground.INTERCEPTED: "The Investigatory Powers Act 2016 bars it",
    Ground.OTHER_PURPOSE: "It is not needed to assist or monitor under section 14",
}
SUBJECT = frozenset({*StatutoryRole} - {
    StatutoryRole.LOCAL_POLICING_BODY,
    StatutoryRole.VOLUNTARY,
    StatutoryRole.UNIT,
    StatutoryRole.OTHER,
})  # fmt: skip
"""Authorities that returns and requests are asked of: specified and relevant ones."""


class RequestStatus(StrEnum):
    """Where an information request stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """As printed."""
        return {
            "asked": "Waits for an answer",
            "answered": "Answered",
            "refused": "Refused",
            "withdrawn": "Withdrawn",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an authority under section 17, and what for."""

    title: str
    wanted: str
    relates: str
    purpose: Purpose
    content: Content
    due_on: date


def check_due(due_on: date, *, today: date) -> None:
    """Raises `DutyError` unless there is time to answer, and less than a year of it."""
    if not today < due_on <= today + LONGEST_UNTIL_DUE:
        raise DutyError("The answer must be due later than today, and within a year.")


def check_questions(questions: tuple[str, ...]) -> None:
    """Raises `DutyError` for a return that asks nothing or too much."""
    if not questions:
        raise DutyError("Ask at least one question.")
    if len(questions) > MOST_QUESTIONS:
        raise DutyError(f"Ask at most [{MOST_QUESTIONS}] questions. This asks [{len(questions)}].")


def check_subject(role: StatutoryRole) -> None:
    """Raises `DutyError` for an organisation that the Duty does not name as an authority."""
    if role not in SUBJECT:
        raise DutyError("Only specified and relevant authorities can be asked under the Duty.")


def check_wanted(said: Wanted, *, role: StatutoryRole, today: date) -> None:
    """Raises `DutyError` for what section 17 does not reach, naming what does."""
    check_subject(role)
    check_due(said.due_on, today=today)
    if not said.relates.strip():
        raise DutyError("Say how it relates to the authority or its functions.")
    if said.content is Content.PATIENT:
        raise DutyError(
            "Section 17 does not reach patient information. Ask for counts in which nobody can be "
            "known, or go by the health body's own gateways."
        )
    if said.content is Content.PERSONAL and role is StatutoryRole.HEALTH:
        raise DutyError(
            "Section 17 does not reach personal information of a health or social care authority. "
            "Ask for counts in which nobody can be known."
        )

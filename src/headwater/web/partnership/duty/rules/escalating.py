"""How a concern about an authority is taken further, one step after the other (section 18)."""

from datetime import date
from enum import StrEnum

from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.rules.errors import DutyError

LONGEST_TEXT = 4_000


class Step(StrEnum):
    """How far a concern was taken, least first."""

    AUTHORITY = "authority"
    BOARD = "board"
    POLICING_BODY = "body"
    SECRETARY = "secretary"
    DIRECTION = "direction"

    @property
    def words(self) -> str:
        """As printed."""
        return STEP_WORDS[self]


STEP_WORDS = {
    Step.AUTHORITY: "Raised with the authority",
    Step.BOARD: "Raised with the board",
    Step.POLICING_BODY: "Raised with the local policing body",
    Step.SECRETARY: "Raised with the Secretary of State",
    Step.DIRECTION: "Direction given",
}


class Outcome(StrEnum):
    """How a concern ended."""

    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    COMPLIED = "complied"

    @property
    def words(self) -> str:
        """As printed."""
        return {
            "resolved": "Put right",
            "withdrawn": "No longer a concern",
            "complied": "The direction was followed",
        }[self.value]


DIRECTED = frozenset(
    {
        StatutoryRole.POLICE,
        StatutoryRole.FIRE,
        StatutoryRole.HEALTH,
        StatutoryRole.LOCAL_AUTHORITY,
        StatutoryRole.YOUTH_OFFENDING_TEAM,
        StatutoryRole.EDUCATION,
    }
)
"""Whom the Secretary of State may direct: not those that are run centrally."""


def following(step: Step, role: StatutoryRole) -> tuple[Step, ...]:
    """The steps a concern about an authority may be taken after one: the next, none left out.

    >>> [each.value for each in following(Step.BOARD, StatutoryRole.POLICE)]
    ['body']
    >>> following(Step.SECRETARY, StatutoryRole.PRISON)
    ()
    """
    steps = tuple(Step)
    place = steps.index(step) + 1
    after = steps[place : place + 1]
    return tuple(each for each in after if each is not Step.DIRECTION or role in DIRECTED)


def check_step(step: Step, *, after: Step, role: StatutoryRole) -> None:
    """Raises `DutyError` for a step that leaves one out, goes back, or cannot be taken."""
    if step is Step.DIRECTION and role not in DIRECTED:
        raise DutyError(
            "Probation, prisons and youth custody that are run centrally cannot be given a "
            "direction under section 18."
        )
    if step not in following(after, role):
        raise DutyError(f"After [{after.words}] the next step is another. No step is left out.")


def check_day(on: date, *, after: date | None, today: date) -> None:
    """Raises `DutyError` for a day to come, or before the last step."""
    if on > today:
        raise DutyError("The day must not be later than today.")
    if after is not None and on < after:
        raise DutyError("The day must not be before that of the step before.")


def check_outcome(outcome: Outcome, *, reached: Step) -> None:
    """Raises `DutyError` where a direction was followed that nobody gave."""
    if outcome is Outcome.COMPLIED and reached is not Step.DIRECTION:
        raise DutyError("No direction was given, so none was followed. Choose how else it ended.")

"""How a partnership looks at its own readiness, domain by domain and year by year."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.duty import Level
from headwater.web.partnership.duty.rules.errors import DutyError

__all__ = ["FIRST_YEAR", "LEVELS", "MONTHS_OF_EVIDENCE", "Assessed", "Level", "check_assessed"]

LEVELS = tuple(Level)
FIRST_YEAR = 2023
"""The Duty began in it."""
MONTHS_OF_EVIDENCE = 12
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is said of a domain. `owner` is the key of an organisation."""

    level: Level
    why: str
    owner: int | None
    next_step: str
    due_on: date | None


def words(level: Level) -> str:
    """A level as printed, with its place among the five.

    >>> words(Level.EMERGING)
    '2 Emerging'
    """
    return f"{LEVELS.index(level)} {level.value.capitalize()}"


def reference_of(domain: str, year: int) -> str:
    """What an assessment of a domain is called on the thread."""
    return f"{domain}:{year}"


def parts_of(reference: str) -> tuple[str, int]:
    """The domain and year of an assessment; year 0 where it is none.

    >>> parts_of("governance:2026"), parts_of("governance")
    (('governance', 2026), ('governance', 0))
    """
    domain, _, year = reference.partition(":")
    is_year = year.isascii() and year.isdigit() and len(year) == 4
    return domain, int(year) if is_year else 0


def years(today: date) -> range:
    """Years that can be assessed, the latest last."""
    return range(FIRST_YEAR, today.year + 1)


def check_assessed(said: Assessed, *, year: int, today: date) -> None:
    """Raises `DutyError` where an assessment says too little, or is of a year that is over."""
    if year != today.year:
        raise DutyError(f"The year [{year}] is kept as it was. Assess {today.year} instead.")
    if not said.why.strip():
        raise DutyError("Say why it is this level.")
    if said.next_step.strip() and (said.owner is None or said.due_on is None):
        raise DutyError("Say who sees to the next step, and by when.")
    if said.due_on is not None and not said.next_step.strip():
        raise DutyError("Say what the next step is.")

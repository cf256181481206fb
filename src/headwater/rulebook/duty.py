"""What the Duty asks, of whom and from which day, and how a partnership looks at itself."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.words import day as written
from headwater.rulebook.registry import Sourced, one, records


class Force(StrEnum):
    """Whether the law asks for something or only allows it."""

    MUST = "must"
    POWER = "power"

    @property
    def words(self) -> str:
        """As printed."""
        return {"must": "Must", "power": "May"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Sourced):
    """One thing the law asks of some authorities, or allows them.

    `owed_by` holds statutory roles, or `specified` and `relevant` for all of a standing.
    `evidence_kinds` are kinds of things that usually show it, which age in `evidence_months`.
    `guidance` is what it is read by, and `guidance_updated` the day of that version.
    """

    id: str
    act: str
    section: str
    title: str
    text: str
    owed_by: tuple[str, ...]
    force: Force
    starts_on: date
    ends_on: date | None
    evidence_kinds: tuple[str, ...]
    evidence_months: int
    guidance: str
    guidance_updated: date | None

    @property
    def guidance_words(self) -> str:
        """The guidance with its version; nothing where there is none."""
        if self.guidance_updated is None:
            return self.guidance
        return f"{self.guidance}, as updated on {written(self.guidance_updated)}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, its first and last days included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Level(StrEnum):
    """How far a partnership is in a domain, least first."""

    NONE = "none"
    PREPARING = "preparing"
    EMERGING = "emerging"
    ESTABLISHED = "established"
    MATURE = "mature"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessDomain(Sourced):
    """One domain of readiness, with what each level means there."""

    id: str
    title: str
    question: str
    none: str
    preparing: str
    emerging: str
    established: str
    mature: str

    def meaning(self, level: Level) -> str:
        """What a level means in this domain."""
        return str(getattr(self, level.value))


def obligations() -> tuple[Obligation, ...]:
    """Every obligation of the Duty, whenever it is in force, in the order of the law."""
    return records("duty_obligations", Obligation)


def obligations_on(day: date) -> tuple[Obligation, ...]:
    """The obligations in force on a day.

    >>> "collaborate" in {each.id for each in obligations_on(date(2023, 1, 30))}
    False
    >>> "collaborate" in {each.id for each in obligations_on(date(2023, 1, 31))}
    True
    """
    return tuple(each for each in obligations() if each.holds_on(day))


def obligation(id: str) -> Obligation:
    """One obligation. Raises `NotFoundError` where the rulebook has none of that name."""
    return one(obligations(), id, kind="obligation", key=lambda row: row.id)


def readiness_domains() -> tuple[ReadinessDomain, ...]:
    """The domains of readiness, in the order they are asked."""
    return records("readiness_domains", ReadinessDomain)

"""How partners came to meetings: counted by organisation, never by person, and never ranked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from headwater.web.partnership.boards.rules.sitting import CAME, How, Seniority

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Came:
    """One seat at one meeting that was held."""

    organisation: str
    """Its reference."""
    how: How
    seniority: Seniority | None
    """Of whoever came; none where nobody did."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """How one organisation filled its seats."""

    asked: int
    """Seats it could fill, one for each meeting."""
    present: int
    substitutes: int
    apologies: int
    absent: int
    decision_makers: int
    advisers: int
    analysts: int

    @property
    def came(self) -> int:
        """How often somebody sat there."""
        return self.present + self.substitutes


def engagement(rows: Iterable[Came]) -> dict[str, Engagement]:
    """By organisation, how its seats were filled."""
    by: dict[str, list[Came]] = defaultdict(list)
    for row in rows:
        by[row.organisation].append(row)
    return {organisation: _of(found) for organisation, found in by.items()}


def _of(rows: list[Came]) -> Engagement:
    hows = [row.how for row in rows]
    levels = [row.seniority for row in rows if row.how in CAME]
    return Engagement(
        asked=len(rows),
        present=hows.count(How.PRESENT),
        substitutes=hows.count(How.SUBSTITUTE),
        apologies=hows.count(How.APOLOGIES),
        absent=hows.count(How.ABSENT),
        decision_makers=levels.count(Seniority.DECISION_MAKER),
        advisers=levels.count(Seniority.ADVISER),
        analysts=levels.count(Seniority.ANALYST),
    )


def a_year_before(day: date) -> date:
    """The first day of the twelve months that end on a day.

    >>> a_year_before(date(2026, 3, 9)), a_year_before(date(2028, 2, 29))
    (datetime.date(2025, 3, 10), datetime.date(2027, 3, 1))
    """
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    earlier = day.replace(year=day.year - 1)
    return date.fromordinal(earlier.toordinal() + 1)

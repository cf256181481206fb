"""Monthly lists, and that of crime and disorder reduction grants.

The Elected Local Policing Bodies (Specified Information) Order 2011 wants of each grant, whatever
its size, the recipient, the purpose, the conditions and the reasons why the body considers that it
will secure, or help to secure, crime and disorder reduction: as soon as practicable after the end
of each month (DOMAIN section 7.3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from headwater.core.periods import Month

WORKING_DAYS_AFTER = 5
"""How soon after a month ends its list is to be out: our reading of `as soon as practicable`."""
COLUMNS = (
    "month",
    "grant",
    "recipient",
    "recipient_id",
    "purpose",
    "conditions",
    "reasons",
    "amount_gbp",
    "awarded_on",
    "names_left_out",
)
NO_CONDITIONS = "None beyond those of every grant agreement."


@dataclass(frozen=True, slots=True)
class Listed:
    """One month and what is listed of it."""

    month: Month
    items: Sequence[Mapping[str, Any]]


def lists_of(
    every: Iterable[Mapping[str, Any]], *, as_of: date, day: str = "awarded_on"
) -> tuple[Listed, ...]:
    """The list of every month that has ended, the latest first, from the first that has anything.

    A month without any has its list too, which says so. `day` is the field a month goes by.
    """
    by_month: dict[Month, list[Mapping[str, Any]]] = {}
    for each in every:
        by_month.setdefault(Month.of(date.fromisoformat(each[day])), []).append(each)
    if not by_month:
        return ()
    month, found = min(by_month), []
    while has_ended(month, as_of=as_of):
        items = sorted(by_month.get(month, []), key=lambda each: each[day])
        found.append(Listed(month, items))
        month = month.plus(1)
    return tuple(reversed(found))


def has_ended(month: Month, *, as_of: date) -> bool:
    """Whether every day of a month is over.

    >>> has_ended(Month(2026, 10), as_of=date(2026, 10, 31))
    False
    """
    return month.last_day < as_of


def row_of(month: Month, project: Mapping[str, Any]) -> list[str]:
    """One grant of a list, in the order of the columns."""
    return [
        str(month),
        project["reference"],
        project["recipient"],
        project["recipient_id"],
        project["description"],
        project["conditions"] or NO_CONDITIONS,
        project["reasons"],
        project["amount"],
        project["awarded_on"],
        "; ".join(project["left_out"]),
    ]

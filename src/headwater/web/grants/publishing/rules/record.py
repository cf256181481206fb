"""One award as the public is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """An area where people benefit."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number about people that was released, in words where it is hidden."""

    label: str
    value: str
    number: int | None = None
    """None where it is hidden or is no whole number."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody's name that is left out of a text, and why."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who received a grant."""

    name: str
    kind: str
    """In words."""
    charity_number: str = ""
    company_number: str = ""
    identifier: str = ""
    """As staff looked it up, where they did."""
    reference: str = ""
    """What we call it where no register knows it."""


@dataclass(frozen=True, slots=True)
class Days:
    """When a grant was awarded, and when its project was planned to run."""

    awarded_on: date
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is said of one award."""

    reference: str
    title: str
    description: str
    recipient: Recipient
    places: tuple[Place, ...]
    amount: Decimal
    first_amount: Decimal
    asked: Decimal | None
    paid: Decimal
    days: Days
    state: str
    state_words: str
    reasons: str
    conditions: str
    fund: str
    fund_reference: str
    round: str
    round_address: str
    source: str
    """Where its money came from, in words."""
    pot: str
    """The reference of the pot it is paid from."""
    is_proceeds: bool
    approach: str
    approach_name: str
    level: str
    ages: tuple[int | None, int | None]
    changed_at: datetime
    people: tuple[Counted, ...] = ()
    outcomes: tuple[Counted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def year(self) -> str:
        """The financial year it was awarded in.

        >>> financial_year(date(2026, 3, 31)), financial_year(date(2026, 4, 1))
        ('2025-26', '2026-27')
        """
        return financial_year(self.days.awarded_on)


def financial_year(day: date) -> str:
    """The financial year a day is in.

    >>> financial_year(date(2026, 3, 31)), financial_year(date(2026, 4, 1))
    ('2025-26', '2026-27')
    """
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


INSTEAD = "[name left out]"
TEXTS = ("title", "description", "reasons", "conditions")
"""Texts of an award that somebody wrote, and may have written a name in."""


def without_names(record: Record) -> Record:
    """The same with every name that is to be left out replaced, whatever its case."""
    if not record.left_out:
        return record
    names = sorted((each.words for each in record.left_out), key=len, reverse=True)
    texts: dict[str, Any] = {name: cut(getattr(record, name), names) for name in TEXTS}
    recipient = replace(record.recipient, name=cut(record.recipient.name, names))
    return replace(record, recipient=recipient, **texts)


def cut(text: str, names: Sequence[str]) -> str:
    """A text without names.

    >>> cut("Run by Ann Other and ann other's team", ["Ann Other"])
    "Run by [name left out] and [name left out]'s team"
    """
    for name in names:
        low, at = name.casefold(), 0
        while name and (at := _found(text, low, at)) >= 0:
            text = text[:at] + INSTEAD + text[at + len(name) :]
            at += len(INSTEAD)
    return text


def _found(text: str, low: str, start: int) -> int:
    """Where a name stands in a text, whatever its case; -1 where it does not."""
    size = len(low)
    places = range(start, len(text) - size + 1)
    return next((at for at in places if text[at : at + size].casefold() == low), -1)

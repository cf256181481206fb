"""What an agreement says, checked before it is sent, and what it usually says."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from headwater.core.errors import HeadwaterError
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.periods import Period

MOST_PARTS = 6
MOST_TARGETS = 6
PENNY = Decimal("0.01")


class TermsError(HeadwaterError):
    """Terms that contradict each other."""


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: how much, when, and after which return where it waits for one."""

    amount: Decimal
    due_on: date
    after_return: int | None = None


@dataclass(frozen=True, slots=True)
class Budgeted:
    """One line of the budget."""

    words: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Planned:
    """One target, with a number for each return."""

    words: str
    kind: str
    unit: str
    planned: tuple[int, ...]
    tool: str = ""
    evidence: str = "measured"


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that is agreed."""

    words: str
    schedule: tuple[Part, ...]
    budget: tuple[Budgeted, ...]
    targets: tuple[Planned, ...]
    conditions: tuple[tuple[str, date | None], ...] = ()


def check_terms(said: Terms, *, amount: Decimal, periods: tuple[Period, ...]) -> None:
    """Raises unless the parts add up to the award and every target has a number a return."""
    paid = sum((each.amount for each in said.schedule), Decimal())
    if paid != amount:
        raise TermsError(f"The payments add up to £{paid:,.2f}. The award is £{amount:,.2f}.")
    planned = sum((each.amount for each in said.budget), Decimal())
    if planned != amount:
        raise TermsError(f"The budget adds up to £{planned:,.2f}. The award is £{amount:,.2f}.")
    if not 1 <= len(said.targets) <= MOST_TARGETS:
        raise TermsError(f"Agree on at least one target and at most {MOST_TARGETS}.")
    if sum(each.kind == "people" for each in said.targets) != 1:
        raise TermsError("Agree on one number of young people who start, and only one.")
    for target in said.targets:
        if len(target.planned) != len(periods):
            raise TermsError(f"Give the target [{target.words}] a number for each return.")
        if (target.kind == "improved") != bool(target.tool):
            raise TermsError(f"Say for [{target.words}] which tool measures it, or another kind.")
    last = max((each.after_return or 0 for each in said.schedule), default=0)
    if last >= len(periods):
        raise TermsError("A payment cannot wait for the last return: nothing would be left to do.")


def spread(total: int, parts: int) -> tuple[int, ...]:
    """A whole number in as even parts as can be, the larger ones first.

    >>> spread(10, 4)
    (3, 3, 2, 2)
    """
    each, more = divmod(total, parts)
    return tuple(each + (place < more) for place in range(parts))


def usual_schedule(amount: Decimal, periods: tuple[Period, ...]) -> tuple[Part, ...]:
    """Everything at the start of a small award; half then and half after the middle of others."""
    first = periods[0].first_day
    if len(periods) <= 2:
        return (Part(amount, first),)
    half = (amount / 2).quantize(PENNY)
    middle = len(periods) // 2
    return (Part(amount - half, first), Part(half, periods[middle - 1].due_on, middle))


def usual_targets(people: int, periods: tuple[Period, ...]) -> tuple[Planned, ...]:
    """The young people whom the application spoke of, spread over the returns."""
    return (
        Planned(lists.TARGETS["people"], "people", "young people", spread(people, len(periods))),
    )


def usual_words(project: str, organisation: str, amount: Decimal, partnership: str) -> str:
    """The terms a partnership begins with and changes as it needs."""
    return (
        f"{partnership} gives {organisation} £{amount:,.2f} for {project}.\n\n"
        "You spend it on what your application says and on nothing else, keep receipts, and give "
        "back what is left at the end.\n\n"
        "You tell us how it goes in the returns listed here. You keep a register by code: we never "
        "ask who anybody is, and we see no number of young people under five.\n\n"
        "You keep young people safe, follow your safeguarding policy and tell your safeguarding "
        "lead of every concern at once.\n\n"
        "If something has to change, ask us before you change it. If the project stops, or the "
        "money is spent on something else, we may ask for it back."
    )


def seal(words: str) -> str:
    """What shows later that not a letter of the terms was changed."""
    return hashlib.sha256(words.encode()).hexdigest()

"""What must be done before the year of a pot is closed. Plain Python on plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from headwater.core.money import short_pounds
from headwater.core.words import counted
from headwater.web.grants.money.errors import MoneyError
from headwater.web.grants.money.rules.years import last_day, year_words


@dataclass(frozen=True, slots=True)
class Books:
    """A pot at the end of its year."""

    year: int
    is_closed: bool
    under_way: int
    """Payments somebody asked for that are not paid."""
    due: int
    """Payments due by the last day that nobody asked for."""
    virements: int
    promised: Decimal
    available: Decimal
    owed: Decimal
    expected: Decimal


class NotReadyError(MoneyError):
    """Something stands against closing a year."""

    def __init__(self, *, because: Sequence[str]) -> None:
        super().__init__(f"The year cannot be closed yet. {' '.join(because)}")


class SuccessorNeededError(MoneyError):
    """Money that goes on, and nowhere to go."""

    def __init__(self) -> None:
        super().__init__(
            "Money is promised, owed or carried forward, so choose the pot of the next year that "
            "takes it. Set one up first where there is none."
        )


def stands_against(books: Books, *, today: date) -> list[str]:
    """What must be done first, in sentences; nothing where the year can be closed."""
    found = []
    if books.is_closed:
        found.append("The year is closed already.")
    if today <= last_day(books.year):
        found.append(f"The year {year_words(books.year)} is not over.")
    if books.under_way:
        found.append(f"{counted(books.under_way, 'payment')} must be paid or taken back first.")
    if books.due:
        words = counted(books.due, "scheduled payment")
        found.append(f"{words} fell due in the year: pay it, put it off or cancel it.")
    if books.virements:
        found.append(f"{counted(books.virements, 'virement')} must be decided on first.")
    return found


def what_goes_on(books: Books, *, carries: bool) -> list[str]:
    """What happens with the money, in sentences."""
    found = [f"{short_pounds(books.promised)} that is promised goes on to the next year's pot."]
    if books.owed:
        found.append(f"So does {short_pounds(books.owed)} that awards owe back.")
    left = short_pounds(books.available)
    end = "is carried forward" if carries else "is given back to whoever gave it, unspent"
    found.append(f"{left} that is neither promised nor paid {end}.")
    return found


def needs_successor(books: Books, *, carries: bool) -> bool:
    """Whether there must be a pot that money goes on to."""
    carried = books.available if carries else Decimal(0)
    return bool(books.promised or books.owed or carried)


def check_successor(
    *, fund: int, year: int, source: str, successor: tuple[int, int, str], is_closed: bool
) -> None:
    """Raises unless a pot is of the same fund and source, of the year after, and open."""
    if successor != (fund, year + 1, source) or is_closed:
        raise MoneyError(
            "Money goes on to an open pot of the same fund and source, of the year after."
        )

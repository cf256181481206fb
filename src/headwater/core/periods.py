"""Months and spans of whole months: the periods that partners' counts come in."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from headwater.core.errors import UsageError

MONTHS_IN_YEAR = 12
FIRST_MONTH_OF_FINANCIAL_YEAR = 4


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MONTHS_IN_YEAR:
            raise UsageError(f"[{self.year}-{self.number}] is not a month. Write it as 2024-09.")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2024-09`.

        >>> Month.parse("2024-09")
        Month(year=2024, number=9)
        """
        found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if not found:
            raise UsageError(f"[{text}] is not a month. Write it as 2024-09.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day falls in."""
        return cls(day.year, day.month)

    @property
    def index(self) -> int:
        """Months since year 0, so that months can be subtracted."""
        return self.year * MONTHS_IN_YEAR + self.number - 1

    @property
    def first_day(self) -> date:
        """The 1st."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The 28th to the 31st."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        """The month so many months later, or earlier when negative."""
        year, number = divmod(self.index + months, MONTHS_IN_YEAR)
        return Month(year, number + 1)

    @property
    def words(self) -> str:
        """`September 2024`."""
        return f"{calendar.month_name[self.number]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole months, both ends included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise UsageError(
                f"The period [{self.first}..{self.last}] ends before it starts. "
                "Put the earlier month first."
            )

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2024-09..2025-08`, one month `2024-09`, a quarter `2024-Q3` or a year `2024/25`.

        >>> str(Period.parse("2024/25"))
        '2024-04..2025-03'
        >>> Period.parse("2024-Q3").words
        'July 2024 to September 2024'
        """
        text = text.strip()
        if ".." in text:
            first, last = text.split("..", 1)
            return cls(Month.parse(first), Month.parse(last))
        if quarter := re.fullmatch(r"(\d{4})-?Q([1-4])", text):
            first_month = Month(int(quarter[1]), 3 * int(quarter[2]) - 2)
            return cls(first_month, first_month.plus(2))
        if year := re.fullmatch(r"(\d{4})/(\d{2})", text):
            return cls.financial_year(int(year[1]), ends=int(year[2]))
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return cls(Month.parse(text), Month.parse(text))
        raise UsageError(
            f"[{text}] is not a period. Write 2024-09..2025-08, 2024-09, 2024-Q3 or 2024/25."
        )

    @classmethod
    def financial_year(cls, starts: int, *, ends: int | None = None) -> "Period":
        """April of one year to March of the next."""
        if ends is not None and (starts + 1) % 100 != ends:
            raise UsageError(
                f"[{starts}/{ends:02d}] is not one financial year. Write {starts}/"
                f"{(starts + 1) % 100:02d}."
            )
        first = Month(starts, FIRST_MONTH_OF_FINANCIAL_YEAR)
        return cls(first, first.plus(MONTHS_IN_YEAR - 1))

    @classmethod
    def year_to(cls, last: Month) -> "Period":
        """The rolling twelve months that end with a month."""
        return cls(last.plus(1 - MONTHS_IN_YEAR), last)

    @property
    def first_day(self) -> date:
        """The first day of the first month."""
        return self.first.first_day

    @property
    def last_day(self) -> date:
        """The last day of the last month."""
        return self.last.last_day

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month, earliest first."""
        return tuple(self.first.plus(step) for step in range(len(self)))

    @property
    def years(self) -> float:
        """Length in years, by months."""
        return len(self) / MONTHS_IN_YEAR

    @property
    def before(self) -> "Period":
        """The span of the same length that ends just before this one."""
        return Period(self.first.plus(-len(self)), self.first.plus(-1))

    @property
    def year_earlier(self) -> "Period":
        """The same months of the year before."""
        return Period(self.first.plus(-MONTHS_IN_YEAR), self.last.plus(-MONTHS_IN_YEAR))

    @property
    def words(self) -> str:
        """`September 2024 to August 2025`."""
        if self.first == self.last:
            return self.first.words
        return f"{self.first.words} to {self.last.words}"

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def __iter__(self) -> Iterator[Month]:
        return iter(self.months)

    def __len__(self) -> int:
        return self.last.index - self.first.index + 1

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

"""Financial years: April to March, four quarters, twelve months. Plain Python."""

from datetime import date

MONTHS = 12
FIRST_MONTH = 4


def year_of(day: date) -> int:
    """The financial year a day is in, by the calendar year it starts in.

    >>> year_of(date(2027, 3, 31)), year_of(date(2027, 4, 1))
    (2026, 2027)
    """
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def last_day(year: int) -> date:
    """The day a financial year ends.

    >>> last_day(2026).isoformat()
    '2027-03-31'
    """
    return date(year + 1, 3, 31)


def months(year: int) -> tuple[date, ...]:
    """The first days of the months of a financial year, April first.

    >>> [each.isoformat() for each in months(2026)][::11]
    ['2026-04-01', '2027-03-01']
    """
    return tuple(
        date(year + (FIRST_MONTH + at > MONTHS), (FIRST_MONTH + at - 1) % MONTHS + 1, 1)
        for at in range(MONTHS)
    )


def year_words(year: int) -> str:
    """A financial year as one writes it.

    >>> year_words(2026), year_words(2099)
    ('2026/27', '2099/00')
    """
    return f"{year}/{(year + 1) % 100:02}"

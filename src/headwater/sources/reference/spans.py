"""Days that a published period covers, by the kind of year the publisher means."""

import re
from datetime import date
from enum import StrEnum

from headwater.core.periods import Month, Period


class YearType(StrEnum):
    """What `2017` means: each is named for how it ends or what it is."""

    CALENDAR = "calendar"
    FINANCIAL = "financial"
    ACADEMIC = "academic"
    MARCH = "march"
    JANUARY = "january"


Span = tuple[date, date]
_NOTE = re.compile(r"\s*\([A-Z]+\)$")
_ONE_YEAR = re.compile(r"(19|20)\d\d")
_SPLIT_YEAR = re.compile(r"((?:19|20)\d\d)[/-](\d\d)")
_POOLED = re.compile(r"((?:19|20)\d\d)/(\d\d)\s*-\s*(\d\d)/(\d\d)")
_POOLED_CALENDAR = re.compile(r"((?:19|20)\d\d)\s*-\s*(\d\d)")
LONGEST_POOL = 10


def span_of(text: str, kind: YearType) -> Span | None:
    """First and last day of a period as published, or None where it is not one.

    A single year is the one a financial or academic year ends in.

    >>> span_of("2016-17 (OT)", YearType.FINANCIAL)
    (datetime.date(2016, 4, 1), datetime.date(2017, 3, 31))
    >>> span_of("2017", YearType.ACADEMIC)
    (datetime.date(2016, 9, 1), datetime.date(2017, 8, 31))
    >>> span_of("2013/14-15/16", YearType.FINANCIAL)
    (datetime.date(2013, 4, 1), datetime.date(2016, 3, 31))
    """
    text = _NOTE.sub("", text.strip())
    if match := _POOLED.fullmatch(text):
        return _pooled(int(match[1]), int(match[2]), int(match[3]), int(match[4]))
    if match := _SPLIT_YEAR.fullmatch(text):
        if (int(match[1]) + 1) % 100 == int(match[2]):
            return _split_year(int(match[1]), kind)
        return _pooled_calendar(text)
    if match := _POOLED_CALENDAR.fullmatch(text):
        return _pooled_calendar(text)
    if _ONE_YEAR.fullmatch(text):
        return _one_year(int(text), kind)
    return None


def month_span(text: str) -> Span | None:
    """First and last day of a month written 2012-04, or None."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        return None
    month = Month.parse(text)
    return month.first_day, month.last_day


def _one_year(year: int, kind: YearType) -> Span:
    match kind:
        case YearType.CALENDAR:
            return date(year, 1, 1), date(year, 12, 31)
        case YearType.MARCH:
            return date(year, 3, 31), date(year, 3, 31)
        case YearType.JANUARY:
            return date(year, 1, 1), date(year, 1, 31)
        case YearType.FINANCIAL | YearType.ACADEMIC:
            return _split_year(year - 1, kind)


def _split_year(starts: int, kind: YearType) -> Span:
    if kind is YearType.ACADEMIC:
        return date(starts, 9, 1), date(starts + 1, 8, 31)
    year = Period.financial_year(starts)
    return year.first_day, year.last_day


def _pooled(starts: int, starts_end: int, last: int, last_end: int) -> Span | None:
    """Several financial years, as 2013/14-15/16."""
    if (starts + 1) % 100 != starts_end or (last + 1) % 100 != last_end:
        return None
    years = (last - starts) % 100
    if years > LONGEST_POOL:
        return None
    return date(starts, 4, 1), date(starts + years + 1, 3, 31)


def _pooled_calendar(text: str) -> Span | None:
    """Several calendar years, as 2015 - 17."""
    first, last = re.split(r"\s*[-/]\s*", text)
    years = (int(last) - int(first)) % 100
    if "/" in text or not 1 < years <= LONGEST_POOL:
        return None
    return date(int(first), 1, 1), date(int(first) + years, 12, 31)

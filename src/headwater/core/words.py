"""How numbers, days and lists are written for people: the same in sentences and documents."""

from collections.abc import Sequence
from datetime import date

from headwater.core.errors import UsageError
from headwater.core.periods import Month

MINUS = "\N{MINUS SIGN}"
MONTH_ABBREVIATIONS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LEAST_DECIMALS = {"rate": 1, "ratio": 2}
"""Kinds of column that never show fewer decimals than these."""
MARK_MEANINGS = {
    "[c]": "hidden to protect people, because the number is small or would reveal one",
    "[x]": "not available: nothing was supplied, or there is not enough data",
    "[z]": "not applicable",
    "[u]": "too few events for a reliable figure",
}
"""What stands in place of a number, in the order it is explained."""
NO_NUMBER = "[x]"
STRENGTH_WORDS = {
    "strong": "Strong evidence",
    "moderate": "Moderate evidence",
    "weak": "Weak evidence",
    "descriptive": "Description only",
}
STRENGTH_MEANINGS = {
    "strong": "unlikely to be chance, on complete data",
    "moderate": "probably not chance, or the data have a known gap",
    "weak": "could be chance, or the data are thin",
    "descriptive": "says what was recorded, and does not compare or explain",
}


def number(value: float, *, decimals: int = 0) -> str:
    """A number with thousands commas.

    >>> number(1234.56, decimals=1)
    '1,234.6'
    >>> number(-0.04, decimals=1)
    '0.0'
    """
    text = f"{abs(value):,.{decimals}f}"
    is_nothing = not text.strip("0.,")
    return text if value >= 0 or is_nothing else MINUS + text


def percent(value: float, *, decimals: int = 0) -> str:
    """A percentage from a value of 0 to 100.

    >>> percent(12.34, decimals=1)
    '12.3%'
    """
    return f"{number(value, decimals=decimals)}%"


def money(value: float) -> str:
    """Pounds as people say them: in full to £99,999, then in thousands, then in millions.

    >>> money(14050), money(450_400), money(54_170_000), money(999_600)
    ('£14,050', '£450k', '£54.2m', '£1.0m')
    """
    sign = MINUS if value <= -0.5 else ""
    size = abs(value)
    if round(size) < 100_000:
        return f"{sign}£{size:,.0f}"
    if round(size / 1_000) < 1_000:
        return f"{sign}£{size / 1_000:,.0f}k"
    return f"{sign}£{size / 1_000_000:,.1f}m"


def interval(
    value: float, low: float, high: float, *, decimals: int = 1, level: float = 0.95
) -> str:
    """A value with its confidence interval.

    >>> interval(12.3, 10.1, 14.9)
    '12.3 (95% CI 10.1 to 14.9)'
    """
    middle, least, most = (number(each, decimals=decimals) for each in (value, low, high))
    return f"{middle} ({level * 100:g}% CI {least} to {most})"


def day(of: date) -> str:
    """A day as read.

    >>> day(date(2024, 9, 3))
    '3 September 2024'
    """
    return f"{of.day} {Month(of.year, of.month).words}"


def month(text: str) -> str:
    """A month as read, from `2024-09`. Text that is not a month comes back as it is.

    >>> month("2024-09")
    'September 2024'
    """
    try:
        return Month.parse(text).words
    except UsageError:
        return text


def short_month(text: str) -> str:
    """A month for narrow places, from `2024-09`.

    >>> short_month("2024-09")
    'Sep 2024'
    """
    try:
        parsed = Month.parse(text)
    except UsageError:
        return text
    return f"{MONTH_ABBREVIATIONS[parsed.number - 1]} {parsed.year}"


def listed(items: Sequence[str]) -> str:
    """Items as a phrase.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A whole number with its noun.

    >>> counted(1, "row"), counted(2, "row"), counted(1200, "entry", "entries")
    ('1 row', '2 rows', '1,200 entries')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def cell(
    value: str | int | float | None, *, kind: str, decimals: int = 0, is_number: bool = True
) -> str:
    """One cell of a table as people read it. Marks stay marks; a number that is not there is `[x]`.

    >>> cell(1234.56, kind="rate"), cell("[c]", kind="count"), cell("2024-09", kind="month")
    ('1,234.6', '[c]', 'Sep 2024')
    """
    if value is None:
        return NO_NUMBER if is_number else ""
    if isinstance(value, str):
        return short_month(value) if kind == "month" else value
    if kind == "money":
        return money(value)
    if not is_number:
        return str(value)
    shown = max(decimals, LEAST_DECIMALS.get(kind, 0))
    return percent(value, decimals=shown) if kind == "percent" else number(value, decimals=shown)


def heading(label: str, *, unit: str, kind: str) -> str:
    """A column's label with its unit, unless the label or the cells already say it.

    >>> heading("Rate", unit="per 1,000 residents", kind="rate")
    'Rate (per 1,000 residents)'
    >>> heading("Share", unit="%", kind="percent")
    'Share'
    """
    said = not unit or unit.lower() in label.lower()
    in_cells = kind in ("percent", "money")
    if said or (in_cells and unit in ("%", "£", "percent", "per cent", "pounds")):
        return label
    return f"{label} ({unit})"

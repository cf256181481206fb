"""How numbers, months and lists are written for people: the same in every document."""

from collections.abc import Sequence

from headwater.core.counts import (
    CONFIDENTIAL,
    MARKS,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    UNRELIABLE,
)
from headwater.core.editions import Column, ColumnKind, Strength, Value
from headwater.core.errors import UsageError
from headwater.core.periods import Month

MINUS = "\N{MINUS SIGN}"
LEAST_DECIMALS = {ColumnKind.RATE: 1, ColumnKind.RATIO: 2}
MARK_MEANINGS = {
    CONFIDENTIAL: "hidden to protect people, because the number is small or would reveal one",
    NOT_AVAILABLE: "not available: nothing was supplied, or there is not enough data",
    NOT_APPLICABLE: "not applicable",
    UNRELIABLE: "too few events for a reliable figure",
}
STRENGTH_WORDS = {
    Strength.STRONG: "Strong evidence",
    Strength.MODERATE: "Moderate evidence",
    Strength.WEAK: "Weak evidence",
    Strength.DESCRIPTIVE: "Description only",
}
STRENGTH_MEANINGS = {
    Strength.STRONG: "unlikely to be chance, on complete data",
    Strength.MODERATE: "probably not chance, or the data have a known gap",
    Strength.WEAK: "could be chance, or the data are thin",
    Strength.DESCRIPTIVE: "says what was recorded, and does not compare or explain",
}
MONTH_ABBREVIATIONS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


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


def decimals_of(column: Column) -> int:
    """How many decimals a column shows: what it asks for, and at least what its kind needs."""
    return max(column.decimals, LEAST_DECIMALS.get(column.kind, 0))


def cell(value: Value, column: Column) -> str:
    """One cell of a table as people read it. Marks stay marks; nothing at all is `[x]`."""
    if value is None:
        return NOT_AVAILABLE if column.kind.is_number else ""
    if isinstance(value, str):
        return short_month(value) if column.kind is ColumnKind.MONTH else value
    if column.kind is ColumnKind.MONEY:
        return money(value)
    if column.kind is ColumnKind.PERCENT:
        return percent(value, decimals=decimals_of(column))
    if column.kind.is_number:
        return number(value, decimals=decimals_of(column))
    return str(value)


def text(value: Value, column: Column) -> str:
    """A cell that names something, for axes. Months stay as `2024-09` so that they sort."""
    return str(value) if column.kind is ColumnKind.MONTH else cell(value, column)


def heading(column: Column) -> str:
    """A column's label with its unit, unless the label or the cells already say it."""
    said = not column.unit or column.unit.lower() in column.label.lower()
    in_cells = column.kind in (ColumnKind.PERCENT, ColumnKind.MONEY)
    if said or (in_cells and column.unit in ("%", "£", "percent", "per cent", "pounds")):
        return column.label
    return f"{column.label} ({column.unit})"


def marks_in(values: Sequence[Value]) -> tuple[str, ...]:
    """The marks that occur among some cells, in their usual order."""
    met = set(values)
    found = {mark for mark in MARKS if mark in met}
    return tuple(mark for mark in MARKS if mark in found)


def slug(text: str) -> str:
    """A plain name for files, from an identifier.

    >>> slug("Violence by Area/2024")
    'violence_by_area_2024'
    """
    letters = [letter if letter.isascii() and letter.isalnum() else "_" for letter in text.lower()]
    return "_".join(part for part in "".join(letters).split("_") if part)

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
from headwater.core.words import (
    counted,
    interval,
    listed,
    money,
    month,
    number,
    percent,
    short_month,
)

__all__ = [
    "cell",
    "counted",
    "decimals_of",
    "heading",
    "interval",
    "listed",
    "marks_in",
    "money",
    "month",
    "number",
    "percent",
    "short_month",
    "slug",
    "text",
]

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

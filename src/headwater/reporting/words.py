"""How numbers, months and lists are written for people: the same in every document."""

from collections.abc import Sequence

from headwater.core import words
from headwater.core.editions import Column, ColumnKind, Value
from headwater.core.marks import MARKS
from headwater.core.words import (
    LEAST_DECIMALS,
    MARK_MEANINGS,
    STRENGTH_MEANINGS,
    STRENGTH_WORDS,
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
    "MARK_MEANINGS",
    "STRENGTH_MEANINGS",
    "STRENGTH_WORDS",
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


def decimals_of(column: Column) -> int:
    """How many decimals a column shows: what it asks for, and at least what its kind needs."""
    return max(column.decimals, LEAST_DECIMALS.get(column.kind, 0))


def cell(value: Value, column: Column) -> str:
    """One cell of a table as people read it. Marks stay marks; nothing at all is `[x]`."""
    kind = column.kind
    return words.cell(value, kind=kind, decimals=column.decimals, is_number=kind.is_number)


def text(value: Value, column: Column) -> str:
    """A cell that names something, for axes. Months stay as `2024-09` so that they sort."""
    return str(value) if column.kind is ColumnKind.MONTH else cell(value, column)


def heading(column: Column) -> str:
    """A column's label with its unit, unless the label or the cells already say it."""
    return words.heading(column.label, unit=column.unit, kind=column.kind)


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

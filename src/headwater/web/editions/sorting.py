"""A whole table narrowed and put in order, for its own page."""

from collections.abc import Sequence

from headwater.web.editions import figures
from headwater.web.editions.figures import Value
from headwater.web.editions.models import Table

Rows = Sequence[Sequence[Value]]


def narrowed(table: Table, wanted: str) -> Rows:
    """Rows in which some text, in any case, stands in a column of words."""
    text = wanted.strip().casefold()
    if not text:
        rows: Rows = table.rows
        return rows
    places = [at for at, each in enumerate(table.columns) if not figures.is_number(each)]
    return [
        row
        for row in table.rows
        if any(text in figures.shown(row[at], table.columns[at]).casefold() for at in places)
    ]


def ordered(table: Table, rows: Rows, *, by: str, highest_first: bool) -> Rows:
    """Rows by one column. Rows without a number come last either way."""
    at = figures.position(table, by)
    if not figures.is_number(table.columns[at]):
        return sorted(rows, key=lambda row: str(row[at]).casefold(), reverse=highest_first)
    known = [row for row in rows if isinstance(row[at], int | float)]
    unknown = [row for row in rows if not isinstance(row[at], int | float)]
    known.sort(key=lambda row: row[at] or 0, reverse=highest_first)
    return [*known, *unknown]

"""Suppliers' files, right in every way until a test says otherwise."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from headwater.pipelines.templates import MONTH, example_name, example_row
from headwater.sources.base import Conformed, Supplied
from headwater.sources.catalogue import source
from headwater.sources.opening import Refused, Unknown, opened
from headwater.sources.table_schema import table_schema

STREET = "2024-09/2024-09-loamshire-street.csv"
STREET_HEADER = table_schema("police_uk_street").names
FEEDS = ("recorded_crime", "istv_ed", "ambulance", "fire", "places")
POLICE_UK = ("police_uk_street", "police_uk_outcomes", "police_uk_stop_search")


def row(source_id: str, **values: str) -> dict[str, str]:
    """A row of a source that keeps every rule, with some values changed.

    Column names may be written with underscores for spaces.
    """
    schema = table_schema(source_id)
    made = dict(zip(schema.names, example_row(schema), strict=True))
    names = {name.lower().replace(" ", "_"): name for name in schema.names}
    for name, value in values.items():
        made[names[name.lower()]] = value
    return made


def text(rows: Sequence[Mapping[str, str]], *, header: Sequence[str] | None = None) -> str:
    """Rows as CSV."""
    buffer = io.StringIO()
    columns = list(header or rows[0])
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_feed(
    folder: Path,
    source_id: str,
    rows: Sequence[Mapping[str, str]] | None = None,
    *,
    name: str | None = None,
    encoding: str = "utf-8",
) -> Path:
    """A file of a source, named as it should be, with these rows or one good one."""
    path = folder / (name or example_name(table_schema(source_id)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text(rows or [row(source_id)]).encode(encoding))
    return path


def write_street(
    folder: Path, rows: Sequence[Mapping[str, str]], *, month: str = "2024-09"
) -> Path:
    """A street file of Loamshire Constabulary for one month."""
    dated = [{**each, "Month": month} if each["Month"] == MONTH else each for each in rows]
    return write_feed(
        folder, "police_uk_street", dated, name=f"{month}/{month}-loamshire-street.csv"
    )


def street_row(number: int = 1, **values: str) -> dict[str, str]:
    """One crime, told from others by its number."""
    made = {"crime_id": f"{number:064x}", "last_outcome_category": "Under investigation"}
    return row("police_uk_street", **{**made, **values})


def open_all(path: Path, scratch: Path) -> list[Supplied | Refused | Unknown]:
    """Everything in a path, opened."""
    with opened([path], scratch=scratch) as found:
        return list(found)


def open_one(path: Path) -> Supplied:
    """The one file at a path, opened."""
    found = open_all(path, path.parent / ".scratch")
    assert len(found) == 1, found
    assert isinstance(found[0], Supplied), found
    return found[0]


def conform(path: Path, source_id: str) -> Conformed:
    """What a source makes of one file."""
    return source(source_id).conform(open_one(path))


def told(conformed: Conformed) -> list[tuple[int, str]]:
    """Row and column of each fault."""
    return [(fault.row, fault.column) for fault in conformed.faults]

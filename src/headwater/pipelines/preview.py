"""What a file would look like in the lake: its first rows as they would be stored."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from headwater.pipelines.ingest import ready
from headwater.sources import catalogue, opening
from headwater.sources.base import Supplied
from headwater.sources.feeds import Feed
from headwater.sources.offered import offering

HIDDEN = "kept, not shown"
EMPTY = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file as text, column by column. Nothing where the file is refused."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def preview(path: Path, *, lake: Path, source: str, rows: int = 10) -> Preview:
    """The first rows of one file of a feed as the lake would keep them. Writes nothing.

    What is in personal columns is not shown, only that there is something.
    """
    known = ready(catalogue.source(source), lake)
    with tempfile.TemporaryDirectory(prefix="headwater-") as scratch, offering([path]) as offer:
        opened = next(
            (
                found
                for offered in offer.files
                for found in opening.open_one(offered, scratch=Path(scratch))
                if isinstance(found, Supplied)
            ),
            None,
        )
        if opened is None:
            return Preview((), ())
        tables = known.conform(opened).tables
    table = next(iter(tables.values()), None)
    if table is None:
        return Preview((), ())
    personal = _personal(known) if isinstance(known, Feed) else frozenset()
    first = table.slice(0, rows).to_pylist()
    return Preview(
        columns=tuple(table.column_names),
        rows=tuple(
            tuple(_shown(row[name], is_personal=name in personal) for name in table.column_names)
            for row in first
        ),
    )


def _personal(known: Feed) -> frozenset[str]:
    return frozenset(f.column for f in known.published.fields if f.personal and f.column)


def _shown(value: object, *, is_personal: bool) -> str:
    """A stored value as a person reads it."""
    if value is None:
        return EMPTY
    if is_personal:
        return HIDDEN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

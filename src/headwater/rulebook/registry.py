"""The register of rulebook tables: versions, effective dates, and one typed way to read a row."""

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from headwater.core.errors import HeadwaterError, NotFoundError

LIST_SEPARATOR = "|"
SOURCE_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
YES_NO = {"yes": True, "no": False}


class Trust(StrEnum):
    """How far a row can be believed."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    DESIGN = "design"

    @property
    def words(self) -> str:
        """What the mark means, for a reader."""
        return TRUST_WORDS[self]


TRUST_WORDS = {
    Trust.VERIFIED: "read in the named source",
    Trust.SECONDARY: "read in a source that restates the original",
    Trust.UNVERIFIED: "general knowledge, not re-read: check before relying on it",
    Trust.DESIGN: "a choice made by headwater, not a fact about the world",
}


class RulebookError(HeadwaterError):
    """A rulebook table is not in the form its record needs."""

    @classmethod
    def cell(
        cls, table: str, *, row: int, column: str, value: object, wanted: str
    ) -> "RulebookError":
        """One cell cannot be read."""
        return cls(
            f"The rulebook table [{table}] has [{value}] in row [{row}], column [{column}]. "
            f"It must be {wanted}."
        )

    @classmethod
    def columns(
        cls, table: str, *, missing: Sequence[str], unknown: Sequence[str]
    ) -> "RulebookError":
        """The columns are not those of the record."""
        return cls(
            f"The rulebook table [{table}] lacks columns [{', '.join(missing)}] and has unknown "
            f"columns [{', '.join(unknown)}]. Mend the file or the record."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every row of every table says about itself.

    `source_date` is when the source was published, or read where it carries no date: a year, a
    month or a day.
    """

    source: str
    source_date: str
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeader:
    """One version of one table: what it is, from when, and who stands behind it."""

    id: str
    title: str
    description: str
    version: int
    effective_from: date
    approver: str
    licence: str
    file: str

    @property
    def stamp(self) -> str:
        """As printed beside a figure, such as `unit_costs v1 (2026-11-22)`."""
        return f"{self.id} v{self.version} ({self.effective_from.isoformat()})"


R = TypeVar("R", bound=Sourced)
Row = dict[str, Any]


def tables() -> tuple[TableHeader, ...]:
    """Every version of every table, in the order of the register."""
    return _register()


def in_force(headers: Sequence[TableHeader], table_id: str, on: date | None = None) -> TableHeader:
    """The version of a table that applied on a day, or its newest version when no day is given."""
    versions = sorted(
        (header for header in headers if header.id == table_id), key=lambda h: h.effective_from
    )
    if not versions:
        known = ", ".join(dict.fromkeys(header.id for header in headers))
        raise NotFoundError(kind="rulebook table", name=table_id, hint=f"There are [{known}].")
    applied = versions if on is None else [v for v in versions if v.effective_from <= on]
    if not applied:
        first = versions[0].effective_from.isoformat()
        raise NotFoundError(
            kind="rulebook table",
            name=f"{table_id} as on {on}",
            hint=f"Its first version applies from [{first}].",
        )
    return applied[-1]


def as_on(table_id: str, on: date | None = None) -> TableHeader:
    """Which version of a table applied on a day (the newest when no day is given)."""
    return in_force(_register(), table_id, on)


def table_version(table_id: str, *, on: date | None = None) -> str:
    """The stamp that a figure carries, such as `unit_costs v1 (2026-11-22)`."""
    return as_on(table_id, on).stamp


def citation(table_id: str, *, on: date | None = None) -> str:
    """A table as a footnote: title, version, approver, sources and licence."""
    header = as_on(table_id, on)
    sources = list(dict.fromkeys(str(row["source"]) for row in _raw_rows(header.file)))
    shown = "; ".join(sources[:3]) + (f"; and {len(sources) - 3} more" if len(sources) > 3 else "")
    return (
        f"{header.title}, version {header.version} ({header.effective_from.isoformat()}), "
        f"{header.approver}. Sources: {shown}. {header.licence}"
    )


def trust_counts(table_id: str, *, on: date | None = None) -> dict[Trust, int]:
    """How many rows of a table carry each mark of trust."""
    marks = Counter(Trust(str(row["trust"])) for row in _raw_rows(as_on(table_id, on).file))
    return {trust: marks[trust] for trust in Trust if marks[trust]}


def records(table_id: str, record: type[R], *, on: date | None = None) -> tuple[R, ...]:
    """The rows of a table, in file order, as typed records."""
    file = as_on(table_id, on).file
    return cast(tuple[R, ...], _records(file, cast(Hashable, record)))


def one(rows: Sequence[R], name: str, *, kind: str, key: Callable[[R], str]) -> R:
    """The row with a name, or an error that lists the names there are."""
    for row in rows:
        if key(row) == name:
            return row
    known = ", ".join(key(row) for row in rows)
    raise NotFoundError(kind=kind, name=name, hint=f"There are [{known}].")


def raw_rows(header: TableHeader) -> tuple[Row, ...]:
    """The rows of one version as they are written in its file, for printing."""
    return _raw_rows(header.file)


@cache
def _register() -> tuple[TableHeader, ...]:
    return tuple(TableHeader(**entry) for entry in tomllib.loads(_text("index.toml"))["table"])


@cache
def _raw_rows(file: str) -> tuple[Row, ...]:
    text = _text(file)
    if file.endswith(".toml"):
        return tuple(tomllib.loads(text)["row"])
    return tuple(csv.DictReader(io.StringIO(text)))


@cache
def _records(file: str, record: Hashable) -> tuple[Sourced, ...]:
    return tuple(_built(file, cast(type[Sourced], record)))


def _text(file: str) -> str:
    return resources.files("headwater.rulebook").joinpath("tables", file).read_text("utf-8")


def _built(file: str, record: type[R]) -> Iterator[R]:
    hints = get_type_hints(record)
    wanted = [field.name for field in fields(record) if field.init]
    for number, row in enumerate(_raw_rows(file), start=1):
        optional = {name for name in wanted if NoneType in get_args(hints[name])}
        missing = [name for name in wanted if name not in row and name not in optional]
        unknown = [str(name) for name in row if name not in wanted]
        if missing or unknown:
            raise RulebookError.columns(file, missing=missing, unknown=unknown)
        cells = {
            name: _cell(row.get(name), hints[name], file=file, row=number, column=name)
            for name in wanted
        }
        if not SOURCE_DATE.fullmatch(cells["source_date"]) or not cells["source"]:
            raise RulebookError.cell(
                file,
                row=number,
                column="source, source_date",
                value=f"{cells['source']}, {cells['source_date']}",
                wanted="a source and its year, month or day",
            )
        yield record(**cells)


def _cell(value: object, hint: Any, *, file: str, row: int, column: str) -> Any:
    """A cell as the type its record asks for. Empty stands for nothing where that is allowed."""
    if get_origin(hint) is UnionType:
        if value is None or value == "":
            return None
        hint = next(kind for kind in get_args(hint) if kind is not NoneType)
    try:
        return _converted(value, hint)
    except (KeyError, TypeError, ValueError) as error:
        wanted = getattr(hint, "__name__", str(hint))
        raise RulebookError.cell(
            file, row=row, column=column, value=value, wanted=f"readable as {wanted}"
        ) from error


def _converted(value: object, hint: Any) -> Any:
    if get_origin(hint) is tuple:
        parts = value.split(LIST_SEPARATOR) if isinstance(value, str) else value
        return tuple(part for part in cast(Sequence[str], parts) if part)
    if hint is bool:
        return value if isinstance(value, bool) else YES_NO[str(value)]
    if hint is date:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    return hint(value)

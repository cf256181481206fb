"""Record feeds: partners' monthly tables that conform to the lake through their schema alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from headwater.core.errors import Fault
from headwater.core.periods import Month
from headwater.lake.contracts import SLICE, DataType, contract
from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.checking import Checked, Vocabulary, check
from headwater.sources.reading import header_fits
from headwater.sources.table_schema import TableSchema, table_schema

ARROW_TYPES: dict[DataType, Any] = {
    DataType.TEXT: pa.string(),
    DataType.WHOLE: pa.int32(),
    DataType.LONG: pa.int64(),
    DataType.DECIMAL: pa.float64(),
    DataType.DATE: pa.date32(),
    DataType.TIMESTAMP: pa.timestamp("us"),
    DataType.YES_NO: pa.bool_(),
    DataType.BYTES: pa.binary(),
}

Columns = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Feed:
    """One partner's monthly table. Conforms to `Source`.

    `vocabularies` give, by field, what a supplier's word means. `finish` may change lake columns
    before they are cut to the lake's table, and adds warnings.
    """

    id: str
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)
    finish: Callable[[Columns, Supplied], tuple[Columns, tuple[str, ...]]] | None = None

    @property
    def published(self) -> TableSchema:
        """The published schema."""
        return table_schema(self.id)

    @property
    def title(self) -> str:
        """Name for people."""
        return self.published.title

    @property
    def supplier(self) -> str:
        """Who supplies it."""
        return self.published.supplier

    @property
    def tables(self) -> tuple[str, ...]:
        """The lake table it fills."""
        return (self.published.table,)

    @property
    def schema(self) -> Mapping[str, Any]:
        """The published Table Schema as a document."""
        return self.published.document

    @property
    def version(self) -> str:
        """What a file's rows depend on besides the file: the version of its schema."""
        return self.published.version

    def recognises(self, supplied: Supplied) -> bool:
        """By its name, or by a header that has what the schema needs."""
        return self.is_named(supplied.name) or header_fits(supplied.header, self.published)

    def is_named(self, name: str) -> bool:
        """Whether a file has the name this supply should have."""
        return self.published.file_pattern.search(name) is not None

    def slice_of(self, supplied: Supplied) -> str:
        """Who supplied and for which month, from the file name; `unnamed` where it says neither."""
        found = self.published.file_pattern.search(supplied.name)
        if found is None:
            return f"unnamed/{supplied.sha256[:12]}"
        return self.published.slice_form.format(
            **{k: v.lower() for k, v in found.groupdict().items()}
        )

    def conform(self, supplied: Supplied) -> Conformed:
        """Check the file and turn it into the lake's table, or say all that is wrong with it."""
        if not self.is_named(supplied.name):
            return refusal(0, (self._misnamed(supplied),))
        if supplied.kind is not FileKind.CSV:
            return refusal(0, (_not_a_table(supplied),))
        checked = check(
            supplied,
            self.published,
            month=month_of(self.published.file_pattern, supplied.name),
            vocabularies=self.vocabularies,
        )
        return self.conformed(checked, supplied)

    def conformed(self, checked: Checked, supplied: Supplied) -> Conformed:
        """Lake columns from checked fields."""
        if checked.is_refused:
            return refusal(
                checked.rows_in,
                checked.faults,
                total=checked.fault_total,
                warnings=checked.warnings,
            )
        columns = {
            known.column: checked.table[known.name]
            for known in self.published.fields
            if known.column
        }
        warnings: tuple[str, ...] = ()
        if self.finish is not None:
            columns, warnings = self.finish(columns, supplied)
        return Conformed(
            {self.published.table: lake_table(self.published.table, columns)},
            checked.rows_in,
            rejected=dict(checked.rejected or {}),
            warnings=(*checked.warnings, *warnings),
        )

    def _misnamed(self, supplied: Supplied) -> Fault:
        return Fault(
            supplied.name,
            0,
            "",
            "",
            f"it looks like [{self.title}] and its name does not say whose it is and for when",
            f"Name it {self.published.file_name}",
        )


def month_of(pattern: re.Pattern[str], name: str) -> Month | None:
    """The month a file name promises, where it promises one."""
    found = pattern.search(name)
    if found is None or "month" not in found.groupdict():
        return None
    return Month.parse(found["month"])


def lake_table(table: str, columns: Mapping[str, Any]) -> Any:
    """Columns in the lake's order and types, without the slice that ingest adds."""
    promised = [column for column in contract(table).columns if column.name != SLICE.name]
    rows = len(next(iter(columns.values())))
    return pa.table(
        {
            column.name: (
                columns[column.name].cast(ARROW_TYPES[column.type])
                if column.name in columns
                else pa.nulls(rows, ARROW_TYPES[column.type])
            )
            for column in promised
        }
    )


def refusal(
    rows_in: int,
    faults: tuple[Fault, ...],
    *,
    total: int | None = None,
    warnings: tuple[str, ...] = (),
) -> Conformed:
    """A file refused whole."""
    count = len(faults) if total is None else total
    return Conformed({}, rows_in, faults=faults, fault_total=count, warnings=warnings)


def _not_a_table(supplied: Supplied) -> Fault:
    return Fault(supplied.name, 0, "", "", "it is not a table", "Send it as CSV UTF-8 or as .xlsx")

"""What a supplier needs to know of a source: made from its published schema and nothing else."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from headwater.core.periods import Month
from headwater.rulebook import istv_location_types, istv_methods
from headwater.sources.table_schema import Field, TableSchema, table_schema
from headwater.web.accounts.errors import NotYours
from headwater.web.insights.data_in.rules.matching import Wanted

MONTH, KIND = "month", "YYYY-MM"
CODES = {
    "ASSAULT METHOD": lambda: [(row.code, row.label) for row in istv_methods()],
    "ASSAULT LOCATION TYPE": lambda: [(row.code, row.label) for row in istv_location_types()],
}
"""Columns whose code list is too long for a schema, by name."""
EXAMPLE_SUPPLIER = {"site": "Z9901", "trust": "northsea"}
EXAMPLE_MONTH = Month(2024, 9)


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name says: whose it is and, for monthly supplies, for when."""

    supplier: str
    month: Month | None


@cache
def sources() -> tuple[TableSchema, ...]:
    """Every source that partners hand in as tables, by title."""
    folder = files("headwater.sources").joinpath("schemas")
    names = [item.name.removesuffix(".json") for item in folder.iterdir()]
    return tuple(sorted((table_schema(name) for name in names), key=lambda each: each.title))


def source(source_id: str) -> TableSchema:
    """One source. Raises `NotYours` for one that nobody hands in."""
    for known in sources():
        if known.name == source_id:
            return known
    raise NotYours


def title_of(source_id: str) -> str:
    """What a source is called; its short name where it is not known any more."""
    return next((known.title for known in sources() if known.name == source_id), source_id)


def wanted(schema: TableSchema) -> tuple[Wanted, ...]:
    """The fields that a file's columns are matched to."""
    return tuple(Wanted(field.name, field.title, field.required) for field in schema.fields)


def is_monthly(schema: TableSchema) -> bool:
    """Whether each file is for one month."""
    return MONTH in schema.file_pattern.groupindex


def supplier_part(schema: TableSchema) -> str:
    """What the name of a file calls its supplier: force, site, trust, service or area."""
    return next(name for name in schema.file_pattern.groupindex if name != MONTH)


def named(schema: TableSchema, file_name: str) -> Named | None:
    """What a file's name says, where it is a name that this source promises."""
    found = schema.file_pattern.search(re.sub(r"\.xlsx$", ".csv", file_name, flags=re.IGNORECASE))
    if found is None:
        return None
    month = Month.parse(found[MONTH]) if is_monthly(schema) else None
    return Named(found[supplier_part(schema)].lower(), month)


def file_name(schema: TableSchema, supplier: str, month: Month | None, *, ending: str) -> str:
    """The name a file of this source should have.

    >>> file_name(table_schema("fire"), "loamshire", Month(2024, 9), ending=".csv")
    'fire_loamshire_2024-09.csv'
    """
    name = schema.file_name.replace(f"<{KIND}>", str(month or ""))
    name = name.replace(f"<{supplier_part(schema)}>", supplier)
    return re.sub(r"\.csv$", ending, name)


def is_supplier(schema: TableSchema, supplier: str) -> bool:
    """Whether a code can stand for the supplier in a file's name."""
    name = file_name(schema, supplier, EXAMPLE_MONTH, ending=".csv")
    found = schema.file_pattern.fullmatch(name)
    return found is not None and found[supplier_part(schema)] == supplier


def slice_of(schema: TableSchema, supplier: str, month: Month | None) -> str:
    """The slice of the lake that such a file is the supply of."""
    parts = {supplier_part(schema): supplier.lower(), MONTH: str(month or "")}
    return schema.slice_form.format(**parts)


def allowed(field: Field) -> Sequence[tuple[str, str]]:
    """Values a column may hold and what each means; empty where there is no list."""
    if field.name in CODES:
        return CODES[field.name]()
    return [(value, "") for value in field.enum]


def blank(schema: TableSchema) -> str:
    """A file with nothing but its header."""
    return _csv([schema.names])


def example(schema: TableSchema) -> tuple[str, str]:
    """The name and the text of a file with one row that keeps every rule."""
    part = supplier_part(schema)
    name = file_name(schema, EXAMPLE_SUPPLIER.get(part, "loamshire"), EXAMPLE_MONTH, ending=".csv")
    return name, _csv([schema.names, [field.example for field in schema.fields]])


def column_list(schema: TableSchema) -> str:
    """Every column with what it must hold, as a table to open in a spreadsheet."""
    head = ("column", "needed", "what_it_holds", "it_must_be", "allowed_values", "example")
    rows = [
        (
            field.name,
            "yes" if field.required else "no",
            field.description,
            field.rule,
            "; ".join(code for code, _ in allowed(field)),
            field.example,
        )
        for field in schema.fields
    ]
    return _csv([head, *rows])


def schema_text(schema: TableSchema) -> str:
    """The published Table Schema itself."""
    return json.dumps(schema.document, indent=2, ensure_ascii=False) + "\n"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()

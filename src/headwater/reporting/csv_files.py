"""Each table as CSV with a CSV-on-the-Web description beside it: every row, full precision."""

import csv
import io
import json
from typing import Any

from headwater.core.editions import Column, ColumnKind, Edition, Table, Value
from headwater.core.marks import MARKS
from headwater.core.plain_cells import inert
from headwater.reporting import words
from headwater.reporting.assembly import file_name

LICENCE_ADDRESSES = {
    "Open Government Licence v3.0": (
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ),
}


def csv_bytes(table: Table) -> bytes:
    """A table as CSV: UTF-8, one header row in lower snake_case, marks where numbers are hidden."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column_names(table))
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
    return text.getvalue().encode()


def metadata_bytes(edition: Edition, table: Table) -> bytes:
    """What the CSV of a table holds, as CSV on the Web metadata."""
    plain = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "Table",
        "url": f"{file_name(table.id)}.csv",
        "dc:title": table.title,
        "dc:description": " ".join([*table.notes, table.rule]),
        "dc:publisher": edition.publisher,
        "dc:license": LICENCE_ADDRESSES.get(edition.licence, edition.licence),
        "dc:rights": " ".join(edition.attribution),
        "dc:source": _sources(edition, table),
        "dc:temporal": edition.period,
        "dc:spatial": edition.area_code,
        "dc:identifier": f"{edition.id}/{table.id}",
        "dc:creator": f"headwater {edition.code_version}",
        "dc:subject": list(edition.keywords),
        "dialect": {"encoding": "utf-8", "header": True, "headerRowCount": 1, "delimiter": ","},
        "notes": [{"type": "mark", "mark": k, "means": v} for k, v in words.MARK_MEANINGS.items()],
        "tableSchema": {
            "columns": _columns(table),
            "primaryKey": column_names(table)[: table.key_columns],
        },
    }
    if edition.contact:
        plain["headwater:contact"] = edition.contact
    return json.dumps(plain, indent=1, ensure_ascii=False).encode() + b"\n"


def column_names(table: Table) -> list[str]:
    """The header row."""
    names = [words.slug(column.key) for column in table.columns]
    if len(set(names)) < len(names):
        raise ValueError(f"table {table.id}: two columns would have one name")
    return names


def _cell(value: Value, kind: ColumnKind) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if kind.is_number and value in MARKS else inert(value)
    return repr(value)


def _columns(table: Table) -> list[dict[str, Any]]:
    described = []
    for at, (name, column) in enumerate(zip(column_names(table), table.columns, strict=True)):
        entry: dict[str, Any] = {
            "name": name,
            "titles": words.heading(column),
            "datatype": _datatype(column, [row[at] for row in table.rows]),
            "dc:description": column.provenance.method if column.provenance else column.label,
        }
        if column.unit:
            entry["schema:unitText"] = column.unit
        if column.kind.is_number:
            entry["null"] = ["", *MARKS]
        if column.provenance and column.provenance.definition:
            entry["headwater:definition"] = column.provenance.definition
        described.append(entry)
    return described


def _datatype(column: Column, values: list[Value]) -> str:
    if column.kind is ColumnKind.MONTH:
        return "gYearMonth"
    if not column.kind.is_number:
        return "string"
    numbers = [value for value in values if isinstance(value, int | float)]
    return "integer" if numbers and all(isinstance(v, int) for v in numbers) else "number"


def _sources(edition: Edition, table: Table) -> list[str]:
    """The loads a table rests on, each once."""
    ids = (
        load
        for column in table.columns
        if column.provenance is not None
        for load in column.provenance.loads
    )
    return [
        f"{edition.loads[id].source} ({id})" for id in dict.fromkeys(ids) if id in edition.loads
    ]

"""A released table as files: CSV with its CSV-on-the-Web description, and JSON.

The bytes are those that documents of an edition carry; a test holds the two together.
"""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from headwater.core.plain_cells import inert
from headwater.core.weeks import Week
from headwater.core.words import MARK_MEANINGS, heading
from headwater.web.editions.figures import Value, is_number
from headwater.web.editions.models import Edition, Table

LICENCE_ADDRESSES = {
    "Open Government Licence v3.0": (
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ),
}
Column = Mapping[str, Any]


def column_name(column: Column) -> str:
    """A column's name in files: lower snake_case.

    >>> column_name({"key": "Rate (low)"})
    'rate_low'
    """
    letters = (c if c.isascii() and c.isalnum() else "_" for c in str(column["key"]).lower())
    return "_".join(part for part in "".join(letters).split("_") if part)


def csv_text(table: Table) -> str:
    """A table as CSV: one header row, full precision, marks where numbers are hidden."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column_name(column) for column in table.columns])
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        writer.writerow([_cell(value, column) for value, column in cells])
    return text.getvalue()


def _cell(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        is_mark = is_number(column) and value in MARK_MEANINGS
        return value if is_mark else inert(value)
    return repr(value)


def licence_address(edition: Edition) -> str:
    """Where the licence of an edition is; its name where we know no address."""
    licence = str(edition.facts.get("licence", ""))
    return LICENCE_ADDRESSES.get(licence, licence)


def description(edition: Edition, table: Table) -> dict[str, Any]:
    """What a table holds, as CSV on the Web metadata."""
    facts = edition.facts
    plain = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "Table",
        "url": f"{table.slug}.csv",
        "dc:title": table.title,
        "dc:description": " ".join([*table.notes, table.rule]),
        "dc:publisher": facts.get("publisher", ""),
        "dc:license": licence_address(edition),
        "dc:rights": " ".join(facts.get("attribution", [])),
        "dc:source": _sources(edition, table),
        "dc:temporal": period(edition),
        "dc:spatial": edition.area_code,
        "dc:identifier": f"{edition.engine_id}/{table.slug}",
        "dc:creator": f"headwater {facts.get('code_version', '')}".strip(),
        "dc:subject": list(facts.get("keywords", [])),
        "dialect": {"encoding": "utf-8", "header": True, "headerRowCount": 1, "delimiter": ","},
        "notes": [{"type": "mark", "mark": k, "means": v} for k, v in MARK_MEANINGS.items()],
        "tableSchema": {
            "columns": [_described(table, at) for at in range(len(table.columns))],
            "primaryKey": [column_name(c) for c in table.columns[: table.key_columns]],
        },
    }
    if facts.get("contact"):
        plain["headwater:contact"] = facts["contact"]
    return plain


def period(edition: Edition) -> str:
    """The months an edition covers, as `2024-09..2025-08`, or its week, as `2025-W30`."""
    return edition.week or f"{edition.first_month:%Y-%m}..{edition.last_month:%Y-%m}"


def days(edition: Edition) -> tuple[str, str]:
    """The first and the last month an edition covers, or the first and last day of its week."""
    if edition.week:
        week = Week.parse(edition.week)
        return week.monday.isoformat(), week.sunday.isoformat()
    return f"{edition.first_month:%Y-%m}", f"{edition.last_month:%Y-%m}"


def _sources(edition: Edition, table: Table) -> list[str]:
    """The loads a table rests on, each once."""
    made = (column["provenance"] for column in table.columns if column["provenance"])
    ids = dict.fromkeys(load for each in made for load in each["loads"])
    held = {each.key: each.body for each in edition.workings.filter(key__in=ids)}
    return [f"{held[key]['source']} ({key})" for key in ids if key in held]


def _described(table: Table, at: int) -> dict[str, Any]:
    column = table.columns[at]
    made = column["provenance"]
    entry: dict[str, Any] = {
        "name": column_name(column),
        "titles": heading(column["label"], unit=column["unit"], kind=column["kind"]),
        "datatype": _datatype(column, [row[at] for row in table.rows]),
        "dc:description": made["method"] if made else column["label"],
    }
    if column["unit"]:
        entry["schema:unitText"] = column["unit"]
    if is_number(column):
        entry["null"] = ["", *MARK_MEANINGS]
    if made and made["definition"]:
        entry["headwater:definition"] = made["definition"]
    return entry


def _datatype(column: Column, values: list[Value]) -> str:
    if column["kind"] == "month":
        return "gYearMonth"
    if not is_number(column):
        return "string"
    numbers = [value for value in values if isinstance(value, int | float)]
    return "integer" if numbers and all(isinstance(v, int) for v in numbers) else "number"


def records(table: Table) -> list[dict[str, Value]]:
    """Rows of a table by column name."""
    names = [column_name(column) for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def as_json(value: Any) -> str:
    """JSON for files, as people can read it."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"

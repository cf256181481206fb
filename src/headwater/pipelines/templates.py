"""What a supplier needs to send a file that will be taken: made from the published schema.

A blank file, a filled example, a workbook with the list of columns, the schema itself and a page
that says it in plain words. The pages under `docs/how-to` are written by the same function.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from headwater.sources import catalogue
from headwater.sources.base import Source
from headwater.sources.table_schema import OURS, Field, FieldType, TableSchema, parse

MONTH = "2024-09"
EXAMPLE_NAMES = {
    "force": "loamshire",
    "site": "Z9901",
    "trust": "northsea",
    "service": "loamshire",
    "area": "loamshire",
    "publisher": "loamshire",
    "year": "2024",
    "YYYY-MM": MONTH,
}
WIDEST = 60
EXAMPLE = "example"
"""The folder of the filled example, which keeps the name that a supply must have."""


def template(source_id: str, folder: Path) -> tuple[Path, ...]:
    """Write everything a supplier of one source needs into a folder. Returns the files written."""
    known = catalogue.source(source_id)
    written = [
        _write(folder / f"{source_id}.schema.json", _json(known.schema)),
        _write(folder / f"supply-{source_id}.md", guide(known)),
    ]
    schema = _table_schema(known)
    if schema is not None:
        name = example_name(schema)
        written += [
            _write(folder / f"blank-{source_id}.csv", _csv([schema.names])),
            _write(folder / EXAMPLE / name, _csv([schema.names, example_row(schema)])),
            _workbook(folder / f"blank-{source_id}.xlsx", schema),
        ]
    elif examples := known.schema.get("examples"):
        name = str(known.schema.get(OURS + "fileName", f"{source_id}.json"))
        written.append(_write(folder / EXAMPLE / name, _json(examples[0])))
    return tuple(sorted(written))


def write_guides(folder: Path) -> tuple[Path, ...]:
    """Write the page of every source into the documentation."""
    return tuple(
        _write(folder / f"supply-{known.id}.md", guide(known)) for known in catalogue.sources()
    )


def guide(known: Source) -> str:
    """The page for a supplier, in plain words."""
    schema = _table_schema(known)
    document = known.schema
    lines = [
        f"# Supply: {known.title}",
        "",
        str(document.get("description", "")),
        "",
        f"**Who supplies it:** {known.supplier}.",
    ]
    if name := document.get(OURS + "fileName"):
        lines += ["", f"**What to call the file:** `{name}`{_for_example(schema)}."]
    lines += ["", *_ways_in(schema)]
    if schema is not None:
        lines += ["", *_columns(schema), "", *_checks(schema)]
    notes = document.get(OURS + "notes", ())
    if notes:
        lines += ["", "## Good to know", "", *(f"- {note}" for note in notes)]
    lines += [
        "",
        "## What happens to it",
        "",
        "Everything that is wrong is told at once, by row and column, with how to mend it; until",
        "it is mended nothing is loaded. The same file again changes nothing. A corrected file for",
        "the same supplier and month takes the place of the first, and the difference is shown.",
        "",
        f"To get these files: `headwater template {known.id}`. To try a file without loading it:",
        "`headwater ingest FILE --dry-run`.",
        "",
        "*This page is made from the published schema; change that, not this.*",
        "",
    ]
    return "\n".join(lines)


def example_name(schema: TableSchema) -> str:
    """A file name as the schema asks for, for Loamshire in one month."""
    name = schema.file_name
    for part, value in EXAMPLE_NAMES.items():
        name = name.replace(f"<{part}>", value)
    return name


def example_row(schema: TableSchema) -> tuple[str, ...]:
    """One row that keeps every rule, in the month of the example name."""
    return tuple(field.example for field in schema.fields)


def _table_schema(known: Source) -> TableSchema | None:
    """The source's Table Schema; None where it is described by a JSON Schema."""
    return parse(known.schema) if "fields" in known.schema else None


def _for_example(schema: TableSchema | None) -> str:
    return f", for example `{example_name(schema)}`" if schema is not None else ""


def _ways_in(schema: TableSchema | None) -> Sequence[str]:
    if schema is None:
        return ("**How to send it:** as JSON, alone or in a zip.",)
    return (
        "**How to send it:** CSV UTF-8 (comma delimited) is best; Windows-1252 is understood. It",
        "may be compressed (`.csv.gz`, or a `.zip` of many), or be the first sheet of an `.xlsx`",
        "workbook. No formulas, no macros, no password.",
    )


def _columns(schema: TableSchema) -> list[str]:
    head = ["## Columns", "", "| Column | Needed | What it holds | It must be | Example |"]
    rows = [
        f"| `{field.name}` | {'yes' if field.required else ''} | {_cell(field.description)} | "
        f"{_cell(_must(field))} | {_code(field.example)} |"
        for field in schema.fields
    ]
    return [*head, "|---|---|---|---|---|", *rows]


def _must(field: Field) -> str:
    words = field.rule
    if field.lenient:
        words += " (anything else is a warning)"
    others = [form for form in field.formats[1:] if form]
    if field.type in {FieldType.DATE, FieldType.DATETIME} and any("/" in form for form in others):
        words += "; day/month/year is understood too"
    return words


def _checks(schema: TableSchema) -> list[str]:
    lines = ["## What is checked besides", ""]
    if schema.key:
        lines.append(
            f"- No two rows have the same {_names(schema.key)} and say different things. A row "
            "that repeats another exactly is counted once."
        )
    if schema.month_of:
        lines.append(f"- `{schema.month_of}` lies in the month of the file name.")
    lines += [f"- `{late}` is not earlier than `{early}`." for early, late in schema.orders]
    if any(field.personal for field in schema.fields):
        personal = _names([field.name for field in schema.fields if field.personal])
        lines.append(f"- What is in {personal} is never shown in a fault, only where it is.")
    lines.append("- Codes and dates that a spreadsheet has changed are recognised and explained.")
    return lines


def _names(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _csv(rows: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _workbook(path: Path, schema: TableSchema) -> Path:
    """A blank sheet of text cells, so that Excel changes nothing, and a list of columns."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    sheet.append(list(schema.names))
    sheet.freeze_panes = "A2"
    for place, field in enumerate(schema.fields, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(max(len(field.name) + 2, 12), 40)
        sheet.cell(1, place).font = Font(bold=True)
        for row in range(2, 1_002):
            sheet.cell(row, place).number_format = "@"
        listed = ",".join(field.enum)
        # Excel keeps a list of choices inside 255 characters.
        if field.enum and len(listed) <= 255:
            choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}1001")
    columns = book.create_sheet("Columns")
    columns.append(["Column", "Needed", "What it holds", "It must be", "Example"])
    for field in schema.fields:
        needed = "yes" if field.required else ""
        columns.append([field.name, needed, field.description, _must(field), field.example])
    for letter, width in zip("ABCDE", (34, 8, WIDEST, WIDEST, 24), strict=True):
        columns.column_dimensions[letter].width = width
    for cell in columns[1]:
        cell.font = Font(bold=True)
    book.save(path)
    return path

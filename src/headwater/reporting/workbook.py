"""Every table in one workbook, in the layout of the Government Statistical Service."""

import functools
import io
import math
import re
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headwater.core.editions import ColumnKind, Value
from headwater.core.plain_cells import inert
from headwater.reporting import words, zips
from headwater.reporting.assembly import Assembly, ShownTable
from headwater.reporting.pdf import SYNTHETIC, about, compact
from headwater.reporting.workings import workings

if TYPE_CHECKING:
    from gptables import GPTable

TEXT_WIDTHS = {
    "Findings": (70, 20, 50, 50, 60),
    "Notes": (22, 100),
    "Workings": (12, 40, 100),
    "Expressions": (18, 36, 100),
    "Sources": (18, 24, 46, 12, 12, 70),
}
LEAST, MOST = 8, 52
"""Letters that a column of a table holds at least and at most."""


def workbook_bytes(whole: Assembly) -> bytes:
    """The workbook: cover, contents, findings, notes, one sheet for each table, workings."""
    gptables = _library()
    edition = whole.edition
    sheets: dict[str, GPTable] = {
        "Findings": _findings(whole),
        "Notes": _notes(whole),
        **{f"Table {shown.number}": _sheet(whole, shown) for shown in whole.tables.values()},
        "Workings": _workings(whole),
    }
    if edition.expressions:
        sheets["Expressions"] = _expressions(whole)
    if edition.loads:
        sheets["Sources"] = _sources(whole)
    cover = gptables.Cover(
        title=_safe(f"{edition.title}: {edition.area_name}, {edition.period_words}"),
        intro=[
            _safe(each)
            for each in (SYNTHETIC if edition.synthetic else "", edition.summary)
            if each
        ],
        about=[_safe(f"{name}: {value}") for name, value in about(whole)]
        + [_safe(line) for line in edition.attribution],
        contact=[_safe(edition.contact)] if edition.contact else None,
    )
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # gptables warns that there is no notes table; our Notes sheet is a sheet of its own.
        warnings.simplefilter("ignore")
        path = Path(folder) / "workbook.xlsx"
        book = gptables.produce_workbook(
            str(path),
            sheets,
            cover=cover,
            contentsheet_options={"instructions": "Each sheet named here holds one table."},
            auto_width={name: name in ("Contents", "Cover") for name in (*sheets, "Contents")},
            workbook_options={
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        for name, widths in (TEXT_WIDTHS | _table_widths(whole)).items():
            sheet = book.get_worksheet_by_name(name)
            if sheet is not None:
                for at, width in enumerate(widths):
                    sheet.set_column(at, at, width)
        book.set_properties(
            {
                "title": f"{edition.title}: {edition.area_name}",
                "author": edition.publisher or "headwater",
                "subject": edition.period_words,
                "keywords": ", ".join(edition.keywords),
                "comments": f"Edition {edition.id}, made by headwater {edition.code_version}",
                "created": whole.moment.replace(tzinfo=None),
            }
        )
        book.close()
        out.write(path.read_bytes())
    return zips.fixed(out.getvalue(), moment=whole.moment)


def _table_widths(whole: Assembly) -> dict[str, tuple[int, ...]]:
    """The width of each column of each table, in letters."""
    return {f"Table {shown.number}": _widths(shown) for shown in whole.tables.values()}


def _widths(shown: ShownTable) -> tuple[int, ...]:
    """Room for the longest cell, up to a limit past which cells wrap; heads may take three lines.

    gptables would make a column as wide as its head or its longest text, whatever that is.
    """
    cells = ShownTable(shown.table, shown.table.rows, shown.number, shown.row_headers).cells()
    made = []
    for at, column in enumerate(shown.table.columns):
        head = words.heading(column)
        word = max(len(part) for part in head.split() or [""])
        longest = max((len(row[at]) for row in cells), default=0)
        made.append(min(max(longest, word, math.ceil(len(head) / 3), LEAST) + 2, MOST))
    return tuple(made)


@functools.cache
def _library() -> Any:
    """gptables, which forgets to close a file of its own while it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        import gptables

    return gptables


def _safe(text: str) -> str:
    """Text that neither a spreadsheet nor gptables reads as anything but text."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)
    return inert(text.replace("$$", "$ $").replace("](", "] ("))


def _cell(value: Value, *, is_number: bool, written: str) -> int | float | str:
    """A number as a number, a mark as text, and words kept from being empty or mere signs."""
    if isinstance(value, int | float) and is_number:
        return value
    text = _safe(written)
    if not text.strip():
        return "[z]"
    return text if re.search(r"[A-Za-z0-9]", text) else f"{text} (sign as supplied)"


def _table(
    columns: list[str], rows: list[list[Any]], *, name: str, title: str, **more: Any
) -> "GPTable":
    """One table on one sheet. gptables refuses empty tables, so an empty one says it is."""
    import pandas as pd

    columns = _unique([_safe(column) or "Column" for column in columns])
    rows = rows or [["No rows", *("[z]" for _ in columns[1:])]]
    return _library().GPTable(
        table=pd.DataFrame(rows, columns=columns, dtype=object),
        table_name=name,
        title=_safe(title),
        **{"index_columns": {2: 0}, "instructions": "This sheet holds one table.", **more},
    )


def _unique(columns: list[str]) -> list[str]:
    met: dict[str, int] = {}
    made = []
    for column in columns:
        met[column] = met.get(column, 0) + 1
        made.append(column if met[column] == 1 else f"{column} ({met[column]})")
    return made


def _sheet(whole: Assembly, shown: ShownTable) -> "GPTable":
    table = shown.table
    rows = [
        [
            _cell(value, is_number=column.kind.is_number, written=words.cell(value, column))
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    every = ShownTable(table, table.rows, shown.number, shown.row_headers)
    return _table(
        [words.heading(column) for column in table.columns],
        rows,
        name=f"table_{shown.number}",
        title=f"Table {shown.number}: {table.title}",
        subtitles=[_safe(f"{whole.edition.area_name}, {whole.edition.period_words}")],
        legend=[
            _safe(line)
            for line in (
                *(f"{mark} {meaning}." for mark, meaning in every.marks),
                *table.notes,
                table.rule,
            )
            if line
        ],
        index_columns={at + 1: at for at in range(min(shown.row_headers, 3))},
        additional_formatting=_formats(shown),
    )


def _formats(shown: ShownTable) -> list[dict[str, Any]]:
    formats = []
    for at, column in enumerate(shown.table.columns):
        if column.kind.is_number:
            decimals = words.decimals_of(column)
            number = "#,##0" + ("." + "0" * decimals if decimals else "")
            if column.kind is ColumnKind.MONEY:
                number = "£" + number
            if column.kind is ColumnKind.PERCENT:
                number += '"%"'
            formats.append(
                {
                    "column": {
                        "columns": [at],
                        "format": {"num_format": number, "align": "right"},
                        "include_names": False,
                    }
                }
            )
    return formats


def _wrapped(columns: int) -> list[dict[str, Any]]:
    cells = {"text_wrap": True, "valign": "top"}
    return [{"column": {"columns": list(range(columns)), "format": cells}}]


def _texts(name: str, columns: list[str], rows: list[list[Value]], *, title: str) -> "GPTable":
    """A sheet of words."""
    cells = [
        [_cell(value, is_number=isinstance(value, int), written=str(value)) for value in row]
        for row in rows
    ]
    return _table(
        columns, cells, name=name, title=title, additional_formatting=_wrapped(len(columns))
    )


def _findings(whole: Assembly) -> "GPTable":
    rows: list[list[Value]] = [
        [
            finding.sentence,
            words.STRENGTH_WORDS[finding.strength],
            finding.because,
            " ".join(finding.cautions),
            words.listed([f"{r.value} ({r.name})" for r in whole.rests[finding.id]]),
        ]
        for finding in whole.edition.findings.values()
    ]
    columns = ["Finding", "How sure", "Why", "With care", "Rests on"]
    return _texts("findings", columns, rows, title="Findings")


def _notes(whole: Assembly) -> "GPTable":
    rows: list[list[Value]] = [
        [mark, f"{meaning[:1].upper()}{meaning[1:]}."]
        for mark, meaning in words.MARK_MEANINGS.items()
    ]
    rows += [
        [words.STRENGTH_WORDS[strength], f"{meaning[:1].upper()}{meaning[1:]}."]
        for strength, meaning in words.STRENGTH_MEANINGS.items()
    ]
    rows += [[term, meaning] for term, meaning in whole.edition.glossary]
    return _texts("notes", ["Mark or word", "Meaning"], rows, title="Notes")


def _workings(whole: Assembly) -> "GPTable":
    rows: list[list[Value]] = [
        [f"Table {shown.number}", columns, text]
        for shown in whole.tables.values()
        for columns, text in compact(workings(whole.edition, shown.table))
    ]
    title = "Workings: how each column of numbers was made"
    return _texts("workings", ["Table", "Columns", "How they were made"], rows, title=title)


def _expressions(whole: Assembly) -> "GPTable":
    rows: list[list[Value]] = [
        [each.id, each.name, each.sql] for _, each in sorted(whole.edition.expressions.items())
    ]
    title = "Expressions: queries as they were run"
    return _texts("expressions", ["Expression", "Name", "Query"], rows, title=title)


def _sources(whole: Assembly) -> "GPTable":
    rows: list[list[Value]] = [
        [load.id, load.source, file.name, file.rows, file.rejected, file.sha256]
        for _, load in sorted(whole.edition.loads.items())
        for file in load.files
    ]
    columns = ["Load", "Source", "File", "Rows", "Rows refused", "sha256"]
    return _texts("sources", columns, rows, title="Sources: files as they were supplied")

"""Words and tags for the pages of data in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core.periods import Month
from headwater.core.words import counted, number, short_month
from headwater.core.words import month as month_words
from headwater.sources.table_schema import Field, TableSchema
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.insights.data_in import supplies
from headwater.web.insights.data_in.models import (
    ExpectedFile,
    SourceReport,
    Supply,
    Upload,
    UploadFault,
)
from headwater.web.insights.data_in.queries import Awaited, FaultGroup
from headwater.web.insights.data_in.rules.expecting import Standing
from headwater.web.insights.data_in.rules.workflow import MEANINGS, STATUS_WORDS, WAITING, Status

COLOURS = {
    Status.NEEDS_MATCHING: Colour.YELLOW,
    Status.FAULTY: Colour.RED,
    Status.READY: Colour.YELLOW,
    Status.UNCHANGED: Colour.GREY,
    Status.LOADED: Colour.GREEN,
    Status.UNDONE: Colour.GREY,
    Status.FAILED: Colour.RED,
    Status.ABANDONED: Colour.GREY,
}
STANDINGS = {
    Standing.ARRIVED: Tag("Arrived", Colour.GREEN, "It came on time."),
    Standing.ARRIVED_LATE: Tag("Arrived late", Colour.TEAL, "It came after its day."),
    Standing.REJECTED: Tag("Rejected", Colour.ORANGE, "It came and had faults; none was loaded."),
    Standing.LATE: Tag("Late", Colour.RED, "Its day has passed and it has not come."),
    Standing.DUE: Tag("Due", Colour.YELLOW, "Its period is over and its day has not passed."),
    Standing.AHEAD: Tag("Not yet", Colour.GREY, "Its period is not over."),
}
NO_SCORE = "not known"


def status_tag(upload: Upload) -> Tag:
    """Where an upload stands, with its meaning."""
    status = Status(upload.status)
    return Tag(STATUS_WORDS[status], COLOURS.get(status, Colour.BLUE), MEANINGS[status])


def meaning(upload: Upload) -> str:
    """What it means that an upload stands where it does."""
    return MEANINGS[Status(upload.status)]


def is_waiting(upload: Upload) -> bool:
    """Whether the worker is at it."""
    return Status(upload.status) in WAITING


def what_for(upload: Upload) -> str:
    """The month an upload is for, or whose it is where it does not come by month."""
    if upload.month:
        return month_words(str(Month.of(upload.month)))
    return upload.supplier or "not known yet"


def upload_table(uploads: Sequence[Upload], workspace: str, *, caption: str) -> Table:
    """Uploads, the newest first."""
    rows: list[list[CellLike]] = [
        [
            Cell(each.reference, href=reverse("insights:upload", args=[workspace, each.reference])),
            supplies.title_of(each.source),
            what_for(each),
            each.organisation.name,
            moment(each.uploaded_at),
            Cell(tag=status_tag(each)),
        ]
        for each in uploads
    ]
    headings = ("Reference", "What it is", "For", "From", "Handed in", "Status")
    return Table(
        caption=caption,
        columns=[Column(heading) for heading in headings],
        rows=rows,
        when_empty="No files were handed in. Choose what you supply and upload its file.",
    )


def upload_rows(upload: Upload, *, names: Mapping[str, str]) -> list[Row]:
    """What an upload is, whose, for when and from whom."""
    rows = [
        Row("Reference", upload.reference),
        Row("What it is", supplies.title_of(upload.source)),
        Row("Supplied by", upload.organisation.name),
        Row("For", what_for(upload)),
        Row("File", Cell(upload.file_name, hint=f"SHA-256 {_grouped(upload.sha256)}")),
        Row("Handed in", f"{moment(upload.uploaded_at)} by {names.get(upload.uploaded_by, '')}"),
        Row("Status", Cell(tag=status_tag(upload))),
    ]
    if upload.encoding:
        rows.insert(5, Row("Read as", upload.encoding))
    return rows


def _grouped(fingerprint: str) -> str:
    """A fingerprint in groups, so that it fits a narrow page.

    >>> _grouped("0123456789abcdef0123")
    '01234567 89abcdef 0123'
    """
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))


def receipt_rows(upload: Upload, *, names: Mapping[str, str]) -> list[Row]:
    """What a receipt says beside what the upload is."""
    rows = [*upload_rows(upload, names=names)]
    if upload.load_id:
        who = names.get(upload.confirmed_by, upload.confirmed_by)
        rows += [
            Row("Load", upload.load_id),
            Row("Loaded", f"{moment(upload.loaded_at)}, confirmed by {who}"),
        ]
    if upload.undone_at:
        who = names.get(upload.undone_by, upload.undone_by)
        rows.append(Row("Undone", f"{moment(upload.undone_at)} by {who}: {upload.undo_reason}"))
    return rows


def count_table(upload: Upload) -> Table:
    """Rows handed in, new, as they were, gone and left out."""
    counts = upload.counts
    rows: list[list[CellLike]] = [
        ["Rows in the file", counts.get("rows_in", 0)],
        ["New or changed", counts.get("added", 0)],
        ["As they were", counts.get("as_they_were", 0)],
        ["No longer there, or changed", counts.get("gone", 0)],
    ]
    rejected = counts.get("rejected") or {}
    rows += [[f"Left out: {why}", count] for why, count in rejected.items()]
    if not rejected:
        rows.append(["Left out", 0])
    return Table(
        caption="Rows",
        columns=[Column("What becomes of them"), Column("Rows", numeric=True)],
        rows=[[label, f"{count:,}"] for label, count in rows],
    )


def difference_words(upload: Upload) -> str:
    """What loading would replace, as a sentence; empty where it replaces nothing."""
    if not upload.replaces:
        return ""
    counts = upload.counts
    return (
        f"The lake holds {what_for(upload)} from this supplier already (load {upload.replaces}). "
        f"This file takes its place: {counted(counts.get('added', 0), 'row')} new or changed, "
        f"{counted(counts.get('gone', 0), 'row')} gone or changed, "
        f"{counted(counts.get('as_they_were', 0), 'row')} as they were."
    )


def preview_table(upload: Upload) -> Table:
    """The first rows as they will be stored."""
    return Table(
        caption="The first rows as they will be stored",
        columns=[Column(name) for name in upload.preview.get("columns", ())],
        rows=upload.preview.get("rows", ()),
        is_dense=True,
    )


def match_words(upload: Upload) -> list[tuple[str, str]]:
    """Each column of the file and what it was matched to, where headings differ."""
    if upload.sheet is None:
        return []
    header = upload.sheets[upload.sheet]["header"]
    return [
        (cell, field or "left out")
        for cell, field in zip(header, upload.fields, strict=False)
        if cell.strip() != field
    ]


def group_table(groups: Sequence[FaultGroup], *, is_cut: bool) -> Table:
    """Faults by kind."""
    more = "at least " if is_cut else ""
    return Table(
        caption="What is wrong, by kind",
        columns=[
            Column("Column"),
            Column("What is wrong"),
            Column("How to mend it"),
            Column("How many", numeric=True),
            Column("First rows"),
        ],
        rows=[
            [
                group.column or "Whole file",
                group.problem,
                group.remedy,
                f"{more}{group.count:,}",
                ", ".join(str(row) for row in group.first_rows),
            ]
            for group in groups
        ],
    )


def fault_table(faults: Iterable[UploadFault]) -> Table:
    """Every fault by row and column."""
    return Table(
        caption="Every fault, row by row",
        columns=[
            Column("Row", numeric=True),
            Column("Column"),
            Column("Value"),
            Column("What is wrong"),
            Column("How to mend it"),
        ],
        rows=[
            [
                str(fault.row) if fault.row else "whole file",
                fault.column,
                fault.value,
                fault.problem,
                fault.remedy,
            ]
            for fault in faults
        ],
        notes=["Rows are counted as in the file, its header being row 1."],
    )


def column_table(schema: TableSchema) -> Table:
    """What every column must hold."""
    return Table(
        caption="Columns",
        columns=[
            Column(heading)
            for heading in ("Column", "Needed", "What it holds", "It must be", "Example")
        ],
        rows=[
            [
                field.name,
                "yes" if field.required else "no",
                field.description,
                field.rule,
                field.example,
            ]
            for field in schema.fields
        ],
    )


def code_tables(schema: TableSchema) -> list[Table]:
    """The values that columns with a list allow."""
    return [_codes(field) for field in schema.fields if supplies.allowed(field)]


def _codes(field: Field) -> Table:
    has_labels = any(label for _, label in supplies.allowed(field))
    columns = [Column("Value"), Column("What it means")] if has_labels else [Column("Value")]
    return Table(
        caption=f"Allowed in {field.name}",
        columns=columns,
        rows=[list(pair[: len(columns)]) for pair in supplies.allowed(field)],
        is_dense=True,
    )


def source_table(workspace: str, last: Mapping[str, date]) -> Table:
    """What partners supply, and when the last file of each was loaded."""
    return Table(
        caption="What can be supplied",
        columns=[Column("What it is"), Column("Who supplies it"), Column("Last loaded")],
        rows=[
            [
                Cell(each.title, href=reverse("insights:supply", args=[workspace, each.name])),
                each.supplier,
                day(last.get(each.name)) or "nothing yet",
            ]
            for each in supplies.sources()
        ],
    )


# --- expected files -------------------------------------------------------------------------------


def standing_cell(awaited: Awaited) -> Cell:
    """One file of the calendar: what became of it, and its day."""
    if awaited.arrived_on:
        return Cell(tag=STANDINGS[awaited.standing], hint=dated(awaited.arrived_on, "j M Y"))
    return Cell(tag=STANDINGS[awaited.standing], hint=f"due {dated(awaited.due_on, 'j M Y')}")


def calendar_table(awaited: Sequence[Awaited], workspace: str, *, months: Sequence[Month]) -> Table:
    """Suppliers down, months across; a quarter's or a year's file stands in its last month."""
    by_file: dict[ExpectedFile, dict[Month, Awaited]] = {}
    for each in awaited:
        by_file.setdefault(each.expected, {})[each.span.last] = each
    rows: list[list[CellLike]] = []
    for file, spans in by_file.items():
        link = reverse("insights:supply", args=[workspace, file.source])
        first = Cell(supplies.title_of(file.source), href=link, hint=file.organisation.name)
        cells: list[CellLike] = [
            standing_cell(spans[month]) if month in spans else None for month in months
        ]
        rows.append([first, *cells])
    return Table(
        caption="Expected files by month",
        columns=[
            Column("What and from whom"),
            *(Column(short_month(str(month))) for month in months),
        ],
        rows=rows,
        when_empty="No files are expected in these months. Leads say which files are expected.",
        notes=[f"{tag.text}: {tag.meaning}" for tag in STANDINGS.values()],
        is_dense=True,
    )


def expected_table(files: Iterable[ExpectedFile], workspace: str) -> Table:
    """What is expected, to be changed."""
    return Table(
        caption="Expected files",
        columns=[
            Column("What it is"),
            Column("From"),
            Column("In file names"),
            Column("How often"),
            Column("Due after", numeric=True),
            Column("First month"),
        ],
        rows=[
            [
                Cell(
                    supplies.title_of(file.source),
                    href=reverse("insights:expected_change", args=[workspace, file.reference]),
                ),
                file.organisation.name,
                file.supplier,
                f"Every {file.every}",
                counted(file.due_days, "day"),
                month_words(str(Month.of(file.starts_on))),
            ]
            for file in files
        ],
        when_empty="Nothing is expected yet. Add the first file.",
    )


def calendar_rows(awaited: Iterable[Awaited]) -> list[Sequence[object]]:
    """The calendar for a spreadsheet, its header first."""
    head = (
        "source",
        "organisation",
        "supplier",
        "first_month",
        "last_month",
        "due_on",
        "status",
        "arrived_on",
    )
    return [
        head,
        *(
            (
                each.expected.source,
                each.expected.organisation.name,
                each.expected.supplier,
                each.span.first,
                each.span.last,
                each.due_on.isoformat(),
                each.standing.value,
                each.arrived_on.isoformat() if each.arrived_on else "",
            )
            for each in awaited
        ),
    ]


# --- quality --------------------------------------------------------------------------------------


def points(score: int | None) -> str:
    """A score, or that it is not known."""
    return NO_SCORE if score is None else str(score)


def score_cells(supply: Supply) -> list[CellLike]:
    """The scores of one supply."""
    return [
        points(score)
        for score in (
            supply.overall,
            supply.completeness,
            supply.validity,
            supply.timeliness,
            supply.consistency,
        )
    ]


SCORE_COLUMNS = [
    Column(heading, numeric=True)
    for heading in ("Overall", "Completeness", "Validity", "Timeliness", "Consistency")
]
HOW_SCORED = (
    "Completeness: of the cells that may be left empty, the share that is filled.",
    "Validity: of the rows handed in, the share that was kept.",
    "Timeliness: 100 on time, one point less for each day late. Of several months loaded at once "
    "only the latest is scored.",
    "Consistency: 100 where the number of rows is usual for the supplier (0.6 to 1.67 times the "
    "median of the other months), fewer the further away. Known from four months on.",
    "Overall: the mean of those that are known. Compare a supplier with itself over time, not "
    "one source with another.",
)


def latest_table(latest: Sequence[Supply], workspace: str) -> Table:
    """How good the newest supply of each supplier is."""
    return Table(
        caption="The newest file of each supplier, out of 100",
        columns=[Column("What it is"), Column("Supplier"), Column("For"), *SCORE_COLUMNS],
        rows=[
            [
                Cell(
                    supplies.title_of(each.source),
                    href=reverse("insights:quality_source", args=[workspace, each.source]),
                ),
                each.supplier,
                supply_month(each),
                *score_cells(each),
            ]
            for each in latest
        ],
        notes=HOW_SCORED,
        when_empty=(
            "Nothing is measured yet. It is once a file is loaded, or expected and in the lake."
        ),
    )


def trend_table(found: Sequence[Supply]) -> Table:
    """How good each supply of a source was, the newest first."""
    return Table(
        caption="Quality by supplier and month, out of 100",
        columns=[
            Column("For"),
            Column("Supplier"),
            Column("Rows", numeric=True),
            *SCORE_COLUMNS,
            Column("Loaded"),
        ],
        rows=[
            [
                supply_month(each),
                each.supplier,
                number(each.rows),
                *score_cells(each),
                day(timezone.localdate(each.loaded_at)),
            ]
            for each in found
        ],
        notes=HOW_SCORED,
        when_empty="The lake holds nothing of this from your partnership's suppliers.",
    )


def supply_month(supply: Supply) -> str:
    """The month a supply is for."""
    return short_month(str(Month.of(supply.month))) if supply.month else "all"


def quality_rows(found: Iterable[Supply]) -> list[Sequence[object]]:
    """The trend for a spreadsheet, its header first."""
    head = (
        "source",
        "supplier",
        "month",
        "rows",
        "overall",
        "completeness",
        "validity",
        "timeliness",
        "consistency",
        "load",
        "loaded_on",
    )
    return [
        head,
        *(
            (
                each.source,
                each.supplier,
                Month.of(each.month) if each.month else "",
                each.rows,
                each.overall if each.overall is not None else "",
                each.completeness if each.completeness is not None else "",
                each.validity if each.validity is not None else "",
                each.timeliness if each.timeliness is not None else "",
                each.consistency if each.consistency is not None else "",
                each.load_id,
                timezone.localdate(each.loaded_at).isoformat(),
            )
            for each in found
        ),
    ]


def trend_words(found: Sequence[Supply]) -> str:
    """The trend of a source as sentences: where each supplier stands and how that changed."""
    said = []
    for supplier, rows in by_supplier(found).items():
        newest = rows[-1]
        if newest.overall is None:
            continue
        words = f"{supplier}: {newest.overall} of 100 for {supply_month(newest)}"
        before = [row.overall for row in rows[:-1] if row.overall is not None]
        if before:
            change = newest.overall - round(sum(before) / len(before))
            words += f", {_change(change)} the mean of its {counted(len(before), 'earlier month')}"
        said.append(f"{words}.")
    return " ".join(said) or "There is nothing to measure yet."


def _change(change: int) -> str:
    if change == 0:
        return "the same as"
    side = "above" if change > 0 else "below"
    return f"{counted(abs(change), 'point')} {side}"


def by_supplier(found: Iterable[Supply]) -> dict[str, list[Supply]]:
    """Monthly supplies by who supplied them, the oldest first."""
    groups: dict[str, list[Supply]] = {}
    monthly = (supply for supply in found if supply.month)
    for supply in sorted(monthly, key=lambda each: (each.supplier, each.month or date.min)):
        groups.setdefault(supply.supplier, []).append(supply)
    return groups


def score_rows(supply: Supply | None) -> list[Row]:
    """How good a file was; nothing until the worker has measured it."""
    if supply is None:
        return []
    names = ("Completeness", "Validity", "Timeliness", "Consistency")
    scores = (supply.completeness, supply.validity, supply.timeliness, supply.consistency)
    rows = [Row("Overall", f"{points(supply.overall)} of 100")]
    return rows + [Row(name, points(score)) for name, score in zip(names, scores, strict=True)]


def findings_of(report: SourceReport | None, *, suppliers: set[str]) -> list[str]:
    """What the quality report says of these suppliers, in its words.

    Findings about another partnership's suppliers are theirs.
    """
    if report is None:
        return []
    return [
        str(found["words"])
        for found in report.findings
        if str(found["words"]).startswith(tuple(f"[{supplier}]" for supplier in suppliers))
    ]

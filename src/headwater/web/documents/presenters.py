"""Words and tables of documents."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Table, Tag
from headwater.web.documents.models import Document, Scan
from headwater.web.documents.rules import is_due

COLUMNS = (
    Column("File"),
    Column("Handed in"),
    Column("Size", numeric=True),
    Column("Viruses"),
    Column("Kept until"),
)
CSV_COLUMNS = (
    "reference",
    "name",
    "purpose",
    "kind",
    "bytes",
    "sha256",
    "organisation",
    "handed_in_at",
    "kept_until",
    "scan",
)
SCANS = {
    Scan.CLEAN: Tag("Clean", Colour.GREEN, "The virus scanner found nothing"),
    Scan.NOT_SCANNED: Tag("Not scanned", Colour.YELLOW, "This demonstration has no scanner"),
}


def size_words(count: int) -> str:
    """A size as one reads it.

    >>> size_words(420), size_words(1_234_567)
    ('1 kB', '1.2 MB')
    """
    return f"{count / 1e6:,.1f} MB" if count >= 1_000_000 else f"{max(round(count / 1e3), 1)} kB"


def purpose_words(purpose: str) -> str:
    """What a file was handed in for, as one reads it.

    >>> purpose_words("data_in")
    'Data in'
    """
    return purpose.replace("_", " ").replace("-", " ").replace(":", ", ").capitalize()


def table(documents: Iterable[Document], *, today: date, is_filtered: bool) -> Table:
    """The list of documents."""
    empty = (
        "Nothing here matches. Take a filter away to see more."
        if is_filtered
        else "No files have been handed in that you may read. Files appear here when somebody "
        "of your organisation uploads one."
    )
    rows = [_row(document, today=today) for document in documents]
    return Table(caption="Files handed in", columns=COLUMNS, rows=rows, when_empty=empty)


def _row(document: Document, *, today: date) -> list[Cell | str]:
    address = reverse("documents:download", args=[document.workspace.slug, document.reference])
    by = document.organisation.name if document.organisation else _who(document)
    late = (
        Tag("Due for disposal", Colour.ORANGE) if is_due(document.keep_until, today=today) else None
    )
    hint = f"{document.reference}, {purpose_words(document.purpose).lower()}"
    return [
        Cell(document.name, href=address, hint=hint),
        Cell(moment(document.at), hint=by),
        Cell(size_words(document.bytes)),
        Cell(tag=SCANS[Scan(document.scan)]),
        Cell(day(document.keep_until), tag=late),
    ]


def _who(document: Document) -> str:
    return document.uploaded_by.name if document.uploaded_by else "headwater"


def csv_rows(documents: Iterable[Document]) -> Iterator[tuple[str, ...]]:
    """The rows of the file, in the order of `CSV_COLUMNS`."""
    for document in documents:
        yield (
            document.reference,
            document.name,
            document.purpose,
            document.kind,
            str(document.bytes),
            document.sha256,
            document.organisation.name if document.organisation else "",
            document.at.isoformat(),
            document.keep_until.isoformat(),
            document.scan,
        )


def disposal_table(caption: str, documents: Iterable[Document], *, empty: str) -> Table:
    """Documents that are due, asked for or gone."""
    columns = (Column("File"), Column("Kept until"), Column("Size", numeric=True), Column("State"))
    rows = [
        [
            Cell(document.name, hint=document.reference),
            Cell(day(document.keep_until)),
            Cell(size_words(document.bytes)),
            Cell(_state(document), hint=f"sha256 {document.sha256}"),
        ]
        for document in documents
    ]
    return Table(caption=caption, columns=columns, rows=rows, when_empty=empty)


def _state(document: Document) -> str:
    if document.disposed_at:
        on = day(localdate(document.disposed_at))
        return (
            f"Disposed of on {on}: asked by {document.disposal_asked_by}, "
            f"approved by {document.disposed_by}"
        )
    if document.disposal_asked_at:
        return f"Disposal asked by {document.disposal_asked_by}"
    return "Due for disposal"

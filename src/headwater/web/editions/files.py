"""Where an assessment's documents and pictures are, and what they are called for people."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from headwater.web.accounts.errors import NotYours
from headwater.web.editions.models import Edition

OUTLINES = "outlines.geojson"
SVG = "image/svg+xml"
DATA = ".json"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of an assessment."""

    name: str
    """As in addresses."""
    ending: str
    content_type: str
    words: str

    def file(self, edition: Edition) -> str:
        """What it is called for people; the data is called the same for every kind of edition."""
        return f"{edition.kind}{self.ending}" if self.ending != DATA else f"edition{DATA}"


DOCUMENTS = (
    Document("pdf", ".pdf", "application/pdf", "PDF, to print and to read anywhere"),
    Document(
        "docx",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word document, to quote from",
    ),
    Document(
        "xlsx",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel workbook with every table",
    ),
    Document("html", ".html", "text/html; charset=utf-8", "One web page, to keep offline"),
    Document("json", DATA, "application/json", "Everything in it as data"),
)


def folder_of(edition: Edition) -> Path:
    """The folder of an assessment's documents."""
    return Path(settings.EDITIONS) / edition.folder


def document(edition: Edition, name: str) -> tuple[Document, Path]:
    """One document and where it is. Raises `NotYours` where it was not made."""
    for each in DOCUMENTS:
        path = folder_of(edition) / each.file(edition)
        if each.name == name and edition.folder and path.is_file():
            return each, path
    raise NotYours


def documents(edition: Edition) -> tuple[tuple[Document, int], ...]:
    """Every document that was made, with its size in bytes."""
    if not edition.folder:
        return ()
    made = ((each, folder_of(edition) / each.file(edition)) for each in DOCUMENTS)
    return tuple((each, path.stat().st_size) for each, path in made if path.is_file())


def file_of(edition: Edition, file: str) -> Path:
    """Where a table's CSV or a picture's drawing is. Raises `NotYours` where there is none."""
    path = folder_of(edition) / file
    if not file or not path.is_file():
        raise NotYours
    return path

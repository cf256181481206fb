"""Which kinds of file may be handed in, where, and how large."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.words import listed

MEGABYTE = 1_000_000


class Kind(StrEnum):
    """A kind of file. Anything else is refused, whatever it calls itself."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    ZIP = "zip"
    JSON = "json"
    GEOJSON = "geojson"
    XML = "xml"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    PNG = "png"
    JPG = "jpg"

    @property
    def media_type(self) -> str:
        """What a browser is told it is."""
        return MEDIA_TYPES[self]


MEDIA_TYPES = {
    Kind.CSV: "text/csv",
    Kind.TSV: "text/tab-separated-values",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ZIP: "application/zip",
    Kind.JSON: "application/json",
    Kind.GEOJSON: "application/geo+json",
    Kind.XML: "application/xml",
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.PNG: "image/png",
    Kind.JPG: "image/jpeg",
}
OTHER_ENDINGS = {"jpeg": Kind.JPG}


@dataclass(frozen=True, slots=True)
class AllowedKinds:
    """What one place takes in."""

    kinds: frozenset[Kind]
    largest_bytes: int
    keep_days: int
    """How long a file is kept before it is listed for disposal."""

    @property
    def words(self) -> str:
        """For the hint of a form: the endings and the largest size."""
        endings = listed([kind.value for kind in Kind if kind in self.kinds])
        return f"Files ending {endings}, up to {self.largest_bytes // MEGABYTE} MB."

    @property
    def accept(self) -> str:
        """For the `accept` of a file input."""
        return ",".join(f".{kind.value}" for kind in Kind if kind in self.kinds)

    def kind_of(self, name: str) -> Kind | None:
        """The kind that a file's ending claims; None where it is not taken here."""
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        claimed = OTHER_ENDINGS.get(ending) or (Kind(ending) if ending in set(Kind) else None)
        return claimed if claimed in self.kinds else None


DATA = AllowedKinds(
    kinds=frozenset({Kind.CSV, Kind.TSV, Kind.XLSX, Kind.ZIP, Kind.JSON, Kind.GEOJSON, Kind.XML}),
    largest_bytes=300 * MEGABYTE,
    keep_days=730,
)
"""Data that partners supply."""
PAPERS = AllowedKinds(
    kinds=frozenset({Kind.PDF, Kind.DOCX, Kind.ODT, Kind.XLSX, Kind.CSV, Kind.PNG, Kind.JPG}),
    largest_bytes=25 * MEGABYTE,
    keep_days=2555,
)
"""Papers that go with records: minutes, letters, evidence."""

"""Whether a file is what its ending says, and nothing else besides.

`check` raises `RefusedUploadError` at the first thing wrong. Each kind has its own check, because
a file that two programs read differently is caught only by reading it as the right one does.
"""

from collections.abc import Callable
from pathlib import Path

import puremagic

from headwater.web.documents.checks.packages import check_docx, check_odt, check_xlsx, check_zip
from headwater.web.documents.checks.pictures import check_jpg, check_png
from headwater.web.documents.checks.portable import check_pdf
from headwater.web.documents.checks.text import check_json, check_text, check_xml
from headwater.web.documents.errors import RefusedUploadError
from headwater.web.documents.kinds import Kind

CHECKS: dict[Kind, Callable[[Path, Kind], None]] = {
    Kind.CSV: check_text,
    Kind.TSV: check_text,
    Kind.XLSX: check_xlsx,
    Kind.ZIP: check_zip,
    Kind.JSON: check_json,
    Kind.GEOJSON: check_json,
    Kind.XML: check_xml,
    Kind.PDF: check_pdf,
    Kind.DOCX: check_docx,
    Kind.ODT: check_odt,
    Kind.PNG: check_png,
    Kind.JPG: check_jpg,
}
HAVE_A_SIGNATURE = frozenset(
    {Kind.XLSX, Kind.ZIP, Kind.PDF, Kind.DOCX, Kind.ODT, Kind.PNG, Kind.JPG}
)


def check(path: Path, kind: Kind) -> None:
    """Nothing, where the file is what its ending says. Raises `RefusedUploadError` otherwise."""
    if kind in HAVE_A_SIGNATURE:
        _check_signature(path, kind)
    CHECKS[kind](path, kind)


def _check_signature(path: Path, kind: Kind) -> None:
    """A second opinion, by a list of signatures that is not ours."""
    try:
        found = {match.extension for match in puremagic.magic_file(path)}
    except (puremagic.PureError, ValueError):
        found = set()
    if f".{kind.value}" not in found:
        raise RefusedUploadError.content(
            kind, "is not what its ending says", "Save it again in the program it is from"
        )

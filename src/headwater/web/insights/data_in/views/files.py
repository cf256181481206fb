"""Sending tables as files that a spreadsheet opens and does not run."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(rows: Iterable[Sequence[object]], *, name: str) -> HttpResponse:
    """Rows as a CSV download, nothing in it a formula."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([_safe(cell) for cell in row] for row in rows)
    return text_file(MARK + buffer.getvalue(), name=name, media_type="text/csv; charset=utf-8")


def text_file(text: str | bytes, *, name: str, media_type: str) -> HttpResponse:
    """Anything as a download."""
    response = HttpResponse(text, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _safe(cell: object) -> object:
    """A cell that cannot be run. Numbers are what they are."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell

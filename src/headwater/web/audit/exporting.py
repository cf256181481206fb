"""Entries of the ledger as a file that is written while it is sent: ledgers are long."""

import csv
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from headwater.core.plain_cells import inert
from headwater.web.audit.models import Entry
from headwater.web.audit.presenters import COLUMNS, export_row, references_in
from headwater.web.audit.queries import names_of

BATCH = 500


class _Line:
    """Hands back what a CSV writer writes."""

    def write(self, text: str) -> str:
        """The line as it is."""
        return text


def csv_of(entries: QuerySet[Entry], *, through: int, name: str) -> StreamingHttpResponse:
    """Entries up to a number, the earliest first, as CSV in which nothing runs."""
    write = csv.writer(_Line()).writerow
    response = StreamingHttpResponse(
        (write([inert(cell) for cell in row]) for row in _rows(entries, through=through)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _rows(entries: QuerySet[Entry], *, through: int) -> Iterator[Sequence[str]]:
    yield COLUMNS
    after = 0
    while True:
        ahead = entries.filter(number__gt=after, number__lte=through)
        batch = list(ahead.order_by("number")[:BATCH])
        names = names_of(references_in(batch))
        yield from (export_row(entry, names) for entry in batch)
        if len(batch) < BATCH:
            return
        after = batch[-1].number

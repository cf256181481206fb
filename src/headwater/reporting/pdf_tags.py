"""Row headers in a tagged PDF, which Typst 0.15 has no stable way to mark.

A screen reader then says the name of the row with each number. Typst's `pdf.header-cell` would do
it, but needs a feature that its Python package does not switch on.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any


def with_row_headers(data: bytes, row_headers: Sequence[int]) -> bytes:
    """The PDF with the first cells of each body row tagged as headers of their row.

    `row_headers` says for each table, in reading order, how many cells of a row name it.
    """
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        tables = [each for each in _elements(document.Root.StructTreeRoot) if _is(each, "/Table")]
        if len(tables) != len(row_headers):
            raise ValueError(f"{len(tables)} tables are tagged and {len(row_headers)} were set")
        for table, count in zip(tables, row_headers, strict=True):
            for row in _elements(table):
                if _is(row, "/TR"):
                    _mark(row, count, pikepdf)
        document.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return out.getvalue()


def _mark(row: Any, count: int, pikepdf: Any) -> None:
    """Turn the first cells of a row into row headers, unless they are headers already."""
    cells = [each for each in _children(row) if _is(each, "/TD") or _is(each, "/TH")]
    for cell in cells[:count]:
        if _is(cell, "/TD"):
            cell.S = pikepdf.Name.TH
            cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)


def _elements(element: Any) -> Iterator[Any]:
    """Every element below one, in reading order."""
    for child in _children(element):
        yield child
        yield from _elements(child)


def _children(element: Any) -> list[Any]:
    import pikepdf

    kids = element.get("/K", [])
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [each for each in found if isinstance(each, pikepdf.Dictionary) and "/S" in each]


def _is(element: Any, kind: str) -> bool:
    return bool(element.get("/S") == kind)

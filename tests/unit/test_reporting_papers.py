"""Papers of a partnership as Word and PDF."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pikepdf
import pytest

from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph
from headwater.reporting.paper_pdf import pdf_bytes
from headwater.reporting.paper_tables import PORTRAIT
from headwater.reporting.paper_words import FICTIONAL, widths_of, word_bytes

MARKUP = "#set text(red) $x$ *bold* <label> @ref `raw` \\ & < >"
ROWS = tuple((f"Obligation {i}", "Met", "Seen on 3 March 2026\nby two") for i in range(60))


def build_paper() -> Paper:
    return Paper(
        title="Inspection pack",
        subtitle="Loamshire, year to March 2026",
        publisher="Loamshire Police and Crime Commissioner",
        made_on=date(2026, 3, 31),
        marking="Draft",
        is_fictional=True,
        parts=(
            Heading("What is owed"),
            Paragraph(MARKUP, strong="Decision."),
            Bullets(("First line\nsecond line", "Another")),
            Heading("Working", 2),
            Facts((("Owner", "The council"), ("Due", "1 May 2026"))),
            Grid("Obligations", ("Obligation", "Answer", "Seen"), ROWS),
            Grid("Requests", ("Request", "Due"), (), empty="No request was made."),
            Note("Not answered", "Two obligations."),
        ),
    )


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_everything_said_is_in_the_word_document_and_none_of_it_is_read_as_markup() -> None:
    said = words_of(word_bytes(build_paper()))
    for each in (
        MARKUP, "First line\nsecond line", "Owner: The council", "Obligation 59",
        "Seen on 3 March 2026\nby two", "No request was made.", "Not answered. Two obligations.",
        FICTIONAL, "Draft", "31 March 2026",
    ):  # fmt: skip
        assert each in said, each


def test_headings_of_the_word_document_are_real() -> None:
    document = docx.Document(io.BytesIO(word_bytes(build_paper())))
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None]
    assert ("Heading 1", "What is owed") in styles
    assert ("Heading 2", "Working") in styles
    assert ("Title", "Inspection pack") in styles


def test_the_first_row_of_a_word_table_repeats_on_every_page() -> None:
    (table,) = docx.Document(io.BytesIO(word_bytes(build_paper()))).tables
    assert table.rows[0]._tr.trPr is not None
    assert "tblHeader" in table.rows[0]._tr.xml


def test_the_pdf_is_tagged_named_and_in_english() -> None:
    with pikepdf.open(io.BytesIO(pdf_bytes(build_paper()))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert str(document.docinfo.Title) == "Inspection pack: Loamshire, year to March 2026"
        assert len(document.pages) >= 2
        assert _count(document.Root.StructTreeRoot, "/Table") == 1
        assert _count(document.Root.StructTreeRoot, "/H1") >= 1


def _count(element: Any, kind: str) -> int:
    kids = element.get("/K", [])
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    inner = sum(_count(k, kind) for k in found if isinstance(k, pikepdf.Dictionary))
    return inner + (element.get("/S") == kind)


@pytest.mark.parametrize("make", [word_bytes, pdf_bytes])
def test_the_same_paper_gives_the_same_bytes(make: Any) -> None:
    assert make(build_paper()) == make(build_paper())
    assert make(build_paper()) != make(replace(build_paper(), subtitle="Another year"))


def test_columns_fill_the_width_and_a_longer_one_gets_more() -> None:
    grid = Grid("Table", ("A", "B"), (("short", "a much longer cell " * 9),))
    short, long = widths_of(grid)
    assert short + long == pytest.approx(PORTRAIT)
    assert long > 2 * short


def test_a_title_longer_than_a_property_may_be_is_whole_in_the_paper() -> None:
    title = "A very long name of a meeting " * 12
    data = word_bytes(replace(build_paper(), title=title.strip(), publisher="An office " * 40))
    assert title.strip() in words_of(data)
    assert len(docx.Document(io.BytesIO(data)).core_properties.title) == 255

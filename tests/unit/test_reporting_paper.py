"""What paper holds of an edition: which columns and rows, and which way the page lies."""

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.enum.section import WD_ORIENT

from builders.editions import build_edition, build_table, findings, sealed
from headwater.core.editions import Block, BlockKind, Column, ColumnKind, Edition, Table
from headwater.reporting import paper_tables
from headwater.reporting.assembly import Assembly, assemble, shown
from headwater.reporting.column_widths import (
    BREAK,
    Room,
    lines_of,
    rooms,
    shared,
    soft_broken,
)
from headwater.reporting.documents import Format, write_documents
from headwater.reporting.letter_widths import text_width
from headwater.reporting.paper_order import (
    FURTHER,
    WIDE,
    Pointer,
    left_to_charts,
    numbers_notes,
    paper_chapters,
)
from headwater.reporting.paper_tables import LANDSCAPE, PORTRAIT, PaperTable, paper_table

NAME = "needs-assessment"


def wide_table(
    *, columns: int, words: str = "somewhat to say", rows: int = 40, in_full: bool = False
) -> Table:
    """A table with a code, a name and so many columns more."""
    more = tuple(Column(f"c{i}", f"Column {i}", ColumnKind.TEXT) for i in range(columns))
    return build_table(
        id="wide",
        title="A wide table",
        columns=(
            Column("code", "Code", ColumnKind.CODE),
            Column("name", "Place", ColumnKind.NAME),
            *more,
        ),
        rows=tuple((f"Z99D{i:05d}", f"Place {i}", *(words,) * columns) for i in range(rows)),
        in_full=in_full,
    )


def printed(table: Table, *, also: frozenset[int] = frozenset()) -> PaperTable:
    return paper_table(shown(table, number=1, also=also))


def with_table(edition: Edition, table: Table) -> Edition:
    """The edition with one more table, shown at the start of its first chapter."""
    first, *rest = edition.chapters
    block = Block(BlockKind.TABLE, ref=table.id)
    first = replace(first, blocks=(block, *first.blocks))
    tables = {**edition.tables, table.id: sealed(table)}
    return replace(edition, tables=tables, chapters=(first, *rest))


@pytest.fixture(scope="module")
def edition() -> Edition:
    return build_edition()


@pytest.fixture(scope="module")
def whole(edition: Edition) -> Assembly:
    return assemble(edition)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    """Documents of an edition with a wide table."""
    out = tmp_path_factory.mktemp("paper") / "out"
    write_documents(
        with_table(edition, wide_table(columns=12)), out, formats=(Format.PDF, Format.DOCX)
    )
    return out


# Columns


def test_codes_are_left_to_the_files_where_a_name_says_the_same() -> None:
    table = printed(wide_table(columns=2, rows=3))
    assert table.heads == ("Place", "Column 0", "Column 1")
    assert table.row_headers == 1
    assert "Codes are in tables/wide.csv." in table.notes[0]


def test_codes_that_alone_name_the_row_are_printed() -> None:
    columns = (Column("code", "Site", ColumnKind.CODE), Column("n", "Seen", ColumnKind.COUNT))
    table = printed(build_table(columns=columns, rows=(("Z9901", 12),)))
    assert table.heads == ("Site", "Seen")


@pytest.mark.parametrize(("columns", "is_sideways"), [(8, False), (9, True)])
def test_a_table_of_ten_columns_lies_on_its_side(columns: int, is_sideways: bool) -> None:
    assert printed(wide_table(columns=columns, words="so")).is_sideways is is_sideways


def test_a_table_too_wide_even_so_prints_its_first_columns_and_says_where_the_rest_is() -> None:
    table = printed(wide_table(columns=30, words="extraordinarily"))
    assert table.heads == ("Place", *(f"Column {i}" for i in range(len(table.heads) - 1)))
    assert sum(table.widths) <= LANDSCAPE + 0.01
    assert f"Prints {len(table.heads)} of 32 columns. All 32 columns are in" in table.notes[0]


def test_a_cut_table_on_its_side_is_cut_to_a_page_and_keeps_what_findings_cite() -> None:
    table = wide_table(columns=12, words="as many words as make several lines of it")
    cut = printed(table, also=frozenset({20, 39}))
    names = [row[0] for row in cut.cells]
    assert len(names) < 25
    assert names[-2:] == ["Place 20", "Place 39"]
    assert f"Shows {len(names)} of 40 rows." in cut.notes[0]


def test_a_table_printed_in_full_keeps_its_rows_on_its_side() -> None:
    assert len(printed(wide_table(columns=12, in_full=True)).cells) == 40


# Widths


def test_no_printed_table_is_wider_than_its_page(whole: Assembly) -> None:
    for each in whole.tables.values():
        table = paper_table(each)
        assert sum(table.widths) <= (LANDSCAPE if table.is_sideways else PORTRAIT) + 0.01


def test_every_word_has_room_in_its_column(whole: Assembly) -> None:
    for each in whole.tables.values():
        table = paper_table(each)
        for row in table.cells:
            for cell, width in zip(row, table.widths, strict=True):
                room = width - 2 * paper_tables.CELL_MARGIN
                parts = soft_broken(cell, type_size=table.type_size).replace(BREAK, " ").split(" ")
                widest = max(text_width(part, type_size=table.type_size) for part in parts)
                assert widest <= room


def test_the_tallest_cell_takes_as_few_lines_as_can_be() -> None:
    long = " ".join(["seven"] * 40)
    needs = rooms(["A", "B"], [["short", long]], type_size=8, margin=4)
    widths = shared(needs, across=200)
    most = 200 - needs[0].least
    assert lines_of(long, width=widths[1] - 8, type_size=8) <= (
        lines_of(long, width=most - 8, type_size=8) + 1
    )


@pytest.mark.parametrize("across", [50.0, 90.0, 150.0, 300.0])
def test_widths_use_no_more_than_there_is(across: float) -> None:
    needs = [Room(20, 30, 60, 8), Room(25, 300, 20, 8), Room(20, 90, 0, 8)]
    assert sum(shared(needs, across=across)) <= across + 1e-6


def test_a_column_never_shrinks_when_the_page_grows() -> None:
    needs = [Room(20, 30, 60, 8), Room(25, 300, 20, 8), Room(20, 90, 0, 8)]
    totals = [sum(shared(needs, across=float(across))) for across in range(70, 500, 10)]
    assert all(a <= b + 1e-6 for a, b in itertools.pairwise(totals))


def test_a_number_stays_beside_its_per_cent_sign() -> None:
    column = Column("low", "Lower limit", ColumnKind.RATE, "95 %")
    table = build_table(columns=(Column("a", "Area", ColumnKind.NAME), column), rows=())
    assert printed(table).heads[1] == "Lower limit (95\N{NO-BREAK SPACE}%)"


# Order


def test_a_long_table_that_a_chart_shows_is_left_to_its_file(whole: Assembly) -> None:
    assert left_to_charts(whole) == {"hours"}
    tables = [
        block.shown.table.id
        for chapter in paper_chapters(whole)
        for block in chapter.blocks
        if isinstance(block, PaperTable)
    ]
    assert "hours" not in tables
    notes = " ".join(numbers_notes(whole, whole.pictures["chart:clock"]))
    assert "not printed: its 56 rows are in tables/hours.csv." in notes


def test_a_long_table_that_says_more_than_its_chart_is_printed(edition: Edition) -> None:
    hours = edition.tables["hours"].value
    extra = Column("residents", "Residents", ColumnKind.COUNT)
    more = replace(
        hours, columns=(*hours.columns, extra), rows=tuple((*row, 1) for row in hours.rows)
    )
    tables = {**edition.tables, "hours": sealed(more)}
    assert left_to_charts(assemble(replace(edition, tables=tables))) == frozenset()


def test_a_wide_table_stands_after_the_chapters_with_a_pointer_in_its_place(
    edition: Edition,
) -> None:
    first, *_, last = paper_chapters(assemble(with_table(edition, wide_table(columns=12))))
    assert first.blocks[0] == Pointer(
        "Table 1, A wide table, is under Wide tables, after the chapters."
    )
    assert (last.title, last.is_sideways) == (WIDE, True)
    assert [block.title for block in last.blocks if isinstance(block, PaperTable)] == [
        "A wide table"
    ]


def test_tables_no_chapter_shows_follow_the_chapters(edition: Edition) -> None:
    bare = replace(edition, chapters=())
    assert [chapter.title for chapter in paper_chapters(assemble(bare))] == [FURTHER]


# Pages


def _sizes(folder: Path) -> set[tuple[int, int]]:
    with pikepdf.open(folder / f"{NAME}.pdf") as pdf:
        return {
            tuple(round(float(side)) for side in page.mediabox[2:])  # type: ignore[misc]
            for page in pdf.pages
        }


def test_a_wide_table_lies_on_its_side_in_the_pdf(folder: Path) -> None:
    assert _sizes(folder) == {(595, 842), (842, 595)}


def test_a_wide_table_lies_on_its_side_in_word_and_the_rest_stands(folder: Path) -> None:
    sections = docx.Document(str(folder / f"{NAME}.docx")).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]


def test_no_word_table_is_wider_than_its_page(folder: Path) -> None:
    for table in docx.Document(str(folder / f"{NAME}.docx")).tables:
        grid: Any = table._tbl.tblGrid
        twips = sum(int(column.w.twips) for column in grid.gridCol_lst)
        assert twips <= LANDSCAPE * 20 + 20


def test_twenty_two_key_findings_stand_on_two_pages(edition: Edition, tmp_path: Path) -> None:
    long = findings()["injury-fell"]
    words = "Loamshire has the highest rate (21.0, 95% CI 20.3 to 21.7) of the districts. " * 2
    many = {f"f{i}": replace(long, id=f"f{i}", sentence=words) for i in range(22)}
    first, *rest = edition.chapters
    first = replace(first, blocks=tuple(Block(BlockKind.FINDING, ref=id) for id in many))
    crowded = replace(
        edition,
        findings={**edition.findings, **many},
        key_findings=tuple(many),
        chapters=(first, *rest),
    )
    write_documents(crowded, tmp_path / "out", formats=(Format.PDF,))
    with pikepdf.open(tmp_path / "out" / f"{NAME}.pdf") as pdf, pdf.open_outline() as outline:
        pages = {item.title: _page(pdf, item) for item in outline.root}
    assert pages["Key findings"] == 1
    assert pages["1 " + first.title] <= 4


def _page(pdf: pikepdf.Pdf, item: Any) -> int:
    """The position of the page a bookmark leads to."""
    destination = item.destination if item.destination is not None else item.action.D
    return next(i for i, page in enumerate(pdf.pages) if page.objgen == destination[0].objgen)

"""The folder of documents: whole, the same each time, and safe to open."""

import csv
import io
import json
import re
import subprocess
import sys
import uuid
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest

from builders.editions import HOSTILE, build_edition, build_hostile_edition, build_table, sealed
from headwater.core.editions import Column, ColumnKind, Edition
from headwater.core.errors import TamperedError, UsageError
from headwater.core.marks import MARKS
from headwater.core.plain_cells import RISKY_STARTS
from headwater.reporting import csv_files, manifest, word_fonts, workings
from headwater.reporting.documents import Format, write_documents

NAME = "needs-assessment"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return build_edition()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    out = tmp_path_factory.mktemp("plain") / "out"
    write_documents(edition, out)
    return out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "out"
    write_documents(build_hostile_edition(), out)
    return out


# The folder


def test_rebuilding_gives_identical_bytes(folder: Path, edition: Edition, tmp_path: Path) -> None:
    write_documents(edition, tmp_path / "again")
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    again = {
        p.relative_to(tmp_path / "again") for p in (tmp_path / "again").rglob("*") if p.is_file()
    }
    assert names == again
    changed = [
        name
        for name in names
        if (folder / name).read_bytes() != (tmp_path / "again" / name).read_bytes()
    ]
    assert changed == []


def test_the_manifest_vouches_for_every_file(folder: Path) -> None:
    vouched = set(manifest.check_folder(folder))
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there - vouched == {"manifest.json"}


def test_a_changed_document_is_found_out(edition: Edition, tmp_path: Path) -> None:
    write_documents(edition, tmp_path / "out", formats=(Format.CSV,))
    (tmp_path / "out" / "tables" / "headline.csv").write_text("kind\n")
    with pytest.raises(TamperedError, match=r"headline\.csv"):
        manifest.check_folder(tmp_path / "out")


def test_an_earlier_edition_is_replaced_and_nothing_is_left_beside(
    edition: Edition, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write_documents(edition, out, formats=(Format.CSV,))
    write_documents(edition, out, formats=())
    assert sorted(path.name for path in out.iterdir()) == ["edition.json", "manifest.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_refused(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    with pytest.raises(UsageError, match="Nothing was written"):
        write_documents(edition, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "three years of work"


def test_a_failure_midway_leaves_the_earlier_edition(edition: Edition, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_documents(edition, out, formats=(Format.CSV,))
    before = (out / "manifest.json").read_bytes()

    def stop(step: str) -> None:
        if step == "writing manifest":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_documents(edition, out, formats=(), progress=stop)
    assert (out / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    heavy = "pandas docx gptables typst vl_convert jinja2 pydantic".split()
    script = (
        "import sys, headwater.reporting.documents\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# HTML


class Page(HTMLParser):
    """The tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    return (folder / f"{NAME}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_the_page_has_one_main_heading_and_skips_no_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_the_page_says_its_language_and_has_landmarks(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en-GB"
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.all(landmark)) == 1
    assert page.all("a")[0]["href"] == "#main"


def test_every_picture_has_a_name_and_a_description_or_is_decoration(page: Page) -> None:
    ids = set(page.ids)
    for svg in page.all("svg"):
        if svg.get("aria-hidden") != "true":
            assert svg["role"] == "img"
            assert set(svg["aria-labelledby"].split()) <= ids
    assert page.all("img") == []


def test_every_table_scrolls_in_a_named_box_that_the_keyboard_reaches(page: Page) -> None:
    boxes = [div for div in page.all("div") if div.get("class") == "scroll"]
    assert len(boxes) == len(page.all("table"))
    ids = set(page.ids)
    for box in boxes:
        assert (box["role"], box["tabindex"]) == ("region", "0")
        assert box["aria-labelledby"] in ids


def test_a_table_that_may_not_fit_says_that_it_scrolls(text: str) -> None:
    caption = text.split('id="table-headline-caption"', 1)[1].split("</caption>", 1)[0]
    assert 'aria-hidden="true">Scroll sideways for all columns<' in caption


def test_every_table_header_says_what_it_heads(page: Page) -> None:
    assert page.all("th")
    assert {th.get("scope") for th in page.all("th")} == {"col", "row"}


def test_the_page_loads_nothing_and_runs_nothing(page: Page, text: str) -> None:
    assert page.all("script") == []
    assert [
        a for _, a in page.tags if re.match(r"(https?:)?//", a.get("src", "") + a.get("href", ""))
    ] == []
    assert [link["href"] for link in page.all("link")] == ["data:,"]
    assert re.findall(r"url\((?!\"data:|#)", text) == []
    assert "@import" not in text


def test_no_two_things_share_an_identifier(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))


def test_every_link_within_the_page_lands(page: Page) -> None:
    ids = set(page.ids)
    loose = [
        a["href"] for a in page.all("a") if a["href"].startswith("#") and a["href"][1:] not in ids
    ]
    assert loose == []


def test_every_link_to_a_file_lands(page: Page, folder: Path) -> None:
    files = [a["href"] for a in page.all("a") if not a["href"].startswith("#")]
    assert files
    assert [name for name in files if not (folder / name).is_file()] == []


def test_every_figure_of_a_finding_has_a_place_on_the_page(page: Page, edition: Edition) -> None:
    ids = set(page.ids)
    for finding in edition.findings.values():
        for figure in finding.figures:
            assert workings.figure_anchor(figure) in ids


def test_a_number_leads_to_expression_and_file_in_three_steps(text: str, edition: Edition) -> None:
    table = edition.tables["headline"].value
    first = workings.working_anchor(table, table.columns[3])
    assert f'href="#{first}"' in text
    working = text.split(f'id="{first}"', 1)[1].split("</div>", 1)[0]
    load = workings.anchor("load", "load-5f0c2a91")
    assert f'href="#{load}"' in working
    assert 'href="#expression-x-' in working
    assert "ab" * 32 in text.split(f'id="{load}"', 1)[1]


def test_marks_are_explained_beside_the_table(text: str) -> None:
    after = text.split('id="table-headline"', 1)[1].split("Explain these numbers", 1)[0]
    for mark in MARKS:
        assert f"<b>{mark}</b>" in after


def test_a_long_table_is_cut_and_says_where_the_rest_is(text: str) -> None:
    assert "Shows 26 of 36 rows. The whole table is in tables/neighbourhoods.csv." in text


def test_a_fictional_county_says_so(text: str) -> None:
    assert "This county does not exist." in text


def test_charts_repeat_that_a_month_is_provisional(text: str) -> None:
    figure = text.split('id="block-chart-trend"', 1)[1].split("</figure>", 1)[0]
    assert "August 2025 is provisional." in figure


def test_text_that_looks_like_a_script_stays_text(hostile: Path) -> None:
    text = (hostile / f"{NAME}.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    for path in [*hostile.glob("charts/*.svg"), *hostile.glob("maps/*.svg")]:
        assert "<script" not in path.read_text(encoding="utf-8")


# PDF


def _elements(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = []
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *_elements(kid)]
    return found


def test_the_pdf_is_tagged_and_says_what_it_is(folder: Path, edition: Edition) -> None:
    with pikepdf.open(folder / f"{NAME}.pdf") as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert edition.title in str(pdf.docinfo["/Title"])
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        metadata = bytes(pdf.Root.Metadata.read_bytes())
        assert b"pdfuaid:part" in metadata
        assert b"pdfaid:part" in metadata


def test_the_pdf_describes_its_figures_and_heads_its_tables(folder: Path, edition: Edition) -> None:
    with pikepdf.open(folder / f"{NAME}.pdf") as pdf:
        found = _elements(pdf.Root.StructTreeRoot)
        figures = [each for each in found if each.S == "/Figure"]
        alts = [str(each["/Alt"]) for each in figures if "/Alt" in each]
        for chart in edition.charts.values():
            assert any(chart.summary in alt for alt in alts)
        tables = [each for each in found if each.S == "/Table"]
        # The loads are one more; the numbers behind the clock are left to its chart.
        assert len(tables) == len(edition.tables) + 1 - 1
        for table in tables:
            scopes = {
                str(attribute.get("/Scope"))
                for cell in _elements(table)
                if cell.S == "/TH"
                for attribute in (cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A])
            }
            assert scopes == {"/Column", "/Row"}


def test_markup_in_text_is_inert_in_the_pdf(hostile: Path) -> None:
    with pikepdf.open(hostile / f"{NAME}.pdf") as pdf:
        alts = [str(e["/Alt"]) for e in _elements(pdf.Root.StructTreeRoot) if "/Alt" in e]
        assert HOSTILE in str(pdf.docinfo["/Title"])
    assert any("#panic(1) *bold* $x$" in alt for alt in alts)


# Word


def test_the_word_document_has_headings_and_described_pictures(
    folder: Path, edition: Edition
) -> None:
    document = docx.Document(str(folder / f"{NAME}.docx"))
    names = [p.style.name for p in document.paragraphs if p.style is not None]
    assert names.count("Title") == 1
    assert names.count("Heading 1") >= len(edition.chapters) + 3
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) == len(edition.charts) + len(edition.maps)
    assert all(described)
    assert document.core_properties.language == "en-GB"


def test_every_word_table_repeats_its_header_row(folder: Path) -> None:
    document = docx.Document(str(folder / f"{NAME}.docx"))
    assert document.tables
    for table in document.tables:
        assert "<w:tblHeader/>" in table._tbl.xml


def test_the_word_document_carries_its_typeface(folder: Path) -> None:
    document = docx.Document(str(folder / f"{NAME}.docx"))
    fonts = [part for part in document.part.package.iter_parts() if "odttf" in part.partname]
    assert len(fonts) == 2


def test_mixing_a_font_twice_gives_it_back() -> None:
    key = uuid.uuid5(uuid.NAMESPACE_URL, "k")
    font = bytes(range(200))
    assert word_fonts.mixed(word_fonts.mixed(font, key), key) == font


# Workbook


def test_hidden_cells_are_marks_and_numbers_are_numbers(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / f"{NAME}.xlsx")
    rows = {row[0]: row for row in book["Table 1"].iter_rows(values_only=True) if row[0]}
    assert rows["Homicide"][1] == "[c]"
    assert rows["Robbery"][1] == 385
    assert isinstance(rows["Robbery"][3], float)


def test_the_workbook_has_cover_contents_notes_and_a_sheet_for_each_table(
    folder: Path, edition: Edition
) -> None:
    names = openpyxl.load_workbook(folder / f"{NAME}.xlsx").sheetnames
    assert names[:4] == ["Cover", "Contents", "Findings", "Notes"]
    assert len([name for name in names if name.startswith("Table ")]) == len(edition.tables)


def test_columns_of_a_workbook_are_neither_slivers_nor_walls(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / f"{NAME}.xlsx")
    for sheet in book:
        if sheet.title.startswith("Table "):
            widths = [column.width for column in sheet.column_dimensions.values()]
            assert widths
            assert all(8 <= width <= 55 for width in widths)


def test_no_cell_of_a_workbook_runs(hostile: Path) -> None:
    book = openpyxl.load_workbook(hostile / f"{NAME}.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [text for text in texts if text.startswith(RISKY_STARTS)] == []


@pytest.mark.parametrize(
    "rows", [(), (("-", 1),), ((" ", None),), (("[a](b) [c](d)", 1),), (("$$x$$", 1),)]
)
def test_awkward_cells_do_not_stop_a_workbook(rows: Any, tmp_path: Path, edition: Edition) -> None:
    awkward = build_table(id="awkward", title="$$ [a](b)", rows=rows)
    tables = {**edition.tables, "awkward": sealed(awkward)}
    odd = replace(edition, tables=tables, chapters=())
    write_documents(odd, tmp_path / "out", formats=(Format.XLSX,))
    assert "Table 8" in openpyxl.load_workbook(tmp_path / "out" / f"{NAME}.xlsx").sheetnames


# CSV


def test_a_table_comes_back_from_its_csv(folder: Path, edition: Edition) -> None:
    for released in edition.tables.values():
        table = released.value
        text = (folder / "tables" / f"{table.id}.csv").read_text(encoding="utf-8")
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert head == [column.key for column in table.columns]
        assert [tuple(row) for row in rows] == [tuple(str(c) for c in row) for row in table.rows]


def test_the_csv_description_names_every_column(folder: Path, edition: Edition) -> None:
    for released in edition.tables.values():
        table = released.value
        path = folder / "tables" / f"{table.id}.csv-metadata.json"
        described = json.loads(path.read_bytes())
        columns = described["tableSchema"]["columns"]
        assert [each["name"] for each in columns] == [column.key for column in table.columns]
        assert described["url"] == f"{table.id}.csv"
        assert described["dc:publisher"] == edition.publisher
        assert described["dc:license"].startswith("https://www.nationalarchives.gov.uk/")
        for each, column in zip(columns, table.columns, strict=True):
            if column.kind.is_number:
                assert set(MARKS) < set(each["null"])


def test_no_cell_of_a_csv_runs(hostile: Path) -> None:
    text = (hostile / "tables" / "headline.csv").read_text(encoding="utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    risky = [cell for cell in cells if cell.startswith(RISKY_STARTS)]
    assert [cell for cell in risky if not re.fullmatch(r"-\d+(\.\d+)?", cell)] == []


def test_columns_that_would_share_a_name_are_a_bug() -> None:
    table = build_table(
        columns=(Column("a b", "A", ColumnKind.NAME), Column("a_b", "B", ColumnKind.COUNT)), rows=()
    )
    with pytest.raises(ValueError, match="one name"):
        csv_files.csv_bytes(table)


# Hidden values


def test_a_hidden_cell_has_no_number_in_any_document(folder: Path, edition: Edition) -> None:
    """The area whose count is hidden shows marks in its row everywhere it is a row."""
    table = edition.tables["neighbourhoods"].value
    hidden = [str(row[0]) for row in table.rows if row[2] == "[c]"]
    assert hidden
    text = (folder / "tables" / "neighbourhoods.csv").read_text(encoding="utf-8")
    for line in text.splitlines():
        code, _, offences, _, rate, low, high, *_ = line.split(",")
        if code in hidden:
            assert (offences, rate, low, high) == ("[c]",) * 4
    page = (folder / f"{NAME}.html").read_text(encoding="utf-8")
    for code in hidden:
        anchor = f'id="{workings.figure_anchor(f"neighbourhoods:{code}:offences")}"'
        assert anchor not in page or f"{anchor}>[c]<" in page

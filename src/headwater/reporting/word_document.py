"""The needs assessment as a Word document that a duty lead can edit: real styles throughout."""

import functools
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headwater.core.editions import Block, BlockKind, Finding
from headwater.reporting import drawings, words, zips
from headwater.reporting.assembly import Assembly, Picture, ShownTable
from headwater.reporting.column_widths import column_widths
from headwater.reporting.palette import DEEP_RIVER, FORD, INK, MIST, QUIET_INK, RIVER, RULE
from headwater.reporting.pdf import (
    SYNTHETIC,
    WORKINGS_NOTE,
    about,
    chapter_named,
    compact,
    expression_names,
    load_rows,
)
from headwater.reporting.word_fonts import FONT, embed
from headwater.reporting.workings import workings

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
PAGE_WIDTH_CM = 17.0
CELL_MARGIN = 70
"""In twentieths of a point."""


def word_bytes(whole: Assembly) -> bytes:
    """The document. Its times are the edition's, so that the same edition gives the same bytes."""
    import docx

    document = docx.Document()
    _prepare(document, whole)
    ids = {style.name: style.style_id for style in document.styles if style.name}
    writer = _Writer(whole, document, ids)
    writer.cover()
    writer.key_findings()
    writer.contents()
    writer.chapters()
    writer.back_matter()
    out = io.BytesIO()
    document.save(out)
    return zips.fixed(out.getvalue(), moment=whole.moment)


# Styles and settings


def _prepare(document: "Document", whole: Assembly) -> None:
    """Page, styles, language, properties, running header and footer."""
    from docx.shared import Cm

    edition = whole.edition
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - PAGE_WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.different_first_page_header_footer = True
    _styles(document)
    embed(document)
    properties = document.core_properties
    moment = whole.moment.replace(tzinfo=None)
    properties.title = f"{edition.title}: {edition.area_name}, {edition.period_words}"
    properties.author = properties.last_modified_by = edition.publisher or "headwater"
    properties.subject = edition.period_words
    properties.keywords = ", ".join(edition.keywords)
    properties.comments = f"Edition {edition.id}, made by headwater {edition.code_version}"
    properties.language = LANGUAGE
    properties.created = properties.modified = moment
    properties.revision = 1
    header = section.header.paragraphs[0]
    flag = " (fictional county)" if edition.synthetic else ""
    header.text = f"{edition.title}: {edition.area_name}{flag}"
    header.style = document.styles["Small"]
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Small"]
    footer.add_run(f"Edition {edition.id}    Page ")
    _field(footer, "PAGE", "1")


def _styles(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    for name, size, colour, bold, before, after in (
        ("Normal", 10.5, INK, False, 0, 7),
        ("Title", 32, DEEP_RIVER, True, 150, 8),
        ("Subtitle", 18, RIVER, False, 0, 20),
        ("Heading 1", 20, DEEP_RIVER, True, 0, 8),
        ("Heading 2", 14, DEEP_RIVER, True, 16, 6),
        ("Heading 3", 11, INK, True, 12, 4),
        ("Caption", 11, INK, True, 14, 4),
        ("List Bullet", 10.5, INK, False, 0, 4),
    ):
        _shape_style(styles[name], size, colour, bold=bold, before=before, after=after)
    styles["Heading 1"].paragraph_format.page_break_before = True
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    _add_border(styles["Heading 1"].element, {"top": (18, RIVER, 8)})
    _add_border(styles["Title"].element, {})
    for name, based, size, colour, bold, before, after in (
        ("Question", "Normal", 12, QUIET_INK, False, 0, 10),
        ("Finding", "Normal", 12, INK, True, 10, 0),
        ("Finding detail", "Normal", 10, INK, False, 0, 0),
        ("Box", "Normal", 10.5, INK, False, 10, 10),
        ("Small", "Normal", 9, QUIET_INK, False, 0, 3),
        ("Table text", "Normal", 9, INK, False, 2, 2),
        ("Code", "Normal", 8, INK, False, 0, 8),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[based]
        _shape_style(style, size, colour, bold=bold, before=before, after=after)
    styles["Finding"].paragraph_format.keep_with_next = True
    for name in ("Finding", "Finding detail"):
        # A white line above keeps Word from joining one finding to the next.
        top = {"top": (48, "#ffffff", 0)} if name == "Finding" else {}
        _add_border(styles[name].element, {**top, "left": (36, RIVER, 8)}, fill=MIST)
        styles[name].paragraph_format.left_indent = Pt(12)
    _add_border(
        styles["Box"].element, dict.fromkeys(("top", "left", "bottom", "right"), (8, FORD, 6))
    )
    styles["Box"].paragraph_format.left_indent = Pt(8)
    styles["Code"].font.name = "Consolas"
    _add_border(styles["Code"].element, {}, fill=MIST)


def _shape_style(
    style: Any, size: float, colour: str, *, bold: bool, before: float, after: float
) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_name(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_name(f"w:{script}"), FONT)
    _make(properties, "w:lang", val=LANGUAGE)


def _add_border(style: Any, sides: dict[str, tuple[int, str, int]], *, fill: str = "") -> None:
    """Lines beside a paragraph style, and a tint behind it. Takes away what was there."""
    properties = style.get_or_add_pPr()
    for old in properties.findall(_name("w:pBdr")) + properties.findall(_name("w:shd")):
        properties.remove(old)
    made = []
    if sides:
        border = _element("w:pBdr")
        for side, (width, colour, space) in sides.items():
            _make(border, f"w:{side}", val="single", sz=width, space=space, color=colour[1:])
        made.append(border)
    if fill:
        made.append(_element("w:shd", val="clear", color="auto", fill=fill[1:]))
    after = (
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
        "w:rPr",
    )
    for each in made:
        properties.insert_element_before(each, *(after[1:] if each.tag.endswith("}shd") else after))


# Writing


@dataclass(frozen=True, slots=True)
class _Writer:
    whole: Assembly
    document: "Document"
    style_ids: dict[str, str]

    def say(self, text: str, style: str = "Normal") -> "Paragraph":
        made: Paragraph = self.document.add_paragraph(_clean(text))
        # Setting a style by name makes python-docx search all styles, for every paragraph.
        made._p.style = self.style_ids[style]
        return made

    def heading(self, text: str, level: int) -> "Paragraph":
        return self.say(text, f"Heading {level}")

    def cover(self) -> None:
        edition = self.whole.edition
        if edition.publisher:
            self.say(edition.publisher).runs[0].bold = True
        self.say(edition.title, "Title")
        self.say(edition.area_name, "Subtitle")
        self.say(edition.period_words, "Question")
        self.say(f"Edition {edition.id}", "Question")
        if edition.synthetic:
            self.say(SYNTHETIC, "Box")

    def key_findings(self) -> None:
        self.heading("Key findings", 1)
        self.say(self.whole.edition.summary, "Question")
        for finding in self.whole.key_findings:
            self.say(finding.sentence, "Finding")
            detail = self.say("", "Finding detail")
            detail.add_run(f"{words.STRENGTH_WORDS[finding.strength]}. ").bold = True
            detail.add_run(_clean(chapter_named(self.whole, finding)))

    def contents(self) -> None:
        """A table of contents that Word fills with page numbers; until then it lists chapters."""
        self.heading("Contents", 1)
        chapters = self.whole.edition.chapters
        lines = [f"{i + 1} {chapter.title}" for i, chapter in enumerate(chapters)]
        paragraph = self.say("")
        _field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', _clean("\n".join(lines)), dirty=True)

    def chapters(self) -> None:
        seen: set[str] = set()
        for i, chapter in enumerate(self.whole.edition.chapters):
            self.heading(f"{i + 1} {chapter.title}", 1)
            self.say(chapter.question, "Question")
            for block in chapter.blocks:
                self.block(block, seen)
        if self.whole.further:
            self.heading("Further tables", 1)
            self.say("The numbers behind the figures and findings above.")
            for shown in self.whole.further:
                self.table(shown)

    def block(self, block: Block, seen: set[str]) -> None:
        """One block; a table or picture shown before becomes a pointer to it."""
        key = f"{block.kind}:{block.ref}"
        if block.kind is BlockKind.HEADING:
            self.heading(block.text, 2)
        elif block.kind is BlockKind.FINDING:
            self.finding(self.whole.edition.findings[block.ref])
        elif block.kind in (BlockKind.TABLE, BlockKind.CHART, BlockKind.MAP):
            self.numbers(block, key, is_again=key in seen)
            seen.add(key)
        else:
            self.words(block)

    def words(self, block: Block) -> None:
        starts = {
            BlockKind.CAUTION: "With care. ",
            BlockKind.UNKNOWN: "What the data cannot say. ",
        }
        if block.kind in starts:
            paragraph = self.say("", "Box")
            paragraph.add_run(starts[block.kind]).bold = True
            paragraph.add_run(_clean(block.text))
        elif block.text:
            self.say(block.text)
        for item in block.items:
            self.say(item, "List Bullet")

    def numbers(self, block: Block, key: str, *, is_again: bool) -> None:
        if block.kind is BlockKind.TABLE:
            shown = self.whole.tables[block.ref]
            if is_again:
                self.say(f"See table {shown.number}: {shown.table.title}.")
            else:
                self.table(shown)
            return
        picture = self.whole.pictures[key]
        if is_again:
            self.say(f"See figure {picture.number}: {picture.title}.")
        else:
            self.picture(picture)

    def finding(self, finding: Finding) -> None:
        self.say(finding.sentence, "Finding")
        detail = self.say("", "Finding detail")
        detail.add_run(f"{words.STRENGTH_WORDS[finding.strength]}. ").bold = True
        detail.add_run(_clean(finding.because))
        for caution in finding.cautions:
            paragraph = self.say("", "Finding detail")
            paragraph.add_run("With care: ").bold = True
            paragraph.add_run(_clean(caution))
        rests = [f"{rest.value} ({rest.name})" for rest in self.whole.rests[finding.id]]
        if rests:
            self.say(f"Rests on {words.listed(rests)}.", "Finding detail")

    def caption(self, kind: str, number: int, title: str) -> None:
        paragraph = self.say("", "Caption")
        paragraph.add_run(f"{kind} ")
        _field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
        paragraph.add_run(f": {_clean(title)}")

    def picture(self, picture: Picture) -> None:
        from docx.shared import Cm

        self.caption("Figure", picture.number, picture.title)
        self.say(picture.summary).paragraph_format.keep_with_next = True
        width = Cm(PAGE_WIDTH_CM * (0.85 if picture.kind == "map" else 1.0))
        image = io.BytesIO(_png(picture.printed_svg))
        paragraph = self.document.add_paragraph()
        shape = paragraph.add_run().add_picture(image, width=width)
        described = shape._inline.docPr
        described.set("descr", _clean(f"{picture.title}. {picture.summary}"))
        described.set("title", _clean(picture.title))
        described.set("name", f"Figure {picture.number}")
        for note in (*picture.notes, picture.numbers_sentence):
            self.say(note, "Small")

    def table(self, shown: ShownTable) -> None:
        columns = shown.table.columns
        self.caption("Table", shown.number, shown.table.title)
        heads = [words.heading(column) for column in columns]
        numeric = [column.kind.is_number for column in columns]
        self.grid(heads, shown.cells(), numeric)
        marks = "; ".join(f"{mark} {meaning}" for mark, meaning in shown.marks)
        for line in (
            shown.cut_sentence,
            f"{marks}." if marks else "",
            *shown.table.notes,
            shown.table.rule,
        ):
            if line:
                self.say(line, "Small")

    def grid(
        self,
        heads: list[str],
        rows: tuple[tuple[str, ...], ...],
        numeric: list[bool],
    ) -> None:
        """A table whose header row repeats on each page."""
        table = self.document.add_table(rows=0, cols=0)
        _build_grid(table, heads, rows, numeric)

    def back_matter(self) -> None:
        edition = self.whole.edition
        self.heading("How to read the numbers", 1)
        self.heading("Marks in place of a number", 2)
        self.terms([(mark, _sentence(said)) for mark, said in words.MARK_MEANINGS.items()])
        self.heading("How much weight a finding bears", 2)
        self.terms(
            [
                (words.STRENGTH_WORDS[strength], _sentence(said))
                for strength, said in words.STRENGTH_MEANINGS.items()
            ]
        )
        self.heading("Workings", 1)
        self.say(WORKINGS_NOTE)
        for shown in self.whole.tables.values():
            self.heading(f"Table {shown.number}: {shown.table.title}", 2)
            self.terms(compact(workings(edition, shown.table)))
        self.sources()
        if edition.glossary:
            self.heading("Glossary", 1)
            self.terms(list(edition.glossary))
        self.heading("About this edition", 1)
        self.terms([(name, value) for name, value in about(self.whole)])
        for line in edition.attribution:
            self.say(line)

    def sources(self) -> None:
        edition = self.whole.edition
        if edition.expressions:
            self.heading("Expressions", 2)
        for line in expression_names(edition):
            self.say(line)
        if edition.loads:
            self.heading("Loads", 2)
            self.grid(
                ["Load", "Source and table", "Files", "Rows", "Refused"],
                tuple(tuple(row) for row in load_rows(edition)),
                [False, False, True, True, True],
            )

    def terms(self, pairs: list[tuple[str, str]]) -> None:
        for name, meaning in pairs:
            paragraph = self.say("")
            paragraph.add_run(f"{_clean(name)}: ").bold = True
            paragraph.add_run(_clean(meaning))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(each for each in text if each >= " " or each in "\n\t")


@functools.lru_cache(maxsize=64)
def _png(svg: str) -> bytes:
    return drawings.png(svg)


# Tables, built as XML because cell by cell takes python-docx seconds


def _build_grid(
    table: "WordTable",
    heads: list[str],
    rows: tuple[tuple[str, ...], ...],
    numeric: list[bool],
) -> None:
    element = table._tbl
    properties = element.tblPr
    for old in list(properties):
        properties.remove(old)
    _make(properties, "w:tblW", w=5000, type="pct")
    borders = _make(properties, "w:tblBorders")
    _make(borders, "w:top", val="single", sz=8, space=0, color=RIVER[1:])
    _make(borders, "w:bottom", val="single", sz=4, space=0, color=RULE[1:])
    _make(borders, "w:insideH", val="single", sz=4, space=0, color=RULE[1:])
    margins = _make(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _make(margins, f"w:{side}", w=CELL_MARGIN, type="dxa")
    _make(
        properties,
        "w:tblLook",
        val="04A0",
        firstRow=1,
        lastRow=0,
        firstColumn=1,
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    size = 18 if len(heads) <= 6 else 15
    widths = [
        round(width * 20)
        for width in column_widths(
            heads,
            rows,
            across=PAGE_WIDTH_CM / 2.54 * 72,
            type_size=size / 2,
            margin=CELL_MARGIN / 20,
        )
    ]
    grid = element.tblGrid
    for width in widths:
        _make(grid, "w:gridCol", w=width)
    for at, cells in enumerate((tuple(heads), *rows)):
        row = _make(element, "w:tr")
        settings = _make(row, "w:trPr")
        _make(settings, "w:cantSplit")
        if at == 0:
            _make(settings, "w:tblHeader")
        for i, text in enumerate(cells):
            is_head = at == 0
            _cell(row, _clean(text), widths[i], right=numeric[i], bold=is_head, size=size)


def _cell(row: Any, text: str, width: int, *, right: bool, bold: bool, size: int) -> None:
    cell = _make(row, "w:tc")
    properties = _make(cell, "w:tcPr")
    _make(properties, "w:tcW", w=width, type="dxa")
    if bold:
        _make(properties, "w:vAlign", val="bottom")
    paragraph = _make(cell, "w:p")
    settings = _make(paragraph, "w:pPr")
    _make(settings, "w:pStyle", val="Tabletext")
    if right:
        _make(settings, "w:jc", val="right")
    for i, line in enumerate(text.split("\n")):
        run = _make(paragraph, "w:r")
        look = _make(run, "w:rPr")
        if bold:
            _make(look, "w:b")
        _make(look, "w:sz", val=size)
        if i:
            _make(run, "w:br")
        written = _make(run, "w:t")
        written.text = line
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# XML


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _element(tag: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_name(f"w:{name}"), str(value))
    return element


def _make(parent: Any, tag: str, **attributes: object) -> Any:
    element = _element(tag, **attributes)
    parent.append(element)
    return element


def _field(paragraph: "Paragraph", code: str, shown: str, *, dirty: bool = False) -> None:
    """A field such as a page number, with what it shows until Word works it out."""
    for step in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        if step is None:
            text = _make(run._r, "w:instrText")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = code
        elif step == "shown":
            run.text = shown
        else:
            mark = _make(run._r, "w:fldChar", fldCharType=step)
            if dirty and step == "begin":
                mark.set(_name("w:dirty"), "true")

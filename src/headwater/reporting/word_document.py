"""The needs assessment as a Word document that a duty lead can edit: real styles throughout."""

import functools
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headwater.core.editions import Block, BlockKind, Finding
from headwater.reporting import drawings, words, zips
from headwater.reporting.assembly import Assembly, Picture
from headwater.reporting.paper_order import (
    PaperBlock,
    Pointer,
    Said,
    numbers_notes,
    paper_chapters,
)
from headwater.reporting.paper_tables import PaperTable
from headwater.reporting.pdf import (
    READING,
    SYNTHETIC,
    WORKINGS_NOTE,
    about,
    chapter_named,
    explained,
    expression_names,
    load_rows,
)
from headwater.reporting.word_fonts import embed
from headwater.reporting.word_styles import (
    LANGUAGE,
    PAGE_ACROSS_CM,
    PAGE_HEIGHT_CM,
    PAGE_WIDTH_CM,
    add_styles,
    set_page,
)
from headwater.reporting.word_tables import LOADS, add_grid, grid_of
from headwater.reporting.word_xml import add_field, clean, qualified

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


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
    edition = whole.edition
    set_page(document)
    add_styles(document)
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
    section = document.sections[0]
    header = section.header.paragraphs[0]
    flag = " (fictional county)" if edition.synthetic else ""
    header.text = f"{edition.title}: {edition.area_name}{flag}"
    header.style = document.styles["Small"]
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Small"]
    footer.add_run(f"Edition {edition.id}    Page ")
    add_field(footer, "PAGE", "1")


def _turn_page(document: "Document", *, is_sideways: bool) -> None:
    """Start a page that lies on its side, or one that stands again."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    # Only the cover goes without a running head.
    section.different_first_page_header_footer = False
    short, long = Cm(PAGE_ACROSS_CM), Cm(PAGE_HEIGHT_CM)
    section.orientation = WD_ORIENT.LANDSCAPE if is_sideways else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_sideways else (short, long)
    _drop_empty_paragraph(document)


def _drop_empty_paragraph(document: "Document") -> None:
    """Let the paragraph before end the section; one more could need a page of its own."""
    made = document.element.body[-2]
    before = made.getprevious()
    if before.tag == qualified("w:p"):
        before.get_or_add_pPr().append(made.pPr.find(qualified("w:sectPr")))
        made.getparent().remove(made)


# Writing


@dataclass(frozen=True, slots=True)
class _Writer:
    whole: Assembly
    document: "Document"
    style_ids: dict[str, str]

    def say(self, text: str, style: str = "Normal") -> "Paragraph":
        made: Paragraph = self.document.add_paragraph(clean(text))
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
        self.heading("Key findings", 1).paragraph_format.page_break_before = True
        self.say(self.whole.edition.summary)
        for finding in self.whole.key_findings:
            self.say(finding.sentence, "Key finding")
            detail = self.say("", "Small")
            detail.add_run(f"{words.STRENGTH_WORDS[finding.strength]}. ").bold = True
            detail.add_run(clean(chapter_named(self.whole, finding)))

    def contents(self) -> None:
        """A table of contents that Word fills with page numbers; until then it lists chapters."""
        self.heading("Contents", 1)
        chapters = self.whole.edition.chapters
        lines = [f"{i + 1} {chapter.title}" for i, chapter in enumerate(chapters)]
        paragraph = self.say("")
        add_field(paragraph, 'TOC \\o "1-1" \\h \\z \\u', clean("\n".join(lines)), dirty=True)

    def chapters(self) -> None:
        for i, chapter in enumerate(paper_chapters(self.whole)):
            if chapter.is_sideways:
                _turn_page(self.document, is_sideways=True)
            self.heading(chapter.title, 1).paragraph_format.page_break_before = i == 0
            self.say(chapter.question, "Question")
            for at, block in enumerate(chapter.blocks):
                self.block(block, starts_page=chapter.is_sideways and at > 0)
            if chapter.is_sideways:
                _turn_page(self.document, is_sideways=False)

    def block(self, block: PaperBlock, *, starts_page: bool) -> None:
        match block:
            case Finding():
                self.finding(block)
            case PaperTable():
                self.table(block, starts_page=starts_page)
            case Picture():
                self.picture(block)
            case Pointer():
                self.say(block.text, "Small")
            case Said():
                self.words(block.block)

    def words(self, block: Block) -> None:
        starts = {
            BlockKind.CAUTION: "With care. ",
            BlockKind.UNKNOWN: "What the data cannot say. ",
        }
        if block.kind is BlockKind.HEADING:
            self.heading(block.text, 2)
        elif block.kind in starts:
            paragraph = self.say("", "Box")
            paragraph.add_run(starts[block.kind]).bold = True
            paragraph.add_run(clean(block.text))
        elif block.text:
            self.say(block.text)
        for item in block.items:
            self.say(item, "List Bullet")

    def finding(self, finding: Finding) -> None:
        """A finding with what it rests on, all on one page."""
        self.say(finding.sentence, "Finding")
        rests = [f"{rest.value} ({rest.name})" for rest in self.whole.rests[finding.id]]
        details = [
            (f"{words.STRENGTH_WORDS[finding.strength]}. ", finding.because),
            *(("With care: ", caution) for caution in finding.cautions),
            *([("", f"Rests on {words.listed(rests)}.")] if rests else []),
        ]
        for i, (start, text) in enumerate(details):
            paragraph = self.say("", "Finding detail")
            paragraph.add_run(start).bold = True
            paragraph.add_run(clean(text))
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = i + 1 < len(details)

    def caption(self, kind: str, number: int, title: str) -> "Paragraph":
        paragraph = self.say("", "Caption")
        paragraph.add_run(f"{kind} ")
        # Numbers are set outright: a wide table stands after the chapter it belongs to.
        add_field(paragraph, f"SEQ {kind} \\* ARABIC \\r {number}", str(number))
        paragraph.add_run(f": {clean(title)}")
        return paragraph

    def picture(self, picture: Picture) -> None:
        from docx.shared import Cm

        self.caption("Figure", picture.number, picture.title)
        self.say(picture.summary).paragraph_format.keep_with_next = True
        image = io.BytesIO(_png(picture.printed_svg))
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(image, width=Cm(PAGE_WIDTH_CM))
        described = shape._inline.docPr
        described.set("descr", clean(f"{picture.title}. {picture.summary}"))
        described.set("title", clean(picture.title))
        described.set("name", f"Figure {picture.number}")
        self.notes((*picture.notes, *numbers_notes(self.whole, picture)))

    def table(self, table: PaperTable, *, starts_page: bool) -> None:
        """A table with its caption and notes; its header row repeats on each page."""
        caption = self.caption("Table", table.number, table.title)
        caption.paragraph_format.page_break_before = starts_page
        add_grid(self.document, grid_of(table))
        self.notes(table.notes)

    def notes(self, lines: tuple[str, ...]) -> None:
        for i, line in enumerate(lines):
            paragraph = self.say(line, "Small")
            paragraph.paragraph_format.keep_with_next = i + 1 < len(lines)

    def back_matter(self) -> None:
        edition = self.whole.edition
        self.heading("How to read the numbers", 1)
        for line in READING:
            self.say(line)
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
        self.heading("How each table was made", 2)
        for title, columns in explained(self.whole):
            self.heading(title, 3)
            for name, text in columns:
                paragraph = self.say("", "Working")
                paragraph.add_run(f"{clean(name)}: ").bold = True
                paragraph.add_run(clean(text))
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
            self.say(line, "Small")
        if edition.loads:
            self.heading("Loads", 2)
            add_grid(self.document, LOADS.filled(load_rows(edition)))

    def terms(self, pairs: list[tuple[str, str]]) -> None:
        for name, meaning in pairs:
            paragraph = self.say("")
            paragraph.add_run(f"{clean(name)}: ").bold = True
            paragraph.add_run(clean(meaning))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


@functools.lru_cache(maxsize=64)
def _png(svg: str) -> bytes:
    return drawings.png(svg)

"""A paper as a Word document that people can edit: real styles throughout."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from headwater.core import words
from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.reporting import zips
from headwater.reporting.column_widths import rooms, shared
from headwater.reporting.paper_tables import CELL_MARGIN, PORTRAIT
from headwater.reporting.word_fonts import embed
from headwater.reporting.word_styles import LANGUAGE, add_styles, set_page
from headwater.reporting.word_tables import Grid as WordGrid
from headwater.reporting.word_tables import add_grid
from headwater.reporting.word_xml import add_field, clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

FICTIONAL = (
    "This partnership does not exist. Everything here was made up to show what headwater does."
)
TYPE_SIZE = 9.0
LONGEST_PROPERTY = 255
"""Of a text among the properties of a Word file. The paper itself says the whole."""


def word_bytes(paper: Paper) -> bytes:
    """The paper. Its times are those of its day, so that the same paper gives the same bytes."""
    import docx

    document = docx.Document()
    set_page(document)
    add_styles(document)
    embed(document)
    _describe(document, paper)
    writer = _Writer(document, {s.name: s.style_id for s in document.styles if s.name})
    writer.title(paper)
    for part in paper.parts:
        writer.part(part)
    out = io.BytesIO()
    document.save(out)
    return zips.fixed(out.getvalue(), moment=moment_of(paper))


def moment_of(paper: Paper) -> datetime:
    """The noon of the day a paper was made."""
    return datetime.combine(paper.made_on, time(12), tzinfo=UTC)


def _describe(document: "Document", paper: Paper) -> None:
    """Properties, and what stands above and below every page."""
    properties = document.core_properties
    moment = moment_of(paper).replace(tzinfo=None)
    properties.title = f"{paper.title}: {paper.subtitle}"[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = paper.publisher[:LONGEST_PROPERTY]
    properties.language = LANGUAGE
    properties.created = properties.modified = moment
    properties.revision = 1
    section = document.sections[0]
    section.different_first_page_header_footer = False
    small = document.styles["Small"]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.style = foot.style = small
    head.text = clean(f"{paper.title}: {paper.subtitle}")
    if paper.marking:
        head.add_run(clean(f"    {paper.marking}")).bold = True
    foot.add_run(clean(f"{paper.publisher}    {words.day(paper.made_on)}    Page "))
    add_field(foot, "PAGE", "1")


@dataclass(frozen=True, slots=True)
class _Writer:
    document: "Document"
    style_ids: dict[str, str]

    def say(self, text: str, style: str = "Normal", *, strong: str = "") -> "WordParagraph":
        made: WordParagraph = self.document.add_paragraph()
        made._p.style = self.style_ids[style]
        if strong:
            made.add_run(clean(f"{strong} ")).bold = True
        made.add_run(clean(text))
        return made

    def title(self, paper: Paper) -> None:
        self.say("", strong=paper.publisher)
        title = self.say(paper.title, "Title")
        # A cover leaves room above its title; a paper of a few pages starts at once.
        title.paragraph_format.space_before = 0
        self.say(paper.subtitle, "Subtitle")
        self.say(words.day(paper.made_on), "Question")
        if paper.marking:
            self.say("", "Box", strong=paper.marking)
        if paper.is_fictional:
            self.say(FICTIONAL, "Box")

    def part(self, part: Part) -> None:
        match part:
            case Heading():
                self.say(part.text, f"Heading {part.level}")
            case Paragraph():
                self.say(part.text, strong=part.strong)
            case Bullets():
                for item in part.items:
                    self.say(item, "List Bullet")
            case Facts():
                for name, value in part.rows:
                    self.say(value, strong=f"{name}:")
            case Note():
                self.say(part.text, "Box", strong=f"{part.title}.")
            case Grid():
                self.grid(part)

    def grid(self, grid: Grid) -> None:
        self.say(grid.caption, "Caption")
        if not grid.rows:
            self.say(grid.empty)
            return
        add_grid(
            self.document,
            WordGrid(
                heads=grid.columns,
                rows=grid.rows,
                numeric=[False] * len(grid.columns),
                widths=widths_of(grid),
                type_size=TYPE_SIZE,
                may_break=True,
            ),
        )
        self.say("", "Small")


def widths_of(grid: Grid) -> list[float]:
    """How wide each column is in points, over the whole width of the page."""
    needs = rooms(grid.columns, grid.rows, type_size=TYPE_SIZE, margin=CELL_MARGIN)
    widths = shared(needs, across=PORTRAIT)
    return [width * PORTRAIT / sum(widths) for width in widths]

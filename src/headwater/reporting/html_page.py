"""The needs assessment as one web page that stands alone: no script, nothing fetched."""

import base64
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from headwater.core.editions import Table
from headwater.reporting import words, workings
from headwater.reporting.assembly import Assembly
from headwater.reporting.drawings import FONTS

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
FACES = (
    ("AtkinsonHyperlegible_400Regular.ttf", 400),
    ("AtkinsonHyperlegible_700Bold.ttf", 700),
)


def html_page(whole: Assembly, *, has_files: bool = True) -> str:
    """The page. `has_files` says whether tables and pictures stand beside it as files."""
    edition = whole.edition
    sources = {id: released.value for id, released in edition.tables.items()}

    def shown_source(table: Table) -> Table:
        return sources.get(table.id, table)

    return _template().render(
        whole=whole,
        has_files=has_files,
        style=_faces() + (TEMPLATES / "needs-assessment.css").read_text(encoding="utf-8"),
        river=(TEMPLATES / "river.svg").read_text(encoding="utf-8"),
        seen=set(),
        shown_source=shown_source,
        workings=lambda table: workings.workings(edition, table),
    )


@functools.cache
def _template() -> "jinja2.Template":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    environment.globals.update(
        zip=zip,
        anchor=workings.anchor,
        figure_anchor=workings.figure_anchor,
        working_anchor=workings.working_anchor,
        heading=words.heading,
        counted=words.counted,
        listed=words.listed,
        number=words.number,
        mark_meanings=words.MARK_MEANINGS,
        strength_words=words.STRENGTH_WORDS,
        strength_meanings=words.STRENGTH_MEANINGS,
    )
    return environment.get_template("needs-assessment.html.jinja")


@functools.cache
def _faces() -> str:
    """The typeface, inside the page."""
    rules = []
    for file, weight in FACES:
        data = base64.b64encode((FONTS / file).read_bytes()).decode()
        rules.append(
            '@font-face{font-family:"Atkinson Hyperlegible";font-style:normal;'
            f"font-weight:{weight};font-display:swap;"
            f'src:url("data:font/ttf;base64,{data}") format("truetype")}}'
        )
    return "\n".join(rules) + "\n"

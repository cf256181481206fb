"""The needs assessment as one web page that stands alone: no script, nothing fetched."""

import base64
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from headwater.core.editions import ColumnKind, Table
from headwater.reporting import words, workings
from headwater.reporting.assembly import Assembly, ShownTable
from headwater.reporting.drawings import FONTS
from headwater.reporting.paper_tables import paper_table

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
FACES = (
    ("AtkinsonHyperlegible_400Regular.ttf", 400),
    ("AtkinsonHyperlegible_700Bold.ttf", 700),
)
DENSE, WIDE = 6, 9
"""Columns of a table past which it is set smaller, and past which it says that it scrolls."""
SHORT, LONG = 14, 26
"""Letters of a cell up to which it keeps to one line, and past which it gets a wide column."""


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


def column_classes(shown: ShownTable) -> list[str]:
    """How each column is set: numbers, codes beside a name, and text by its length."""
    kinds = [column.kind for column in shown.table.columns]
    has_name = ColumnKind.NAME in kinds
    cells = shown.cells()
    made = []
    for at, kind in enumerate(kinds):
        longest = max((len(row[at]) for row in cells), default=0)
        if kind.is_number:
            made.append("n")
        elif kind is ColumnKind.CODE and has_name:
            made.append("code")
        else:
            made.append("long" if longest > LONG else "short" if longest <= SHORT else "")
    return made


def table_class(shown: ShownTable) -> str:
    """How a table is set: small where it has many columns, on its side on paper where it must."""
    columns = len(shown.table.columns)
    names = [
        "dense" if columns > DENSE else "",
        "wide" if columns > WIDE else "",
        "sideways" if shown.number and paper_table(shown).is_sideways else "",
    ]
    return " ".join(name for name in names if name)


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
        column_classes=column_classes,
        table_class=table_class,
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

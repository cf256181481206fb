"""The needs assessment as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst."""

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headwater.core.editions import Edition, Finding
from headwater.reporting import pdf_tags, words, workings
from headwater.reporting.assembly import Assembly, Picture
from headwater.reporting.column_widths import soft_broken
from headwater.reporting.drawings import FONTS
from headwater.reporting.paper_order import (
    PaperBlock,
    PaperChapter,
    Pointer,
    Said,
    numbers_notes,
    paper_chapters,
)
from headwater.reporting.paper_tables import PaperTable
from headwater.reporting.workings import Working

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"
SYNTHETIC = (
    "This county does not exist. Everything in this document was generated to show what "
    "headwater does. No number here is about a real place or person."
)

READING = (
    "Printed tables name areas and groups and leave their codes to the files. Long tables are cut "
    "and say where the rest is: the web page, the workbook and the CSV files beside this document "
    "hold every column, and the workbook and the CSV files every row.",
)


def pdf_bytes(whole: Assembly) -> bytes:
    """The document. Its date is the edition's, so that the same edition gives the same bytes."""
    import typst

    data = _data(whole)
    made = typst.compile(
        TEMPLATES / "needs-assessment.typ",
        root=TEMPLATES,
        font_paths=typefaces(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(whole.moment.timestamp()),
    )
    return pdf_tags.with_row_headers(made, _row_headers(data))


def _row_headers(data: dict[str, Any]) -> list[int]:
    """For each table in the order of the document, how many columns name the row."""
    counts = [
        block["row_headers"]
        for chapter in data["chapters"]
        for block in chapter["blocks"]
        if block["kind"] == "table"
    ]
    return [*counts, *([1] if data["loads"] else [])]


WORKINGS_NOTE = (
    "How each column of numbers was made. The web page of this edition links every number to its "
    "query in full and to the files it came from with their fingerprints, and edition.json holds "
    "the same for machines."
)


@functools.cache
def typefaces() -> "typst.Fonts":
    """Our typeface and Typst's own; none of this machine's, which would change the bytes."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _data(whole: Assembly) -> dict[str, Any]:
    """Everything the template prints, as strings ready to read."""
    edition = whole.edition
    return {
        "title": edition.title,
        "full_title": f"{edition.title}: {edition.area_name}, {edition.period_words}",
        "running": f"{edition.title}: {edition.area_name}",
        "footer": f"Edition {edition.id}",
        "flag": "Fictional county" if edition.synthetic else "",
        "author": edition.publisher or "headwater",
        "publisher": edition.publisher,
        "summary": edition.summary,
        "keywords": list(edition.keywords),
        "date": [whole.moment.year, whole.moment.month, whole.moment.day],
        "area": edition.area_name,
        "period": edition.period_words,
        "edition": edition.id,
        "synthetic": SYNTHETIC if edition.synthetic else "",
        "river": river(),
        "key_findings": [_finding(whole, each) for each in whole.key_findings],
        "workings_note": WORKINGS_NOTE,
        "chapters": [_chapter(whole, each) for each in paper_chapters(whole)],
        "reading": list(READING),
        "marks": [[mark, _sentence(said)] for mark, said in words.MARK_MEANINGS.items()],
        "strengths": [
            [words.STRENGTH_WORDS[strength], _sentence(said)]
            for strength, said in words.STRENGTH_MEANINGS.items()
        ],
        "workings": [
            {"title": title, "columns": [{"name": name, "text": text} for name, text in columns]}
            for title, columns in explained(whole)
        ],
        "expressions": expression_names(edition),
        "loads": load_rows(edition),
        "glossary": [list(pair) for pair in edition.glossary],
        "about": about(whole),
        "attribution": list(edition.attribution),
    }


def about(whole: Assembly) -> list[list[str]]:
    """What an edition is, as names and values."""
    edition = whole.edition
    facts = [
        ["Edition", edition.id],
        ["Area", f"{edition.area_name} ({edition.area_code})"],
        ["Period", edition.period_words],
        ["Definitions", words.listed(edition.definitions)],
        ["Publisher", edition.publisher],
        ["Questions and problems", edition.contact],
        ["Licence", edition.licence],
        ["Made by", f"headwater {edition.code_version}, seed {edition.seed}"],
    ]
    return [fact for fact in facts if fact[1]]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def river() -> str:
    """The drawing of a river that stands behind a title."""
    drawn = (TEMPLATES / "river.svg").read_text(encoding="utf-8")
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" opacity="0.55" ', 1)


def _finding(whole: Assembly, finding: Finding) -> dict[str, Any]:
    rests = [f"{rest.value} ({rest.name})" for rest in whole.rests[finding.id]]
    return {
        "sentence": finding.sentence,
        "strength": finding.strength.value,
        "strength_words": words.STRENGTH_WORDS[finding.strength],
        "because": finding.because,
        "cautions": list(finding.cautions),
        "rests": words.listed(rests),
        "chapter": chapter_named(whole, finding),
    }


def chapter_named(whole: Assembly, finding: Finding) -> str:
    """The chapter a finding stands in, as a reader looks for it; empty where it has none."""
    at = whole.chapters_of.get(finding.id)
    return "" if at is None else f"Chapter {at + 1}: {whole.edition.chapters[at].title}"


def expression_names(edition: Edition) -> list[str]:
    """Every query by its identifier and name, for documents that do not print it."""
    return [f"{each.id}: {each.name}" for _, each in sorted(edition.expressions.items())]


def load_rows(edition: Edition) -> list[list[str]]:
    """Every load in one row: identifier, source and table, files, rows, rows refused."""
    return [
        [
            each.id,
            each.source if each.source == each.table else f"{each.source}: {each.table}",
            words.number(len(each.files)),
            words.number(each.rows),
            words.number(each.rejected),
        ]
        for _, each in sorted(edition.loads.items())
    ]


def _chapter(whole: Assembly, chapter: PaperChapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "question": chapter.question,
        "blocks": [_block(whole, each) for each in chapter.blocks],
        "is_sideways": chapter.is_sideways,
    }


def _block(whole: Assembly, block: PaperBlock) -> dict[str, Any]:
    match block:
        case Finding():
            return {"kind": "finding", **_finding(whole, block)}
        case PaperTable():
            return _table(block)
        case Picture():
            return _picture(whole, block)
        case Pointer():
            return {"kind": "pointer", "text": block.text}
        case Said():
            said = block.block
            return {"kind": said.kind.value, "text": said.text, "items": list(said.items)}


def _table(table: PaperTable) -> dict[str, Any]:
    return {
        "kind": "table",
        "number": table.number,
        "title": table.title,
        "columns": [_breakable(head, table, is_bold=True) for head in table.heads],
        "rows": [[_breakable(cell, table) for cell in row] for row in table.cells],
        "numeric": list(table.numeric),
        "size": table.type_size,
        "widths": [round(width, 2) for width in table.widths],
        "row_headers": table.row_headers,
        "may_break": table.may_break,
        "notes": list(table.notes),
    }


def _breakable(text: str, table: PaperTable, *, is_bold: bool = False) -> str:
    """Text whose longest words may be parted, which Typst would set across the next column."""
    return soft_broken(text, type_size=table.type_size, is_bold=is_bold)


def _picture(whole: Assembly, picture: Picture) -> dict[str, Any]:
    return {
        "kind": "picture",
        "number": picture.number,
        "title": picture.title,
        "alt": f"{picture.title}. {picture.summary}",
        "summary": picture.summary,
        "svg": picture.printed_svg,
        "notes": [*picture.notes, *numbers_notes(whole, picture)],
    }


def explained(whole: Assembly) -> list[tuple[str, list[tuple[str, str]]]]:
    """The title of each table that has workings, with them in few words."""
    made = (
        (
            f"Table {shown.number}: {shown.table.title}",
            compact(workings.workings(whole.edition, shown.table)),
        )
        for shown in whole.tables.values()
    )
    return [(title, columns) for title, columns in made if columns]


def compact(made: tuple[Working, ...]) -> list[tuple[str, str]]:
    """Workings in few words: columns made alike share one entry."""
    together: dict[str, list[str]] = {}
    for each in made:
        facts = [each.method]
        if each.definition:
            facts.append(f"Definition: {each.definition}.")
        if each.seed is not None:
            facts.append(f"Seed: {each.seed}.")
        facts += [f"With care: {caution}" for caution in each.cautions]
        if each.expressions:
            facts.append(f"Expressions: {words.listed([x.id for x in each.expressions])}.")
        if each.loads:
            facts.append(f"Loads: {words.listed([load.id for load in each.loads])}.")
        together.setdefault(" ".join(facts), []).append(each.column.label)
    return [(words.listed(names), text) for text, names in together.items()]

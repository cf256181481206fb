"""The needs assessment as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst."""

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headwater.core.editions import Block, BlockKind, Chapter, Edition, Finding
from headwater.reporting import pdf_tags, words, workings
from headwater.reporting.assembly import Assembly, Picture, ShownTable
from headwater.reporting.column_widths import column_widths, natural_width
from headwater.reporting.drawings import FONTS
from headwater.reporting.workings import Working

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"
PAGE_WIDTH = 170 / 25.4 * 72
"""What is left of A4 between the template's margins, in points."""
CELL_MARGIN = 4.0
SYNTHETIC = (
    "This county does not exist. Everything in this document was generated to show what "
    "headwater does. No number here is about a real place or person."
)


def pdf_bytes(whole: Assembly) -> bytes:
    """The document. Its date is the edition's, so that the same edition gives the same bytes."""
    import typst

    data = _data(whole)
    made = typst.compile(
        TEMPLATES / "needs-assessment.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(whole.moment.timestamp()),
    )
    return pdf_tags.with_row_headers(made, _row_headers(data))


def _row_headers(data: dict[str, Any]) -> list[int]:
    """For each table in the order of the document, how many columns name the row."""
    shown = [
        block["at"]
        for chapter in data["chapters"]
        for block in chapter["blocks"]
        if block["kind"] == "table"
    ]
    counts = [data["tables"][at]["row_headers"] for at in (*shown, *data["further"])]
    return [*counts, *([1] if data["loads"] else [])]


WORKINGS_NOTE = (
    "How each column of numbers was made. The web page of this edition links every number to its "
    "query in full and to the files it came from with their fingerprints, and edition.json holds "
    "the same for machines."
)


@functools.cache
def _fonts() -> "typst.Fonts":
    """Our typeface and Typst's own; none of this machine's, which would change the bytes."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _data(whole: Assembly) -> dict[str, Any]:
    """Everything the template prints, as strings ready to read."""
    edition = whole.edition
    tables = list(whole.tables)
    pictures = list(whole.pictures)
    findings = list(edition.findings)
    seen: set[str] = set()
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
        "river": _river(),
        "findings": [_finding(whole, each) for each in edition.findings.values()],
        "key_findings": [_finding(whole, each) for each in whole.key_findings],
        "workings_note": WORKINGS_NOTE,
        "tables": [_table(each) for each in whole.tables.values()],
        "pictures": [_picture(each) for each in whole.pictures.values()],
        "chapters": [
            {
                "title": f"{i + 1} {chapter.title}",
                "question": chapter.question,
                "blocks": _blocks(chapter, seen, tables, pictures, findings),
            }
            for i, chapter in enumerate(edition.chapters)
        ],
        "further": [tables.index(each.table.id) for each in whole.further],
        "marks": [[mark, _sentence(said)] for mark, said in words.MARK_MEANINGS.items()],
        "strengths": [
            [words.STRENGTH_WORDS[strength], _sentence(said)]
            for strength, said in words.STRENGTH_MEANINGS.items()
        ],
        "workings": [_workings(whole, each) for each in whole.tables.values()],
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


def _river() -> str:
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


def _table(shown: ShownTable) -> dict[str, Any]:
    columns = shown.table.columns
    type_size = _type_size(len(columns))
    marks = "; ".join(f"{mark} {meaning}" for mark, meaning in shown.marks)
    return {
        "title": shown.table.title,
        "columns": [words.heading(column) for column in columns],
        "numeric": [column.kind.is_number for column in columns],
        "size": type_size,
        "widths": _widths(shown, type_size=type_size),
        "row_headers": shown.row_headers,
        "rows": [list(row) for row in shown.cells()],
        "notes": [
            *([shown.cut_sentence] if shown.is_cut else []),
            *([f"{marks}."] if marks else []),
            *shown.table.notes,
            shown.table.rule,
        ],
    }


def _type_size(columns: int) -> int:
    """Wide tables are set smaller, in points."""
    return 9 if columns <= 5 else 8 if columns <= 7 else 7


def _widths(shown: ShownTable, *, type_size: int) -> list[float]:
    """The width of each column in points; none when the table fits as it is."""
    heads = [words.heading(column) for column in shown.table.columns]
    cells = shown.cells()
    if natural_width(heads, cells, type_size=type_size, margin=CELL_MARGIN) < PAGE_WIDTH:
        return []
    widths = column_widths(heads, cells, across=PAGE_WIDTH, type_size=type_size, margin=CELL_MARGIN)
    return [round(width, 2) for width in widths]


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "title": picture.title,
        "alt": f"{picture.title}. {picture.summary}",
        "summary": picture.summary,
        "svg": picture.printed_svg,
        "width": 88 if picture.kind == "map" else 100,
        "notes": [*picture.notes, picture.numbers_sentence],
    }


def _blocks(
    chapter: Chapter,
    seen: set[str],
    tables: list[str],
    pictures: list[str],
    findings: list[str],
) -> list[dict[str, Any]]:
    """Blocks with their references as positions; a second showing becomes a sentence."""
    made: list[dict[str, Any]] = []
    for block in chapter.blocks:
        if block.kind is BlockKind.FINDING:
            made.append({"kind": "finding", "at": findings.index(block.ref)})
        elif block.kind is BlockKind.TABLE:
            made.append(_once(block, seen, "table", tables.index(block.ref), "table"))
        elif block.kind in (BlockKind.CHART, BlockKind.MAP):
            at = pictures.index(f"{block.kind}:{block.ref}")
            made.append(_once(block, seen, "picture", at, "figure"))
        else:
            made.append({"kind": block.kind.value, "text": block.text, "items": list(block.items)})
    return made


def _once(block: Block, seen: set[str], kind: str, at: int, noun: str) -> dict[str, Any]:
    key = f"{block.kind}:{block.ref}"
    if key in seen:
        return {"kind": "seen", "text": f"See {noun} {at + 1}."}
    seen.add(key)
    return {"kind": kind, "at": at}


def _workings(whole: Assembly, shown: ShownTable) -> dict[str, Any]:
    return {
        "title": f"Table {shown.number}: {shown.table.title}",
        "columns": [
            {"name": name, "text": text}
            for name, text in compact(workings.workings(whole.edition, shown.table))
        ],
    }


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

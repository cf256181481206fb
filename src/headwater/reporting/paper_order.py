"""What stands on paper and in which order.

The web page shows everything where it belongs. On paper a page on its side would break a chapter
in two, so wide tables stand together after the chapters, and a long table that a chart shows is
left to its file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from headwater.core.editions import Block, BlockKind, Chart, ColumnKind, Edition, Finding, Table
from headwater.reporting import words
from headwater.reporting.assembly import Assembly, Picture
from headwater.reporting.paper_tables import PaperTable, paper_table

FURTHER = "Further tables"
WIDE = "Wide tables"
ROWS_LEFT_TO_A_CHART = 50
"""A table of so many rows that a chart shows, and that is cut in print, is not printed."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words: a heading, a paragraph, bullets, a caution or an unknown."""

    block: Block


@dataclass(frozen=True, slots=True)
class Pointer:
    """A sentence that says where something is."""

    text: str


PaperBlock = Said | Pointer | Finding | PaperTable | Picture


@dataclass(frozen=True, slots=True)
class PaperChapter:
    """One chapter as it is printed."""

    title: str
    question: str
    blocks: tuple[PaperBlock, ...]
    is_sideways: bool = False
    """Whether its pages lie on their side."""


def paper_chapters(whole: Assembly) -> tuple[PaperChapter, ...]:
    """The chapters in order; a second showing of a table or picture becomes a sentence.

    Tables that no chapter shows make a chapter without a number, and so do the wide ones.
    """
    seen: set[str] = set()
    left_out = left_to_charts(whole)
    made = []
    for i, chapter in enumerate(whole.edition.chapters):
        printed = [
            block
            for block in chapter.blocks
            if block.kind is not BlockKind.TABLE or block.ref not in left_out
        ]
        blocks = tuple(_shown(whole, block, seen) for block in printed)
        made.append(PaperChapter(f"{i + 1} {chapter.title}", chapter.question, blocks))
    further = tuple(paper_table(each) for each in whole.further if each.table.id not in left_out)
    if further:
        made.append(
            PaperChapter(FURTHER, "The numbers behind the figures and findings above.", further)
        )
    return _with_wide_tables_last(made)


def left_to_charts(whole: Assembly) -> frozenset[str]:
    """The tables that paper leaves to a chart: long, cut in print, and drawn where they stand.

    The chart must show what the table holds: every number of it, or a run of months.
    """
    edition = whole.edition
    placed: dict[str, int] = {}
    for i, block in _blocks(edition, BlockKind.TABLE):
        placed.setdefault(block.ref, i)
    charts = [(i, edition.charts[block.ref]) for i, block in _blocks(edition, BlockKind.CHART)]
    return frozenset(
        chart.table
        for i, chart in charts
        if placed.get(chart.table, i) == i
        and _says_it_all(chart, edition.tables[chart.table].value)
    )


def numbers_notes(whole: Assembly, picture: Picture) -> tuple[str, ...]:
    """Where a picture's numbers are: the table that is printed, or the file with its notes."""
    source = whole.tables[picture.source.id]
    if source.table.id not in left_to_charts(whole):
        return (picture.numbers_sentence,)
    rows = words.counted(len(source.table.rows), "row")
    return (
        f"{picture.numbers_sentence[:-1]}, not printed: its {rows} are in {source.file}.",
        *source.table.notes,
        source.table.rule,
    )


def _says_it_all(chart: Chart, table: Table) -> bool:
    if table.in_full or len(table.rows) < ROWS_LEFT_TO_A_CHART:
        return False
    numbers = {column.key for column in table.columns if column.kind.is_number}
    drawn = {chart.x, chart.y, chart.series, chart.low, chart.high}
    return numbers <= drawn or table.columns[0].kind is ColumnKind.MONTH


def _blocks(edition: Edition, kind: BlockKind) -> Iterator[tuple[int, Block]]:
    """Every block of a kind with the position of its chapter."""
    for i, chapter in enumerate(edition.chapters):
        yield from ((i, block) for block in chapter.blocks if block.kind is kind)


def _shown(whole: Assembly, block: Block, seen: set[str]) -> PaperBlock:
    """One block, or a pointer to where it was shown."""
    key = f"{block.kind}:{block.ref}"
    again = key in seen
    seen.add(key)
    if block.kind is BlockKind.FINDING:
        return whole.edition.findings[block.ref]
    if block.kind is BlockKind.TABLE:
        table = whole.tables[block.ref]
        return _see("table", table.number, table.table.title) if again else paper_table(table)
    if block.kind in (BlockKind.CHART, BlockKind.MAP):
        picture = whole.pictures[key]
        return _see("figure", picture.number, picture.title) if again else picture
    return Said(block)


def _see(noun: str, number: int, title: str) -> Pointer:
    return Pointer(f"See {noun} {number}: {title}.")


def _with_wide_tables_last(chapters: list[PaperChapter]) -> tuple[PaperChapter, ...]:
    """The chapters with a sentence in the place of each wide table, and then those tables."""
    wide = tuple(
        block
        for chapter in chapters
        for block in chapter.blocks
        if isinstance(block, PaperTable) and block.is_sideways
    )
    if not wide:
        return tuple(chapters)
    upright = (
        replace(chapter, blocks=tuple(_here(each) for each in chapter.blocks))
        for chapter in chapters
    )
    question = "The tables that need the length of a page, in the order of the chapters."
    return (*upright, PaperChapter(WIDE, question, wide, is_sideways=True))


def _here(block: PaperBlock) -> PaperBlock:
    """A block where it belongs, or where to find it."""
    if not (isinstance(block, PaperTable) and block.is_sideways):
        return block
    return Pointer(f"Table {block.number}, {block.title}, is under {WIDE}, after the chapters.")

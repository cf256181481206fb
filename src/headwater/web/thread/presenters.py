"""The thread in words and tables."""

from collections.abc import Sequence

from django.urls import reverse

from headwater.core import words
from headwater.web.design_system.parts import Cell, Column, Table
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import (
    MOST_KINDS,
    MOST_STEPS,
    MOST_THINGS,
    Chain,
    Link,
    Strand,
)
from headwater.web.thread.stages import HEADINGS, stage_of

FIELDS = ("stage", "kind", "reference", "title", "state", "last_dated", "steps", "way", "goes_on")


def chain_address(workspace: str, bead: Bead) -> str:
    """Where the chain of a thing is."""
    return reverse("thread:chain", args=[workspace, bead.kind, bead.reference])


def noun(code: str) -> str:
    """What a kind is called, with a capital."""
    kind = kinds.kind(code)
    called = kind.noun if kind else code
    return called[:1].upper() + called[1:]


def strands_table(strands: Sequence[Strand], workspace: str, *, may_tie: bool) -> Table:
    """The ties of one thing, each with where it leads."""
    columns = [Column("How"), Column("What"), Column("Kind"), Column("How it stands")]
    if may_tie:
        columns.append(Column("Let go", heading_is_hidden=True))
    return Table(
        caption="Tied to this",
        columns=columns,
        rows=[_strand_row(each, workspace, may_tie=may_tie) for each in strands],
        row_headers=False,
        when_empty=(
            "Nothing is tied to this yet. Tie it to what it answers, shows, uses or came from, and "
            "everyone can walk from one to the other."
        ),
    )


def _strand_row(strand: Strand, workspace: str, *, may_tie: bool) -> list[Cell]:
    row = [
        Cell(f"This {strand.words}"),
        Cell(strand.other.title, href=strand.other.address),
        Cell(noun(strand.other.kind), href=chain_address(workspace, strand.other)),
        _stands(strand.other),
    ]
    if may_tie:
        href = reverse("thread:untie", args=[workspace, strand.tie.reference])
        row.append(Cell("Untie", href=href))
    return row


def _stands(bead: Bead) -> Cell:
    state = bead.state if bead.stands else f"{bead.state or 'Does not stand'} (no longer stands)"
    return Cell(state, hint=words.day(bead.on) if bead.on else "")


def chain_tables(chain: Chain, workspace: str) -> list[Table]:
    """One table for each stage of the thread that the chain reaches."""
    by_stage = {
        heading: [x for x in chain.links if stage_of(x.bead.kind) == heading]
        for heading in HEADINGS
    }
    return [
        Table(
            caption=heading,
            columns=(Column("What"), Column("Kind"), Column("How it stands"), Column("Way there")),
            rows=[_link_row(each, workspace, goes_on=_goes_on(chain, each)) for each in there],
        )
        for heading, there in by_stage.items()
        if there
    ]


def cut_words(chain: Chain) -> str:
    """Where a chain was cut, and how to go on from there; empty where it is whole."""
    if not chain.is_cut:
        return ""
    many = len(chain.goes_on)
    marked = (
        f"{words.counted(many, 'thing')} below {'leads' if many == 1 else 'lead'} on to more "
        'and says so under "Way there". '
        if many
        else ""
    )
    return (
        f"{marked}It may lead on further than it is shown here: up to {MOST_STEPS} ties, "
        f"{MOST_THINGS} things and {MOST_KINDS} kinds of things, the nearest first. Follow the "
        "thread of the furthest things to go on."
    )


def _goes_on(chain: Chain, link: Link) -> bool:
    return (link.bead.kind, link.bead.reference) in chain.goes_on


def _link_row(link: Link, workspace: str, *, goes_on: bool) -> list[Cell]:
    return [
        Cell(link.bead.title, href=link.bead.address),
        Cell(noun(link.bead.kind), href=chain_address(workspace, link.bead)),
        _stands(link.bead),
        Cell(way_words(link), hint="It leads on: follow its thread" if goes_on else ""),
    ]


def way_words(link: Link) -> str:
    """The steps that lead to the end of a chain, in a sentence without a stop."""
    steps = [
        f"{said} {noun(bead.kind).lower()} {bead.title}" if bead is not link.bead else said
        for said, bead in link.way
    ]
    return f"this {', which '.join(steps)}{' it' if len(steps) > 1 else ''}"


def lines(chain: Chain) -> list[list[str]]:
    """The chain for a spreadsheet. Where it was cut, the last line says so."""
    rows = [
        [
            stage_of(each.bead.kind),
            each.bead.kind,
            each.bead.reference,
            each.bead.title,
            each.bead.state,
            each.bead.on.isoformat() if each.bead.on else "",
            str(len(each.way)),
            way_words(each),
            "yes" if _goes_on(chain, each) else "",
        ]
        for each in chain.links
    ]
    if chain.is_cut:
        rows.append(["cut", "", "", cut_words(chain), *[""] * 5])
    return rows


def found_table(found: Sequence[Bead], workspace: str) -> Table:
    """What was looked for."""
    return Table(
        caption="Found",
        columns=(Column("What"), Column("How it stands"), Column("Thread", heading_is_hidden=True)),
        rows=[
            [
                Cell(each.title, href=each.address),
                _stands(each),
                Cell("Its thread", href=chain_address(workspace, each)),
            ]
            for each in found
        ],
        when_empty="Nothing of that kind has these words. Try fewer words, or another kind.",
    )

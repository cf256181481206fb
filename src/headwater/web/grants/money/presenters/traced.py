"""The way of money from crime to community, in words and tables."""

from collections.abc import Mapping

from headwater.core.money import pounds, short_pounds
from headwater.core.words import counted
from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Cell, Colour, Column, Table, Tag
from headwater.web.grants.money.queries.traced import Traced
from headwater.web.thread.kinds import Bead

ADDS_UP = Tag("Adds up to the penny", Colour.GREEN)


def sentence(traced: Traced) -> str:
    """How much of what was taken from crime went where."""
    return (
        f"{short_pounds(traced.received)} was taken from crime. "
        f"{short_pounds(traced.promised)} of it goes to {counted(len(traced.awards), 'award')}, "
        f"{short_pounds(traced.paid)} is paid, {short_pounds(traced.available)} can still be "
        "promised."
    )


def tag(traced: Traced) -> Tag:
    """Whether the way of every penny can be told."""
    if traced.missing:
        return Tag(f"{pounds(traced.missing)} does not add up", Colour.RED)
    return ADDS_UP


def way_table(traced: Traced) -> Table:
    """What came in on one side, where it is on the other."""
    rows = [
        ("Taken from crime", traced.received),
        ("Moved in from other money, less what was moved out", traced.moved),
        ("Given back", -traced.given_back),
        ("Promised to awards, paid or not", -traced.promised),
        ("Paid without an award", -traced.direct),
        ("Available to promise", -traced.available),
        ("What is left unexplained", traced.missing),
    ]
    return Table(
        caption="Receipts against what became of them",
        columns=[Column("Money"), Column("Amount", numeric=True)],
        rows=[[words, pounds(amount)] for words, amount in rows],
        standout=frozenset({len(rows) - 1}),
    )


def receipts_table(traced: Traced) -> Table:
    """What came in, by day."""
    return Table(
        caption="Receipts",
        columns=[Column("Day"), Column("Amount", numeric=True)],
        rows=[[day(on), pounds(amount)] for on, amount in traced.receipts],
        when_empty="Nothing has come in from the proceeds of crime yet.",
    )


def awards_table(traced: Traced, awards: Mapping[str, Bead]) -> Table:
    """What it went to."""

    def name(reference: str) -> Cell:
        bead = awards.get(reference)
        if bead is None:
            return Cell(reference)
        return Cell(bead.title, href=bead.address, hint=reference)

    return Table(
        caption="Awards",
        columns=[Column("Award"), Column("In all", numeric=True), Column("Paid", numeric=True)],
        rows=[[name(each), pounds(all_), pounds(paid)] for each, all_, paid in traced.awards],
        when_empty="Nothing is promised yet.",
    )

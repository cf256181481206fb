"""Rounds whose refused applications are at the end of their time, in tables."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.timezone import localdate

from headwater.web.design_system.moments import day
from headwater.web.design_system.parts import Cell, Column, Table
from headwater.web.grants.deciding.models import LettingGo
from headwater.web.grants.rounds.models import Round

SOMEBODY = "Somebody who left"


def due_table(rounds: Sequence[Round], left: Mapping[int, int]) -> Table:
    """Rounds that nobody asked about yet."""
    return Table(
        caption="At the end of their time",
        columns=[Column("Round"), Column("Applications", numeric=True)],
        rows=[[_round(each), left.get(each.pk, 0)] for each in rounds],
        when_empty="No round is at the end of its time.",
    )


def asked_table(
    found: Iterable[LettingGo], left: Mapping[int, int], names: Mapping[str, str]
) -> Table:
    """What waits for somebody else's yes."""
    return Table(
        caption="Waiting for a second person",
        columns=[Column("Round"), Column("Applications", numeric=True), Column("Asked")],
        rows=[
            [_round(each.round), left.get(each.round_id, 0), _asked(each, names)] for each in found
        ],
        when_empty="Nothing waits.",
    )


def gone_table(found: Iterable[LettingGo], names: Mapping[str, str]) -> Table:
    """What two people agreed on: the proof of who did."""
    return Table(
        caption="Removed",
        columns=[Column("Round"), Column("Asked"), Column("Approved")],
        rows=[
            [
                _round(each.round),
                _asked(each, names),
                _who(each.approved_by, names)
                + (f" on {day(localdate(each.approved_at))}" if each.approved_at else ""),
            ]
            for each in found
        ],
        when_empty="Nothing yet.",
    )


def _round(round_: Round) -> Cell:
    return Cell(round_.title, hint=round_.reference)


def _asked(each: LettingGo, names: Mapping[str, str]) -> str:
    on = f" on {day(localdate(each.asked_at))}" if each.asked_at else ""
    return _who(each.asked_by, names) + on


def _who(reference: str, names: Mapping[str, str]) -> str:
    return names.get(reference, SOMEBODY)

"""Clawbacks in words and tables."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from headwater.core.money import pounds
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.grants.delivering.models import Clawback, ClawbackState

COLOURS = {
    ClawbackState.PROPOSED: Colour.YELLOW,
    ClawbackState.AGREED: Colour.GREEN,
    ClawbackState.DECLINED: Colour.GREY,
}


def clawback_tag(clawback: Clawback) -> Tag:
    """What became of it."""
    return Tag(clawback.get_state_display(), COLOURS[ClawbackState(clawback.state)])


def clawback_rows(clawback: Clawback, names: Mapping[str, str]) -> list[Row]:
    """What is to be clawed back, who says so and why, and who answered what."""
    who = names.get(clawback.proposed_by, "headwater")
    rows = [
        Row("Amount", pounds(clawback.amount)),
        Row("Why", clawback.reason),
        Row("Proposed", f"{moment(clawback.proposed_at)}, {who}"),
    ]
    if clawback.decided_at:
        by = names.get(clawback.decided_by, "headwater")
        rows += [
            Row("Decided", f"{moment(clawback.decided_at)}, {by}"),
            Row("Why it was decided so", clawback.decision),
        ]
    return rows


def clawbacks_table(clawbacks: Sequence[Clawback], workspace: str) -> Table:
    """What was proposed to be clawed back, and what became of it."""
    return Table(
        caption="Clawbacks",
        columns=[
            Column("Proposed"),
            Column("Amount", numeric=True),
            Column("State"),
            Column("Why"),
        ],
        rows=[
            [
                Cell(
                    day(each.proposed_at.date()),
                    href=reverse("delivering:clawback", args=[workspace, each.reference]),
                ),
                pounds(each.amount),
                Cell(tag=clawback_tag(each)),
                each.decision or each.reason,
            ]
            for each in clawbacks
        ],
        when_empty="Nothing was clawed back.",
    )

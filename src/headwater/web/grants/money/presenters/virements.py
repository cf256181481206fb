"""Virements in words and tables."""

from collections.abc import Mapping, Sequence

from headwater.core.money import pounds
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag
from headwater.web.grants.money.links import pot_address, virement_address
from headwater.web.grants.money.models import Virement, VirementState

COLOURS = {
    VirementState.ASKED: Colour.YELLOW,
    VirementState.MADE: Colour.GREEN,
    VirementState.REFUSED: Colour.RED,
    VirementState.TAKEN_BACK: Colour.GREY,
}


def tag(virement: Virement) -> Tag:
    """How far a virement has come."""
    state = VirementState(virement.state)
    return Tag(str(state.label), COLOURS[state])


def table(virements: Sequence[Virement]) -> Table:
    """Virements, the latest first."""
    return Table(
        caption="Virements",
        columns=[
            Column("Virement"),
            Column("From"),
            Column("To"),
            Column("Amount", numeric=True),
            Column("State"),
        ],
        rows=[
            [
                Cell(each.reference, href=virement_address(each), hint=moment(each.asked_at)),
                Cell(each.out_of.name, href=pot_address(each.out_of)),
                Cell(each.into.name, href=pot_address(each.into)),
                pounds(each.amount),
                Cell(tag=tag(each)),
            ]
            for each in virements
        ],
        when_empty="No money was moved between pots yet. Move some from the page of a pot.",
    )


def facts(virement: Virement, names: Mapping[str, str]) -> list[Row]:
    """What is moved, why, and who said so."""
    asked = names.get(virement.asked_by, virement.asked_by)
    found = [
        Row("Amount", pounds(virement.amount)),
        Row("From", Cell(virement.out_of.name, href=pot_address(virement.out_of))),
        Row("To", Cell(virement.into.name, href=pot_address(virement.into))),
        Row("Why", virement.reason),
        Row("Asked for by", Cell(asked, hint=moment(virement.asked_at))),
    ]
    if virement.decided_by:
        who = names.get(virement.decided_by, virement.decided_by)
        found.append(Row("Decided by", Cell(who, hint=moment(virement.decided_at))))
    if virement.refused_reason:
        found.append(Row("Because", virement.refused_reason))
    return found

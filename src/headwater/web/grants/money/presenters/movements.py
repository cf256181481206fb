"""One movement in words."""

from collections.abc import Mapping

from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Row
from headwater.web.grants.money.links import movement_address
from headwater.web.grants.money.models import Movement
from headwater.web.grants.money.rules.reversing import REVERSIBLE


def facts(movement: Movement, names: Mapping[str, str], reversal: Movement | None) -> list[Row]:
    """What moved, when, by whom and why."""
    slug = movement.workspace.slug
    found = [
        Row("What", movement.get_kind_display()),
        Row("Counts on", day(movement.on)),
        Row("Written", Cell(moment(movement.at), hint=names.get(movement.by, movement.by))),
    ]
    if movement.reason:
        found.append(Row("Why", movement.reason))
    if movement.reverses is not None:
        other = movement.reverses.reference
        found.append(Row("Puts right", Cell(other, href=movement_address(slug, other))))
    if reversal is not None:
        other = reversal.reference
        found.append(Row("Put right by", Cell(other, href=movement_address(slug, other))))
    return found


def is_reversible(movement: Movement, reversal: Movement | None) -> bool:
    """Whether a mistake in it is put right by a movement the other way."""
    return movement.kind in REVERSIBLE and reversal is None

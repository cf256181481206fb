"""What pages about money read of other rooms: names of people, and awards."""

from collections.abc import Collection, Mapping

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import beads

AWARD = "award"
"""The kind on the thread."""


def names_of(references: Collection[str]) -> dict[str, str]:
    """Names of people by reference, and headwater's own."""
    rows = User.objects.filter(reference__in=references).values_list("reference", "name")
    return {HEADWATER.reference: HEADWATER.name, **dict(rows)}


def award_beads(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """What the reader may see of awards, by reference."""
    ends = [(AWARD, each) for each in references]
    return {end[1]: bead for end, bead in beads(actor, workspace, ends).items()}


def award_bead(actor: Actor, workspace: str, reference: str) -> Bead | None:
    """What the reader may see of one award."""
    return award_beads(actor, workspace, [reference]).get(reference)

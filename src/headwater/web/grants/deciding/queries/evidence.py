"""What the evidence says of an application's approach, and what a board said of that."""

from collections.abc import Sequence

from headwater.rulebook.practice import ToolkitApproach, evidence_toolkit
from headwater.web.accounts.actor import Actor
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.rules.evidence import Evidence, evidence_of
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import strands_of

APPLICATION, AWARD, APPROACH, OVERRIDE = "application", "award", "approach", "override"
GAP, ACTION = "gap", "action"
"""Kinds on the thread."""
STANDS = "Stands"
"""What an override says of itself while two people's word for it holds."""


def approach_of(application: Application) -> ToolkitApproach | None:
    """The approach of the toolkit that it names; None where none fits."""
    known = {each.id: each for each in evidence_toolkit()}
    return known.get(application.approach)


def evidence_for(application: Application) -> Evidence:
    """What the toolkit says of its approach."""
    return evidence_of(approach_of(application))


def override_of(actor: Actor, application: Application) -> Bead | None:
    """The override of a board that counts for an application, as far as the actor sees it."""
    slug = application.round.workspace.slug
    found = strands_of(actor, slug, (APPLICATION, application.reference))
    beads = [each.other for each in found if each.other.kind == OVERRIDE]
    return next((each for each in beads if each.state == STANDS), None)


def offered(kind: str, actor: Actor, workspace: str) -> Sequence[Bead]:
    """Things of a kind that an award may be tied to and that stand."""
    known = kinds.kind(kind)
    found = known.offer(actor, workspace, "") if known and known.offer else []
    return [each for each in found if each.stands]

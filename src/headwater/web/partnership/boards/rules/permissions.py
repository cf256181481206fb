"""Who reads what of a board, and who runs its meetings."""

from collections.abc import Collection

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS, WRITERS, Role

READERS = frozenset({Role.VIEWER}) | WRITERS | APPROVERS | AUDITORS
"""They read what boards there are, when they meet, and minutes that were issued."""
PAPER_READERS = WRITERS | APPROVERS | AUDITORS
"""Of these, leads and auditors read every paper, the others those of boards they sit on."""
EVERY_PAPER = LEADS | AUDITORS
RUNNERS = LEADS
"""They keep boards, build agendas, run meetings and issue minutes."""
DECLARERS = WRITERS
"""They declare interests: a contributor those of the organisations they speak for."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")


def can_read(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the boards of a workspace. headwater itself reads all."""
    return actor == HEADWATER or actor.has_role(workspace, READERS)


def can_run(actor: Actor, workspace: str) -> bool:
    """Whether the actor runs meetings."""
    return actor.has_role(workspace, RUNNERS)


def reads_every_paper(actor: Actor, workspace: str) -> bool:
    """Whether the actor reads the packs and drafts of all boards of a workspace."""
    return actor == HEADWATER or actor.has_role(workspace, EVERY_PAPER)


def can_read_papers(
    actor: Actor, workspace: str, *, organisations: Collection[int], people: Collection[int]
) -> bool:
    """Whether the actor reads the pack and drafts of a board on which these sit."""
    if reads_every_paper(actor, workspace):
        return True
    if not actor.has_role(workspace, PAPER_READERS):
        return False
    sits = actor.user_id in people
    return sits or not actor.organisations_in(workspace).isdisjoint(organisations)


def can_declare(actor: Actor, workspace: str, *, organisation: int) -> bool:
    """Whether the actor declares an interest for a seat of an organisation."""
    if can_run(actor, workspace):
        return True
    speaks = organisation in actor.organisations_in(workspace)
    return speaks and actor.has_role(workspace, DECLARERS)


def check_can_run(actor: Actor, workspace: str) -> None:
    """Raises unless the actor runs meetings."""
    if not can_run(actor, workspace):
        raise NotAllowedError(what="change boards, meetings and minutes", who="leads")


def check_can_declare(actor: Actor, workspace: str, *, organisation: int) -> None:
    """Raises unless the actor speaks for the organisation or runs meetings."""
    if not can_declare(actor, workspace, organisation=organisation):
        raise NotAllowedError(
            what="declare this interest", who="leads and those who speak for the organisation"
        )

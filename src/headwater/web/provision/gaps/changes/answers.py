"""Answering a gap with an action of the joint plan."""

from datetime import date, datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.provision.gaps.errors import NoActionsError
from headwater.web.provision.gaps.events import Event
from headwater.web.provision.gaps.queries import maps
from headwater.web.provision.gaps.queries.intentions import ACTION, GAP
from headwater.web.provision.gaps.rules import permissions
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Making
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation


@audited
def answer_with_action(  # noqa: PLR0913 - a gap, and everything an action begins with
    *,
    workspace: Workspace,
    gap: str,
    seen_in: str,
    title: str,
    organisation: Organisation | None,
    due_on: date,
    actor: Actor,
    at: datetime,
) -> Tie:
    """Make an action that answers a gap, and tie it. Raises where no gap has the reference.

    `seen_in` is the map it was read in. Raises `MapReplacedError` where that is not the latest any
    more, and `UnsettledError` where it is not locked.
    """
    permissions.check_can_answer(actor, workspace.slug)
    maps.check_is_latest(workspace, seen_in)
    kind = kinds.kind(ACTION)
    if kind is None or kind.make is None:
        raise NoActionsError
    made = kind.make(Making(actor, at, workspace, title.strip(), organisation, due_on))
    tie = thread.tie(
        workspace=workspace,
        first=(ACTION, made),
        relation=Relation.ANSWERS,
        second=(GAP, gap),
        actor=actor,
        at=at,
    )
    record(
        Event.ANSWERED, about=tie, by=actor, at=at, workspace=workspace.slug, gap=gap, action=made
    )
    return tie

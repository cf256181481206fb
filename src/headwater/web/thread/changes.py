"""Tying things together and letting go. A tie that ended stays as a row, so that it can be told."""

from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Workspace
from headwater.web.thread import kinds
from headwater.web.thread.errors import NothingToTieError, TiedToItselfError, UnsettledError
from headwater.web.thread.events import Event
from headwater.web.thread.kinds import Bead, CheckUse, Choosing
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End

__all__ = ["End", "tie", "untie"]


@audited
def tie(
    *, workspace: Workspace, first: End, relation: Relation, second: End, actor: Actor, at: datetime
) -> Tie:
    """Tie two things the actor may see. Tied again, the tie stays as it is.

    Who may tie what is for the room that asks to say. Raises `NothingToTieError` where an end is
    not there for the actor, `TiedToItselfError` where both are one, and `UnsettledError` where
    something of a plan would answer what can still change. A kind may refuse to be used: what it
    raises is raised here, and nothing is tied.
    """
    if first == second:
        raise TiedToItselfError
    for end in (first, second):
        _check_there(workspace, end, actor)
    wanted = {
        "workspace": workspace,
        "from_kind": first[0],
        "from_reference": first[1],
        "relation": relation.value,
        "to_kind": second[0],
        "to_reference": second[1],
        "ended_at": None,
    }
    checks = [*_checks_of_use(first, second), *_checks_of_use(second, first)]
    answers_settled = relation is Relation.ANSWERS and _answers_settled(first)
    # What is tied stays as it was tied, so a rule holds for what is new.
    if (checks or answers_settled) and not Tie.objects.filter(**wanted).exists():
        if answers_settled:
            _check_settled(workspace, second, actor)
        for user, chosen, check in checks:
            title = _title(workspace, user, actor)
            day = timezone.localdate(at)
            check(Choosing(workspace, user, title, relation, chosen, day))
    made, is_new = Tie.objects.get_or_create(
        **wanted,
        defaults={"made_by": actor.reference, "made_at": at},
    )
    _said(Event.TIED, made, actor=actor, at=at, is_new=is_new)
    return made


@audited
def untie(*, tie: Tie, actor: Actor, at: datetime) -> None:
    """Let go of a tie. It stays as a row that ended. Raises `NotYours` where it had ended."""
    let_go = Tie.objects.filter(pk=tie.pk, ended_at=None).update(
        ended_by=actor.reference, ended_at=at
    )
    if not let_go:
        raise NotYours
    _said(Event.UNTIED, tie, actor=actor, at=at, is_new=True)


def _check_there(workspace: Workspace, end: End, actor: Actor) -> None:
    code, reference = end
    kind = kinds.kind(code)
    if kind is None or not (actor is HEADWATER or _seen(kind, workspace, reference, actor)):
        raise NothingToTieError(kind=kind.noun if kind else "thing")


def _checks_of_use(user: End, chosen: End) -> list[tuple[End, str, CheckUse]]:
    """What the kind of one end asks before the other may use it."""
    kind = kinds.kind(chosen[0])
    if kind is None or kind.check_use is None:
        return []
    return [(user, chosen[1], kind.check_use)]


def _answers_settled(end: End) -> bool:
    kind = kinds.kind(end[0])
    return kind is not None and kind.answers_settled


def _check_settled(workspace: Workspace, end: End, actor: Actor) -> None:
    """Refuse what can still change under the plan that answers it."""
    kind = kinds.kind(end[0])
    bead = _seen(kind, workspace, end[1], actor) if kind else None
    if bead is not None and bead.unsettled:
        raise UnsettledError(bead.unsettled)


def _title(workspace: Workspace, end: End, actor: Actor) -> str:
    kind = kinds.kind(end[0])
    assert kind is not None, "both ends are there"
    bead = _seen(kind, workspace, end[1], actor)
    return bead.title if bead else f"this {kind.noun}"


def _seen(kind: kinds.Kind, workspace: Workspace, reference: str, actor: Actor) -> Bead | None:
    return kind.find(actor, workspace.slug, [reference]).get(reference)


def _said(event: Event, tie: Tie, *, actor: Actor, at: datetime, is_new: bool) -> None:
    record(
        event,
        about=tie,
        by=actor,
        at=at,
        workspace=tie.workspace.slug,
        first=f"{tie.from_kind} {tie.from_reference}",
        relation=tie.relation,
        second=f"{tie.to_kind} {tie.to_reference}",
        is_new=is_new,
    )

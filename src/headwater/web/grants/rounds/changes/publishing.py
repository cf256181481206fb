"""A round becomes public by two people, is open longer than was said, or is withdrawn."""

from datetime import date, datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited
from headwater.web.grants.rounds.changes.holding import held, say
from headwater.web.grants.rounds.events import Event, Work
from headwater.web.grants.rounds.links import LONGEST_TITLE, round_address
from headwater.web.grants.rounds.models import Extension, Round
from headwater.web.grants.rounds.queries.ready import faults_of
from headwater.web.grants.rounds.rules import permissions, workflow
from headwater.web.grants.rounds.rules.describing import LONDON, RoundError
from headwater.web.grants.rounds.rules.permissions import PUBLISHERS
from headwater.web.grants.rounds.rules.workflow import Verb
from headwater.web.notices.rules import one_line
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_PUBLISH = 5
LONGEST_REASON = 500


@audited
def put_forward(*, round: Round, version: int, actor: Actor, at: datetime) -> Round:
    """Ask that a round be published. From now on nothing of it changes until it is taken back."""
    row = _moving(round, Verb.PUT_FORWARD, version)
    permissions.check_can_build(actor, row.workspace.slug)
    _check_ready(row, at)
    row.put_by, row.put_at = actor.reference, at
    _moved(row, Verb.PUT_FORWARD, ["put_by", "put_at"])
    say(Event.PUT, row, actor=actor, at=at)
    worklist.post(
        workspace=row.workspace,
        kind=Work.PUBLISH,
        title=one_line(f"A round waits to be published: {row.title}", LONGEST_TITLE),
        link=round_address(row),
        about=row.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_PUBLISH),
        roles=PUBLISHERS,
        at=at,
    )
    return row


@audited
def take_back(*, round: Round, version: int, actor: Actor, at: datetime) -> Round:
    """Let a round that waits to be published be a draft again."""
    row = _moving(round, Verb.TAKE_BACK, version)
    if not actor.has_role(row.workspace.slug, PUBLISHERS):
        permissions.check_can_build(actor, row.workspace.slug, what="take back a round")
    row.put_by, row.put_at = "", None
    _moved(row, Verb.TAKE_BACK, ["put_by", "put_at"])
    say(Event.TAKEN_BACK, row, actor=actor, at=at)
    worklist.close(workspace=row.workspace, kind=Work.PUBLISH, about=row.reference, at=at)
    return row


@audited
def publish(*, round: Round, version: int, actor: Actor, at: datetime) -> Round:
    """Show a round to the public. It opens by itself at its opening time."""
    row = _moving(round, Verb.PUBLISH, version)
    permissions.check_can_publish(
        actor, row.workspace.slug, put_by=row.put_by, written_by=row.written_by
    )
    _check_ready(row, at)
    row.published_by, row.published_at = actor.reference, at
    _moved(row, Verb.PUBLISH, ["published_by", "published_at"])
    say(
        Event.PUBLISHED,
        row,
        actor=actor,
        at=at,
        opens_at=row.opens_at.isoformat(),
        closes_at=row.closes_at.isoformat(),
    )
    worklist.close(workspace=row.workspace, kind=Work.PUBLISH, about=row.reference, at=at)
    return row


@audited
def extend(  # noqa: PLR0913 - what, until when, why, over which version, by whom
    *,
    round: Round,
    closes_at: datetime,
    decisions_by: date | None,
    reason: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> Round:
    """Put off the closing time of a published round. The public reads why."""
    row = _moving(round, Verb.EXTEND, version)
    permissions.check_can_build(actor, row.workspace.slug, what="extend a round")
    if closes_at <= row.closes_at or closes_at <= at:
        raise RoundError(
            "The new closing time must be later than the one there is, and not have passed. A "
            "published round is never cut short."
        )
    decided = decisions_by or row.decisions_by
    if decided and decided < closes_at.astimezone(LONDON).date():
        raise RoundError("Decisions would come before it closes. Choose a later day for them too.")
    said = _reason(reason)
    Extension.objects.create(
        round=row, before=row.closes_at, after=closes_at, reason=said, by=actor.reference, at=at
    )
    before = row.closes_at
    row.closes_at, row.decisions_by = closes_at, decided
    _moved(row, Verb.EXTEND, ["closes_at", "decisions_by"])
    say(
        Event.EXTENDED,
        row,
        actor=actor,
        at=at,
        before=before.isoformat(),
        after=closes_at.isoformat(),
        reason=said,
    )
    return row


@audited
def withdraw(*, round: Round, reason: str, version: int, actor: Actor, at: datetime) -> Round:
    """Close a published round for good before its time. The public reads why."""
    row = _moving(round, Verb.WITHDRAW, version)
    permissions.check_can_build(actor, row.workspace.slug, what="withdraw a round")
    row.withdrawn_because, row.withdrawn_at = _reason(reason), at
    _moved(row, Verb.WITHDRAW, ["withdrawn_because", "withdrawn_at"])
    say(Event.WITHDRAWN, row, actor=actor, at=at, reason=row.withdrawn_because)
    return row


def _moving(round: Round, verb: Verb, version: int) -> Round:
    row = held(round)
    workflow.move_from(row.state, verb)
    if row.version != version:
        raise ChangedMeanwhileError(what="round")
    return row


def _moved(row: Round, verb: Verb, names: list[str]) -> None:
    row.state = workflow.move_from(row.state, verb).end.value
    row.version += 1
    row.save(update_fields=["state", "version", *names])


def _check_ready(row: Round, at: datetime) -> None:
    missing = [each for found in faults_of(row, at=at).values() for each in found]
    if missing:
        raise RoundError(f"It is not ready: {missing[0]}. See the list of what is missing.")


def _reason(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_REASON:
        raise RoundError(f"Give a reason, in at most {LONGEST_REASON} characters.")
    return said

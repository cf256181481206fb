"""Keeping the register: write a rule, work out its false alarms, switch it on and off."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from headwater.core.errors import HeadwaterError
from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import LEADS
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.insights.watch.events import Event, Work
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries import rules as queries
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.describing import (
    Description,
    RuleRefusedError,
    check_description,
    check_end,
    slug_of,
)
from headwater.web.insights.watch.rules.registering import (
    JUDGED_BY,
    Status,
    Verb,
    WrongMoveError,
    check_may_move,
    move_from,
)
from headwater.web.partners.models import Workspace
from headwater.web.worklist import changes as worklist

FIELDS = tuple(Description.__dataclass_fields__)
WORKING_DAYS_TO_SWITCH_ON = 5
MOVED = ("status", "moved_at", "version")
WHAT_IS_EXPECTED = ("expected", "fairness", "loads", "seal", "registered_on", "run", "failure")


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What the worker found of a rule."""

    expected: Mapping[str, Any]
    """As `analysis.watch.rules.ExpectedAlarms` gives it."""
    fairness: Mapping[str, Any]
    """As `analysis.watch.shares.Fairness` gives it; empty where it was not worked out."""
    loads: tuple[str, ...]
    seal: str
    on: date


class OvertakenError(HeadwaterError):
    """An attempt at working a rule out that counts no more."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"Something else took over the rule [{reference}], so this attempt stops.")


@audited
def write(*, workspace: Workspace, description: Description, actor: Actor, at: datetime) -> Rule:
    """Write a rule down. It runs once its false alarms are worked out and it is switched on."""
    permissions.check_can_keep(actor, workspace.slug)
    check_description(description, today=timezone.localdate(at))
    rule = Rule(workspace=workspace, slug=_free_slug(workspace, description.title))
    return _written(rule, description, actor=actor, at=at)


@audited
def copy(*, rule: Rule, description: Description, actor: Actor, at: datetime) -> Rule:
    """Write a rule that takes the place of one that was switched on, once it is on itself."""
    permissions.check_can_keep(actor, rule.workspace.slug)
    check_description(description, today=timezone.localdate(at))
    old = _locked(rule)
    if old.stands not in JUDGED_BY:
        raise RuleRefusedError("Only a rule that was switched on is copied. Change this one.")
    now_on = queries.took_its_place(old)
    if now_on:
        raise RuleRefusedError(f"Another rule took its place: [{now_on.reference}]. Copy that one.")
    under_way = queries.copy_under_way(old)
    if under_way:
        raise RuleRefusedError(
            f"A copy of this rule is being written already: [{under_way.reference}]. Go on there."
        )
    new = Rule(workspace=old.workspace, slug=old.slug, replaces=old)
    return _written(new, description, actor=actor, at=at)


def _free_slug(workspace: Workspace, title: str) -> str:
    """A name that no rule of the workspace has."""
    first = slug_of(title)
    taken = set(
        Rule.objects.filter(workspace=workspace, slug__startswith=first).values_list(
            "slug", flat=True
        )
    )
    names = (first, *(f"{first}-{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)


def _written(rule: Rule, description: Description, *, actor: Actor, at: datetime) -> Rule:
    _say(rule, description)
    rule.written_by, rule.written_at, rule.moved_at = actor.reference, at, at
    rule.save(force_insert=True)
    _record(Event.WRITTEN, rule, actor=actor, at=at)
    return rule


@audited
def change(
    *, rule: Rule, description: Description, version: int, actor: Actor, at: datetime
) -> Rule:
    """Say something else of a rule. What was worked out of it is forgotten."""
    held = _held(rule, version=version)
    move = move_from(held.stands, Verb.EDIT)
    check_may_move(move, actor.roles_in(held.workspace.slug))
    check_description(description, today=timezone.localdate(at))
    _say(held, description)
    held.expected, held.fairness, held.loads = {}, {}, []
    held.seal, held.registered_on = "", None
    held.run, held.failure = "", ""
    _move(held, move.end, at=at, fields=(*FIELDS, *WHAT_IS_EXPECTED))
    _record(Event.CHANGED, held, actor=actor, at=at)
    _close(held, Work.SWITCH_ON, at=at)
    return held


@audited
def work_out(*, rule: Rule, version: int, actor: Actor, at: datetime) -> Rule:
    """Have a worker find how often a rule speaks when nothing is going on."""
    held = _held(rule, version=version)
    move = move_from(held.stands, Verb.WORK_OUT)
    check_may_move(move, actor.roles_in(held.workspace.slug))
    check_end(held.expires_on, today=timezone.localdate(at))
    held.run, held.failure = "", ""
    _move(held, move.end, at=at, fields=("run", "failure"))
    _record(Event.WORK_ASKED, held, actor=actor, at=at)
    # Tasks write through this module, so it cannot import them first.
    from headwater.web.insights.watch import tasks

    transaction.on_commit(partial(tasks.work_out.enqueue, held.reference))
    return held


def begin(*, reference: str) -> Rule:
    """Take a rule in hand. An earlier attempt that still lives changes nothing.

    Raises `WrongMoveError` where it was worked out already, failed or was put away.
    """
    mine = secrets.token_hex(8)
    Rule.objects.filter(reference=reference, status=Status.WORKING).update(run=mine)
    rule = Rule.objects.select_related("workspace").get(reference=reference)
    if rule.run != mine:
        raise WrongMoveError(verb=Verb.FIND, status=rule.stands)
    return rule


@audited
def keep_expected(*, rule: Rule, found: WorkedOut, at: datetime) -> Rule:
    """Keep what is to be expected of a rule, sealed with it, and ask a lead to switch it on."""
    held = _still_mine(rule)
    move = move_from(held.stands, Verb.FIND)
    held.expected, held.fairness = dict(found.expected), dict(found.fairness)
    held.loads = list(found.loads)
    held.seal, held.registered_on = found.seal, found.on
    _move(held, move.end, at=at, fields=WHAT_IS_EXPECTED)
    _record(Event.WORKED_OUT, held, actor=HEADWATER, at=at)
    worklist.post(
        workspace=held.workspace,
        kind=Work.SWITCH_ON,
        title=f"Look at the false alarms of “{held.title}” and switch it on",
        link=address(held),
        about=held.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_SWITCH_ON),
        roles=LEADS,
        at=at,
    )
    return held


@audited
def keep_failure(*, rule: Rule, sentence: str, at: datetime) -> Rule:
    """Say why a rule could not be worked out."""
    held = _still_mine(rule)
    held.failure = sentence
    _move(held, move_from(held.stands, Verb.FAIL).end, at=at, fields=("failure",))
    _record(Event.FAILED, held, actor=HEADWATER, at=at)
    return held


@audited
def switch_on(*, rule: Rule, seal: str, version: int, actor: Actor, at: datetime) -> Rule:
    """Let a rule run. `seal` is of the false alarms that the actor was shown.

    The rule that it replaces is switched off.
    """
    held = _held(rule, version=version)
    move = move_from(held.stands, Verb.SWITCH_ON)
    check_may_move(move, actor.roles_in(held.workspace.slug))
    check_end(held.expires_on, today=timezone.localdate(at))
    if seal != held.seal:
        raise ChangedMeanwhileError(what="rule")
    old = _locked(held.replaces) if held.replaces is not None else None
    if old is not None and old.stands is Status.ON:
        _end(old, why=f"Replaced by {held.reference}", actor=actor, at=at)
    held.switched_on_by, held.switched_on_at = actor.reference, at
    try:
        with transaction.atomic():
            _move(held, move.end, at=at, fields=("switched_on_by", "switched_on_at"))
    except IntegrityError as error:
        raise RuleRefusedError(
            f"A rule named [{held.slug}] is on already. Switch that one off first."
        ) from error
    _record(Event.SWITCHED_ON, held, actor=actor, at=at)
    _close(held, Work.SWITCH_ON, at=at)
    return held


@audited
def switch_off(*, rule: Rule, reason: str, version: int, actor: Actor, at: datetime) -> Rule:
    """Let a rule run no more, or put one away that never ran. What it raised stays."""
    held = _held(rule, version=version)
    move = move_from(held.stands, Verb.SWITCH_OFF)
    check_may_move(move, actor.roles_in(held.workspace.slug), reason=reason)
    return _end(held, why=reason.strip(), actor=actor, at=at)


def _end(rule: Rule, *, why: str, actor: Actor, at: datetime) -> Rule:
    rule.switched_off_by, rule.switched_off_at, rule.why_off = actor.reference, at, why
    fields = ("switched_off_by", "switched_off_at", "why_off")
    _move(rule, Status.OFF, at=at, fields=fields)
    _record(Event.SWITCHED_OFF, rule, actor=actor, at=at, reason=why)
    for kind in (Work.SWITCH_ON, Work.EXPIRING):
        _close(rule, kind, at=at)
    return rule


def remind(*, rule: Rule, at: datetime) -> None:
    """Ask leads to look at a rule that ends soon."""
    worklist.post(
        workspace=rule.workspace,
        kind=Work.EXPIRING,
        title=f"The rule “{rule.title}” ends: look at its scorecard, and copy it or let it end",
        link=address(rule),
        about=rule.reference,
        due_on=rule.expires_on,
        roles=LEADS,
        at=at,
    )


def address(rule: Rule) -> str:
    """Where the page of a rule is."""
    return reverse("insights:watch_rule", args=[rule.workspace.slug, rule.reference])


def _held(rule: Rule, *, version: int) -> Rule:
    """The row as it is now, held until the change is done."""
    held = _locked(rule)
    if held.version != version:
        raise ChangedMeanwhileError(what="rule")
    return held


def _still_mine(rule: Rule) -> Rule:
    """The row as it is now. Raises `OvertakenError` where another attempt took it in hand."""
    held = _locked(rule)
    if held.run != rule.run or held.stands is not Status.WORKING:
        raise OvertakenError(reference=rule.reference)
    return held


def _locked(rule: Rule) -> Rule:
    rows = Rule.objects.select_for_update(of=("self",)).select_related("workspace", "replaces")
    return rows.get(pk=rule.pk)


def _say(rule: Rule, description: Description) -> None:
    for name in FIELDS:
        setattr(rule, name, getattr(description, name))


def _move(rule: Rule, status: Status, *, at: datetime, fields: tuple[str, ...]) -> None:
    rule.status, rule.moved_at, rule.version = status, at, rule.version + 1
    rule.save(update_fields=[*MOVED, *fields])


def _close(rule: Rule, kind: Work, *, at: datetime) -> None:
    worklist.close(workspace=rule.workspace, kind=kind, about=rule.reference, at=at)


def _record(event: Event, rule: Rule, *, actor: Actor, at: datetime, reason: str = "") -> None:
    record(
        event,
        about=rule,
        kind="watch_rule",
        by=actor,
        at=at,
        workspace=rule.workspace.slug,
        slug=rule.slug,
        status=rule.status,
        seal=rule.seal,
        reason=reason,
    )

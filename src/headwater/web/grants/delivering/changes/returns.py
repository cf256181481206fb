"""Returns are written, certified, sent back for changes and accepted. Earlier ones are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.documents.changes import keep_upload
from headwater.web.documents.kinds import MEGABYTE, AllowedKinds, Kind
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.delivering import tasks
from headwater.web.grants.delivering.changes import paying, work
from headwater.web.grants.delivering.errors import ReturnClosedError, ReturnNotReadyError
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import (
    Delivery,
    Receipt,
    Return,
    ReturnLine,
    ReturnVersion,
    Shown,
    SpendLine,
)
from headwater.web.grants.delivering.queries import grants, returns
from headwater.web.grants.delivering.rules import permissions
from headwater.web.grants.delivering.rules.returning import faults, too_early
from headwater.web.grants.delivering.rules.small_numbers import next_shown
from headwater.web.grants.delivering.rules.workflow import (
    WITH_DELIVERER,
    ReturnState,
    Verb,
    WrongMoveError,
    move_from,
)

SIX_YEARS = 6 * 365
RECEIPTS = AllowedKinds(
    kinds=frozenset({Kind.PDF, Kind.JPG, Kind.PNG, Kind.XLSX, Kind.CSV}),
    largest_bytes=10 * MEGABYTE,
    keep_days=SIX_YEARS,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody typed into a return, by numbers of targets and of lines of the budget."""

    achieved: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)
    spent: Mapping[int, tuple[Decimal, str]] = field(default_factory=dict)
    narrative: str = ""
    quote: str = ""
    minutes_taken: int | None = None


def _held(of: Return, actor: Actor) -> Return:
    """The return with its grant's row held. Raises unless the actor delivers it."""
    Delivery.objects.select_for_update(of=("self",)).get(pk=of.delivery_id)
    rows = Return.objects.select_related("delivery__award__application__round__workspace")
    held = rows.get(pk=of.pk)
    permissions.check_delivers(actor, grants.members_of(held.delivery))
    return held


@audited
def write(*, of: Return, said: Written, version: int, actor: Actor, at: datetime) -> Return:
    """The return says what was typed, finished or not. Raises `ChangedMeanwhileError`."""
    held = _held(of, actor)
    _check_open(held)
    if held.version != version:
        raise ChangedMeanwhileError(what="return")
    for target in held.delivery.targets.all():
        achieved, reason = said.achieved.get(target.number, (None, ""))
        ReturnLine.objects.update_or_create(
            of=held,
            target=target,
            defaults={
                "planned": returns.planned_in(target, held),
                "achieved": achieved,
                "counted": returns.counted(target, held),
                "reason": reason,
            },
        )
    for line in held.delivery.budget.all():
        spent, why = said.spent.get(line.number, (Decimal(), ""))
        SpendLine.objects.update_or_create(
            of=held, line=line, defaults={"spent": spent, "reason": why}
        )
    held.narrative, held.quote, held.minutes_taken = said.narrative, said.quote, said.minutes_taken
    held.version += 1
    held.save(update_fields=["narrative", "quote", "minutes_taken", "version"])
    _record(Event.RETURN_WRITTEN, held, actor=actor, at=at)
    return held


def _check_open(of: Return) -> None:
    if of.is_let_off:
        raise ReturnClosedError
    state = ReturnState(of.state)
    if state not in WITH_DELIVERER:
        raise WrongMoveError(verb=Verb.CERTIFY, state=state)


@audited
def certify(
    *, of: Return, role: str, is_checked: bool, version: int, actor: Actor, at: datetime
) -> Return:
    """The return is with the partnership, and a copy of it is kept as it was certified."""
    held = _held(of, actor)
    _check_open(held)
    move = move_from(ReturnState(held.state), Verb.CERTIFY)
    if held.version != version:
        raise ChangedMeanwhileError(what="return")
    said = returns.said_of(held, is_checked=is_checked)
    early = too_early(returns.certified_from(held), today=timezone.localdate(at))
    missing = (*early, *faults(said))
    if missing:
        raise ReturnNotReadyError(missing)
    held.state = move.end.value
    held.certified_by, held.certified_role, held.certified_at = actor.reference, role, at
    held.version += 1
    held.save(update_fields=["state", "certified_by", "certified_role", "certified_at", "version"])
    kept = ReturnVersion.objects.create(
        of=held,
        number=held.versions.count() + 1,
        said=_copy(held),
        certified_by=actor.reference,
        certified_role=role,
        at=at,
    )
    shown = next_shown(returns.looks_of(held.delivery), returns.totals_of(held))
    Shown.objects.bulk_create(
        Shown(of=kept, target_id=target, total=total) for target, total in shown.items()
    )
    _record(Event.RETURN_CERTIFIED, held, actor=actor, at=at, number=kept.number)
    work.wait_for_check(held, at=at)
    return held


def _copy(of: Return) -> dict[str, Any]:
    said = returns.said_of(of)
    return {
        "lines": [
            {
                "number": each.number,
                "words": each.words,
                "planned": each.planned,
                "achieved": each.achieved,
                "reason": each.reason,
            }
            for each in said.lines
        ],
        "spends": [
            {
                "number": each.number,
                "words": each.words,
                "budget": str(each.budget),
                "spent": str(each.spent),
                "reason": each.reason,
            }
            for each in said.spends
        ],
        "narrative": said.narrative,
        "quote": said.quote,
        "minutes_taken": said.minutes_taken,
        "receipts": list(of.receipts.values_list("document__reference", flat=True)),
    }


def _held_here(of: Return, actor: Actor, *, what: str) -> Return:
    """The return with its grant's row held. Raises unless the actor runs grants."""
    Delivery.objects.select_for_update(of=("self",)).get(pk=of.delivery_id)
    rows = Return.objects.select_related("delivery__award__application__round__workspace")
    held = rows.get(pk=of.pk)
    permissions.check_can_run(actor, returns.workspace_of(held), what=what)
    return held


@audited
def request_changes(*, of: Return, wanted: str, actor: Actor, at: datetime) -> Return:
    """The return is with the deliverer again, with what is asked for. The sent one is kept."""
    held = _held_here(of, actor, what="ask for changes")
    held.state = move_from(ReturnState(held.state), Verb.REQUEST).end.value
    held.wanted, held.decided_by, held.decided_at = wanted, actor.reference, at
    held.version += 1
    held.save(update_fields=["state", "wanted", "decided_by", "decided_at", "version"])
    kept = held.versions.first()
    assert kept is not None, "what was submitted was kept"
    kept.wanted = wanted
    kept.save(update_fields=["wanted"])
    _record(Event.RETURN_CHANGES, held, actor=actor, at=at)
    work.close_check(held, at=at)
    _tell(
        held,
        "Please change your return",
        f"We read your return for {held.delivery.award.title} and ask for changes:\n\n{wanted}\n\n"
        "What you sent is kept. Open the return, change it and send it again:",
        key=f"return-changes:{kept.pk}",
        at=at,
    )
    return held


@audited
def accept(*, of: Return, actor: Actor, at: datetime) -> Return:
    """The return stands. Payments that waited for it go into the books."""
    held = _held_here(of, actor, what="accept a return")
    held.state = move_from(ReturnState(held.state), Verb.ACCEPT).end.value
    held.wanted, held.decided_by, held.decided_at = "", actor.reference, at
    held.version += 1
    held.save(update_fields=["state", "wanted", "decided_by", "decided_at", "version"])
    _record(Event.RETURN_ACCEPTED, held, actor=actor, at=at)
    work.close_check(held, at=at)
    paying.schedule_what_is_due(held.delivery, at=at)
    _tell(
        held,
        "We accepted your return",
        f"Thank you. Your return for {held.delivery.award.title} is accepted.",
        key=f"return-accepted:{held.reference}",
        at=at,
    )
    transaction.on_commit(partial(tasks.break_down.enqueue, held.reference), robust=True)
    return held


def add_receipt(*, of: Return, file: UploadedFile[bytes], actor: Actor, at: datetime) -> Receipt:
    """A file that shows what was paid is kept with a return. Raises `RefusedUploadError`."""
    permissions.check_delivers(actor, grants.members_of(of.delivery))
    _check_open(of)
    document = keep_upload(
        workspace=of.delivery.award.application.round.workspace,
        file=file,
        purpose="grant receipt",
        kinds=RECEIPTS,
        actor=actor,
        at=at,
    )
    return _add_receipt(of=of, document=document, actor=actor, at=at)


@audited
def _add_receipt(*, of: Return, document: Any, actor: Actor, at: datetime) -> Receipt:
    receipt = Receipt.objects.create(
        of=of, document=document, added_by=actor.reference, added_at=at
    )
    _record(Event.RECEIPT_ADDED, of, actor=actor, at=at, document=document.reference)
    return receipt


def _tell(of: Return, subject: str, words: str, *, key: str, at: datetime) -> None:
    award = of.delivery.award
    link = work.address("delivering:my_return", award.reference, of.reference)
    write_to(award.application, subject, f"{words}\n\n{link}", key=key, actor=HEADWATER, at=at)


def _record(event: Event, of: Return, *, actor: Actor, at: datetime, **facts: Any) -> None:
    record(
        event,
        about=of,
        by=actor,
        at=at,
        workspace=returns.workspace_of(of),
        award=of.delivery.award.reference,
        **facts,
    )

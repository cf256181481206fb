"""Moving a release: propose, approve, refuse, publish, correct, withdraw. Every one is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import APPROVERS, LEADS, Role
from headwater.web.audit.ledger import audited, record
from headwater.web.editions.changes import Waiting as EditionWaiting
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.notices import changes as notices
from headwater.web.partners.models import Workspace
from headwater.web.releases import queries
from headwater.web.releases.errors import (
    AddressTakenError,
    CannotCorrectError,
    ChecksFailedError,
    NotLockedError,
    OpenProposalError,
)
from headwater.web.releases.models import Approval, Release
from headwater.web.releases.rules import policies, workflow
from headwater.web.releases.rules.workflow import KNOWN, Move, Status, Verb
from headwater.web.releases.seals import check_seal, seal_of
from headwater.web.releases.sources import rests_on_restricted
from headwater.web.worklist import changes as worklist

DAYS_TO_ANSWER = 5
ATTACK_PASSED = "passed"


class Event(StrEnum):
    """What the ledger says of releases."""

    PROPOSED = "release_proposed"
    APPROVED = "release_approved"
    REFUSED = "release_refused"
    PUBLISHED = "release_published"
    SUPERSEDED = "release_superseded"
    RESTORED = "release_restored"
    WITHDRAWN = "release_withdrawn"


class Waiting(StrEnum):
    """What a release puts on worklists."""

    ANSWER = "release_to_answer"
    PUBLISH = "release_to_publish"


class Told(StrEnum):
    """What authors are told."""

    REFUSED = "release_refused"
    APPROVED = "release_approved"
    PUBLISHED = "release_published"


@dataclass(frozen=True, slots=True)
class Correction:
    """Which release was wrong, and what changed, in words for the public."""

    of: Release
    words: str


@audited
def propose(  # noqa: PLR0913 - everything a proposal is made of
    *,
    workspace: Workspace,
    kind: str,
    subject: str,
    title: str,
    slug: str,
    edition: Edition | None = None,
    snapshot: Mapping[str, Any] | None = None,
    is_restricted: bool,
    checks: Mapping[str, Any],
    reason: str,
    embargo_until: datetime | None,
    actor: Actor,
    at: datetime,
    corrects: Release | None = None,
    correction: str = "",
    authors: Iterable[str] = (),
) -> Release:
    """Ask for something to be made public. It is frozen as it is now; approvers are told."""
    _check_role(actor, workspace.slug, LEADS)
    said = policies.check_reason(reason)
    policies.check_embargo(embargo_until, at=at)
    _check_content(edition, workspace, title=title, checks=checks)
    _check_address(workspace, kind, slug)
    if corrects is not None:
        correction = policies.check_reason(correction)
        _check_correctable(corrects, kind=kind, slug=slug)
    release = Release(
        workspace=workspace,
        kind=kind,
        subject=subject,
        title=title,
        slug=slug,
        number=_next_number(kind, slug),
        edition=edition,
        snapshot=dict(snapshot or {}),
        is_restricted=is_restricted or _is_restricted(edition),
        checks=dict(checks),
        proposed_by=actor.reference,
        authors=sorted({actor.reference, *authors, *_authors_of(edition)}),
        proposed_at=at,
        reason=said,
        embargo_until=embargo_until,
        corrects=corrects,
        correction=correction.strip() if corrects else "",
    )
    _insert(release)
    _record_proposal(release, by=actor, at=at)
    if edition is not None:
        worklist.close(
            workspace=workspace, kind=EditionWaiting.PROPOSE, about=edition.reference, at=at
        )
    _ask_approvers(release, at=at)
    return release


def _record_proposal(release: Release, *, by: Actor, at: datetime) -> None:
    record(
        Event.PROPOSED,
        about=release,
        by=by,
        at=at,
        workspace=release.workspace.slug,
        subject=release.subject,
        fingerprint=release.fingerprint,
        restricted=release.is_restricted,
        corrects=release.corrects.reference if release.corrects else "",
        reason=release.reason,
    )


def _insert(release: Release) -> None:
    """Store a proposal with the seal of what is stored. Two at once leave one."""
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError as error:
        other = queries.open_proposal(release.kind, release.slug)
        raise OpenProposalError(
            slug=release.slug, reference=other.reference if other else ""
        ) from error
    # Numbers in JSON may be written differently by the database, so seal what it gives back.
    release.refresh_from_db(fields=["snapshot"])
    release.fingerprint = seal_of(release)
    release.save(update_fields=["fingerprint"])


def _check_role(actor: Actor, workspace: str, roles: frozenset[Role]) -> None:
    if not actor.has_role(workspace, roles):
        raise NotYours


def _check_content(
    edition: Edition | None, workspace: Workspace, *, title: str, checks: Mapping[str, Any]
) -> None:
    if edition is None:
        return
    if edition.workspace_id != workspace.pk:
        raise NotYours
    if edition.status != EditionStatus.LOCKED:
        raise NotLockedError(title=title)
    verdict = checks.get("attack", edition.checks.get("attack"))
    if verdict != ATTACK_PASSED:
        raise ChecksFailedError(title=title)


def _is_restricted(edition: Edition | None) -> bool:
    """Whether an edition needs the second approver, whoever says otherwise."""
    return edition is not None and (edition.is_restricted or rests_on_restricted(edition))


def _check_address(workspace: Workspace, kind: str, slug: str) -> None:
    owner = Release.objects.filter(kind=kind, slug=slug).exclude(status=Status.REFUSED).first()
    if owner is not None and owner.workspace_id != workspace.pk:
        raise AddressTakenError(slug=slug)
    other = queries.open_proposal(kind, slug)
    if other is not None:
        raise OpenProposalError(slug=slug, reference=other.reference)


def _check_correctable(wrong: Release, *, kind: str, slug: str) -> None:
    is_same = (wrong.kind, wrong.slug) == (kind, slug)
    is_corrected = wrong.corrections.exclude(status=Status.REFUSED).exists()
    if not is_same or is_corrected or Status(wrong.status) not in KNOWN:
        raise CannotCorrectError(title=str(wrong))


def _next_number(kind: str, slug: str) -> int:
    """Refused proposals were never seen, so their numbers are used again."""
    used = Release.objects.filter(kind=kind, slug=slug).exclude(status=Status.REFUSED)
    return (used.aggregate(last=Max("number"))["last"] or 0) + 1


def _authors_of(edition: Edition | None) -> set[str]:
    """Whoever asked for an edition, wrote in it or locked it."""
    if edition is None:
        return set()
    writers = edition.chapters.exclude(narrative_by="").values_list("narrative_by", flat=True)
    return {edition.requested_by, edition.locked_by, *writers} - {"", HEADWATER.reference}


@audited
def approve(*, release: Release, reason: str, actor: Actor, at: datetime) -> Release:
    """One more person agrees. With the last one needed the release is approved."""
    release = _held(release)
    said = policies.check_reason(reason)
    given = release.approvals.filter(approves=True).count() + 1
    needed = policies.approvals_needed(is_restricted=release.is_restricted)
    verb = Verb.APPROVE if given >= needed else Verb.ENDORSE
    move = _answer(release, verb, actor=actor, reason=said, at=at)
    _move(release, move)
    record(
        Event.APPROVED,
        about=release,
        by=actor,
        at=at,
        workspace=release.workspace.slug,
        given=given,
        needed=needed,
        reason=said,
    )
    if move.end is Status.APPROVED:
        _close(release, Waiting.ANSWER, at=at)
        _say_approved(release, at=at)
    return release


@audited
def refuse(*, release: Release, reason: str, actor: Actor, at: datetime) -> Release:
    """Somebody says no. The author is told why; the same may be proposed again, mended."""
    release = _held(release)
    said = policies.check_reason(reason)
    move = _answer(release, Verb.REFUSE, actor=actor, reason=said, at=at)
    _move(release, move)
    record(
        Event.REFUSED, about=release, by=actor, at=at, workspace=release.workspace.slug, reason=said
    )
    _close(release, Waiting.ANSWER, at=at)
    _close(release, Waiting.PUBLISH, at=at)
    _tell(release, Told.REFUSED, f"Not published: {release.title}", f"The reason given: {said}", at)
    return release


def _answer(release: Release, verb: Verb, *, actor: Actor, reason: str, at: datetime) -> Move:
    """Store one person's answer. Raises unless they may give it."""
    move = workflow.move_from(Status(release.status), verb)
    _check_role(actor, release.workspace.slug, move.by)
    answered = set(release.approvals.values_list("by", flat=True))
    policies.check_can_answer(actor.reference, authors=release.authors, answered=answered)
    Approval.objects.create(
        release=release,
        by=actor.reference,
        approves=verb is not Verb.REFUSE,
        reason=reason,
        at=at,
    )
    return move


@audited
def publish(*, release: Release, actor: Actor, at: datetime) -> Release:
    """It is public from now on, and the number before it is replaced."""
    _hold_address(release)
    release = _held(release)
    move = workflow.move_from(Status(release.status), Verb.PUBLISH)
    if actor != HEADWATER:
        _check_role(actor, release.workspace.slug, move.by)
    policies.check_out_of_embargo(release.embargo_until, at=at)
    check_seal(release)
    _supersede_earlier(release, actor=actor, at=at)
    release.published_at = at
    _move(release, move, "published_at")
    record(
        Event.PUBLISHED,
        about=release,
        by=actor,
        at=at,
        workspace=release.workspace.slug,
        fingerprint=release.fingerprint,
        number=release.number,
    )
    _close(release, Waiting.PUBLISH, at=at)
    _tell(release, Told.PUBLISHED, f"Published: {release.title}", "Anyone can read it now.", at)
    return release


def _supersede_earlier(release: Release, *, actor: Actor, at: datetime) -> None:
    earlier = Release.objects.select_for_update().filter(
        kind=release.kind, slug=release.slug, status=Status.PUBLISHED
    )
    for each in earlier.exclude(pk=release.pk):
        _move(each, workflow.move_from(Status.PUBLISHED, Verb.SUPERSEDE))
        record(
            Event.SUPERSEDED,
            about=each,
            by=actor,
            at=at,
            workspace=release.workspace.slug,
            replaced_by=release.reference,
        )


@audited
def withdraw(*, release: Release, reason: str, actor: Actor, at: datetime) -> Release:
    """It is not public any more. Its address stays and says so, with the reason.

    Where it was the current number, the one it had replaced is current again.
    """
    _hold_address(release)
    release = _held(release)
    said = policies.check_reason(reason)
    move = workflow.move_from(Status(release.status), Verb.WITHDRAW)
    _check_role(actor, release.workspace.slug, move.by)
    earlier = queries.current_after_withdrawing(release)
    release.withdrawn_at, release.withdrawal = at, said
    _move(release, move, "withdrawn_at", "withdrawal")
    record(
        Event.WITHDRAWN,
        about=release,
        by=actor,
        at=at,
        workspace=release.workspace.slug,
        reason=said,
    )
    if earlier is not None:
        _restore(earlier, instead_of=release, actor=actor, at=at)
    return release


def _restore(earlier: Release, *, instead_of: Release, actor: Actor, at: datetime) -> None:
    """A number that was replaced is the current one again. It could be read all the while."""
    _move(earlier, workflow.move_from(Status(earlier.status), Verb.RESTORE))
    record(
        Event.RESTORED,
        about=earlier,
        by=actor,
        at=at,
        workspace=earlier.workspace.slug,
        instead_of=instead_of.reference,
    )


def correct(  # noqa: PLR0913 - what a correction is made of
    *,
    correction: Correction,
    edition: Edition | None = None,
    snapshot: Mapping[str, Any] | None = None,
    title: str = "",
    checks: Mapping[str, Any],
    reason: str,
    embargo_until: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> Release:
    """Propose what replaces something wrong, with words for the public about what changed."""
    wrong = correction.of
    return propose(
        workspace=wrong.workspace,
        kind=wrong.kind,
        subject=edition.reference if edition else wrong.subject,
        title=title or wrong.title,
        slug=wrong.slug,
        edition=edition,
        snapshot=snapshot,
        is_restricted=wrong.is_restricted,
        checks=checks,
        reason=reason,
        embargo_until=embargo_until,
        actor=actor,
        at=at,
        corrects=wrong,
        correction=correction.words,
        authors=wrong.authors,
    )


def publish_due(at: datetime) -> str:
    """Everything approved whose embargo has ended is public. Once each, however often it runs.

    One that cannot go out keeps none of the others back; it is told of after they are out.
    """
    done, faults = 0, []
    for release in queries.due(at=at):
        try:
            publish(release=release, actor=HEADWATER, at=at)
        except HeadwaterError as error:
            faults.append(error)
        else:
            done += 1
    if faults:
        raise faults[0]
    return f"published [{done}]"


def _hold_address(release: Release) -> None:
    """Hold every number of an address, so that of two changes at once the second sees the first."""
    numbers = Release.objects.filter(kind=release.kind, slug=release.slug).order_by("pk")
    list(numbers.select_for_update().values_list("pk"))


def _held(release: Release) -> Release:
    """The release as it is now, held against anybody else until this change ends."""
    found: Release = (
        Release.objects.select_for_update(of=("self",))
        .select_related("workspace", "edition")
        .get(pk=release.pk)
    )
    return found


def _move(release: Release, move: Move, *fields: str) -> None:
    release.status = move.end
    release.version += 1
    release.save(update_fields=["status", "version", *fields])


# --- who is told ---------------------------------------------------------------------------------


def _link(release: Release) -> str:
    return reverse("releases:release", args=[release.workspace.slug, release.reference])


def _ask_approvers(release: Release, *, at: datetime) -> None:
    due_on = timezone.localdate(at) + timedelta(days=DAYS_TO_ANSWER)
    if release.embargo_until is not None:
        due_on = min(due_on, timezone.localdate(release.embargo_until))
    worklist.post(
        workspace=release.workspace,
        kind=Waiting.ANSWER,
        title=f"Approve or refuse: {release.title}",
        link=_link(release),
        about=release.reference,
        due_on=due_on,
        roles=APPROVERS,
        at=at,
    )


def _say_approved(release: Release, *, at: datetime) -> None:
    if release.embargo_until is None:
        worklist.post(
            workspace=release.workspace,
            kind=Waiting.PUBLISH,
            title=f"Publish: {release.title}",
            link=_link(release),
            about=release.reference,
            due_on=timezone.localdate(at),
            roles=LEADS,
            at=at,
        )
        words = "It has every approval it needs. Publish it when you are ready."
    else:
        words = "It has every approval it needs and goes out when its embargo ends."
    _tell(release, Told.APPROVED, f"Approved: {release.title}", words, at)


def _close(release: Release, kind: Waiting, *, at: datetime) -> None:
    worklist.close(workspace=release.workspace, kind=kind, about=release.reference, at=at)


def _tell(release: Release, kind: Told, subject: str, words: str, at: datetime) -> None:
    notices.notify(
        to=User.objects.filter(reference__in=release.authors, is_active=True),
        kind=kind,
        subject=subject,
        words=words,
        link=_link(release),
        at=at,
    )

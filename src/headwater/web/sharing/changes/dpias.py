"""Writing assessments of impact, and having each approved by two people who did not propose it."""

from dataclasses import dataclass
from datetime import date, datetime

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.sharing.changes import onboarding, work
from headwater.web.sharing.changes.holding import held
from headwater.web.sharing.events import Event, Work
from headwater.web.sharing.models import Agreement, Approval, Dpia
from headwater.web.sharing.queries import papers
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.onboarding import Step
from headwater.web.sharing.rules.standing import APPROVALS_NEEDED, SharingRefusedError, Stage

NEEDED = ("title", "owner_role", "scope", "risks", "measures")
PLAIN = (*NEEDED, "advice", "review_on", "agreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What an assessment says."""

    title: str
    owner_role: str
    scope: str
    risks: str
    measures: str
    review_on: date
    advice: str = ""
    agreement: Agreement | None = None


@audited
def write(
    *, workspace: Workspace, organisation: Organisation, said: Assessed, actor: Actor, at: datetime
) -> Dpia:
    """Write an assessment down as a draft."""
    permissions.check_can_write(actor, workspace.slug, [organisation.pk])
    _check(said)
    made = Dpia(
        workspace=workspace,
        organisation=organisation,
        written_by=actor.reference,
        written_at=at,
    )
    _say(made, said)
    made.save(force_insert=True)
    _record(Event.DPIA_WRITTEN, made, actor=actor, at=at)
    return made


@audited
def change(*, dpia: Dpia, said: Assessed, version: int, actor: Actor, at: datetime) -> Dpia:
    """Say something else. What was approved said something else, so it is a draft again.

    Raises `ChangedMeanwhileError` where somebody else saved first.
    """
    now = _for_writer(dpia, version, actor)
    _check(said)
    _say(now, said)
    now.stage = Stage.DRAFT.value
    now.version += 1
    now.save(update_fields=[*PLAIN, "stage", "version"])
    _record(Event.DPIA_CHANGED, now, actor=actor, at=at)
    work.close(now, Work.APPROVE_DPIA, at=at)
    return now


@audited
def propose(*, dpia: Dpia, version: int, actor: Actor, at: datetime) -> Dpia:
    """Give it to approvers."""
    now = _for_writer(dpia, version, actor)
    if now.stands is not Stage.DRAFT:
        raise SharingRefusedError("Only a draft is given to approvers.")
    now.stage, now.returned = Stage.PROPOSED.value, ""
    now.proposed_by, now.proposed_at = actor.reference, at
    now.version += 1
    now.save(update_fields=["stage", "returned", "proposed_by", "proposed_at", "version"])
    _record(Event.DPIA_PROPOSED, now, actor=actor, at=at)
    work.to_approve(now, Work.APPROVE_DPIA, "Approve the assessment", at=at)
    return now


@audited
def approve(*, dpia: Dpia, reason: str, version: int, actor: Actor, at: datetime) -> Dpia:
    """Approve what it says now. With the second approval it holds."""
    now = _for_approver(dpia, version, actor)
    if not reason.strip():
        raise SharingRefusedError("Say why you approve it.")
    theirs = now.approvals.filter(of_version=now.version)
    if theirs.filter(by=actor.reference).exists():
        raise SharingRefusedError("You approved it already: somebody else is needed.")
    Approval.objects.create(
        dpia=now, of_version=now.version, reason=reason.strip(), by=actor.reference, at=at
    )
    is_done = theirs.count() >= APPROVALS_NEEDED
    if is_done:
        now.stage = Stage.APPROVED.value
        now.save(update_fields=["stage"])
    _record(Event.DPIA_APPROVED, now, actor=actor, at=at)
    if is_done:
        work.close(now, Work.APPROVE_DPIA, at=at)
        work.to_review(now, review_on=now.review_on, at=at)
        _let_start(now, at=at)
    return now


@audited
def give_back(*, dpia: Dpia, reason: str, version: int, actor: Actor, at: datetime) -> Dpia:
    """Give it back to whoever wrote it, with what is missing."""
    now = _for_approver(dpia, version, actor)
    if not reason.strip():
        raise SharingRefusedError("Say what is missing.")
    now.stage, now.returned = Stage.DRAFT.value, reason.strip()
    now.version += 1
    now.save(update_fields=["stage", "returned", "version"])
    _record(Event.DPIA_RETURNED, now, actor=actor, at=at)
    work.close(now, Work.APPROVE_DPIA, at=at)
    return now


@audited
def review(*, dpia: Dpia, next_on: date, version: int, actor: Actor, at: datetime) -> Dpia:
    """It was looked at again and still holds."""
    now = _for_writer(dpia, version, actor)
    if now.stands is not Stage.APPROVED:
        raise SharingRefusedError("Only an approved assessment is reviewed.")
    if next_on <= now.review_on:
        raise SharingRefusedError("The next review must be after this one.")
    now.review_on = next_on
    now.version += 1
    now.save(update_fields=["review_on", "version"])
    _record(Event.DPIA_REVIEWED, now, actor=actor, at=at)
    work.to_review(now, review_on=next_on, at=at)
    return now


def _let_start(dpia: Dpia, *, at: datetime) -> None:
    """What waited for the assessment can go on: shares, and datasets of its agreement."""
    for share in papers.waits_for(dpia):
        work.to_start(share, "Start it, its impact is assessed", at=at)
    if dpia.agreement:
        onboarding.paper_agreed(datasets=dpia.agreement.datasets.all(), done=Step.DPIA, at=at)


def _for_writer(dpia: Dpia, version: int, actor: Actor) -> Dpia:
    now = held(dpia, what="assessment", version=version)
    permissions.check_can_write(actor, now.workspace.slug, [now.organisation_id])
    return now


def _for_approver(dpia: Dpia, version: int, actor: Actor) -> Dpia:
    now = held(dpia, what="assessment", version=version)
    permissions.check_can_approve(actor, now.workspace.slug)
    if now.stands is not Stage.PROPOSED:
        raise SharingRefusedError("It is not with approvers.")
    if actor.reference == now.proposed_by:
        raise SharingRefusedError("You proposed it: somebody else must approve it.")
    return now


def _check(said: Assessed) -> None:
    missing = [name for name in NEEDED if not getattr(said, name).strip()]
    if missing:
        raise SharingRefusedError("Say what it covers, its risks, what is done, and who owns it.")


def _say(dpia: Dpia, said: Assessed) -> None:
    for name in PLAIN:
        value = getattr(said, name)
        setattr(dpia, name, value.strip() if isinstance(value, str) else value)


def _record(event: Event, dpia: Dpia, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=dpia,
        by=actor,
        at=at,
        workspace=dpia.workspace.slug,
        stage=dpia.stage,
        version=dpia.version,
        review_on=dpia.review_on.isoformat(),
    )

"""Deciding on a share: it is checked against the law of its day, and kept whatever comes of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.sharing.changes import work
from headwater.web.sharing.changes.holding import held
from headwater.web.sharing.events import Event, Work
from headwater.web.sharing.models import Agreement, Dataset, Dpia, Share
from headwater.web.sharing.queries import papers
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.assessing import share_needs_one
from headwater.web.sharing.rules.gateways import NO_BASES, Bases, Proposal, Verdict, judge, law_of
from headwater.web.sharing.rules.standing import Outcome, SharingRefusedError
from headwater.web.sharing.rules.terms import (
    Acting,
    Article6,
    Article9,
    Condition,
    Granularity,
    Holding,
    Purpose,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks to share."""

    title: str
    giver: Organisation
    acting: Acting | None = None
    taker: Organisation
    purpose: Purpose
    granularity: Granularity
    holds: Sequence[Holding] = ()
    gateway: str
    bases: Bases = NO_BASES
    dataset: Dataset | None = None
    agreement: Agreement | None = None
    dpia: Dpia | None = None
    kept: str = ""
    review_on: date | None = None

    def proposal(self) -> Proposal:
        """As the rules know it."""
        return Proposal(
            giver=StatutoryRole(self.giver.statutory_role),
            acting=self.acting,
            taker=StatutoryRole(self.taker.statutory_role),
            purpose=self.purpose,
            granularity=self.granularity,
            holds=frozenset(self.holds),
            gateway=self.gateway,
            bases=self.bases,
        )


def verdict_on(asked: Asked, *, day: date) -> Verdict:
    """What the law of a day says of it. Nothing is written."""
    return judge(asked.proposal(), law_of(day))


def waits_on(asked: Asked, *, day: date) -> str:
    """What would keep it from starting, and who must act; nothing where it may start."""
    if not share_needs_one(asked.granularity, asked.bases):
        return ""
    found = papers.assessments_of(asked.dpia, asked.agreement)
    return papers.missing(found, whose=asked.giver.name, today=day)


def waits_for(share: Share, *, day: date) -> str:
    """The same of a share that was recorded."""
    return waits_on(as_asked(share), day=day)


@audited
def decide(
    *, workspace: Workspace, asked: Asked, against: str = "", actor: Actor, at: datetime
) -> Share:
    """Agree to share, or decide against it, with a reason given in `against`.

    What the law of the day refuses is kept as a refusal, never as agreed. What needs an assessment
    of impact and has none in force waits to start.
    """
    _check(workspace, asked, actor)
    today = timezone.localdate(at)
    found = verdict_on(asked, day=today)
    waits = waits_on(asked, day=today)
    outcome = _outcome(found, against, waits)
    share = Share.objects.create(
        workspace=workspace,
        title=asked.title.strip(),
        giver=asked.giver,
        acting=asked.acting.value if asked.acting else "",
        taker=asked.taker,
        purpose=asked.purpose.value,
        granularity=asked.granularity.value,
        holds=sorted(each.value for each in asked.holds),
        gateway=asked.gateway,
        **_bases(asked.bases),
        dataset=asked.dataset,
        agreement=asked.agreement,
        dpia=_assessment(asked, waits, today),
        kept=asked.kept.strip(),
        review_on=asked.review_on if outcome in LIVE else None,
        outcome=outcome.value,
        under=found.under,
        against=[asdict(each) for each in found.reasons],
        alternatives=[asdict(each) for each in found.alternatives],
        law_of=found.law_of,
        why=against.strip(),
        decided_by=actor.reference,
        decided_at=at,
    )
    _record(EVENTS[outcome], share, actor=actor, at=at)
    if outcome is Outcome.WAITING:
        work.to_start(share, "Assess its impact, then start it", at=at)
    elif share.review_on:
        work.to_review(share, review_on=share.review_on, at=at)
    return share


LIVE = frozenset({Outcome.WAITING, Outcome.AGREED})
"""What is shared, or is about to be."""
EVENTS = {
    Outcome.WAITING: Event.SHARE_WAITS,
    Outcome.AGREED: Event.SHARE_AGREED,
    Outcome.REFUSED: Event.SHARE_REFUSED,
    Outcome.NOT_SHARED: Event.SHARE_DECIDED_AGAINST,
    Outcome.ENDED: Event.SHARE_ENDED,
}


@audited
def start(
    *, share: Share, dpia: Dpia | None = None, version: int, actor: Actor, at: datetime
) -> Share:
    """Start what waited for its assessment of impact; `dpia` is the one that covers it.

    It is checked again, against the law of today. Raises where an assessment is not in force.
    """
    now = held(share, what="share", version=version)
    _check_may(actor, now.workspace, now.giver_id, now.taker_id)
    if now.stands is not Outcome.WAITING:
        raise SharingRefusedError("Only what waits to start can be started.")
    now.dpia = dpia or now.dpia
    said, today = as_asked(now), timezone.localdate(at)
    found = verdict_on(said, day=today)
    if not found.is_allowed:
        reasons = " ".join(each.words for each in found.reasons)
        raise SharingRefusedError(
            f"The law of today does not carry it any more. {reasons} Check it anew."
        )
    waits = waits_on(said, day=today)
    if waits:
        raise SharingRefusedError(waits)
    now.dpia = _assessment(said, waits, today)
    now.outcome, now.under, now.law_of = Outcome.AGREED.value, found.under, found.law_of
    now.version += 1
    now.save(update_fields=["dpia", "outcome", "under", "law_of", "version"])
    _record(Event.SHARE_STARTED, now, actor=actor, at=at)
    work.close(now, Work.START, at=at)
    if now.review_on:
        work.to_review(now, review_on=now.review_on, at=at)
    return now


@audited
def cover(*, share: Share, dpia: Dpia | None, version: int, actor: Actor, at: datetime) -> Share:
    """Name the assessment of impact that something shared rests on from now on.

    Raises where it is not in force.
    """
    now = held(share, what="share", version=version)
    _check_may(actor, now.workspace, now.giver_id, now.taker_id)
    if now.stands is not Outcome.AGREED:
        raise SharingRefusedError("Only what is shared rests on an assessment.")
    now.dpia = dpia
    said, today = as_asked(now), timezone.localdate(at)
    waits = waits_on(said, day=today)
    if waits:
        raise SharingRefusedError(waits)
    now.dpia = _assessment(said, waits, today)
    now.version += 1
    now.save(update_fields=["dpia", "version"])
    _record(Event.SHARE_COVERED, now, actor=actor, at=at)
    return now


@audited
def end(*, share: Share, why: str, version: int, actor: Actor, at: datetime) -> Share:
    """Share it no more. What was shared and under which law stays in the register.

    What only waited to start was never shared: it is decided against.
    """
    now = held(share, what="share", version=version)
    _check_may(actor, now.workspace, now.giver_id, now.taker_id)
    if now.stands not in LIVE:
        raise SharingRefusedError("Only what is shared can be ended.")
    if not why.strip():
        raise SharingRefusedError("Say why it ends.")
    was_shared = now.stands is Outcome.AGREED
    outcome = Outcome.ENDED if was_shared else Outcome.NOT_SHARED
    now.outcome, now.why, now.ended_at = outcome.value, why.strip(), at if was_shared else None
    now.version += 1
    now.save(update_fields=["outcome", "why", "ended_at", "version"])
    _record(EVENTS[outcome], now, actor=actor, at=at)
    for kind in (Work.START, Work.REVIEW):
        work.close(now, kind, at=at)
    return now


def as_asked(share: Share) -> Asked:
    """A recorded share as it was asked for."""
    return Asked(
        title=share.title,
        giver=share.giver,
        acting=Acting(share.acting) if share.acting else None,
        taker=share.taker,
        purpose=Purpose(share.purpose),
        granularity=Granularity(share.granularity),
        holds=[Holding(each) for each in share.holds],
        gateway=share.gateway,
        bases=Bases(
            article_6=Article6(share.article_6) if share.article_6 else None,
            article_9=Article9(share.article_9) if share.article_9 else None,
            condition=Condition(share.condition) if share.condition else None,
            is_part_3=share.is_part_3,
            necessity=share.necessity,
            proportionality=share.proportionality,
        ),
        dataset=share.dataset,
        agreement=share.agreement,
        dpia=share.dpia,
        kept=share.kept,
        review_on=share.review_on,
    )


def _check(workspace: Workspace, asked: Asked, actor: Actor) -> None:
    _check_may(actor, workspace, asked.giver.pk, asked.taker.pk)
    if not asked.title.strip():
        raise SharingRefusedError("Say what is shared.")
    if asked.giver.pk == asked.taker.pk:
        raise SharingRefusedError("Choose two organisations: nobody shares with themselves.")
    if {asked.giver.workspace_id, asked.taker.workspace_id} != {workspace.pk}:
        raise SharingRefusedError("Choose organisations of this partnership.")


def _check_may(actor: Actor, workspace: Workspace, *organisations: int) -> None:
    permissions.check_can_write(actor, workspace.slug, organisations)


def _outcome(found: Verdict, against: str, waits: str) -> Outcome:
    if not found.is_allowed:
        return Outcome.REFUSED
    if against.strip():
        return Outcome.NOT_SHARED
    return Outcome.WAITING if waits else Outcome.AGREED


def _assessment(asked: Asked, waits: str, today: date) -> Dpia | None:
    """The assessment it rests on: the one in force, or the one that was chosen and is not yet."""
    if waits or not share_needs_one(asked.granularity, asked.bases):
        return asked.dpia
    found = papers.assessments_of(asked.dpia, asked.agreement)
    return papers.in_force(found, today=today)


def _bases(bases: Bases) -> dict[str, str | bool]:
    return {
        "article_6": bases.article_6.value if bases.article_6 else "",
        "article_9": bases.article_9.value if bases.article_9 else "",
        "condition": bases.condition.value if bases.condition else "",
        "is_part_3": bases.is_part_3,
        "necessity": bases.necessity.strip(),
        "proportionality": bases.proportionality.strip(),
    }


def _record(event: Event, share: Share, *, actor: Actor, at: datetime) -> None:
    record(
        event,
        about=share,
        by=actor,
        at=at,
        workspace=share.workspace.slug,
        granularity=share.granularity,
        gateway=share.gateway,
        under=share.under,
        law_of=share.law_of.isoformat(),
    )

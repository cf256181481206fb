"""Reading releases: what the public may see, and what people of a partnership work on."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.text import slugify

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import LEADS
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Kind as EditionKind
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.partners.queries import workspace_for
from headwater.web.releases.errors import Withdrawn
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.rules import policies, workflow
from headwater.web.releases.rules.workflow import KNOWN, OPEN, READABLE, Status

# --- the public ----------------------------------------------------------------------------------


def _public(statuses: frozenset[Status], *, at: datetime) -> QuerySet[Release]:
    """Releases with these statuses whose time has come. Everything public starts here."""
    return (
        Release.objects.filter(status__in=statuses & KNOWN, published_at__lte=at)
        .filter(Q(embargo_until__isnull=True) | Q(embargo_until__lte=at))
        .select_related("edition", "workspace")
        .order_by("-published_at", "-number")
    )


def published(kind: str, *, at: datetime) -> QuerySet[Release]:
    """What of a kind is current at a moment, newest first. Replaced and withdrawn ones are not."""
    return _public(frozenset({Status.PUBLISHED}), at=at).filter(kind=kind)


def published_one(kind: str, slug: str, *, number: int | None, at: datetime) -> Release:
    """One published thing: a number of it, replaced since or not; without a number the latest.

    Raises `Withdrawn` for what was public and is not any more, `NotYours` for all else.
    """
    found = _public(KNOWN, at=at).filter(kind=kind, slug=slug).order_by("-number")
    if number is not None:
        release = found.filter(number=number).first()
    else:
        release = found.filter(status=Status.PUBLISHED).first() or found.first()
    if release is None:
        raise NotYours
    if Status(release.status) not in READABLE:
        raise Withdrawn(release)
    return release


def every_number(kind: str, *, at: datetime) -> QuerySet[Release]:
    """Every number that was ever public of all things of a kind, the latest of each thing first."""
    return _public(KNOWN, at=at).filter(kind=kind).order_by("slug", "-number")


def numbers_of(kind: str, slug: str, *, at: datetime) -> QuerySet[Release]:
    """Every number of one thing that was ever public, the latest first, withdrawn ones included."""
    return every_number(kind, at=at).filter(slug=slug)


def corrections(*, at: datetime) -> QuerySet[Release]:
    """Every correction and withdrawal there was, newest first."""
    return _public(KNOWN, at=at).filter(Q(corrects__isnull=False) | Q(status=Status.WITHDRAWN))


def correction_of(release: Release, *, at: datetime) -> Release | None:
    """The release that corrects this one, while it can be read."""
    return _public(READABLE, at=at).filter(corrects=release).first()


def content_stamp() -> str:
    """A few characters that differ as soon as anything about any release differs. One query."""
    sums = Release.objects.aggregate(rows=Count("pk"), moves=Sum("version"), last=Max("pk"))
    return f"{sums['rows']}.{sums['moves'] or 0}.{sums['last'] or 0}"


# --- the partnership -----------------------------------------------------------------------------


def releases_for(actor: Actor, workspace: str) -> QuerySet[Release]:
    """Every release of a workspace the actor works in, the latest proposed first."""
    return (
        Release.objects.filter(workspace=workspace_for(actor, workspace))
        .annotate(answers=Count("approvals"))
        .order_by("-proposed_at", "-pk")
    )


def release_for(actor: Actor, workspace: str, reference: str) -> Release:
    """One release of a workspace the actor works in. Raises `NotYours` for any other."""
    release = (
        Release.objects.filter(workspace=workspace_for(actor, workspace), reference=reference)
        .select_related("edition", "workspace", "corrects")
        .prefetch_related("approvals")
        .first()
    )
    if release is None:
        raise NotYours
    return release


def of_subject(actor: Actor, workspace: str, reference: str) -> QuerySet[Release]:
    """Every release made of one edition, post or algorithm record, the latest first."""
    return releases_for(actor, workspace).filter(subject=reference)


def latest_known(actor: Actor, workspace: str, reference: str) -> Release | None:
    """The last release of a subject that was public, which a correction would correct."""
    known = of_subject(actor, workspace, reference).filter(status__in=KNOWN)
    return known.order_by("-number").first()


def current_after_withdrawing(release: Release) -> Release | None:
    """The number that is current again once this one is withdrawn: the last that was replaced.

    None where there is none, or where another number is the current one anyway.
    """
    if release.status != Status.PUBLISHED:
        return None
    return (
        Release.objects.filter(kind=release.kind, slug=release.slug, status=Status.SUPERSEDED)
        .order_by("-number")
        .first()
    )


def open_proposal(kind: str, slug: str) -> Release | None:
    """The undecided proposal for an address, if there is one."""
    return Release.objects.filter(kind=kind, slug=slug, status__in=OPEN).first()


def due(*, at: datetime) -> QuerySet[Release]:
    """Approved releases whose embargo has ended."""
    return Release.objects.filter(
        status=Status.APPROVED, embargo_until__isnull=False, embargo_until__lte=at
    ).order_by("embargo_until", "pk")


def names_of(references: set[str]) -> dict[str, str]:
    """People's names by their references; a reference nobody has stays away."""
    return dict(User.objects.filter(reference__in=references).values_list("reference", "name"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a proposal has come, and what this actor may do with it."""

    given: int
    needed: int
    may_answer: bool
    may_refuse: bool
    may_publish: bool
    may_withdraw: bool
    may_correct: bool
    is_own: bool


def standing(release: Release, actor: Actor, *, at: datetime) -> Standing:
    """What waits for whom. Buttons are drawn from this; `changes` decides again."""
    answers = list(release.approvals.all())
    answered = {answer.by for answer in answers}
    roles = actor.roles_in(release.workspace.slug)
    status = Status(release.status)

    def may(verb: workflow.Verb) -> bool:
        return workflow.has_move(status, verb) and not roles.isdisjoint(
            workflow.move_from(status, verb).by
        )

    free = policies.can_answer(actor.reference, authors=release.authors, answered=answered)
    is_due = policies.is_out_of_embargo(release.embargo_until, at=at)
    return Standing(
        given=sum(answer.approves for answer in answers),
        needed=policies.approvals_needed(is_restricted=release.is_restricted),
        may_answer=free and may(workflow.Verb.APPROVE),
        may_refuse=free and may(workflow.Verb.REFUSE),
        may_publish=is_due and may(workflow.Verb.PUBLISH),
        may_withdraw=may(workflow.Verb.WITHDRAW),
        may_correct=not roles.isdisjoint(LEADS)
        and status in KNOWN
        and not release.corrections.exclude(status="refused").exists(),
        is_own=actor.reference in release.authors,
    )


def edition_for(actor: Actor, workspace: str, reference: str) -> Edition:
    """A finished edition to look at before proposing it. Raises `NotYours` for any other.

    A gap map stays with the partnership.
    """
    edition = (
        Edition.objects.filter(
            workspace=workspace_for(actor, workspace),
            reference=reference,
            status__in=[EditionStatus.DRAFT, EditionStatus.LOCKED],
        )
        .exclude(kind=EditionKind.GAP_MAP)
        .select_related("workspace")
        .first()
    )
    if edition is None:
        raise NotYours
    return edition


def kind_of(edition: Edition) -> Kind:
    """What an edition is released as."""
    return Kind.WARNING if edition.is_early_warning else Kind.ASSESSMENT


def slug_for(edition: Edition) -> str:
    """The stable part of an edition's address.

    Every assessment of one area shares it, and so does every run of one week there.
    """
    area = edition.area_name or edition.area_code
    if edition.is_early_warning:
        return slugify(f"early warning {area} {edition.week}")
    return slugify(f"{area} needs assessment")


def editions_to_correct(release: Release) -> QuerySet[Edition]:
    """Locked editions that could replace a release and were not released: other runs of the week,

    or assessments of the same workspace.
    """
    wrong = release.edition
    if wrong is None:
        return Edition.objects.none()
    same = Edition.objects.filter(
        workspace=release.workspace,
        kind=wrong.kind,
        week=wrong.week,
        status=EditionStatus.LOCKED,
    )
    if wrong.is_early_warning:
        same = same.filter(area_code=wrong.area_code)
    return same.exclude(releases__status__in=KNOWN | OPEN).order_by("-locked_at")

"""Editions and their findings on the thread."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.editions.models import Edition, Finding
from headwater.web.editions.rules import permissions
from headwater.web.editions.rules.findings import BETWEEN, finding_reference
from headwater.web.editions.rules.workflow import READABLE, Status
from headwater.web.thread.kinds import Bead, Kind, register

EDITION, FINDING = "edition", "finding"
MOST_OFFERED = 20
LONGEST_TITLE = 240


def find_editions(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Editions by reference, those put away too."""
    rows = _editions(actor, workspace).filter(reference__in=references)
    return {each.reference: _edition_bead(each) for each in rows}


def offer_editions(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Editions that were made and hold these words in their title or area, latest first."""
    named = Q(title__icontains=text) | Q(area_name__icontains=text)
    rows = _editions(actor, workspace).filter(named, status__in=READABLE).order_by("-made_at")
    return [_edition_bead(each) for each in rows[:MOST_OFFERED]]


def find_findings(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Findings by the edition's reference and their own name."""
    wanted = Q()
    for each in references:
        edition, _, slug = each.partition(BETWEEN)
        wanted |= Q(edition__reference=edition, slug=slug)
    rows = _findings(actor, workspace).filter(wanted) if wanted else Finding.objects.none()
    return {bead.reference: bead for bead in map(_finding_bead, rows)}


def offer_findings(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Findings with these words: of locked editions first, and of those made last first."""
    rows = _findings(actor, workspace).filter(
        sentence__icontains=text, edition__status__in=READABLE
    )
    locked_first = Case(When(edition__status=Status.LOCKED, then=Value(0)), default=Value(1))
    latest = rows.order_by(locked_first, "-edition__made_at", "position")
    return [_finding_bead(each) for each in latest[:MOST_OFFERED]]


def _may_read(actor: Actor, workspace: str) -> bool:
    return actor is HEADWATER or permissions.can_read(actor, workspace)


def _editions(actor: Actor, workspace: str) -> QuerySet[Edition]:
    rows = Edition.objects.filter(workspace__slug=workspace).select_related("workspace")
    rows = rows.defer("facts", "checks", "summary")
    return rows if _may_read(actor, workspace) else rows.none()


def _findings(actor: Actor, workspace: str) -> QuerySet[Finding]:
    rows = Finding.objects.filter(edition__workspace__slug=workspace)
    rows = rows.select_related("edition__workspace").defer(
        "edition__facts", "edition__checks", "edition__summary", "figures", "cautions"
    )
    return rows if _may_read(actor, workspace) else rows.none()


def _edition_bead(edition: Edition) -> Bead:
    title = f"{edition.noun.capitalize()} of {edition.area_name or edition.area_code}"
    if edition.title:
        title = edition.full_title
    about = "" if edition.is_early_warning else f", {edition.period_words}"
    return Bead(
        kind=EDITION,
        reference=edition.reference,
        title=f"{title}{about}",
        address=reverse("insights:assessment", args=[edition.workspace.slug, edition.reference]),
        state=edition.stands.words,
        on=timezone.localdate(edition.locked_at or edition.made_at or edition.requested_at),
        stands=edition.stands is not Status.DISCARDED,
        unsettled=_unsettled(edition, f"This {edition.noun}"),
    )


def _finding_bead(finding: Finding) -> Bead:
    edition = finding.edition
    told = finding.sentence
    made = edition.locked_at or edition.made_at
    return Bead(
        kind=FINDING,
        reference=finding_reference(edition.reference, finding.slug),
        title=told if len(told) <= LONGEST_TITLE else f"{told[: LONGEST_TITLE - 1]}…",
        address=reverse(
            "insights:assessment_finding",
            args=[edition.workspace.slug, edition.reference, finding.slug],
        ),
        state=edition.stands.words,
        on=timezone.localdate(made) if made else None,
        stands=edition.stands is not Status.DISCARDED,
        unsettled=_unsettled(edition, f"The {edition.noun} of this finding"),
    )


def _unsettled(edition: Edition, called: str) -> str:
    """Why no plan may rest on an edition; empty once it is locked."""
    if edition.stands is Status.LOCKED:
        return ""
    if edition.stands is Status.DISCARDED:
        return f"{called} was discarded. Plan on one that is locked."
    return f"{called} can still change. Lock it first, then plan on it."


def register_kinds() -> None:
    """Make editions and their findings known to the thread."""
    register(Kind(EDITION, "assessment", "assessments", find_editions, offer_editions))
    register(Kind(FINDING, "finding", "findings", find_findings, offer_findings))

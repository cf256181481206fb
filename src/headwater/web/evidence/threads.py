"""Approaches, evaluations and overrides as other rooms may tie them."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from headwater.rulebook.practice import ToolkitApproach
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.evidence.links import (
    approach_address,
    evaluation_address,
    override_address,
    publication_address,
)
from headwater.web.evidence.models import Evaluation, Override, Publication
from headwater.web.evidence.queries.evidence import (
    APPROACH,
    EVALUATION,
    OVERRIDE,
    check_use,
    counts,
)
from headwater.web.evidence.queries.publications import PUBLICATION
from headwater.web.evidence.queries.readings import known
from headwater.web.evidence.rules import overriding, permissions
from headwater.web.evidence.rules.library import chosen, library, state_words
from headwater.web.evidence.rules.publishing import DocumentKind
from headwater.web.thread.kinds import Bead, Kind, register

MOST_OFFERED = 20


def _may(actor: Actor, workspace: str) -> bool:
    return actor is HEADWATER or permissions.can_read(actor, workspace)


def _approach(workspace: str, row: ToolkitApproach) -> Bead:
    address = approach_address(workspace, row.id)
    return Bead(APPROACH, row.id, row.name, address, state_words(row))


def find_approaches(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    """Approaches of the rulebook by their ids."""
    if not _may(actor, workspace):
        return {}
    found = known(workspace)
    return {each: _approach(workspace, found[each]) for each in references if each in found}


def offer_approaches(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Approaches with these words, strongest first."""
    found = chosen(known(workspace), words=text) if _may(actor, workspace) else []
    return [_approach(workspace, each) for each in found[:MOST_OFFERED]]


def _evaluations(actor: Actor, workspace: str) -> QuerySet[Evaluation]:
    rows = Evaluation.objects.filter(workspace__slug=workspace).select_related("workspace")
    return rows if _may(actor, workspace) else rows.none()


def _evaluation(row: Evaluation) -> Bead:
    return Bead(
        kind=EVALUATION,
        reference=row.reference,
        title=row.title,
        address=evaluation_address(row),
        state=row.verdict.capitalize(),
        on=timezone.localdate(row.changed_at),
    )


def find_evaluations(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    """Evaluations by reference."""
    rows = _evaluations(actor, workspace).filter(reference__in=references)
    return {each.reference: _evaluation(each) for each in rows}


def offer_evaluations(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Evaluations with these words, the latest first."""
    rows = _evaluations(actor, workspace).filter(title__icontains=text)
    return [_evaluation(each) for each in rows[:MOST_OFFERED]]


def _override(row: Override) -> Bead:
    today = timezone.localdate()
    known = library().get(row.approach)
    return Bead(
        kind=OVERRIDE,
        reference=row.reference,
        title=f"Override: {known.name if known else row.approach}",
        address=override_address(row),
        state=overriding.words(row.stage, expires_on=row.expires_on, today=today),
        on=timezone.localdate(row.approved_at or row.asked_at),
        stands=row.stage is overriding.Standing.WAITING or counts(row, today=today),
    )


def find_overrides(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Overrides by reference."""
    rows = Override.objects.filter(workspace__slug=workspace, reference__in=references)
    if not _may(actor, workspace):
        return {}
    return {each.reference: _override(each) for each in rows.select_related("workspace")}


def _publications(actor: Actor, workspace: str) -> QuerySet[Publication]:
    rows = Publication.objects.filter(workspace__slug=workspace).select_related("workspace")
    return rows if _may(actor, workspace) else rows.none()


def _publication(row: Publication) -> Bead:
    return Bead(
        kind=PUBLICATION,
        reference=row.reference,
        title=f"{row.title} ({row.publisher})",
        address=publication_address(row),
        state=DocumentKind(row.kind).words,
        on=row.published_on,
        stands=row.removed_at is None,
    )


def find_publications(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    """Documents of others by reference."""
    rows = _publications(actor, workspace).filter(reference__in=references)
    return {each.reference: _publication(each) for each in rows}


def offer_publications(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Documents of others with these words, the latest published first."""
    rows = _publications(actor, workspace).filter(title__icontains=text, removed_at=None)
    return [_publication(each) for each in rows[:MOST_OFFERED]]


def register_kinds() -> None:
    """Make what evidence holds known to the thread."""
    register(
        Kind(
            APPROACH,
            "approach",
            "approaches",
            find_approaches,
            offer_approaches,
            check_use=check_use,
        )
    )
    register(Kind(EVALUATION, "evaluation", "evaluations", find_evaluations, offer_evaluations))
    register(
        Kind(
            PUBLICATION,
            "document of others",
            "documents of others",
            find_publications,
            offer_publications,
        )
    )
    register(Kind(OVERRIDE, "override", "overrides", find_overrides))

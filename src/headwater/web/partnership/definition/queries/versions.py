"""Versions of the definition, the kinds of violence in each, and the one that is in force."""

from typing import Any

from django.db.models import QuerySet

from headwater.core.words import counted, listed
from headwater.rulebook import Limb
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partners.models import Workspace
from headwater.web.partnership.definition.models import Candidate, LocalDefinition
from headwater.web.partnership.definition.rules import permissions
from headwater.web.partnership.definition.rules.stages import OPEN, Status
from headwater.web.partnership.definition.rules.weighing import (
    Counting,
    Decision,
    Factor,
    counted_codes,
)
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead

DEFINITION, DECISION = "definition", "decision"


def versions_for(actor: Actor, workspace: str) -> QuerySet[LocalDefinition]:
    """Every version but those put away, latest first. Raises for who may not read them."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    found = LocalDefinition.objects.filter(workspace__slug=workspace)
    return found.exclude(status=Status.DISCARDED).select_related("workspace")


def version_for(actor: Actor, workspace: str, reference: str) -> LocalDefinition:
    """One version. Raises `NotYours` for any other."""
    found = versions_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def candidate_for(actor: Actor, workspace: str, reference: str, key: str) -> Candidate:
    """One kind of violence of a version. Raises `NotYours` for any other."""
    version = version_for(actor, workspace, reference)
    found = version.candidates.select_related("definition__workspace").filter(key=key).first()
    if found is None:
        raise NotYours
    return found


def in_force(workspace: Workspace) -> LocalDefinition | None:
    """The version a board approved and none replaced; none where there never was one."""
    found = LocalDefinition.objects.filter(workspace=workspace, status=Status.APPROVED)
    return found.select_related("workspace").first()


def being_written(workspace: Workspace) -> LocalDefinition | None:
    """The version that is written or waits for a board."""
    found = LocalDefinition.objects.filter(workspace=workspace, status__in=OPEN)
    return found.select_related("workspace").first()


def decisions(actor: Actor, workspace: str) -> list[Bead]:
    """Decisions of boards that the actor may name, latest first."""
    kind = kinds.kind(DECISION)
    return list(kind.offer(actor, workspace, "")) if kind and kind.offer else []


def end_of(candidate: Candidate, factor: Factor) -> str:
    """What a judgement is called on the thread, as `X-…:robbery_personal:prevalence`."""
    return f"{candidate.definition.reference}:{candidate.key}:{factor.value}"


def leaves_out_domestic(candidates: list[Candidate]) -> bool:
    """Whether domestic abuse was weighed and is out."""
    return any(
        each.limb == Limb.DOMESTIC_ABUSE and each.decision == Decision.OUT for each in candidates
    )


def facts_of(version: LocalDefinition) -> dict[str, Any]:
    """The version as an edition carries it: what it says, and what counts."""
    assert version.approved_on is not None, "only an approved version counts"
    candidates = list(version.candidates.all())
    always, flagged = counted_codes(each.weighed for each in candidates)
    return {
        "reference": version.reference,
        "version": version.number,
        "effective_from": version.approved_on.isoformat(),
        "approver": version.board,
        "title": version.title,
        "sentence": version.sentence,
        "codes": list(always),
        "knife_flag_codes": list(flagged),
        "cautions": cautions_of(version, candidates),
        "leaves_out_domestic": leaves_out_domestic(candidates),
    }


def cautions_of(version: LocalDefinition, candidates: list[Candidate]) -> list[str]:
    """What a reader of figures by this version should know."""
    inside = [each for each in candidates if each.decision == Decision.IN]
    said = []
    if any(each.counting == Counting.KNIFE for each in inside):
        said.append(
            "Police knife flags are set by hand and are missed more in some forces than others."
        )
    uncounted = [each.title for each in inside if not each.codes and _is_named_only(each)]
    if uncounted:
        words = listed([each[:1].lower() + each[1:] for each in uncounted])
        said.append(
            f"{counted(len(uncounted), 'kind')} of violence in the definition cannot be told "
            f"apart by police labels and {'is' if len(uncounted) == 1 else 'are'} not counted as "
            f"such: {words}."
        )
    if version.age_from is not None or version.age_to is not None:
        said.append(
            f"Partners put ages first ({version.ages_words.lower()}). Counts here are of all ages."
        )
    return said


def _is_named_only(candidate: Candidate) -> bool:
    """Domestic abuse that is in takes nothing away and adds nothing: no label is its own."""
    return candidate.limb != Limb.DOMESTIC_ABUSE

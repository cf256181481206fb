"""What of the definition is on the thread: a version, and a judgement of a kind of violence in it.

A judgement is called `X-…:robbery_personal:prevalence`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.partnership.definition.links import candidate_address, version_address
from headwater.web.partnership.definition.models import Candidate, LocalDefinition
from headwater.web.partnership.definition.queries.versions import DEFINITION
from headwater.web.partnership.definition.rules import permissions
from headwater.web.partnership.definition.rules.stages import Status
from headwater.web.partnership.definition.rules.weighing import Factor
from headwater.web.thread.kinds import Bead, Kind, register

STANDING = frozenset({Status.DRAFT, Status.PROPOSED, Status.APPROVED})
FACTORS = frozenset(Factor)
MOST = 20


def find(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Versions and judgements by reference."""
    if not permissions.can_read(actor, workspace):
        return {}
    parts = {each: each.split(":") for each in references}
    keys = {words[1] for words in parts.values() if len(words) == 3}
    rows = (
        LocalDefinition.objects.filter(
            workspace__slug=workspace, reference__in={words[0] for words in parts.values()}
        )
        .select_related("workspace")
        .prefetch_related(
            Prefetch("candidates", Candidate.objects.filter(key__in=keys), to_attr="named")
        )
    )
    versions = {each.reference: each for each in rows}
    found = {each: _bead(each, words, versions) for each, words in parts.items()}
    return {each: bead for each, bead in found.items() if bead is not None}


def _bead(
    reference: str, parts: Sequence[str], versions: Mapping[str, LocalDefinition]
) -> Bead | None:
    version = versions.get(parts[0])
    if version is None or len(parts) not in {1, 3}:
        return None
    if len(parts) == 1:
        return _version(version)
    named: list[Candidate] = getattr(version, "named", [])
    candidate = next((each for each in named if each.key == parts[1]), None)
    if candidate is None or parts[2] not in FACTORS:
        return None
    candidate.definition = version
    factor = Factor(parts[2])
    return Bead(
        DEFINITION,
        reference,
        f"{candidate.title}: {factor.words.lower()} ({version})",
        candidate_address(candidate),
        candidate.judgement(factor).level.words,
        _day(version),
        stands=version.stands in STANDING,
    )


def offer(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Versions with these words, the latest first."""
    if not permissions.can_read(actor, workspace):
        return []
    rows = LocalDefinition.objects.filter(workspace__slug=workspace, title__icontains=text)
    every = rows.exclude(status=Status.DISCARDED).select_related("workspace")
    return [_version(each) for each in every[:MOST]]


def _version(version: LocalDefinition) -> Bead:
    return Bead(
        DEFINITION,
        version.reference,
        str(version),
        version_address(version),
        version.stands.words,
        _day(version),
        stands=version.stands in STANDING,
    )


def _day(version: LocalDefinition) -> date:
    return version.approved_on or timezone.localdate(version.begun_at)


def register_kinds() -> None:
    """Make the definition known to the thread."""
    register(Kind(DEFINITION, "definition", "definitions", find, offer))

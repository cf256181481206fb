"""Beginning a version, describing it, weighing kinds of violence, adding and taking off."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.text import slugify

from headwater.rulebook import Limb, violence_types
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.partners.models import Workspace
from headwater.web.partnership.definition.events import Event
from headwater.web.partnership.definition.models import Candidate, LocalDefinition
from headwater.web.partnership.definition.queries import versions as queries
from headwater.web.partnership.definition.queries.versions import DEFINITION
from headwater.web.partnership.definition.rules import permissions
from headwater.web.partnership.definition.rules.stages import Status, Verb, WrongMoveError, after
from headwater.web.partnership.definition.rules.weighing import (
    Factor,
    Weighed,
    WeighingRefusedError,
    check_title,
    check_weighed,
)
from headwater.web.thread.changes import tie
from headwater.web.thread.models import Tie
from headwater.web.thread.queries import beads, both_ends
from headwater.web.thread.rules import Relation

COPIED = (
    "position", "key", "title", "limb", "codes", "tells", "is_own", "decision", "rationale",
    "counting", "penalty_level", "penalty_words", "victim_level", "victim_words",
    "prevalence_level", "prevalence_words", "community_level", "community_words",
    "weighed_by", "weighed_at",
)  # fmt: skip
WEIGHED = (*(name for name in COPIED[7:]), "version")
MOST_OWN = 40
"""Kinds of violence that a partnership adds itself."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a version says of itself."""

    title: str
    sentence: str
    age_from: int | None = None
    age_to: int | None = None


@audited
def begin(*, workspace: Workspace, actor: Actor, at: datetime) -> LocalDefinition:
    """Begin a version: from the one in force, with its judgements and their evidence, or afresh.

    Raises `WrongMoveError` where one is being written already.
    """
    permissions.check_can_write(actor, workspace.slug)
    there = queries.being_written(workspace)
    if there is not None:
        raise WrongMoveError(there.stands)
    before = queries.in_force(workspace)
    last = LocalDefinition.objects.filter(workspace=workspace).exclude(status=Status.DISCARDED)
    made = LocalDefinition.objects.create(
        workspace=workspace,
        number=(last.aggregate(most=Max("number"))["most"] or 0) + 1,
        title=before.title if before else f"Serious violence in {workspace.area_name}"[:160],
        sentence=before.sentence if before else "",
        age_from=before.age_from if before else None,
        age_to=before.age_to if before else None,
        begun_by=actor.reference,
        begun_at=at,
    )
    if before is None:
        _seed(made)
    else:
        _copy(before, made, actor=actor, at=at)
    _record(Event.BEGUN, made, actor=actor, at=at)
    return made


def _seed(version: LocalDefinition) -> None:
    Candidate.objects.bulk_create(
        Candidate(
            definition=version,
            position=position,
            key=each.id,
            title=each.title,
            limb=each.limb.value,
            codes=list(each.codes),
            tells=each.tells,
        )
        for position, each in enumerate(violence_types(), start=1)
    )


def _copy(before: LocalDefinition, made: LocalDefinition, *, actor: Actor, at: datetime) -> None:
    Candidate.objects.bulk_create(
        Candidate(definition=made, **{name: getattr(each, name) for name in COPIED})
        for each in before.candidates.all()
    )
    evidence = Tie.objects.filter(
        workspace=made.workspace,
        ended_at=None,
        relation=Relation.EVIDENCE,
        to_kind=DEFINITION,
        to_reference__startswith=f"{before.reference}:",
    )
    seen = beads(actor, made.workspace.slug, [both_ends(each)[0] for each in evidence])
    for each in evidence:
        first, second = both_ends(each)
        if first in seen:
            judgement = second[1].removeprefix(before.reference)
            tie(
                workspace=made.workspace,
                first=first,
                relation=Relation.EVIDENCE,
                second=(DEFINITION, f"{made.reference}{judgement}"),
                actor=actor,
                at=at,
            )


@audited
def describe(
    *, definition: LocalDefinition, said: Described, version: int, actor: Actor, at: datetime
) -> LocalDefinition:
    """Say what a draft is called, what it counts and which ages come first.

    Raises `ChangedMeanwhileError` where somebody else saved it since `version`.
    """
    held = held_for(definition, Verb.WRITE, actor)
    if held.version != version:
        raise ChangedMeanwhileError(what="definition")
    held.title, held.sentence = said.title.strip(), said.sentence.strip()
    held.age_from, held.age_to = said.age_from, said.age_to
    held.version += 1
    held.save(update_fields=["title", "sentence", "age_from", "age_to", "version"])
    _record(Event.DESCRIBED, held, actor=actor, at=at)
    return held


@audited
def weigh(
    *, candidate: Candidate, said: Weighed, version: int, actor: Actor, at: datetime
) -> Candidate:
    """Say how the four factors stand, whether it is in or out, and why.

    Raises `ChangedMeanwhileError` where somebody else weighed it since `version`.
    """
    definition = held_for(candidate.definition, Verb.WRITE, actor)
    held = definition.candidates.select_for_update().get(pk=candidate.pk)
    if held.version != version:
        raise ChangedMeanwhileError(what="judgements")
    check_weighed(said)
    held.definition = definition
    held.decision, held.rationale = said.decision.value, said.rationale.strip()
    held.counting = said.counting.value
    for factor in Factor:
        judged = said.judgements[factor]
        setattr(held, f"{factor.value}_level", judged.level.value)
        setattr(held, f"{factor.value}_words", judged.words.strip())
    held.weighed_by, held.weighed_at = actor.reference, at
    held.version += 1
    held.save(update_fields=list(WEIGHED))
    _record(Event.WEIGHED, definition, actor=actor, at=at, kind=held.key, decision=held.decision)
    return held


@audited
def add(
    *,
    definition: LocalDefinition,
    title: str,
    limb: Limb,
    codes: tuple[str, ...],
    actor: Actor,
    at: datetime,
) -> Candidate:
    """Add a kind of violence of our own. Raises `TerrorismError` for what the Act leaves out."""
    held = held_for(definition, Verb.WRITE, actor)
    check_title(title)
    there = list(held.candidates.all())
    key = f"own_{slugify(title).replace('-', '_')}"[:40]
    if any(each.key == key or each.title.lower() == title.strip().lower() for each in there):
        raise WeighingRefusedError("A kind of violence with this name is there already.")
    if sum(each.is_own for each in there) >= MOST_OWN:
        raise WeighingRefusedError(f"At most {MOST_OWN} kinds of violence can be added.")
    made = held.candidates.create(
        position=max((each.position for each in there), default=0) + 1,
        key=key,
        title=title.strip(),
        limb=limb.value,
        codes=list(codes),
        is_own=True,
    )
    _record(Event.ADDED, held, actor=actor, at=at, kind=key)
    return made


@audited
def remove(*, candidate: Candidate, actor: Actor, at: datetime) -> None:
    """Take a kind of violence off again that the partnership added itself."""
    definition = held_for(candidate.definition, Verb.WRITE, actor)
    if not candidate.is_own:
        raise WeighingRefusedError(
            "What the rulebook puts up has to be weighed: say that it is out, and why."
        )
    definition.candidates.filter(pk=candidate.pk).delete()
    _record(Event.REMOVED, definition, actor=actor, at=at, kind=candidate.key)


def held_for(definition: LocalDefinition, verb: Verb, actor: Actor) -> LocalDefinition:
    """The row, held until the change ends, where a writer may do this to it."""
    held = hold(definition)
    permissions.check_can_write(actor, held.workspace.slug)
    after(held.stands, verb)
    return held


def hold(definition: LocalDefinition) -> LocalDefinition:
    """The row, held until the change ends."""
    rows = LocalDefinition.objects.select_for_update(of=("self",)).select_related("workspace")
    return rows.get(pk=definition.pk)


def _record(
    event: Event, definition: LocalDefinition, *, actor: Actor, at: datetime, **more: str
) -> None:
    record(event, about=definition, by=actor, at=at, workspace=definition.workspace.slug, **more)

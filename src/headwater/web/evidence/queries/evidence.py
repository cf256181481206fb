"""Reading evaluations, overrides, and what uses an approach."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.evidence.models import Evaluation, Override
from headwater.web.evidence.queries.readings import known
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.library import library
from headwater.web.evidence.rules.overriding import HarmfulChoiceError, Standing, stands
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead, Choosing, Kind
from headwater.web.thread.queries import Strand, strands, strands_of
from headwater.web.thread.rules.relations import Relation

APPROACH, EVALUATION, OVERRIDE = "approach", "evaluation", "override"
"""Kinds on the thread."""
USERS = ("action", "service", "intention", "application", "round")
"""Kinds of things that use an approach first: what is offered where no kind is asked for."""
CHOOSERS = (*USERS, "award", "priority", "outcome")
"""Kinds of things for which an override may be asked, because they choose an approach by whatever
ties them to it. Evaluations, documents, meetings and decisions tell of one, and choose it only
where they say that they use it."""


@dataclass(frozen=True, slots=True)
class HarmfulUse:
    """One place where a harmful approach is chosen, and what the board said of it."""

    approach: str
    bead: Bead
    override: Override | None
    """The one that counts today; else the one that waits, else the last there was."""
    is_covered: bool
    """Whether an override counts today."""


def check_reads(actor: Actor, workspace: str) -> None:
    """Raises `NotYours` unless the actor reads evidence of a workspace."""
    if not permissions.can_read(actor, workspace):
        raise NotYours


def evaluations_for(actor: Actor, workspace: str) -> QuerySet[Evaluation]:
    """Every evaluation of a workspace, the latest first."""
    check_reads(actor, workspace)
    rows = Evaluation.objects.filter(workspace__slug=workspace)
    return rows.select_related("workspace", "organisation")


def evaluation_for(actor: Actor, workspace: str, reference: str) -> Evaluation:
    """One evaluation. Raises `NotYours` for any other, there or not."""
    found = evaluations_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def overrides_for(actor: Actor, workspace: str) -> QuerySet[Override]:
    """Every override of a workspace, the latest first."""
    check_reads(actor, workspace)
    return Override.objects.filter(workspace__slug=workspace).select_related("workspace")


def override_for(actor: Actor, workspace: str, reference: str) -> Override:
    """One override. Raises `NotYours` for any other, there or not."""
    found = overrides_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def check_approach(actor: Actor, workspace: str, approach: str) -> None:
    """Raises `NotYours` unless the library has it and the actor reads evidence there."""
    check_reads(actor, workspace)
    if approach not in library():
        raise NotYours


def uses(actor: Actor, workspace: str, approaches: Collection[str]) -> Mapping[str, list[Bead]]:
    """By approach, what uses it as far as the actor sees, oldest tie first."""
    ends = [(APPROACH, each) for each in approaches]
    found = strands(actor, workspace, ends)
    return {
        # Two ties to one thing are one use.
        end[1]: list(dict.fromkeys(each.other for each in found[end] if _is_use(each)))
        for end in ends
    }


def _is_use(strand: Strand) -> bool:
    return is_choice(strand.other.kind, Relation(strand.tie.relation))


def is_choice(kind: str, relation: Relation) -> bool:
    """Whether a thing of a kind chooses an approach that it is tied to in this way."""
    return relation is Relation.USES or kind in CHOOSERS


def harmful_uses(actor: Actor, workspace: str, *, today: date) -> list[HarmfulUse]:
    """Everywhere that a harmful approach is chosen; those without an override first."""
    harmful = [each.id for each in known(workspace).values() if each.harmful]
    by_use: dict[tuple[str, str, str], list[Override]] = defaultdict(list)
    for each in overrides_for(actor, workspace).filter(approach__in=harmful):
        by_use[each.approach, *each.use].append(each)
    found = [
        _use(approach, bead, by_use[approach, bead.kind, bead.reference], today=today)
        for approach, beads in uses(actor, workspace, harmful).items()
        for bead in beads
        if bead.stands
    ]
    return sorted(found, key=lambda each: each.is_covered)


def _use(approach: str, bead: Bead, overrides: Sequence[Override], *, today: date) -> HarmfulUse:
    counting = [each for each in overrides if counts(each, today=today)]
    waiting = [each for each in overrides if each.stage is Standing.WAITING]
    shown = next(iter((*counting, *waiting, *overrides)), None)
    return HarmfulUse(approach, bead, shown, bool(counting))


def check_use(choosing: Choosing) -> None:
    """Raises `HarmfulChoiceError` for a harmful approach where no override of that use counts."""
    kind, reference = choosing.user
    chosen = known(choosing.workspace.slug).get(choosing.chosen)
    if chosen is None or not chosen.harmful or not is_choice(kind, choosing.relation):
        return
    overrides = Override.objects.filter(
        workspace=choosing.workspace,
        approach=chosen.id,
        use_kind=kind,
        use_reference=reference,
    )
    if not any(counts(each, today=choosing.on) for each in overrides):
        raise HarmfulChoiceError(approach=chosen.name, user=choosing.title)


def choosing_kinds() -> list[Kind]:
    """Kinds of things that choose approaches and can be looked for."""
    registered = [kinds.kind(code) for code in CHOOSERS]
    return [each for each in registered if each is not None and each.offer is not None]


def may_be_covered(actor: Actor, workspace: str, *, kind: str, words: str) -> list[Bead]:
    """What could choose an approach, and stands, of a kind and with these words in its title.

    Without a kind, of those that use one first: each kind is a query, and a page has few.
    """
    registered = [kinds.kind(code) for code in ((kind,) if kind else USERS)]
    return [
        bead
        for kind in registered
        if kind is not None and kind.offer is not None
        for bead in kind.offer(actor, workspace, words)
        if bead.stands
    ]


def counts(override: Override, *, today: date) -> bool:
    """Whether an override counts on a day."""
    return stands(override.stage, expires_on=override.expires_on, today=today)


def offered(kind: str, actor: Actor, workspace: str) -> list[Bead]:
    """Things of a kind that can be tied and stand: decisions of boards, documents."""
    known = kinds.kind(kind)
    found = known.offer(actor, workspace, "") if known and known.offer else []
    return [each for each in found if each.stands]


def documents_of(actor: Actor, evaluation: Evaluation) -> list[Strand]:
    """Ties of an evaluation to documents that show it."""
    found = strands_of(actor, evaluation.workspace.slug, (EVALUATION, evaluation.reference))
    return [each for each in found if each.other.kind == "document" and not each.is_forward]


def names_of(references: Collection[str]) -> dict[str, str]:
    """Names of people by reference, and headwater's own."""
    rows = User.objects.filter(reference__in=references).values_list("reference", "name")
    return {HEADWATER.reference: HEADWATER.name, **dict(rows)}

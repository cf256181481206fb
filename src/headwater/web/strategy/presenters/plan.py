"""The plan as a page: priorities, outcomes and what is done for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from headwater.web.design_system.parts import Table
from headwater.web.strategy.presenters.actions import table
from headwater.web.strategy.queries.plan import Branch, Limb, Tree
from headwater.web.strategy.rules.computing import Computed
from headwater.web.thread.queries import Strand
from headwater.web.thread.rules.walking import End


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """An outcome with its actions."""

    reference: str
    title: str
    measure: str
    actions: Table
    edit: str
    add: str


@dataclass(frozen=True, slots=True)
class PriorityPart:
    """A priority with what it answers and its outcomes."""

    reference: str
    title: str
    why: str
    answers: Sequence[Strand]
    outcomes: Sequence[OutcomePart]
    edit: str
    add: str
    thread: str


def parts(
    tree: Tree,
    workspace: str,
    found: Mapping[int, Computed],
    tied: Mapping[End, Sequence[Strand]],
    *,
    today: date,
) -> list[PriorityPart]:
    """Every priority, in the order of the plan."""
    return [_priority(limb, workspace, found, tied, today=today) for limb in tree.limbs]


def _priority(
    limb: Limb,
    workspace: str,
    found: Mapping[int, Computed],
    tied: Mapping[End, Sequence[Strand]],
    *,
    today: date,
) -> PriorityPart:
    row = limb.priority
    end = ("priority", row.reference)
    return PriorityPart(
        reference=row.reference,
        title=row.title,
        why=row.why,
        answers=tied.get(end, ()),
        outcomes=[_outcome(each, workspace, found, today=today) for each in limb.branches],
        edit=reverse("strategy:priority_edit", args=[workspace, row.reference]),
        add=reverse("strategy:outcome_new", args=[workspace, row.reference]),
        thread=reverse("thread:chain", args=[workspace, *end]),
    )


def _outcome(
    branch: Branch, workspace: str, found: Mapping[int, Computed], *, today: date
) -> OutcomePart:
    row = branch.outcome
    new = reverse("strategy:action_new", args=[workspace])
    return OutcomePart(
        reference=row.reference,
        title=row.title,
        measure=row.measure,
        actions=table(branch.actions, found, today=today, says_place=False),
        edit=reverse("strategy:outcome_edit", args=[workspace, row.reference]),
        add=f"{new}?outcome={row.reference}",
    )

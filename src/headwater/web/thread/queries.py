"""Reading the thread: what is tied to what, as far as the reader may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.thread.models import Tie
from headwater.web.thread.rules import permissions
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End, Knot, Step, walk, ways

MOST_STEPS = 12
"""Ties between where somebody stands and the furthest thing a chain shows."""
MOST_THINGS = 400
"""Things a chain asks for, nearest first: what people can still read, and a query can name."""
MOST_KINDS = 14
"""Kinds of things a chain asks for, nearest first. Each is a query, and a page has few."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A tie as read from one of its ends."""

    tie: Tie
    words: str
    """From the end that is read to the other: "is answered by"."""
    other: Bead
    is_forward: bool
    """Whether it is read from its first end to its second."""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing of a chain, and the way that leads there."""

    bead: Bead
    way: Sequence[tuple[str, Bead]]
    """From where the chain begins: how each step is tied, and what it leads to."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One thing, what is tied to it, and everything that leads on from there."""

    strands: Sequence[Strand]
    """The ties of the thing itself, oldest first."""
    links: Sequence[Link]
    """Nearest first."""
    goes_on: frozenset[End]
    """The furthest things shown that lead on to more that the reader may see."""
    is_cut: bool
    """Whether it may lead on further than it is shown."""


def beads(actor: Actor, workspace: str, ends: Iterable[End]) -> dict[End, Bead]:
    """What the actor may see of these things. One query for each kind among them."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for code, reference in ends:
        by_kind[code].add(reference)
    found: dict[End, Bead] = {}
    for code, references in by_kind.items():
        kind = kinds.kind(code)
        if kind is not None:
            seen = kind.find(actor, workspace, sorted(references))
            found |= {(code, reference): bead for reference, bead in seen.items()}
    return found


def bead_for(actor: Actor, workspace: str, end: End) -> Bead:
    """One thing. Raises `NotYours` where it is not there for the actor."""
    found = beads(actor, workspace, [end]).get(end)
    if found is None or not permissions.can_read(actor, workspace):
        raise NotYours
    return found


def tie_for(actor: Actor, workspace: str, reference: str) -> Tie:
    """A tie that stands, both of whose ends the actor may see. Raises `NotYours` otherwise."""
    found = _standing(workspace).select_related("workspace").filter(reference=reference).first()
    if found is None or len(beads(actor, workspace, both_ends(found))) < len(both_ends(found)):
        raise NotYours
    return found


def strands(actor: Actor, workspace: str, ends: Collection[End]) -> Mapping[End, list[Strand]]:
    """By each of some things, its ties to what the actor may see, oldest first."""
    ties = [] if not ends else list(_touching(workspace, ends))
    others = beads(actor, workspace, [end for tie in ties for end in both_ends(tie)])
    return _strands(ties, others, ends)


def _strands(
    ties: Iterable[Tie], others: Mapping[End, Bead], ends: Iterable[End]
) -> Mapping[End, list[Strand]]:
    """By each of some things, the ties whose other end is among what is seen."""
    found: dict[End, list[Strand]] = {end: [] for end in ends}
    for tie in ties:
        first, second = both_ends(tie)
        relation = Relation(tie.relation)
        if first in found and second in others:
            found[first].append(Strand(tie, relation.words, others[second], is_forward=True))
        if second in found and first in others:
            found[second].append(Strand(tie, relation.backwards, others[first], is_forward=False))
    return found


def strands_of(actor: Actor, workspace: str, end: End) -> list[Strand]:
    """The ties of one thing to what the actor may see, oldest first."""
    return strands(actor, workspace, [end])[end]


def chain(actor: Actor, workspace: str, start: End) -> Chain:
    """Everything that one thing leads to, nearest first, as far as one page can hold.

    The way there leads only over things the actor may see: what is hidden joins nothing.
    """
    standing = list(_standing(workspace).order_by("made_at", "pk"))
    ties = [_knot(each) for each in standing]
    # One tie further than is shown, to say where more follows only where there is more to see.
    near = [start, *(step.end for step in walk(start, ties, most_steps=MOST_STEPS + 1))]
    asked = _asked(near)
    seen = beads(actor, workspace, asked)
    open_ties = [tie for tie in ties if tie[0] in seen and tie[2] in seen]
    steps = walk(start, open_ties, most_steps=MOST_STEPS + 1)
    beyond = frozenset(step.before for step in steps if step.steps > MOST_STEPS)
    shown = [step for step in steps if step.steps <= MOST_STEPS]
    return Chain(
        strands=_strands(standing, seen, [start])[start],
        links=[_link(way, seen) for end, way in ways(shown, start).items() if end != start],
        goes_on=beyond,
        is_cut=bool(beyond) or len(asked) < len(near),
    )


def _asked(near: Sequence[End]) -> list[End]:
    """The nearest things of the kinds that are met first, as many as a page has queries for."""
    kinds_met = list(dict.fromkeys(code for code, _ in near if kinds.kind(code) is not None))
    asked_for = frozenset(kinds_met[:MOST_KINDS])
    return [end for end in near if end[0] in asked_for][:MOST_THINGS]


def _link(way: Sequence[Step], seen: Mapping[End, Bead]) -> Link:
    return Link(seen[way[-1].end], [(step.words, seen[step.end]) for step in way])


def both_ends(tie: Tie) -> tuple[End, End]:
    """What a tie ties."""
    return (tie.from_kind, tie.from_reference), (tie.to_kind, tie.to_reference)


def _knot(tie: Tie) -> Knot:
    first, second = both_ends(tie)
    return first, Relation(tie.relation), second


def _standing(workspace: str) -> QuerySet[Tie]:
    return Tie.objects.filter(workspace__slug=workspace, ended_at=None)


def _touching(workspace: str, ends: Collection[End]) -> QuerySet[Tie]:
    wanted = Q()
    by_kind: dict[str, set[str]] = defaultdict(set)
    for code, reference in ends:
        by_kind[code].add(reference)
    for code, references in by_kind.items():
        wanted |= Q(from_kind=code, from_reference__in=references)
        wanted |= Q(to_kind=code, to_reference__in=references)
    return _standing(workspace).filter(wanted).order_by("made_at", "pk")

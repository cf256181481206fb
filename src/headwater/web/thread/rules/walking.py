"""Walking the thread from one thing outwards, nearest first, each thing once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from headwater.web.thread.rules.relations import Relation

End = tuple[str, str]
"""A kind and a reference."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is reached, and how."""

    end: End
    before: End
    """What it is reached from: one step nearer to where the walk began."""
    words: str
    """How what it is reached from stands to it: "is answered by"."""
    steps: int


Knot = tuple[End, Relation, End]
"""One tie: from the first to the second."""


def walk(start: End, ties: Iterable[Knot], *, most_steps: int) -> list[Step]:
    """Every thing within so many ties of one, by the shortest way; of equal ways, the first tied.

    >>> finding, action, service = ("finding", "F"), ("action", "A"), ("service", "S")
    >>> ties = [(action, Relation.ANSWERS, finding), (service, Relation.DELIVERS, action)]
    >>> [(step.end[0], step.words, step.steps) for step in walk(finding, ties, most_steps=2)]
    [('action', 'is answered by', 1), ('service', 'is delivered by', 2)]
    """
    beside: dict[End, list[tuple[End, str]]] = defaultdict(list)
    for first, relation, second in ties:
        beside[first].append((second, relation.words))
        beside[second].append((first, relation.backwards))
    found: list[Step] = []
    met = {start}
    edge = [start]
    for steps in range(1, most_steps + 1):
        further: list[End] = []
        for here in edge:
            for end, words in beside[here]:
                if end not in met:
                    met.add(end)
                    further.append(end)
                    found.append(Step(end, here, words, steps))
        edge = further
    return found


def ways(steps: Iterable[Step], start: End) -> dict[End, tuple[Step, ...]]:
    """By each thing reached, the steps that lead there from where the walk began."""
    found: dict[End, tuple[Step, ...]] = {start: ()}
    for step in steps:
        found[step.end] = (*found[step.before], step)
    return found

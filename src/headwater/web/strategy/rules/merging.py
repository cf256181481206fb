"""Two people changed one action at once: what each changed, and what both said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """What both said together. A person looks at it before it is saved."""

    answers: Answers
    """Yours where you changed something, theirs where only they did."""
    taken: tuple[str, ...]
    """Fields that only they changed."""
    clashes: tuple[str, ...]
    """Fields that both changed, and not alike."""


def merged(before: Answers, theirs: Answers, yours: Answers) -> Merged:
    """What stood before both, with the changes of both.

    >>> before = {"title": "Patrol", "cost": 10, "due": "May"}
    >>> both = merged(before, {**before, "cost": 20, "due": "June"}, {**before, "due": "July"})
    >>> both.answers, both.taken, both.clashes
    ({'title': 'Patrol', 'cost': 20, 'due': 'July'}, ('cost',), ('due',))
    """
    theirs_only = [n for n in before if theirs[n] != before[n] and yours[n] == before[n]]
    both = [n for n in before if theirs[n] != before[n] and yours[n] not in (before[n], theirs[n])]
    answers = {name: theirs[name] if name in theirs_only else yours[name] for name in before}
    return Merged(answers, tuple(theirs_only), tuple(both))

"""What differs between two versions: what came in, what went out, whose judgement changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from headwater.web.partnership.definition.rules.weighing import (
    Decision,
    Factor,
    Judgement,
    Weighed,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs about a kind of violence."""

    title: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between an earlier and a later version."""

    came_in: tuple[str, ...]
    went_out: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.came_in or self.went_out or self.changes)


def difference(before: Iterable[Weighed], after: Iterable[Weighed]) -> Difference:
    """Set two versions side by side, kind by kind."""
    earlier = {each.key: each for each in before}
    later = {each.key: each for each in after}
    were_in, are_in = _included(earlier.values()), _included(later.values())
    changes = [
        change
        for key, now in later.items()
        if key in earlier
        for change in _changes(earlier[key], now)
    ]
    return Difference(
        tuple(title for key, title in are_in.items() if key not in were_in),
        tuple(title for key, title in were_in.items() if key not in are_in),
        tuple(changes),
    )


def _included(weighed: Iterable[Weighed]) -> dict[str, str]:
    return {each.key: each.title for each in weighed if each.decision is Decision.IN}


def _changes(before: Weighed, after: Weighed) -> list[Change]:
    pairs = [
        ("How it is counted", before.counting.words, after.counting.words),
        ("Police labels", ", ".join(before.codes), ", ".join(after.codes)),
        ("Why", before.rationale, after.rationale),
    ]
    for factor in Factor:
        old = before.judgements.get(factor, Judgement())
        new = after.judgements.get(factor, Judgement())
        pairs.append((factor.words, _said(old), _said(new)))
    return [Change(after.title, what, old, new) for what, old, new in pairs if old != new]


def _said(judged: Judgement) -> str:
    return f"{judged.level.words}. {judged.words}".strip()

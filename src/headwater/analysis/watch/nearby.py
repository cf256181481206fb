"""Alerts of several rules that are about one place: they are one thing to look at, not several."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from headwater.analysis.watch.watched import Watched

Pairs = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Raised:
    """One alert: the position of its rule, and its number there."""

    rule: int
    number: int


@dataclass(frozen=True, slots=True)
class Places:
    """Which alerts are about the same place. `beside` are those of other rules."""

    count: int
    beside: dict[Raised, tuple[Raised, ...]]


def places_of(watched: Sequence[Watched], *, pairs: Pairs) -> Places:
    """Alerts whose areas share a small area or touch; `pairs` are the small areas that touch.

    Alerts that are joined through others are about one place too.
    """
    alerts = [
        (Raised(at, number), _positions(each, number))
        for at, each in enumerate(watched)
        for number in range(1, len(each.verdict.alerts) + 1)
    ]
    if not alerts:
        return Places(0, {})
    inside = np.array([areas for _, areas in alerts])
    size = inside.shape[1]
    near = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    touched = near @ inside.T + near.T @ inside.T
    meets = inside @ (inside.T + touched) > 0
    count, _ = connected_components(meets, directed=False)
    beside = {
        mine: tuple(
            other for j, (other, _) in enumerate(alerts) if meets[i, j] and other.rule != mine.rule
        )
        for i, (mine, _) in enumerate(alerts)
    }
    return Places(int(count), beside)


def _positions(each: Watched, number: int) -> NDArray[np.float64]:
    """1 for each small area of an alert, 0 for all others."""
    mine = each.small_areas(each.verdict.alerts[number - 1])
    return np.array([float(code in mine) for code in each.small.codes])

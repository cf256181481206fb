"""Which running totals of people may be shown, so that nobody works out a few from two of them.

Those who give the money see totals since the start, from return to return. A total moves on only
when everything that could be worked out by taking shown totals from each other is nought or at
least five: each total, each growth since any earlier look, and each of these less others of the
same look. What cannot move on stays as it was last shown.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

LEAST = 5
"""The fewest people that are shown, besides none."""

Totals = Mapping[int, int]
"""Running totals by target."""


def is_few(people: int) -> bool:
    """Whether a number of people is too small to be shown.

    >>> [is_few(n) for n in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < abs(people) < LEAST


def to_the_nearest(step: int, people: int) -> int:
    """A number of people rounded to a step, halves up.

    >>> [to_the_nearest(5, n) for n in (0, 2, 3, 12, 13)]
    [0, 0, 5, 10, 15]
    """
    return (2 * people + step) // (2 * step) * step


def may_stand_together(numbers: Sequence[int]) -> bool:
    """Whether neither a number nor what is left when others are taken from it is a few.

    >>> may_stand_together([20, 10]), may_stand_together([20, 17]), may_stand_together([20, 10, 8])
    (True, False, False)
    """
    for place, number in enumerate(numbers):
        rest = [each for other, each in enumerate(numbers) if other != place]
        for many in range(len(rest) + 1):
            if any(is_few(number - sum(taken)) for taken in combinations(rest, many)):
                return False
    return True


def next_shown(earlier: Sequence[Totals], now: Totals) -> dict[int, int]:
    """Which totals move on at this look, given all earlier looks. Targets in order of weight.

    >>> next_shown([], {1: 7}), next_shown([{1: 7}], {1: 9}), next_shown([{1: 7}], {1: 12})
    ({1: 7}, {}, {1: 12})
    """
    shown: dict[int, int] = {}
    for target, total in now.items():
        wished = {**shown, target: total}
        if _is_safe(earlier, wished):
            shown = wished
    return shown


def _is_safe(earlier: Sequence[Totals], wished: Totals) -> bool:
    if not may_stand_together(list(wished.values())):
        return False
    for look in earlier:
        growth = [total - look[target] for target, total in wished.items() if target in look]
        if min(growth, default=0) < 0 or not may_stand_together(growth):
            return False
    return True


def latest(looks: Sequence[Totals]) -> dict[int, int]:
    """The newest total shown of each target."""
    return {target: total for look in looks for target, total in look.items()}

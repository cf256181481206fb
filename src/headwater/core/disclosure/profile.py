"""What a disclosure rule says, as far as the arithmetic of hiding needs to know it.

The rulebook supplies the rules themselves. This module says what their fields mean for counts:
which counts are small, what is shown for the rest, and what a reader can tell from what is shown.
"""

from typing import Protocol

import numpy as np

from headwater.core.counts import BoolArray, FloatArray
from headwater.core.errors import DisclosureError

TINY = 1e-6
"""Counts closer than this are the same count; sums of fractions do not come out exact."""


class Profile(Protocol):
    """A rule for small numbers. The rulebook holds the approved ones."""

    @property
    def id(self) -> str:
        """What the rulebook calls it."""
        ...

    @property
    def primary_from(self) -> int:
        """The smallest count hidden: 1, or 0 where zeros are hidden too."""
        ...

    @property
    def primary_to(self) -> int:
        """The largest count hidden; 0 hides nothing."""
        ...

    @property
    def round_to(self) -> int:
        """Counts shown are rounded to a multiple of this; 0 or 1 shows them as they are."""
        ...

    @property
    def symbol(self) -> str:
        """What stands in place of a hidden count."""
        ...

    @property
    def secondary(self) -> bool:
        """Whether further cells are hidden so that small ones cannot be worked out."""
        ...

    @property
    def minimum_population(self) -> int:
        """Areas with fewer residents have their counts withheld; 0 withholds none."""
        ...

    @property
    def sentence(self) -> str:
        """The rule in words, shown beside every table."""
        ...


def check_profile(profile: Profile) -> None:
    """Refuse a rule whose fields contradict each other or that this arithmetic cannot keep."""
    if profile.primary_to == 0:
        return
    if profile.primary_from not in (0, 1) or profile.primary_to < profile.primary_from:
        raise DisclosureError(
            f"The profile [{profile.id}] hides counts from [{profile.primary_from}] to "
            f"[{profile.primary_to}]. It must start at 0 or 1 and not end before it starts: "
            "showing a one while hiding a two protects nobody. Correct the rulebook."
        )
    if 2 * (profile.primary_to + 1) < profile.round_to:
        raise DisclosureError(
            f"The profile [{profile.id}] would show [{profile.primary_to + 1}] rounded to "
            f"[{profile.round_to}] as zero. Hide more or round less in the rulebook."
        )


def hides(profile: Profile) -> bool:
    """Whether the rule hides any count at all."""
    return profile.primary_to > 0


def hides_zero(profile: Profile) -> bool:
    """Whether zeros count as small."""
    return hides(profile) and profile.primary_from == 0


def protected_width(profile: Profile) -> int:
    """How far apart the least and greatest value of a hidden cell must be for an attacker.

    As wide as the range of small counts: someone who works out all they can about a hidden cell
    knows no more than the published rule already told them. At least 1, so never an exact value.
    """
    return max(profile.primary_to - profile.primary_from, 1)


def is_small(counts: FloatArray, profile: Profile, *, whole: bool) -> BoolArray:
    """Which counts the rule hides for being small.

    Fractions are small when above zero and below `primary_to` + ½: a fraction of an event is
    somebody's event, and 4.6 would be read as 5.
    """
    if not hides(profile):
        return np.zeros(counts.shape, dtype=np.bool_)
    ceiling = profile.primary_to + (TINY if whole else 0.5 - TINY)
    floor = -1.0 if hides_zero(profile) else TINY
    return (counts > floor) & (counts < ceiling)


def as_shown(counts: FloatArray, profile: Profile) -> FloatArray:
    """Counts as a reader sees them: to the nearest multiple of `round_to`, halves upward."""
    if profile.round_to <= 1:
        return counts.astype(np.float64)
    base = float(profile.round_to)
    return np.asarray(np.floor(counts / base + 0.5 + TINY / base) * base, dtype=np.float64)


def known_range(
    shown: FloatArray, profile: Profile, *, whole: bool
) -> tuple[FloatArray, FloatArray]:
    """The least and greatest count behind each shown value. NaN is a hidden cell.

    A reader of the published rule knows that a shown count is zero or above the small ones, that
    rounding moved it by half the base at most, and that a hidden one is not zero.
    """
    concealed = np.isnan(shown)
    value = np.where(concealed, 0.0, shown)
    low, high = value.copy(), value.copy()
    if profile.round_to > 1:
        half = profile.round_to / 2
        least = profile.primary_to + (1.0 if whole else 0.5)
        rounded = value > 0
        below, above = value - half, value + half
        if whole:
            below, above = np.ceil(below), np.ceil(above) - 1
        low = np.where(rounded, np.maximum(below, least if hides(profile) else 0.0), low)
        high = np.where(rounded, above, high)
        if not hides(profile):
            high = np.where(rounded, high, np.ceil(half) - 1 if whole else half)
    floor = 1.0 if whole and not hides_zero(profile) else 0.0
    return np.where(concealed, floor, low), np.where(concealed, np.inf, high)

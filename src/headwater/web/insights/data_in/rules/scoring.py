"""How good one supply is, out of 100: a rule that can be read aloud."""

from dataclasses import dataclass

FULL = 100
OTHERWISE_DUE_DAYS = 30
QUIET, LOUD = 0.6, 1.67
"""A month outside these multiples of the usual loses points; the quality report says so too."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Points out of 100 for each side of quality; None where it cannot be said."""

    completeness: int | None
    validity: int | None
    timeliness: int | None
    consistency: int | None

    @property
    def overall(self) -> int | None:
        """The mean of the sides that are known.

        >>> Scores(90, 100, None, 50).overall
        80
        """
        known = [
            points
            for points in (self.completeness, self.validity, self.timeliness, self.consistency)
            if points is not None
        ]
        return round(sum(known) / len(known)) if known else None


def scores(
    *,
    completeness: float | None,
    validity: float | None,
    days_after: int | None,
    times_usual: float | None,
    due_days: int = OTHERWISE_DUE_DAYS,
) -> Scores:
    """Points for one supply.

    >>> scores(completeness=0.5, validity=1.0, days_after=40, times_usual=None, due_days=30)
    Scores(completeness=50, validity=100, timeliness=90, consistency=None)
    """
    return Scores(
        completeness=_share(completeness),
        validity=_share(validity),
        timeliness=None if days_after is None else max(0, FULL - max(0, days_after - due_days)),
        consistency=None if times_usual is None else _steadiness(times_usual),
    )


def _share(share: float | None) -> int | None:
    """A share as points, without rounding a gap away.

    >>> _share(0.9999), _share(1.0), _share(None)
    (99, 100, None)
    """
    return None if share is None else int(FULL * share)


def _steadiness(times: float) -> int:
    """All points within the usual range; outside it, fewer the further away.

    >>> _steadiness(1.2), _steadiness(0.3), _steadiness(3.34)
    (100, 50, 50)
    """
    if QUIET <= times <= LOUD:
        return FULL
    return int(FULL * (times / QUIET if times < QUIET else LOUD / times))

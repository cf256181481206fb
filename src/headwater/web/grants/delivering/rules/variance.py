"""How far what was achieved or spent is from what was planned, and when that wants a reason."""

from decimal import Decimal

TOLERANCE = Decimal("0.10")
"""A reason is wanted beyond this share of what was planned, either way."""


def variance(planned: Decimal | int, achieved: Decimal | int) -> Decimal | None:
    """How far off, as a share of what was planned; None where nothing was planned.

    >>> variance(20, 23), variance(0, 4)
    (Decimal('0.15'), None)
    """
    if not planned:
        return None
    return (Decimal(achieved) - Decimal(planned)) / Decimal(planned)


def needs_reason(planned: Decimal | int, achieved: Decimal | int) -> bool:
    """Whether the difference is over a tenth, either way. Exactly a tenth is not.

    >>> [needs_reason(20, n) for n in (18, 17, 22, 23)]
    [False, True, False, True]
    >>> needs_reason(0, 0), needs_reason(0, 1)
    (False, True)
    """
    off = variance(planned, achieved)
    return bool(achieved) if off is None else abs(off) > TOLERANCE


def variance_words(planned: Decimal | int, achieved: Decimal | int) -> str:
    """The difference as people say it.

    >>> variance_words(20, 23), variance_words(20, 20), variance_words(0, 4)
    ('15% over', 'as planned', 'not planned')
    """
    off = variance(planned, achieved)
    if off is None:
        return "not planned" if achieved else "as planned"
    share = abs(off) * 100
    if not share:
        return "as planned"
    shown = f"{share:.0f}%" if share >= 1 else "under 1%"
    return f"{shown} {'over' if off > 0 else 'under'}"

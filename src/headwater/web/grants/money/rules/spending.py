"""Limits on moving money. Plain Python on plain values."""

from decimal import Decimal

from headwater.web.grants.money.errors import (
    AmountRefusedError,
    ReasonNeededError,
    WrongCostError,
)

ALONE = Decimal("5000.00")
"""What one person may move out of a pot in its year by themselves.

One award of the largest size with something to spare: slips are put right at once, and nobody
moves enough for two awards without a second pair of eyes. It is counted over the whole year, so
that a large virement cannot be cut into small ones.
"""
ANY = "any"


def check_amount(amount: Decimal) -> None:
    """Raises unless an amount is more than nothing."""
    if amount <= 0:
        raise AmountRefusedError.not_positive()


def check_reason(reason: str) -> None:
    """Raises where nothing was said."""
    if len(reason.strip()) < 3:
        raise ReasonNeededError


def check_cost(*, pot: str, cost: str, words: str) -> None:
    """Raises where a pot's conditions do not let it pay for a kind of cost. `words` name it."""
    if ANY not in (pot, cost) and pot != cost:
        raise WrongCostError(pays_for=words)


def needs_second_person(amount: Decimal, *, moved_alone: Decimal) -> bool:
    """Whether a virement waits for an approver.

    >>> needs_second_person(Decimal("3000"), moved_alone=Decimal("2000"))
    False
    >>> needs_second_person(Decimal("3000"), moved_alone=Decimal("2000.01"))
    True
    """
    return amount + moved_alone > ALONE

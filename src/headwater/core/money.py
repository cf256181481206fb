"""Money to the penny: how it is read, written and shared out. Amounts are `Decimal`, in pounds."""

import re
from collections.abc import Sequence
from decimal import Decimal

from headwater.core.errors import UsageError
from headwater.core.words import MINUS

NOTHING = Decimal("0.00")
PENNY = Decimal("0.01")
MOST = Decimal("9999999999.99")
"""Twelve digits, as many as the databases keep."""
AS_TYPED = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?")


class AmountError(UsageError):
    """Something that is no amount of money, said with what to do."""

    def __init__(self, *, given: str, remedy: str) -> None:
        super().__init__(f"[{given[:40]}] is not an amount of money. {remedy}.")


def read_pounds(text: str) -> Decimal:
    """The amount that somebody typed, or that stands in a file. Nothing is guessed or rounded.

    >>> read_pounds("£1,234.5"), read_pounds(" 12 ")
    (Decimal('1234.50'), Decimal('12.00'))

    Raises `AmountError` for anything else: a comma in the wrong place, half a penny, a minus.
    """
    bare = text.strip().removeprefix("£").strip()
    found = AS_TYPED.fullmatch(bare) if bare.isascii() else None
    if found is None:
        remedy = "Enter pounds and pence, such as 1,234.50"
        raise AmountError(given=text.strip(), remedy=remedy)
    whole, pence = found[1].replace(",", ""), found[2] or ""
    if len(whole.lstrip("0")) > len(str(int(MOST))):
        raise AmountError(given=text.strip(), remedy=f"Enter at most {pounds(MOST)}")
    return Decimal(f"{whole}.{pence.ljust(2, '0')}")


def pounds(amount: Decimal | int) -> str:
    """An amount as it stands in tables and letters: always with its pence.

    >>> pounds(Decimal("1234.5")), pounds(Decimal("-7"))
    ('£1,234.50', '−£7.00')
    """
    exact = to_the_penny(amount)
    return f"{MINUS if exact < 0 else ''}£{abs(exact):,.2f}"


def short_pounds(amount: Decimal | int) -> str:
    """An amount as it stands in sentences: pence only where there are any.

    >>> short_pounds(Decimal("3500")), short_pounds(Decimal("714.84"))
    ('£3,500', '£714.84')
    """
    return pounds(amount).removesuffix(".00")


def plain_pounds(amount: Decimal | int) -> str:
    """An amount for a file that a program reads: a point, two decimals and nothing else.

    >>> plain_pounds(Decimal("1234.5"))
    '1234.50'
    """
    return f"{to_the_penny(amount):.2f}"


def to_the_penny(amount: Decimal | int) -> Decimal:
    """The same amount with two decimals. Raises `ValueError` rather than round one away.

    >>> to_the_penny(Decimal("7.5"))
    Decimal('7.50')
    """
    if isinstance(amount, float):
        raise TypeError("An amount of money is never a float.")
    exact = Decimal(amount)
    if not exact.is_finite() or abs(exact) > MOST:
        raise ValueError(f"[{amount}] is not an amount of money that can be kept.")
    rounded = exact.quantize(PENNY)
    if rounded != exact:
        raise ValueError(f"[{amount}] has less than a penny in it.")
    return rounded + NOTHING


def in_pence(amount: Decimal | int) -> int:
    """An amount as a whole number of pence.

    >>> in_pence(Decimal("12.34"))
    1234
    """
    return int(to_the_penny(amount).scaleb(2))


def from_pence(pence: int) -> Decimal:
    """A whole number of pence as pounds.

    >>> from_pence(-1205)
    Decimal('-12.05')
    """
    return Decimal(pence).scaleb(-2).quantize(PENNY)


def split(total: Decimal | int, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Share an amount by weight, to the penny, so that the shares add up to it exactly.

    Pence left over go where most was cut off, the first where it is the same: the method of the
    largest remainder. No share is off by a penny or more.

    >>> [str(share) for share in split(Decimal("100.00"), (1, 1, 1))]
    ['33.34', '33.33', '33.33']
    >>> [str(share) for share in split(Decimal("0.05"), (3, 0, 2))]
    ['0.03', '0.00', '0.02']
    """
    whole = sum(weights, start=Decimal(0))
    if any(weight < 0 for weight in weights) or whole <= 0:
        raise ValueError("Shares need weights of which none is negative and one is positive.")
    sign, pence = (-1, -in_pence(total)) if total < 0 else (1, in_pence(total))
    # Whole numbers divide exactly; the scale takes any decimals out of the weights.
    scale = 10 ** max(0, *(_decimals(weight) for weight in weights))
    parts = [int(weight * scale) for weight in weights]
    cut = [divmod(pence * part, sum(parts)) for part in parts]
    shares = [share for share, _ in cut]
    by_remainder = sorted(range(len(cut)), key=lambda place: -cut[place][1])
    for place in by_remainder[: pence - sum(shares)]:
        shares[place] += 1
    return [from_pence(sign * share) for share in shares]


def _decimals(weight: Decimal | int) -> int:
    exponent = Decimal(weight).as_tuple().exponent
    assert isinstance(exponent, int), "a weight is a number"
    return -exponent

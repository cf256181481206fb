"""Money is read as typed, written with its pence and shared out to the last of them."""

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.core import money
from headwater.core.money import MOST, AmountError, from_pence, in_pence, read_pounds, split

PENCE = st.integers(-in_pence(MOST), in_pence(MOST))


def test_examples_hold() -> None:
    assert doctest.testmod(money).failed == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3500", "3500.00"),
        ("£3,500", "3500.00"),
        ("0.07", "0.07"),
        ("1,234,567.8", "1234567.80"),
        ("9,999,999,999.99", "9999999999.99"),
        ("£ 12.30 ", "12.30"),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert str(read_pounds(typed)) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "£", "-5", "1,23", "1.234,50", "12.345", "1e3", "NaN", "٣", "1 000", "10,000,000,000",
     "=1+1", "12,34.00", "1_000", ".5"],
)  # fmt: skip
def test_what_could_mean_something_else_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(AmountError, match="Enter"):
        read_pounds(typed)


def test_a_fraction_of_a_penny_is_never_rounded_away() -> None:
    with pytest.raises(ValueError, match="less than a penny"):
        money.to_the_penny(Decimal("0.005"))
    with pytest.raises(ValueError, match="can be kept"):
        money.pounds(Decimal("NaN"))
    with pytest.raises(TypeError, match="never a float"):
        money.pounds(1.5)  # type: ignore[arg-type]


@given(PENCE)
def test_what_is_written_is_read_again(pence: int) -> None:
    amount = from_pence(abs(pence))
    assert in_pence(from_pence(pence)) == pence
    assert read_pounds(money.pounds(amount)) == amount
    assert read_pounds(money.plain_pounds(amount)) == amount


@given(
    PENCE,
    st.lists(
        st.decimals(0, 1_000, places=3) | st.integers(0, 10**9), min_size=1, max_size=12
    ).filter(lambda weights: sum(weights) > 0),
)
def test_shares_add_up_and_none_is_off_by_a_penny(pence: int, weights: list[Decimal]) -> None:
    shares = [in_pence(share) for share in split(from_pence(pence), weights)]
    assert sum(shares) == pence
    whole = sum(weights, start=Decimal(0))
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * whole - pence * Decimal(weight)) < whole


def test_shares_without_a_weight_are_refused() -> None:
    for weights in ([], [0, 0], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            split(1, weights)

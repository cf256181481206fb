"""What a set has to keep to, and what a decision on it needs."""

from decimal import Decimal

import pytest

from headwater.web.grants.choosing.rules.wishes import (
    VerdictRefusedError,
    Wish,
    WishRefusedError,
    check_verdict,
    check_wish,
)

ONES = {"YF-1", "YF-2"}


def test_limits_come_back_as_they_were_kept() -> None:
    wish = Wish(
        Decimal("6500.50"), district=5, small=30, must=("YF-1",), exclusive=(("YF-1", "YF-2"),),
        halves=True,
    )  # fmt: skip
    assert Wish.of(wish.as_data()) == wish


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(Decimal(0)), "Enter a budget above nothing"),
        (Wish(Decimal(1), primary=60, tertiary=60), "more than 100%"),
        (Wish(Decimal(1), must=("YF-9",)), r"\[YF-9\] is no application"),
        (Wish(Decimal(1), together=(("YF-1", "YF-1"),)), "paired with itself"),
        (
            Wish(Decimal(1), must=("YF-1", "YF-2"), exclusive=(("YF-1", "YF-2"),)),
            "must both be in, and may not be together",
        ),
    ],
)
def test_limits_that_contradict_themselves_are_refused(wish: Wish, said: str) -> None:
    with pytest.raises(WishRefusedError, match=said):
        check_wish(wish, ONES)


def test_nothing_can_be_chosen_where_nothing_was_sent_in() -> None:
    with pytest.raises(WishRefusedError, match="none was sent in"):
        check_wish(Wish(Decimal(1)), set())


def test_the_best_set_needs_no_reason_and_any_other_does() -> None:
    assert check_verdict(["YF-1"], best=["YF-1"], known=ONES, reason="")
    with pytest.raises(VerdictRefusedError, match="Say why in at least"):
        check_verdict(["YF-2"], best=["YF-1"], known=ONES, reason="Because")
    assert not check_verdict(
        ["YF-2"], best=["YF-1"], known=ONES, reason="The hall is closed until spring."
    )


def test_only_what_was_chosen_from_can_be_decided() -> None:
    with pytest.raises(VerdictRefusedError, match="YF-7"):
        check_verdict(["YF-7"], best=["YF-1"], known=ONES, reason="x" * 30)

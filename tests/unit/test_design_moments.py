"""Days and times as people read them."""

import doctest
from datetime import UTC, datetime

from headwater.web.design_system import moments


def test_the_worked_examples_are_right() -> None:
    assert doctest.testmod(moments).failed == 0


def test_a_moment_in_summer_is_by_the_clocks_of_the_united_kingdom() -> None:
    assert moments.moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026, 00:30"
    assert moments.moment(None) == ""

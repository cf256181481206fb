"""When mail goes, and what it may say."""

import doctest
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from headwater.web.notices import rules
from headwater.web.notices.rules import Every, Said, digest_name, for_deputy, one_line, wait_after

# Local times, as the wall clock shows them.
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31))  # noqa: DTZ001


def test_every_example_in_a_docstring_is_true() -> None:
    outcome = doctest.testmod(rules)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@given(moment=moments)
def test_a_day_has_one_digest_and_a_week_has_one(moment: datetime) -> None:
    every_quarter = [moment + timedelta(minutes=15 * step) for step in range(7 * 96)]
    by_day = {digest_name(Every.DAY, each) for each in every_quarter} - {None}
    by_week = {digest_name(Every.WEEK, each) for each in every_quarter} - {None}
    assert 7 <= len(by_day) <= 8
    assert 1 <= len(by_week) <= 2


@given(moment=moments)
def test_no_digest_of_a_day_is_written_before_half_past_seven(moment: datetime) -> None:
    is_early = (moment.hour, moment.minute) < (7, 30)
    assert (digest_name(Every.DAY, moment) is None) == is_early


def test_waits_grow_until_the_mail_is_given_up() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 9)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(wait for wait in waits if wait)


@given(text=st.text(), longest=st.integers(2, 300))
def test_a_subject_is_one_line_and_not_too_long(text: str, longest: int) -> None:
    line = one_line(text, longest)
    assert len(line) <= longest
    assert not set(line) & set("\r\n")


def test_a_deputy_who_may_not_see_it_is_not_told_what_it_is() -> None:
    said = Said("Panel for case C-2222", "The child's panel is on Monday.")
    told = for_deputy(said, of="Ada", until="3 May 2026", may_see=False)
    assert "panel" not in (told.subject + told.words).lower()

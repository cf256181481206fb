"""Rules of alerts: what goes on, what lies beside, how answers become a scorecard."""

import doctest
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.core.weeks import Week
from headwater.web.editions.models import Table
from headwater.web.insights.watch import nearness
from headwater.web.insights.watch.nearness import Shape, is_beside
from headwater.web.insights.watch.presenters import alerts as presenters
from headwater.web.insights.watch.rules import merging, scoring
from headwater.web.insights.watch.rules.answering import (
    AnswerError,
    Status,
    Verdict,
    check_may_acknowledge,
    check_may_add,
    check_said,
)
from headwater.web.insights.watch.rules.describing import slug_of
from headwater.web.insights.watch.rules.merging import Seen, goes_on
from headwater.web.insights.watch.rules.scoring import Answered, Expected, Share, scorecard

WEEK = Week.parse("2026-W01")
TODAY = date(2026, 3, 4)
NOTHING = Expected(0, 0, 0)
counts = st.integers(0, 500)


@pytest.mark.parametrize("module", [merging, nearness, presenters, scoring])
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def seen(alert: int, week: Week, *areas: str, is_judged: bool = False) -> Seen:
    return Seen(alert, week, frozenset(areas), is_judged)


def test_nothing_before_makes_it_new() -> None:
    assert goes_on({"a"}, WEEK, []) is None


def test_the_week_before_a_new_year_is_the_week_before() -> None:
    assert goes_on({"a"}, WEEK, [seen(1, Week.parse("2025-W52"), "a")]) == 1


def test_the_same_week_decides_before_the_week_before() -> None:
    before = [seen(1, WEEK.plus(-1), "a", "b"), seen(2, WEEK, "a")]
    assert goes_on({"a", "b"}, WEEK, before) == 2


def test_the_week_before_decides_before_the_week_after() -> None:
    before = [seen(1, WEEK.plus(1), "a"), seen(2, WEEK.plus(-1), "a")]
    assert goes_on({"a"}, WEEK, before) == 2


def test_more_areas_in_common_decide_before_age() -> None:
    before = [seen(1, WEEK.plus(-1), "a"), seen(2, WEEK.plus(-1), "b", "c")]
    assert goes_on({"a", "b", "c"}, WEEK, before) == 2


def test_of_two_that_are_alike_the_older_goes_on() -> None:
    before = [seen(2, WEEK.plus(-1), "b"), seen(1, WEEK.plus(-1), "a")]
    assert goes_on({"a", "b"}, WEEK, before) == 1


def test_another_run_of_a_judged_week_adds_to_it_and_the_next_week_does_not() -> None:
    judged = seen(1, WEEK, "a", is_judged=True)
    assert goes_on({"a"}, WEEK, [judged]) == 1
    assert goes_on({"a"}, WEEK.plus(1), [judged]) is None


@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.JUDGED])
def test_only_a_new_alert_is_acknowledged(status: Status) -> None:
    check_may_acknowledge(Status.NEW)
    with pytest.raises(AnswerError, match="already"):
        check_may_acknowledge(status)


def test_nothing_is_said_of_an_alert_that_nobody_looks_into() -> None:
    check_may_add(Status.JUDGED)
    with pytest.raises(AnswerError, match="Acknowledge it first"):
        check_may_add(Status.NEW)


def test_words_are_kept_without_what_stands_around_them() -> None:
    assert check_said(" a\r\nb ", what="it") == "a\nb"
    with pytest.raises(AnswerError, match="Say how you know"):
        check_said(" \n", what="how you know")


def test_the_longest_name_of_a_rule_fits_the_tables_and_pictures_of_its_weeks() -> None:
    slug = f"{slug_of('Violence with injury, ' * 9)}-999"
    most = Table._meta.get_field("slug").max_length
    assert most is not None
    assert max(len(f"places-{slug}"), len(f"weeks-{slug}-99")) <= most


# --- beside -------------------------------------------------------------------------------------


def square(x: float, y: float = 0.0, *, side: float = 0.1) -> Shape:
    return Shape.of([[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]])


def test_what_lies_inside_is_beside_it_whichever_is_asked_first() -> None:
    inside, around = square(0.04, 0.04, side=0.01), square(0)
    assert is_beside(inside, around)
    assert is_beside(around, inside)


def test_neighbours_that_were_simplified_apart_are_still_beside_each_other() -> None:
    # About 60 metres between them, and no corner of one near a corner of the other.
    assert is_beside(square(0), square(0.1008, 0.02, side=0.05))


def test_what_only_shares_a_box_is_not_beside() -> None:
    corner = Shape.of([[[0, 0], [1, 0], [0, 1], [0, 0]]])
    assert not is_beside(corner, square(0.8, 0.8))


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.01, 0.5))
def test_beside_goes_both_ways(x: float, y: float, side: float) -> None:
    one, other = square(0), square(x, y, side=side)
    assert is_beside(one, other) == is_beside(other, one)


# --- scorecards ---------------------------------------------------------------------------------


@given(counts, counts)
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(
    part: int, rest: int
) -> None:
    if part + rest == 0:
        return
    share = Share(part, part + rest)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_an_alert_is_in_time_on_the_second_working_day_and_not_after() -> None:
    friday = date(2026, 2, 27)
    answered = [
        Answered(friday, 1, acknowledged_on=date(2026, 3, 3)),
        Answered(friday, 1, acknowledged_on=date(2026, 3, 4)),
    ]
    card = scorecard(answered, weeks_run=1, expected=NOTHING, today=TODAY)
    assert (card.in_time, card.due, card.acknowledged) == (1, 2, 2)


def test_what_is_not_late_yet_does_not_count_against_anybody() -> None:
    card = scorecard([Answered(TODAY, 1)], weeks_run=1, expected=NOTHING, today=TODAY)
    assert (card.in_time, card.due) == (0, 0)


def test_what_nobody_acknowledged_in_time_counts() -> None:
    card = scorecard([Answered(date(2026, 2, 2), 1)], weeks_run=1, expected=NOTHING, today=TODAY)
    assert (card.in_time, card.due, card.acknowledged) == (0, 1, 0)


def test_unknown_is_left_out_of_the_share_that_was_true_and_is_said() -> None:
    verdicts = [Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN, None]
    answered = [Answered(TODAY, 2, TODAY, verdict) for verdict in verdicts]
    card = scorecard(answered, weeks_run=9, expected=NOTHING, today=TODAY)
    assert card.precision == Share(1, 2)
    assert (card.unknown, card.not_judged) == (1, 1)
    assert (card.weekly_alerts, card.false_weekly) == (8, 2)


def test_a_rule_without_a_verdict_has_no_share() -> None:
    card = scorecard([], weeks_run=0, expected=NOTHING, today=TODAY)
    assert card.precision is None
    assert card.is_thin

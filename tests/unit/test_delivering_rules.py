"""Rules of delivery: periods, variance, marks, small numbers, scores and words about people."""

import doctest
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, permutations
from uuid import UUID, uuid4

import pytest

from headwater.rulebook import outcome_tool, outcome_tools
from headwater.web.grants.delivering.rules import (
    free_text,
    lists,
    measures,
    periods,
    records,
    small_numbers,
    variance,
    workflow,
)
from headwater.web.grants.delivering.rules.marks import Said, outcome
from headwater.web.grants.delivering.rules.workflow import ReturnState, Side, Verb

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("module", [free_text, periods, small_numbers, variance])
def test_the_worked_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("light", [True, False])
@pytest.mark.parametrize("days", [1, 27, 28, 29, 90, 365, 800])
def test_periods_leave_no_day_out_and_have_none_twice(days: int, light: bool) -> None:
    start = date(2026, 11, 30)
    found = periods.periods(start, start + timedelta(days=days - 1), light=light)
    assert (found[0].first_day, found[-1].last_day) == (start, start + timedelta(days=days - 1))
    for one, after in pairwise(found):
        assert after.first_day - one.last_day == timedelta(days=1)
    assert found[-1].kind == "end"


def test_a_small_award_is_asked_for_two_returns() -> None:
    found = periods.periods(date(2026, 4, 1), date(2027, 3, 31), light=True)
    assert [each.kind for each in found] == ["start", "end"]


def test_a_return_is_due_twenty_working_days_after_its_period() -> None:
    # 31 March 2026, then Good Friday 3 April and Easter Monday 6 April are no working days.
    assert periods.Period("end", date(2026, 1, 1), date(2026, 3, 31)).due_on == date(2026, 4, 30)


def test_only_the_deliverer_sends_and_only_the_partnership_decides() -> None:
    by = {(each.start, each.verb): each.by for each in workflow.MOVES}
    assert by[ReturnState.OPEN, Verb.CERTIFY] is Side.DELIVERER
    assert by[ReturnState.SUBMITTED, Verb.ACCEPT] is Side.PARTNERSHIP
    with pytest.raises(workflow.WrongMoveError):
        workflow.move_from(ReturnState.ACCEPTED, Verb.REQUEST)


def mark(state: str = "present", *, of: int = 0, corrects: tuple[UUID, ...] = ()) -> Said:
    reason = "ill" if state == "absent" else ""
    return Said(uuid4(), state, reason, NOW + timedelta(minutes=of), frozenset(corrects))


def test_a_chain_of_corrections_comes_to_its_end_in_any_order() -> None:
    first = mark()
    second = mark("late", of=1, corrects=(first.client_id,))
    third = mark("absent", of=2, corrects=(second.client_id,))
    for order in permutations([first, second, third]):
        assert outcome(order).standing == (third,)


def test_two_phones_that_disagree_are_a_dispute_until_somebody_says() -> None:
    one, other = mark(), mark("absent", of=1)
    found = outcome([other, one])
    assert found.is_disputed
    assert found.shown == one
    settled = mark("absent", of=2, corrects=(one.client_id, other.client_id))
    assert not outcome([settled, one, other]).is_disputed


def test_two_phones_that_agree_are_no_dispute() -> None:
    assert not outcome([mark(), mark(of=1)]).is_disputed


def test_marks_that_correct_each_other_in_a_ring_are_all_kept() -> None:
    one = mark()
    other = mark("absent", corrects=(one.client_id,))
    ring = Said(one.client_id, "present", "", NOW, frozenset({other.client_id}))
    assert len(outcome([ring, other]).standing) == 2


def test_a_total_waits_until_five_more_have_come() -> None:
    looks: list[dict[int, int]] = []
    for total in (3, 7, 9, 12, 12):
        looks.append(small_numbers.next_shown(looks, {1: total}))
    assert looks == [{}, {1: 7}, {}, {1: 12}, {1: 12}]


def test_a_part_is_not_shown_beside_a_whole_that_leaves_a_few() -> None:
    assert small_numbers.next_shown([], {1: 20, 2: 17}) == {1: 20}
    assert small_numbers.next_shown([{1: 20, 2: 10}], {1: 30, 2: 17}) == {1: 30}


def test_a_total_that_was_corrected_downwards_stays_as_it_was_shown() -> None:
    assert small_numbers.next_shown([{1: 12}], {1: 11}) == {}


@pytest.mark.parametrize("tool", outcome_tools(), ids=lambda tool: tool.id)
def test_a_score_beyond_the_tool_is_refused(tool: object) -> None:
    assert hasattr(tool, "low")
    measures.check_score(tool, Decimal(str(tool.low)))  # type: ignore[arg-type]
    for wrong in (tool.low - 1, tool.high + 1):  # type: ignore[attr-defined]
        with pytest.raises(measures.ScoreRefusedError):
            measures.check_score(tool, Decimal(str(wrong)))  # type: ignore[arg-type]


def test_better_is_the_way_the_tool_says() -> None:
    sdq, worth = outcome_tool("sdq_total"), outcome_tool("ons_worthwhile")
    assert measures.change(sdq, Decimal(18), Decimal(12)) is measures.Change.BETTER
    assert measures.change(worth, Decimal(6), Decimal(4)) is measures.Change.WORSE


def test_reliable_change_is_said_only_where_a_source_gives_it() -> None:
    short, sdq = outcome_tool("swemwbs"), outcome_tool("sdq_total")
    # 2.87 points is 2.77 standard errors of measurement.
    assert measures.reliable_change(short, Decimal(20), Decimal("22.86")) is measures.Change.SAME
    assert measures.reliable_change(short, Decimal(20), Decimal("22.87")) is measures.Change.BETTER
    assert measures.reliable_change(sdq, Decimal(30), Decimal(10)) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring 020 7946 0018", "a telephone number"),
        ("DOB 12/03/2011", "a date of birth"),
        ("mail kai@example.org", "an e-mail address"),
        ("lives at LM1 2AB", "a postcode"),
        ("Goes with Jordan Smith", "a name"),
    ],
)
def test_words_about_a_person_are_asked_about(text: str, found: str) -> None:
    assert found in free_text.perhaps(text)


@pytest.mark.parametrize("text", ["Football and a talk", "12 came, 3 late", "On Friday in March"])
def test_plain_words_are_let_be(text: str) -> None:
    assert free_text.perhaps(text) == ()


def sent(**given: object) -> dict[str, object]:
    return {
        "kind": "participant",
        "id": str(uuid4()),
        "code": records.new_code(),
        "started_on": "2026-05-01",
        "age_band": "14-17",
        "referral": "school",
        "lawful_basis": "task",
        "consent": "parent",
        **given,
    }


def test_what_a_phone_sends_is_read_as_it_was_meant() -> None:
    found = records.read(sent(needs=["send", "send"]), now=NOW)
    assert isinstance(found, records.NewParticipant)
    assert found.needs == ("send",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "1"},
        {"code": "Kai Jones"},
        {"age_band": "12"},
        {"needs": ["his name"]},
        {"started_on": "2026-07-01"},
        {"kind": "person"},
        {"kind": "session", "held_on": "2026-05-01", "activity": "Kai 07700 900123", "minutes": 9},
        {"kind": "session", "held_on": "2026-05-01", "activity": "Football", "minutes": 0},
        {"kind": "mark", "session": str(uuid4()), "participant": str(uuid4()), "state": "absent"},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(wrong: dict[str, object]) -> None:
    with pytest.raises(records.RecordRefusedError, match=r"\.$"):
        records.read(sent(**wrong), now=NOW)


@pytest.mark.parametrize("given", [None, [], "x", 3, {}, {"kind": ["mark"]}])
def test_what_is_no_record_is_refused(given: object) -> None:
    with pytest.raises(records.RecordRefusedError):
        records.read(given, now=NOW)


def test_codes_are_not_in_any_order_and_are_read_as_codes() -> None:
    made = {records.new_code() for _ in range(200)}
    assert len(made) == 200
    assert all(records.CODE.fullmatch(each) for each in made)


def test_no_list_has_a_code_longer_than_its_field() -> None:
    assert max(map(len, lists.REFERRALS)) <= 16
    assert max(map(len, lists.ABSENCES)) <= 12

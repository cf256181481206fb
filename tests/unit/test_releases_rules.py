"""The policy of release: nothing is published without the approvals it needs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.web.releases.rules import policies, workflow
from headwater.web.releases.rules.workflow import MOVES, Status, Verb, WrongMoveError, move_from

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def reachable(starts: set[Status], *, without: Verb) -> set[Status]:
    """Every status that moves lead to when one verb is never used."""
    seen = set(starts)
    while True:
        more = {m.end for m in MOVES if m.start in seen and m.verb is not without} - seen
        if not more:
            return seen
        seen |= more


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.PUBLISH])
def test_no_path_leads_to_the_public_without_approval_and_publication(verb: Verb) -> None:
    assert not reachable({Status.PROPOSED}, without=verb) & workflow.KNOWN


def test_what_is_refused_or_withdrawn_stays_so() -> None:
    assert not [m for m in MOVES if m.start in (Status.REFUSED, Status.WITHDRAWN)]


def test_only_headwater_brings_back_a_number_that_was_replaced() -> None:
    assert not move_from(Status.SUPERSEDED, Verb.RESTORE).by


def test_nobody_is_asked_twice_about_one_move() -> None:
    assert len({(m.start, m.verb) for m in MOVES}) == len(MOVES)


def test_every_status_but_the_first_is_reached() -> None:
    assert reachable({Status.PROPOSED}, without=Verb.ENDORSE) == set(Status)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", Verb)
def test_a_verb_moves_from_where_the_table_says_and_nowhere_else(
    status: Status, verb: Verb
) -> None:
    if workflow.has_move(status, verb):
        assert move_from(status, verb).start is status
    else:
        with pytest.raises(WrongMoveError):
            move_from(status, verb)


@given(authors=st.sets(st.sampled_from("ABCD"), min_size=1), who=st.sampled_from("ABCDE"))
def test_an_author_never_answers(authors: set[str], who: str) -> None:
    assert policies.can_answer(who, authors=authors, answered=()) is (who not in authors)


def test_nobody_answers_twice() -> None:
    with pytest.raises(policies.AnsweredAlreadyError):
        policies.check_can_answer("A", authors=["B"], answered=["A"])


@given(seconds=st.integers(-100_000, 100_000))
def test_an_embargo_ends_at_its_very_second(seconds: int) -> None:
    until = AT + timedelta(seconds=seconds)
    assert policies.is_out_of_embargo(until, at=AT) is (seconds <= 0)


@pytest.mark.parametrize("reason", ["", "yes", " " * 40, "nineteen characters"])
def test_a_short_reason_is_refused(reason: str) -> None:
    with pytest.raises(policies.ReasonTooShortError):
        policies.check_reason(reason)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_an_embargo_lies_ahead_and_within_a_year(days: int) -> None:
    with pytest.raises(policies.EmbargoError):
        policies.check_embargo(AT + timedelta(days=days), at=AT)

"""What the register of algorithms allows, without a database."""

from datetime import date, timedelta

import pytest

from headwater.web.accounts.roles import Role
from headwater.web.insights.algorithms.defaults import DEFAULTS
from headwater.web.insights.algorithms.rules import (
    MOVES,
    Pipeline,
    RegisterError,
    Status,
    Verb,
    check_dates,
    check_may_move,
    is_expiring,
    move_from,
    reason_not_to_run,
)

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def test_only_an_entry_in_use_and_in_date_lets_its_algorithm_run() -> None:
    may_run = {
        (status, days)
        for status in Status
        for days in (-1, 0, 1)
        if not reason_not_to_run(status, expires_on=TODAY + days * DAY, today=TODAY)
    }
    assert may_run == {(Status.IN_USE, 0), (Status.IN_USE, 1)}


def test_nothing_leads_out_of_withdrawn() -> None:
    assert [move for move in MOVES if move.start is Status.WITHDRAWN] == []
    with pytest.raises(RegisterError, match=r"\[withdrawn\] cannot \[start\]"):
        move_from(Status.WITHDRAWN, Verb.START)


@pytest.mark.parametrize(("role", "may"), [(role, role is Role.LEAD) for role in Role])
def test_only_a_lead_puts_an_algorithm_into_use(role: Role, may: bool) -> None:
    step = move_from(Status.DRAFT, Verb.START)
    if may:
        check_may_move(step, frozenset({role}), reason="")
    else:
        with pytest.raises(RegisterError):
            check_may_move(step, frozenset({role}), reason="")


def test_an_approver_may_suspend_with_a_reason_and_not_without() -> None:
    step = move_from(Status.IN_USE, Verb.SUSPEND)
    check_may_move(step, frozenset({Role.APPROVER}), reason="It counted twice")
    with pytest.raises(RegisterError, match="needs a reason"):
        check_may_move(step, frozenset({Role.APPROVER}), reason="  ")


@pytest.mark.parametrize(
    ("reviewed", "expires", "sentence"),
    [
        (TODAY + DAY, TODAY + 2 * DAY, "lies ahead"),
        (TODAY, TODAY - DAY, "before the review"),
        (TODAY, TODAY + 367 * DAY, "more than a year"),
    ],
)
def test_dates_that_make_no_sense_are_refused(reviewed: date, expires: date, sentence: str) -> None:
    with pytest.raises(RegisterError, match=sentence):
        check_dates(reviewed_on=reviewed, expires_on=expires, today=TODAY)


def test_an_entry_is_expiring_from_thirty_days_before() -> None:
    assert is_expiring(TODAY + 30 * DAY, today=TODAY)
    assert not is_expiring(TODAY + 31 * DAY, today=TODAY)


def test_everything_that_runs_is_described_from_the_start() -> None:
    assert {default.key for default in DEFAULTS} == set(Pipeline)
    assert all(d.purpose and d.data_used and d.checks and d.human_oversight for d in DEFAULTS)

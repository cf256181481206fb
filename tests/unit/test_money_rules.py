"""The rules of money: what a payment may do, what a bank line says, what a year is."""

import doctest

import pytest

from headwater.web.grants.money.rules import (
    forecasting,
    sources,
    spending,
    statements,
    years,
)
from headwater.web.grants.money.rules.payments import (
    MOVES,
    OPEN,
    By,
    NoSuchStepError,
    OnHoldError,
    SamePersonError,
    State,
    Verb,
    check_other_person,
    move_from,
)


@pytest.mark.parametrize("module", [forecasting, sources, spending, statements, years])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_the_only_way_to_be_paid_leads_over_two_approvals_and_a_run() -> None:
    into = {state: {move.start for move in MOVES if move.end is state} for state in State}
    assert into[State.PAID] == {State.RUNNING}
    assert into[State.RUNNING] == {State.APPROVED}
    assert into[State.APPROVED] == {State.FIRST, State.RUNNING}
    assert into[State.FIRST] == {State.ASKED}
    approvals = {move.by for move in MOVES if move.verb is Verb.APPROVE}
    assert approvals == {By.APPROVER}


@pytest.mark.parametrize("state", sorted(set(State) - OPEN - {State.PAID}))
def test_what_is_over_goes_nowhere(state: State) -> None:
    for verb in Verb:
        with pytest.raises(NoSuchStepError):
            move_from(state, verb, is_held=False)


def test_a_hold_stops_asking_approving_and_paying_and_nothing_else() -> None:
    for move in MOVES:
        is_towards = move.verb in {Verb.ASK, Verb.APPROVE, Verb.RUN, Verb.PAY}
        if is_towards:
            with pytest.raises(OnHoldError):
                move_from(move.start, move.verb, is_held=True)
        else:
            assert move_from(move.start, move.verb, is_held=True) is move


@pytest.mark.parametrize("hand", ["written_by", "asked_by", "first_by"])
def test_whoever_had_a_hand_in_a_payment_does_not_approve_it(hand: str) -> None:
    others = {"written_by": "U-1", "asked_by": "U-2", "first_by": "U-3"}
    check_other_person("U-4", **others)
    with pytest.raises(SamePersonError):
        check_other_person("U-4", **{**others, hand: "U-4"})

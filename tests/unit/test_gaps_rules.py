"""What a gap is called, how an intention moves, and who answers gaps."""

import doctest
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, NOBODY
from headwater.web.editions.rules import findings
from headwater.web.provision.gaps.errors import IntentionRefusedError
from headwater.web.provision.gaps.rules import classes, commissioning, permissions, places
from headwater.web.provision.gaps.rules.classes import WORST_FIRST, MapClass
from headwater.web.provision.gaps.rules.commissioning import (
    MOVES,
    OPEN,
    Description,
    Status,
    Verb,
    WrongMoveError,
    after,
    check_description,
    verbs_from,
)
from headwater.web.provision.gaps.rules.places import Place, place_of

SAID = Description("Mentors", "", 20, None, None, date(2026, 9, 1))


@pytest.mark.parametrize("module", [classes, commissioning, findings, places])
def test_examples_in_the_rules_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("age", ["10-14", "15-17", "18-24", "65+"])
def test_a_gap_is_read_again_from_its_name(age: str) -> None:
    place = Place("E07000008", age, "family_support")
    assert place_of(place.reference) == place
    assert place.row.count("~") == 2


def test_every_move_leads_on_and_what_is_over_stays_so() -> None:
    for status in Status:
        for verb in Verb:
            if (status, verb) in MOVES:
                assert after(status, verb) is MOVES[status, verb]
            else:
                with pytest.raises(WrongMoveError):
                    after(status, verb)
        assert bool(verbs_from(status)) is (status in OPEN)


def test_only_what_a_board_agreed_is_commissioned() -> None:
    leads_there = {start for (start, _), end in MOVES.items() if end is Status.COMMISSIONED}
    assert leads_there == {Status.AGREED}


def test_what_an_intention_says_may_leave_money_open() -> None:
    check_description(SAID)
    check_description(replace(SAID, money_low=5, money_high=5))
    with pytest.raises(IntentionRefusedError, match="smaller amount first"):
        check_description(replace(SAID, money_low=6, money_high=5))


def test_every_class_has_words_and_a_meaning_and_gaps_come_first() -> None:
    assert set(WORST_FIRST) == set(MapClass)
    assert WORST_FIRST[0] is MapClass.GAP
    assert len({each.meaning for each in MapClass}) == len(MapClass)


def test_headwater_itself_may_answer_and_nobody_else_without_a_seat() -> None:
    permissions.check_can_answer(HEADWATER, "loamshire")
    with pytest.raises(HeadwaterError, match="Only leads"):
        permissions.check_can_answer(NOBODY, "loamshire")
    assert not permissions.can_read(NOBODY, "loamshire")

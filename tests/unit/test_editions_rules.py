"""Assessments in plain Python: how they move, who moves them, what a narrative is made of."""

import pytest

from headwater.core import marks
from headwater.core.editions import ColumnKind, Strength
from headwater.core.words import LEAST_DECIMALS, MARK_MEANINGS, STRENGTH_MEANINGS, STRENGTH_WORDS
from headwater.web.accounts.actor import Actor, Seat
from headwater.web.accounts.roles import Role
from headwater.web.editions.figures import TEXT_KINDS
from headwater.web.editions.outlines import polygons
from headwater.web.editions.rules import permissions
from headwater.web.editions.rules.narrative import passages, quote, quoted_figures
from headwater.web.editions.rules.workflow import (
    MOVES,
    UNDER_WAY,
    Status,
    Verb,
    WrongMoveError,
    has_move,
    move_from,
)


def actor_with(role: Role) -> Actor:
    return Actor(1, "P-1", "Ada", (Seat("loamshire", 1, 1, "Police", role),))


def test_nothing_moves_out_of_a_locked_assessment() -> None:
    assert [move for move in MOVES if move.start is Status.LOCKED] == []


def test_a_verb_makes_one_move_from_a_status() -> None:
    pairs = [(move.start, move.verb) for move in MOVES]
    assert len(pairs) == len(set(pairs))


def test_only_leads_move_what_people_move() -> None:
    assert {role for move in MOVES for role in move.by} == {Role.LEAD}


def test_a_wrong_move_says_where_the_assessment_stands() -> None:
    with pytest.raises(WrongMoveError, match=r"\[Locked\]"):
        move_from(Status.LOCKED, Verb.DISCARD)


def test_what_is_under_way_can_be_begun_again() -> None:
    assert all(has_move(status, Verb.BEGIN) for status in UNDER_WAY)


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.VIEWER, True), (Role.AUDITOR, True), (Role.ADMINISTRATOR, False)],
)
def test_administrators_do_not_read_assessments(role: Role, may: bool) -> None:
    assert permissions.can_read(actor_with(role), "loamshire") is may


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD}))
def test_only_leads_run_assessments(role: Role) -> None:
    with pytest.raises(permissions.NotAllowedError, match="Only somebody who leads"):
        permissions.check_can_run(actor_with(role), "loamshire", what="lock an assessment")


def test_a_role_elsewhere_counts_for_nothing_here() -> None:
    assert not permissions.can_read(actor_with(Role.LEAD), "markshire")


def test_a_narrative_has_paragraphs_and_lists() -> None:
    said = passages("It fell.\r\n\r\nBecause:\n- of light\n- of\n  mentors\n\n\n")
    assert [(each.is_list, [line[0].text for line in each.lines]) for each in said] == [
        (False, ["It fell."]),
        (False, ["Because:"]),
        (True, ["of light", "of mentors"]),
    ]


def test_a_figure_is_quoted_by_its_name_once() -> None:
    name = "monthly:2024-09~Robbery:offences"
    assert quoted_figures(f"{quote(name)} and {{{{ {name} }}}}") == (name,)


def test_single_braces_are_only_words() -> None:
    assert quoted_figures("a {set} of {{}}") == ()


def test_marks_have_meanings_in_the_order_of_the_standard() -> None:
    assert tuple(MARK_MEANINGS) == marks.MARKS


def test_every_strength_has_its_words() -> None:
    assert set(STRENGTH_WORDS) == set(STRENGTH_MEANINGS) == {each.value for each in Strength}


def test_kinds_of_column_are_those_of_editions() -> None:
    assert {kind.value for kind in ColumnKind if not kind.is_number} == TEXT_KINDS
    assert set(LEAST_DECIMALS) <= {kind.value for kind in ColumnKind}


def test_a_hole_that_shares_a_corner_stays_a_hole() -> None:
    outer = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[0, 0], [2, 1], [1, 2], [0, 0]]
    assert polygons([outer, hole]) == [[outer, hole]]

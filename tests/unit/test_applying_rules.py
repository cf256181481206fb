"""Rules of applying: numbers of registers, names compared, who saves over whom, moves."""

import doctest
from importlib import import_module

import pytest

from headwater.web.grants.applying.rules import registers, workflow
from headwater.web.grants.applying.rules.organisation import compared
from headwater.web.grants.applying.rules.writing import NOTHING, Fate, Seen, fate, mark_of

MODULES = ("identity", "keeping", "organisation", "registers", "writing")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name: str) -> None:
    module = import_module(f"headwater.web.grants.applying.rules.{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1164883", "1164883"),
        ("209 131", "209131"),
        ("GB-CHC-1164883", "1164883"),
        ("SC012345", "SC012345"),
        ("GB-SC-SC012345", "SC012345"),
        ("nic100001", "NIC100001"),
        ("12345", ""),
        ("12345678", ""),
        ("SC12", ""),
        ("NIC999999", ""),
        ("", ""),
        ("١٢٣٤٥٦٧", ""),
    ],
)
def test_a_charity_number_is_one_of_three_countries(typed: str, kept: str) -> None:
    assert registers.charity_number(typed).kept == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01234567", "01234567"),
        ("1234567", "01234567"),
        ("sc123456", "SC123456"),
        ("NI 012345", "NI012345"),
        ("GB-COH-07654321", "07654321"),
        ("XX123456", ""),
        ("123456789", ""),
        ("12345", ""),
    ],
)
def test_a_company_number_has_eight_characters(typed: str, kept: str) -> None:
    assert registers.company_number(typed).kept == kept


def test_different_names_stay_different() -> None:
    assert compared("Harbour Light") != compared("Harbour Lights")


@pytest.mark.parametrize(
    ("typed", "saw", "version_seen", "held", "version", "became"),
    [
        ("a", NOTHING, 0, None, 0, Fate.SAVED),
        (NOTHING, NOTHING, 0, None, 0, Fate.UNCHANGED),
        (NOTHING, "a", 1, "a", 1, Fate.SAVED),
        ("b", "a", 1, "b", 2, Fate.UNCHANGED),
        ("a", "a", 1, "b", 2, Fate.UNCHANGED),
        ("c", "a", 1, "b", 2, Fate.CONFLICT),
        ("c", NOTHING, 0, "b", 1, Fate.CONFLICT),
    ],
)
def test_nobody_saves_over_what_they_did_not_see(
    typed: str, saw: str, version_seen: int, held: str | None, version: int, became: Fate
) -> None:
    seen = Seen(version_seen, mark_of(saw))
    assert fate(typed=typed, seen=seen, held=held, version=version) is became


def test_empty_lines_of_a_budget_and_empty_parts_of_a_date_are_told_apart() -> None:
    line = {"item": "Hall", "kind": "", "cost": ""}
    assert mark_of([line, {"item": "", "kind": "", "cost": ""}]) == mark_of([line])
    assert mark_of(["", "3", ""]) != mark_of(["3", "", ""])


def test_an_application_is_never_stuck_before_it_is_decided() -> None:
    for state in workflow.UNDECIDED:
        assert any(way.start == state for way in workflow.WAYS), state


def test_decided_applications_move_no_more_but_back_to_the_panel_that_approved_them() -> None:
    ended = {workflow.APPROVED, workflow.DECLINED, workflow.WITHDRAWN}
    (back,) = [way for way in workflow.WAYS if way.start in ended]
    assert (back.start, back.end) == (workflow.APPROVED, workflow.PANEL)
    assert (back.by, back.needs_reason) == (workflow.By.STAFF, True)

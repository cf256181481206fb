"""The library in words, what an evaluation must say, and when an override counts."""

from datetime import date, timedelta
from typing import Any

import pytest

from headwater.web.evidence.rules import library
from headwater.web.evidence.rules.evaluating import (
    EvaluationRefusedError,
    Said,
    Verdict,
    check_said,
)
from headwater.web.evidence.rules.overriding import (
    OverrideRefusedError,
    Standing,
    check_approved,
    check_asked,
    stands,
    words,
)

TODAY = date(2026, 3, 2)


def said(**given: Any) -> Said:
    usual: dict[str, Any] = {
        "approach": "mentoring",
        "title": "Mentors",
        "what": "Weekly for six months.",
        "comparator": "",
        "participants": None,
        "finding": "Fewer came back.",
        "level": 2,
        "is_independent": False,
        "verdict": Verdict.PILOT,
    }
    return Said(**{**usual, **given})


def test_what_nobody_transcribed_is_said_and_not_guessed() -> None:
    mentoring = library.library()["mentoring"]
    assert library.quality_words(mentoring) == "Not transcribed yet"
    assert library.cost_words(mentoring) == "Not transcribed yet"
    assert library.effect_words(mentoring) == "10% to 30% less"
    assert library.harm_words(library.library()["street_lighting"]) == "Not known"


def test_every_band_of_the_library_has_a_meaning() -> None:
    assert {each.impact for each in library.library().values()} <= set(library.BANDS)


def test_a_harmful_approach_says_so_on_the_thread() -> None:
    known = library.library()
    assert library.state_words(known["boot_camps"]) == "Harmful: needs an override of the board"
    assert library.state_words(known["cctv"]) == "Low"


def test_the_library_is_asked_by_words_impact_harm_and_reading() -> None:
    assert [each.id for each in library.chosen(words="MENTOR")] == ["mentoring"]
    harmful = {each.id for each in library.chosen(harmful="yes")}
    assert harmful == {"prison_awareness", "boot_camps"}
    assert {each.id for each in library.chosen(impact="low")} == {
        "cctv",
        "adventure_wilderness_therapy",
    }
    read, unread = library.chosen(read="yes"), library.chosen(read="no")
    assert len(read) + len(unread) == len(library.library())
    assert "stop_and_search" in {each.id for each in unread}


def test_three_fit_side_by_side_each_once_and_only_known_ones() -> None:
    asked = ["cctv", "cctv", "nonsense", "mentoring", "boot_camps", "stop_and_search"]
    assert [each.id for each in library.beside(asked)] == ["cctv", "mentoring", "boot_camps"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"approach": "magic"}, "of the library"),
        ({"title": " "}, "what the evaluation is called"),
        ({"what": ""}, "what was done"),
        ({"finding": ""}, "what was found"),
        ({"level": 6}, "level from 1 to 5"),
        ({"level": 3}, "compared with"),
    ],
)
def test_an_evaluation_that_lacks_something_is_refused(given: dict[str, Any], why: str) -> None:
    with pytest.raises(EvaluationRefusedError, match=why):
        check_said(said(**given))


def test_a_comparison_makes_level_three_possible() -> None:
    check_said(said(level=3, comparator="Two like districts"))


def asked(**given: Any) -> None:
    usual: dict[str, Any] = {
        "is_harmful": True,
        "reason": "The board wants a year to change it.",
        "expires_on": TODAY + timedelta(days=90),
        "today": TODAY,
    }
    check_asked(**{**usual, **given})


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"is_harmful": False}, "needs no override"),
        ({"reason": "We like it, we do.  "}, "at least 20"),
        ({"expires_on": TODAY}, "within a year"),
        ({"expires_on": TODAY + timedelta(days=367)}, "within a year"),
    ],
)
def test_an_override_that_cannot_be_asked_for_is_refused(given: dict[str, Any], why: str) -> None:
    asked()
    with pytest.raises(OverrideRefusedError, match=why):
        asked(**given)


def test_an_override_is_approved_by_somebody_else_before_its_last_day_passed() -> None:
    usual: dict[str, Any] = {
        "standing": Standing.WAITING,
        "asked_by": "P-1",
        "approved_by": "P-2",
        "expires_on": TODAY,
        "today": TODAY,
    }
    check_approved(**usual)
    for given, why in (
        ({"approved_by": "P-1"}, "Somebody else"),
        ({"standing": Standing.ENDED}, "does not wait"),
        ({"expires_on": TODAY - timedelta(days=1)}, "has passed"),
    ):
        with pytest.raises(OverrideRefusedError, match=why):
            check_approved(**{**usual, **given})


def test_an_override_counts_until_the_end_of_its_last_day() -> None:
    after = TODAY + timedelta(days=1)
    assert stands(Standing.APPROVED, expires_on=TODAY, today=TODAY)
    assert not stands(Standing.APPROVED, expires_on=TODAY, today=after)
    assert not stands(Standing.WAITING, expires_on=TODAY, today=TODAY)
    assert words(Standing.APPROVED, expires_on=TODAY, today=after) == "Ran out"

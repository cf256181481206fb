"""The library in words, what an evaluation must say, and when an override counts."""

from datetime import date, timedelta
from typing import Any

import pytest

from headwater.rulebook.practice import Impact
from headwater.web.evidence.rules import library, reading
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
from headwater.web.evidence.rules.reading import Cost, Read, ReadingRefusedError, check_read

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
    known = library.library()
    assert [each.id for each in library.chosen(known, words="MENTOR")] == ["mentoring"]
    harmful = {each.id for each in library.chosen(known, harmful="yes")}
    assert harmful == {"prison_awareness", "boot_camps"}
    assert {each.id for each in library.chosen(known, impact="low")} == {
        "cctv",
        "adventure_wilderness_therapy",
    }
    read, unread = library.chosen(known, read="yes"), library.chosen(known, read="no")
    assert len(read) + len(unread) == len(known)
    assert "stop_and_search" in {each.id for each in unread}


def test_three_fit_side_by_side_each_once_and_only_known_ones() -> None:
    asked = ["cctv", "cctv", "nonsense", "mentoring", "boot_camps", "stop_and_search"]
    assert [each.id for each in library.beside(library.library(), asked)] == [
        "cctv",
        "mentoring",
        "boot_camps",
    ]


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


def read(**given: Any) -> Read:
    usual: dict[str, Any] = {
        "approach": "stop_and_search",
        "impact": None,
        "quality": 3,
        "cost": Cost.LOW,
        "link": "https://toolkit.example/page",
        "read_on": date(2026, 11, 1),
    }
    return Read(**{**usual, **given})


def test_what_was_read_last_lies_over_the_rulebook_and_what_was_not_said_stays() -> None:
    known = reading.known([read(quality=2), read(quality=None, cost=Cost.HIGH)])
    found = known["stop_and_search"]
    assert (found.evidence_quality, found.cost_band) == (2, "high")
    assert library.impact_words(found) == "Not read"
    assert known["mentoring"] == library.library()["mentoring"]


def test_a_band_that_was_read_brings_its_bounds_its_rule_and_its_harm() -> None:
    found = reading.known([read(impact=Impact.MODERATE)])["stop_and_search"]
    assert library.effect_words(found) == "10% to 30% less"
    assert found.source_date == "2026-11-01"
    harmful = reading.known([read(impact=Impact.HARMFUL)])["stop_and_search"]
    assert harmful.harmful
    assert library.state_words(harmful) == "Harmful: needs an override of the board"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"approach": "mentoring", "impact": Impact.HIGH}, "has the band"),
        ({"impact": Impact.NOT_READ}, "has the band"),
        ({"quality": None, "cost": None}, "at least one"),
        ({"quality": 6}, "from 1 to 5"),
        ({"link": "toolkit"}, "link of the page"),
        ({"link": "javascript:alert(1)"}, "link of the page"),
        ({"read_on": date(2026, 11, 3)}, "today or in the past"),
        ({"approach": "nonsense"}, "of the library"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(given: dict[str, Any], why: str) -> None:
    check_read(read(), today=date(2026, 11, 2))
    with pytest.raises(ReadingRefusedError, match=why):
        check_read(read(**given), today=date(2026, 11, 2))

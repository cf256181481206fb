"""Reading answers, who may apply, and when a round is open: plain rules."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.web.grants.rounds.rules import answers, eligibility, filling
from headwater.web.grants.rounds.rules.kinds import Limits, QuestionKind
from headwater.web.grants.rounds.rules.phases import Phase, phase

OPENS = datetime(2027, 1, 4, 9, tzinfo=UTC)
CLOSES = datetime(2027, 2, 26, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
YOUTH_FUND = Limits(
    smallest=Decimal(100),
    largest=Decimal(3500),
    youngest=5,
    oldest=18,
    oldest_with_send=25,
    districts={"Z99D01": "Larkminster", "Z99D02": "Fenhurst"},
    approaches={"mentoring": "Mentoring"},
)


@dataclass(frozen=True)
class Asked:
    """A question as plain values."""

    kind: str
    key: str = "a"
    words: str = "How much?"
    required: bool = True
    word_limit: int | None = None
    choices: list[str] = field(default_factory=list)
    least: Decimal | None = None
    most: Decimal | None = None
    fills: str = ""
    hidden_when_small: bool = False
    shown_if_key: str = ""
    shown_if_answer: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule of who may apply as plain values."""

    kind: str
    key: str = "r"
    question: str = "How old are they?"
    choices: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)
    least: int | None = None
    most: int | None = None
    sentence: str = "This round is for others."


@dataclass(frozen=True)
class Dated:
    """A round as plain values."""

    state: str = "published"
    opens_at: datetime = OPENS
    closes_at: datetime = CLOSES


@pytest.mark.parametrize(
    ("asked", "raw", "value"),
    [
        (Asked("short"), "  Boxing   club ", "Boxing club"),
        (Asked("long"), "one\r\ntwo", "one\ntwo"),
        (Asked("number"), "1,200", 1200),
        (Asked("money"), "£1,250.5", "1250.50"),
        (Asked("date"), ["1", "9", "2027"], "2027-09-01"),
        (Asked("date"), date(2027, 9, 1), "2027-09-01"),
        (Asked("yes_no"), "no", "no"),
        (Asked("choice", choices=["A", "B"]), "B", "B"),
        (Asked("choices", choices=["A", "B", "C"]), ["C", "A"], ["A", "C"]),
        (Asked("districts"), ["Z99D02"], ["Z99D02"]),
        (Asked("approach"), "none", "none"),
        (Asked("upload"), ["D-2222-2222"], ["D-2222-2222"]),
        (Asked("ages"), {"from": "8", "to": "14"}, {"from": 8, "to": 14, "send": False}),
        (
            Asked("budget"),
            [{"item": "Hall", "kind": "non_labour", "cost": "120"}, {"item": "", "cost": ""}],
            {"lines": [{"item": "Hall", "kind": "non_labour", "cost": "120.00"}]},
        ),
    ],
)
def test_a_good_answer_becomes_its_value(asked: Asked, raw: object, value: object) -> None:
    assert answers.read(asked, raw, YOUTH_FUND) == answers.Read(value)


@pytest.mark.parametrize(
    ("asked", "raw", "said"),
    [
        (Asked("short"), " ", "Answer the question"),
        (Asked("long", word_limit=2), "one two three", "You have written 3"),
        (Asked("number"), "many", "whole number"),
        (Asked("number", most=Decimal(50)), "51", "50 or less"),
        (Asked("money", fills="amount"), "3500.01", "£3,500 or less"),
        (Asked("money"), "a lot", "amount in pounds"),
        (Asked("date"), ["30", "2", "2027"], "real date"),
        (Asked("yes_no"), "perhaps", "Choose one"),
        (Asked("choices", choices=["A"]), ["B"], "Choose among"),
        (Asked("ages"), {"from": "4", "to": "9"}, "aged 5 or older"),
        (Asked("ages"), {"from": "9", "to": "8"}, "youngest or more"),
        (Asked("ages"), {"from": "9", "to": "26", "send": "yes"}, "aged up to 25"),
        (Asked("budget"), [{"item": "", "kind": "labour", "cost": "5"}], "what the money buys"),
        (Asked("budget"), [{"item": "Hall", "kind": "labour", "cost": "0"}], "enter a cost"),
    ],
)
def test_a_poor_answer_is_told_what_to_do(asked: Asked, raw: object, said: str) -> None:
    (fault,) = answers.read(asked, raw, YOUTH_FUND).faults
    assert said in fault


def test_over_eighteen_counts_with_special_needs_only() -> None:
    ages = {"from": "11", "to": "21"}
    assert "special educational needs" in answers.read(Asked("ages"), ages, YOUTH_FUND).faults[0]
    assert answers.read(Asked("ages"), {**ages, "send": "yes"}, YOUTH_FUND).is_good


def test_a_question_may_be_left_out_where_it_is_not_required() -> None:
    for kind in QuestionKind:
        assert answers.read(Asked(kind, required=False), "", YOUTH_FUND) == answers.Read()


LETTERS = "ab 019£,.-\x00\né☺"
SCALARS = st.none() | st.booleans() | st.integers() | st.text(LETTERS, max_size=20) | st.dates()
MAPPINGS = st.dictionaries(
    st.sampled_from(["from", "to", "item", "cost", "kind", "send"]), SCALARS, max_size=4
)
ODD: st.SearchStrategy[Any] = (
    SCALARS | MAPPINGS | st.lists(SCALARS, max_size=3) | st.lists(MAPPINGS, max_size=3)
)


@given(kind=st.sampled_from(QuestionKind), raw=ODD)
def test_nothing_that_is_sent_makes_reading_fail(kind: QuestionKind, raw: object) -> None:
    asked = Asked(kind, choices=["A"], required=False)
    found = answers.read(asked, raw, YOUTH_FUND)
    if found.is_good:
        answers.answer_words(asked, found.value, YOUTH_FUND)


@given(text=st.text(LETTERS, max_size=120), limit=st.integers(1, 30))
def test_a_text_is_too_long_exactly_where_it_has_more_words(text: str, limit: int) -> None:
    found = answers.read(Asked("long", word_limit=limit, required=False), text)
    assert found.is_good is (answers.word_count(text.replace("\x00", "")) <= limit)


def test_small_organisations_are_spared_what_is_hidden_from_them() -> None:
    questions = [Asked("short", key="a"), Asked("short", key="b", hidden_when_small=True)]
    assert [each.key for each in answers.asked(questions, {}, is_small=True)] == ["a"]
    assert [each.key for each in answers.asked(questions, {}, is_small=False)] == ["a", "b"]


def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked_either() -> None:
    questions = [
        Asked("yes_no", key="a"),
        Asked("yes_no", key="b", shown_if_key="a", shown_if_answer="yes"),
        Asked("short", key="c", shown_if_key="b", shown_if_answer="yes"),
    ]
    said = {"a": "no", "b": "yes"}
    assert [each.key for each in answers.asked(questions, said, is_small=False)] == ["a"]
    said["a"] = "yes"
    assert [each.key for each in answers.asked(questions, said, is_small=False)] == ["a", "b", "c"]


def test_a_budget_comes_to_the_amount_asked_for() -> None:
    questions = [Asked("money", key="amount", fills="amount"), Asked("budget", key="budget")]
    lines = [{"item": "Coach", "kind": "labour", "cost": "300.00"}]
    said = {"amount": "250.00", "budget": {"lines": lines}}
    assert "£300 and you ask for £250" in answers.faults_between(questions, said)["budget"]
    assert answers.faults_between(questions, {**said, "amount": "300.00"}) == {}


def test_a_project_does_not_end_before_it_begins() -> None:
    questions = [
        Asked("date", key="first", fills="starts_on"),
        Asked("date", key="last", fills="ends_on"),
    ]
    said = {"first": "2027-05-02", "last": "2027-05-01"}
    assert set(answers.faults_between(questions, said)) == {"last"}


def test_answers_fill_the_fields_they_settle() -> None:
    questions = [
        Asked("money", key="m", fills="amount"),
        Asked("ages", key="g", fills="ages"),
        Asked("date", key="d", fills="starts_on"),
        Asked("approach", key="p", fills="approach"),
        Asked("short", key="t", fills="title"),
        Asked("short", key="x"),
    ]
    said = {
        "m": "714.84",
        "g": {"from": 5, "to": 18, "send": False},
        "d": "2027-05-02",
        "p": "none",
        "x": "n",
    }
    assert filling.filled(questions, said) == {
        "amount": Decimal("714.84"),
        "minimum_age": 5,
        "maximum_age": 18,
        "starts_on": date(2027, 5, 2),
        "approach": "",
        "title": "",
    }


@pytest.mark.parametrize(
    ("rule", "raw", "is_in"),
    [
        (Rule("yes_no", passing=["yes"]), "yes", True),
        (Rule("yes_no", passing=["yes"]), "no", False),
        (Rule("number", least=5, most=18), "18", True),
        (Rule("number", least=5, most=18), "19", False),
        (Rule("choice", choices=["A", "B"], passing=["B"]), "A", False),
    ],
)
def test_an_answer_passes_a_rule_or_not(rule: Rule, raw: str, is_in: bool) -> None:
    value = eligibility.read(rule, raw).value
    assert eligibility.passes(rule, value) is is_in
    assert (eligibility.failing([rule], {"r": value}) == []) is is_in


def test_a_rule_that_nobody_answered_does_not_pass() -> None:
    rule = Rule("number", least=None, most=None)
    assert eligibility.failing([rule], {}) == [rule]
    assert not eligibility.read(rule, "").is_good


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - SECOND, Phase.NOT_YET),
        (OPENS, Phase.OPEN),
        (CLOSES - SECOND, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
    ],
)
def test_a_round_opens_and_closes_on_the_second(at: datetime, expected: Phase) -> None:
    assert phase(Dated(), at) is expected


@pytest.mark.parametrize(
    ("state", "expected"), [("draft", Phase.NOT_YET), ("withdrawn", Phase.CLOSED)]
)
def test_only_what_is_published_takes_applications(state: str, expected: Phase) -> None:
    assert phase(Dated(state=state), OPENS) is expected

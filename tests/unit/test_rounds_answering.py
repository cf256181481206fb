"""A round's questions as a form for whoever applies."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from headwater.web.grants.rounds.forms.answering import AnswersForm
from headwater.web.grants.rounds.models import Question
from headwater.web.grants.rounds.rules.kinds import Limits, QuestionKind

LIMITS = Limits(
    largest=Decimal(3500),
    youngest=5,
    oldest=18,
    oldest_with_send=25,
    districts={"Z99D01": "Larkminster", "Z99D02": "Fenhurst"},
    approaches={"mentoring": "Mentoring"},
)


def asked(kind: QuestionKind, key: str = "a", **given: Any) -> Question:
    """A question of a round, not stored."""
    return Question(key=key, kind=kind.value, words=f"The {key}?", **given)


def form_of(*questions: Question, said: str | None = None, **given: Any) -> AnswersForm:
    """The form, sent where something was said."""
    data = None if said is None else QueryDict(said)
    return AnswersForm(data, questions=questions, limits=LIMITS, **given)


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_kind_of_question_is_drawn_with_its_words(kind: QuestionKind) -> None:
    (drawn,) = form_of(asked(kind, choices=["One", "Two"])).drawn
    assert "The a?" in drawn


def test_a_good_form_gives_values_to_store() -> None:
    form = form_of(
        asked(QuestionKind.MONEY, "amount", fills="amount"),
        asked(QuestionKind.AGES, "ages"),
        asked(QuestionKind.DATE, "starts"),
        asked(QuestionKind.DISTRICTS, "where"),
        asked(QuestionKind.BUDGET, "budget"),
        said="amount=1%2C200&ages-from=8&ages-to=21&ages-send=on&starts_day=1&starts_month=4"
        "&starts_year=2027&where=Z99D02&where=Z99D01&budget-0-item=Coach&budget-0-kind=labour"
        "&budget-0-cost=1200&budget-1-item=&budget-1-kind=&budget-1-cost=",
    )
    assert form.is_valid(), form.errors
    assert form.values == {
        "amount": "1200.00",
        "ages": {"from": 8, "to": 21, "send": True},
        "starts": "2027-04-01",
        "where": ["Z99D01", "Z99D02"],
        "budget": {"lines": [{"item": "Coach", "kind": "labour", "cost": "1200.00"}]},
    }


def test_what_was_typed_stays_where_something_is_wrong() -> None:
    form = form_of(asked(QuestionKind.MONEY), said="a=lots")
    assert not form.is_valid()
    assert 'value="lots"' in form.drawn[0]
    assert "amount in pounds" in form.errors["a"][0]


def test_a_draft_may_leave_out_what_must_be_answered_in_the_end() -> None:
    questions = (asked(QuestionKind.SHORT), asked(QuestionKind.AGES, "ages"))
    said = "a=&ages-from=&ages-to="
    assert form_of(*questions, said=said, is_draft=True).is_valid()
    assert set(form_of(*questions, said=said).errors) == {"a", "ages-from"}


def test_stored_answers_come_back_onto_the_page() -> None:
    stored = {
        "a": "2027-04-01",
        "budget": {"lines": [{"item": "Coach", "kind": "labour", "cost": "12.00"}]},
    }
    questions = (asked(QuestionKind.DATE), asked(QuestionKind.BUDGET, "budget"))
    day, budget = form_of(*questions, answers=stored).drawn
    assert 'value="2027"' in day
    assert 'value="Coach"' in budget


def test_a_file_that_comes_with_the_form_answers_its_question() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("policy.pdf", b"%PDF")
    files: Any = MultiValueDict({"a": [file]})
    form = AnswersForm(QueryDict(""), files, questions=[asked(QuestionKind.UPLOAD)], limits=LIMITS)
    assert form.is_valid(), form.errors
    assert form.uploads == {"a": file}


def test_words_are_counted_as_they_are_typed() -> None:
    (drawn,) = form_of(asked(QuestionKind.LONG, word_limit=150)).drawn
    assert 'data-maxwords="150"' in drawn

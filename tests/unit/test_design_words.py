"""What forms say is wrong, and what dates accept."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from headwater.web.design_system.forms import DateField, Form


class Answers(Form):
    name = forms.CharField(label="Name of the area", max_length=5)
    area = forms.ChoiceField(label="Which area?", choices=[("a", "Ash")])
    people = forms.IntegerField(label="Number of people", min_value=1)
    cost = forms.DecimalField(label="Cost")
    email = forms.EmailField(label="E-mail address")
    agreed = forms.BooleanField(label="I agree")
    file = forms.FileField(label="Budget")
    postcode = forms.CharField(error_messages={"required": "Enter a postcode, such as ZZ1 1ZZ"})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("name", "Enter name of the area"),
        ("area", "Select an answer to “Which area?”"),
        ("people", "Enter number of people"),
        ("agreed", "Tick the box “I agree”"),
        ("file", "Choose a file for budget"),
        ("postcode", "Enter a postcode, such as ZZ1 1ZZ"),
    ],
)
def test_a_missing_answer_is_asked_for_in_words(name: str, words: str) -> None:
    assert Answers({}).errors[name] == [words]


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name", "Ashmarsh", "Name of the area must be 5 characters or fewer. You typed 8"),
        ("area", "z", "Select an answer to “Which area?” from the list"),
        ("people", "many", "Number of people must be a whole number, such as 12"),
        ("people", "0", "Number of people must be 1 or higher"),
        ("cost", "lots", "Cost must be a number, such as 12.5"),
        ("email", "me", "E-mail address must look like name@example.org"),
    ],
)
def test_a_wrong_answer_is_told_what_is_right(name: str, typed: str, words: str) -> None:
    assert Answers({name: typed}).errors[name] == [words]


class Dated(Form):
    start = DateField(label="Start date", earliest=date(2026, 4, 1), latest=date(2027, 3, 31))


def errors_of(day: str, month: str, year: str) -> list[str]:
    form = Dated({"start_day": day, "start_month": month, "start_year": year})
    return [str(words) for words in form.errors.get("start", [])]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("", "", ""), "Enter start date"),
        (("", "3", ""), "Start date must include a day and year"),
        (("31", "2", "2027"), "Start date must be a real date, such as 27 3 2026"),
        (("x", "2", "2027"), "Start date must be a real date, such as 27 3 2026"),
        (("1", "2", "27"), "The year must have 4 numbers, such as 2026"),
        (("31", "3", "2026"), "Start date must be 1 April 2026 or later"),
        (("1", "4", "2027"), "Start date must be 31 March 2027 or earlier"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(typed: tuple[str, str, str], words: str) -> None:
    assert errors_of(*typed) == [words]


@pytest.mark.parametrize("month", ["9", "09", "Sep", "sept", "September", " september "])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    assert errors_of("1", month, "2026") == []


@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_every_real_date_can_be_typed(day: date) -> None:
    class Any(Form):
        on = DateField()

    form = Any({"on_day": str(day.day), "on_month": str(day.month), "on_year": f"{day.year:04}"})
    assert form.is_valid()
    assert form.cleaned_data["on"] == day


@given(parts=st.tuples(*[st.text(max_size=6)] * 3))
def test_no_text_breaks_a_date(parts: tuple[str, str, str]) -> None:
    assert isinstance(errors_of(*parts), list)

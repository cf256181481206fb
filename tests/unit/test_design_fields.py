"""The bridge: every widget becomes a component whose label, hint and error belong to its input."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.template import Context, Template

from headwater.web.design_system import fields
from headwater.web.design_system.fields import Wishes
from headwater.web.design_system.forms import DateField, Form, VersionedForm

CHOICES = [("a", "Ash"), ("b", "Birch")]


class Everything(Form):
    words = forms.CharField(help_text="As on the letter")
    email = forms.EmailField(help_text="Yours")
    count = forms.IntegerField(help_text="A whole number")
    story = forms.CharField(widget=forms.Textarea, help_text="In your words")
    limited = forms.CharField(widget=forms.Textarea, max_length=10, help_text="Short")
    choice = forms.ChoiceField(choices=CHOICES, help_text="One")
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, help_text="One")
    ticks = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text="Some"
    )
    agreed = forms.BooleanField(help_text="Or not")
    file = forms.FileField(help_text="CSV")
    secret = forms.CharField(widget=forms.PasswordInput, help_text="Long")
    when = DateField(help_text="For example, 27 3 2026")


NAMES = tuple(Everything().fields)
GROUPS = ("radio", "ticks", "when")


class Page(HTMLParser):
    """Attributes of every element, and which ids and labels there are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    @property
    def ids(self) -> list[str]:
        return [a["id"] or "" for _, a in self.elements if "id" in a]

    @property
    def inputs(self) -> list[dict[str, str | None]]:
        return [a for tag, a in self.elements if tag in ("input", "select", "textarea")]

    @property
    def label_targets(self) -> set[str | None]:
        return {a.get("for") for tag, a in self.elements if tag == "label"}

    def described_by(self) -> set[str]:
        lists = [a.get("aria-describedby") or "" for _, a in self.elements]
        return {each for text in lists for each in text.split()}


def drawn(
    name: str, data: Mapping[str, object] | None = None, wishes: Wishes | None = None
) -> Page:
    return Page(fields.html(Everything(data)[name], wishes))


@pytest.mark.parametrize("name", NAMES)
def test_every_input_has_a_label_of_its_own(name: str) -> None:
    page = drawn(name, {})
    assert page.inputs
    assert {each["id"] for each in page.inputs} <= page.label_targets


@pytest.mark.parametrize("name", NAMES)
def test_an_error_and_a_hint_are_read_out_with_the_input(name: str) -> None:
    page = drawn(name, {})
    assert {f"id_{name}-hint", f"id_{name}-error"} <= page.described_by() <= set(page.ids)


@pytest.mark.parametrize("name", NAMES)
def test_no_id_appears_twice(name: str) -> None:
    ids = drawn(name, {}).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", GROUPS)
def test_several_inputs_stand_in_one_group_with_a_legend(name: str) -> None:
    tags = [tag for tag, _ in drawn(name).elements]
    assert tags.count("fieldset") == tags.count("legend") == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_error_summary_leads_to_an_input_that_is_there(name: str) -> None:
    form = Everything({})
    html = Template("{% load design %}{% error_summary form %}").render(Context({"form": form}))
    target = fields.first_input(form[name])
    assert f'href="#{target}"' in html
    assert target in {each["id"] for each in Page(fields.html(form[name])).inputs}


def test_the_summary_leads_to_the_part_of_a_date_that_is_wrong() -> None:
    form = Everything({"when_day": "27", "when_month": "", "when_year": "2026"})
    assert form.errors["when"] == ["When must include a month"]
    assert fields.first_input(form["when"]) == "id_when_month"
    wrong = [a["id"] for a in Page(fields.html(form["when"])).inputs if "error" in str(a["class"])]
    assert wrong == ["id_when_month"]


def test_a_summary_is_silent_when_nothing_is_wrong() -> None:
    template = Template("{% load design %}{% error_summary form %}")
    assert template.render(Context({"form": Everything()})) == ""


def test_what_was_typed_comes_back_escaped_and_line_by_line() -> None:
    html = fields.html(Everything({"story": "<b>one</b>\n  two"})["story"])
    assert "&lt;b&gt;one&lt;/b&gt;&#10;  two</textarea>" in html


def test_a_password_never_comes_back() -> None:
    assert "hunter2" not in fields.html(Everything({"secret": "hunter2"})["secret"])


def test_choices_taken_before_are_taken_again() -> None:
    data = {"choice": "b", "radio": "a", "ticks": ["a", "b"], "agreed": "on"}
    assert re.search(r'value="b" selected', fields.html(Everything(data)["choice"]))
    for name, count in (("radio", 1), ("ticks", 2), ("agreed", 1)):
        taken = [a for a in drawn(name, data).inputs if "checked" in a]
        assert len(taken) == count


def test_numbers_are_typed_as_text_with_the_keyboard_of_numbers() -> None:
    (box,) = drawn("count").inputs
    assert (box["type"], box["inputmode"]) == ("text", "numeric")


def test_a_template_may_ask_for_width_prefix_and_size() -> None:
    wishes = Wishes(width=5, prefix="£", size="l", heading=True)
    html = fields.html(Everything()["words"], wishes)
    assert "govuk-input--width-5" in html
    assert "govuk-label--l" in html
    assert "<h1" in html
    assert "£" in html


def test_questions_that_need_no_answer_say_so() -> None:
    class Short(Form):
        nickname = forms.CharField(required=False)

    assert "Nickname (optional)" in fields.html(Short()["nickname"])


def test_a_question_may_unfold_under_a_choice_and_is_drawn_once() -> None:
    class Unfolding(Form):
        kind = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
        other = forms.CharField(widget=forms.Textarea, required=False)
        reveals = {"kind": {"b": "other"}}  # noqa: RUF012

    form = Unfolding({"kind": "b", "other": "one\ntwo"})
    html = Template("{% load design %}{% fields_of form %}").render(Context({"form": form}))
    assert html.count('name="other"') == 1
    assert "one&#10;two" in html
    assert html.index('id="conditional-id_kind-2"') < html.index('name="other"')


@pytest.mark.parametrize(("longest", "waits"), [(5_000, False), (200_000, True)])
def test_a_countdown_waits_until_a_long_answer_is_near_its_end(longest: int, waits: bool) -> None:
    class Long(Form):
        story = forms.CharField(widget=forms.Textarea, max_length=longest)

    html = fields.html(Long()["story"])
    assert f'data-maxlength="{longest}"' in html
    assert ('data-threshold="75"' in html) is waits


def test_the_version_of_a_record_travels_hidden() -> None:
    class Edit(VersionedForm):
        name = forms.CharField()

    page = Page(
        Template("{% load design %}{% hidden_fields form %}").render(
            Context({"form": Edit(initial={"version": 3})})
        )
    )
    (hidden,) = page.inputs
    assert (hidden["type"], hidden["name"], hidden["value"]) == ("hidden", "version", "3")


def test_a_widget_nobody_draws_is_refused_by_name() -> None:
    class Odd(Form):
        at = forms.SplitDateTimeField()

    with pytest.raises(ImproperlyConfigured, match=r"\[SplitDateTimeWidget\]"):
        fields.html(Odd()["at"])


class Members(VersionedForm):
    who = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")])


@pytest.mark.parametrize(
    "given", [QueryDict("who=a&who=c&version=1"), {"who": ["a", "c"], "version": "1"}]
)
def test_every_answer_of_several_is_kept_over_a_newer_version(given: QueryDict) -> None:
    again = Members(given).over(4)
    assert again.cleaned_data == {"who": ["a", "c"], "version": 4}
    assert given["version"] == "1"

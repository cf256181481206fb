"""Filters of the library, an evaluation, an override and its end."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from headwater.rulebook.practice import Impact
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.evidence.models import LEVEL_CHOICES, VERDICT_CHOICES
from headwater.web.evidence.rules.evaluating import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    EvaluationRefusedError,
    Said,
    Verdict,
    check_said,
)
from headwater.web.evidence.rules.library import library
from headwater.web.evidence.rules.overriding import SHORTEST_REASON
from headwater.web.thread.kinds import Kind

Choices = Iterable[tuple[str, str]]
MOST_PEOPLE = 10_000_000
FURTHER = (
    "theory",
    "cohort",
    "dose",
    "fidelity",
    "completed",
    "outcomes",
    "adverse",
    "equity",
    "cost_per_completer",
)
"""What an evaluation may say beside what it must."""
YES_NO = (("yes", "Yes"), ("no", "No"))


def text(label: str, hint: str = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    """A question answered in a few lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_TEXT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class LibraryFilter(Form):
    """Which approaches to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    impact = forms.ChoiceField(
        label="Impact",
        required=False,
        choices=[("", "Any impact"), *((i.value, i.words.capitalize()) for i in Impact)],
    )
    harmful = forms.ChoiceField(
        label="Harm",
        required=False,
        choices=[("", "Any"), ("yes", "Harmful"), ("no", "Not flagged harmful")],
    )
    read = forms.ChoiceField(
        label="Page of the toolkit",
        required=False,
        choices=[("", "Read or not"), ("yes", "Read"), ("no", "Not read yet")],
    )


class EvaluationForm(Form):
    """What was found here about an approach."""

    approach = forms.ChoiceField(label="Approach")
    title = forms.CharField(label="What the evaluation is called", max_length=LONGEST_TITLE)
    organisation = forms.ChoiceField(
        label="Organisation that evaluated",
        required=False,
        help_text="Its contributors may change what is written. Leads may change every one.",
    )
    theory = text(
        "Why it should work", "What leads to what, in a few words.", rows=2, required=False
    )
    cohort = text("Whom it was meant for", "Ages, places and need.", rows=2, required=False)
    what = text("What was done", "Who took part, how often and for how long. Name no person.")
    dose = text(
        "How much each person was to get",
        "Such as three sessions a week for twelve weeks.",
        rows=2,
        required=False,
    )
    fidelity = text("How far it was done as it was meant", rows=2, required=False)
    comparator = text(
        "What it was compared with", "Leave empty where nothing was.", rows=2, required=False
    )
    participants = forms.IntegerField(
        label="People who started",
        help_text="Leave empty where nobody counted.",
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    completed = forms.IntegerField(
        label="People who completed it",
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    outcomes = text(
        "What was measured, and with which tool",
        "Before and after, such as the Strengths and Difficulties Questionnaire.",
        rows=2,
        required=False,
    )
    finding = text("What was found", "In plain words, with how sure it is.")
    adverse = text("Harm that was looked for, and what was seen", rows=2, required=False)
    equity = text(
        "Whether it worked for some and not for others",
        "By sex, age, ethnicity or need. Give no count of fewer than five people.",
        rows=2,
        required=False,
    )
    cost_per_completer = forms.IntegerField(
        label="Cost for each person who completed it",
        help_text="In whole pounds.",
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    level = forms.TypedChoiceField(
        label="How strong the method is",
        help_text="Maryland Scientific Methods Scale, in our words.",
        choices=LEVEL_CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
    )
    is_independent = forms.TypedChoiceField(
        label="Was it evaluated by somebody who did not deliver it?",
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    verdict = forms.ChoiceField(
        label="What should be done next", choices=VERDICT_CHOICES, widget=forms.RadioSelect
    )
    document = forms.ChoiceField(
        label="Document that shows it",
        required=False,
        help_text="One that was handed in to the partnership.",
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "what the evaluation is called",
        "what": "what was done",
        "finding": "what was found",
        "level": "how strong the method is",
        "is_independent": "whether it was independent",
        "verdict": "what should be done next",
        "participants": "how many people took part",
    }

    def __init__(
        self, *args: Any, organisations: Choices, documents: Choices, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        _offer(self, "approach", [(each.id, each.name) for each in library().values()])
        _offer(self, "organisation", [("", "None: leads only"), *organisations])
        _offer(self, "document", [("", "None"), *documents])

    def clean(self) -> dict[str, Any]:
        """What cannot be together is said at the top."""
        found = super().clean() or {}
        if not self.errors:
            try:
                check_said(self.said())
            except EvaluationRefusedError as error:
                self.add_error(None, str(error))
        return found

    def said(self) -> Said:
        """What was answered, of a form whose fields are valid."""
        given = self.cleaned_data
        return Said(
            approach=given["approach"],
            title=given["title"],
            what=given["what"],
            comparator=given["comparator"],
            participants=given["participants"],
            finding=given["finding"],
            level=given["level"],
            is_independent=given["is_independent"],
            verdict=Verdict(given["verdict"]),
            **{name: given[name] for name in FURTHER},
        )


class EvaluationChangeForm(EvaluationForm, VersionedForm):
    """The same of an evaluation that is there. Who evaluated stays."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        del self.fields["organisation"]


class OverrideForm(Form):
    """Why a harmful approach is to be used all the same."""

    use = forms.ChoiceField(
        label="Where it would be used",
        help_text="It need not use the approach yet. Find other kinds above.",
    )
    decision = forms.ChoiceField(
        label="Decision of the board",
        help_text="One that was carried, of minutes that were issued.",
    )
    reason = text(
        "Why the board would use it all the same",
        f"At least {SHORTEST_REASON} characters. Name no person: it is kept in the record.",
        rows=4,
    )
    expires_on = DateField(label="Last day it holds", help_text="Within a year.")

    nouns: ClassVar[dict[str, str]] = {
        "use": "where it would be used",
        "decision": "the decision of the board",
        "reason": "why",
        "expires_on": "the last day",
    }

    def __init__(self, *args: Any, uses: Choices, decisions: Choices, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self, "use", [CHOOSE, *uses])
        _offer(self, "decision", [CHOOSE, *decisions])

    def clean_reason(self) -> str:
        """A reason that is long enough to be one."""
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < SHORTEST_REASON:
            raise forms.ValidationError(f"Enter why in at least {SHORTEST_REASON} characters")
        return reason


class FindUseForm(Form):
    """Of which kind what would use an approach is, and words in its title."""

    kind = forms.ChoiceField(label="Kind", required=False)
    words = forms.CharField(label="Words in its title", required=False, max_length=80)

    def __init__(self, *args: Any, kinds: Iterable[Kind], **settings: Any) -> None:
        super().__init__(*args, **settings)
        named = [(each.code, each.plural[:1].upper() + each.plural[1:]) for each in kinds]
        _offer(self, "kind", [("", "What is done, bought or applied for"), *named])


class MoveForm(VersionedForm):
    """The override that somebody looked at when they moved it."""


class EndForm(VersionedForm):
    """Why an override ends."""

    why = forms.CharField(
        label="Why, in a few words?",
        help_text="No names: it is kept in the record.",
        max_length=400,
    )
    nouns: ClassVar[dict[str, str]] = {"why": "why it ends"}


class UseFilter(Form):
    """Which uses of harmful approaches to show."""

    needs = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "Every use"), ("decision", "Needs a decision"), ("none", "Has an override")],
    )


CHOOSE = ("", "Choose")
"""First, so that nothing is chosen that nobody chose."""


def _offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices

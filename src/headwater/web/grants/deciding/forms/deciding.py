"""What is answered of due diligence, of questions to applicants, and of decisions."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from headwater.core.money import AmountError, plain_pounds, read_pounds
from headwater.web.design_system.forms import DateField, Form
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.changes.checking import Answered
from headwater.web.grants.deciding.forms.applications import choose
from headwater.web.grants.deciding.rules.checking import Result
from headwater.web.grants.deciding.rules.deciding import Ruling, Said
from headwater.web.grants.deciding.rules.evidence import NEEDS_A_PLAN, Evidence
from headwater.web.grants.money.models import Pot
from headwater.web.thread.kinds import Bead

LONGEST = 4_000


class PoundsField(forms.CharField):
    """An amount as people type it, read to the penny."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("max_length", 20)
        settings.setdefault(
            "widget",
            forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
        )
        super().__init__(**settings)

    def clean(self, value: Any) -> Any:
        """The amount; nothing where nothing was typed and nothing had to be."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_pounds(text)
        except AmountError as error:
            raise forms.ValidationError(str(error)) from error


class CheckForm(Form):
    """What was found of one item of due diligence."""

    result = forms.ChoiceField(
        label="What did you find?",
        choices=[(each.value, each.words) for each in Result],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="What did you look at, and what did it show?",
        max_length=LONGEST,
        help_text="No name of a person: say the office they hold.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    expires_on = DateField(label="Until when does this hold?", required=False)

    nouns: ClassVar[dict[str, str]] = {
        "result": "what you found",
        "reason": "what you looked at",
        "expires_on": "until when this holds",
    }

    def answered(self) -> Answered:
        """What was found."""
        given = self.cleaned_data
        return Answered(Result(given["result"]), given["reason"], given["expires_on"])


class QuestionForm(Form):
    """Something to be asked of an applicant."""

    question = forms.CharField(
        label="What would you like to know?",
        max_length=LONGEST,
        help_text="They read it as you write it. One question at a time is answered soonest.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_on = DateField(label="By when should they answer?")

    nouns: ClassVar[dict[str, str]] = {
        "question": "what you would like to know",
        "due_on": "by when they should answer",
    }


class AnswerForm(Form):
    """An applicant's answer to a question."""

    answer = forms.CharField(
        label="Your answer", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )

    nouns: ClassVar[dict[str, str]] = {"answer": "your answer"}


class DecisionForm(Form):
    """What is decided of an application."""

    has_no_interest = forms.BooleanField(
        label="I have no interest in this application, and nobody close to me has"
    )
    ruling = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            (Ruling.APPROVE.value, "Approve"),
            (Ruling.DECLINE.value, "Decline"),
            (Ruling.DEFER.value, "Defer: decide later, and tell them why"),
        ],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label="Reasons",
        max_length=LONGEST,
        help_text=(
            "At least 10 words. They go into the letter. For an approval they are published as "
            "the reasons why it should reduce crime and disorder."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    feedback = forms.CharField(
        label="Feedback on the whole",
        required=False,
        max_length=LONGEST,
        help_text=(
            "It goes into their letter, before what was found by each criterion. What was found "
            "is not in the letter while a decision is put off."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    amount = PoundsField(label="Amount, in pounds", required=False)
    pot = forms.ChoiceField(label="Pot that pays", required=False)
    description = forms.CharField(
        label="What the award is for",
        required=False,
        max_length=LONGEST,
        help_text="The public reads it. No name of a person.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_on = DateField(label="First day of the project", required=False)
    ends_on = DateField(label="Last day of the project", required=False)
    conditions = forms.CharField(
        label="Conditions",
        required=False,
        max_length=LONGEST,
        help_text="One on each line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evaluation_plan = forms.CharField(
        label="How the project will be evaluated",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    below_threshold = forms.CharField(
        label="Why it is approved below the threshold",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    gap = forms.ChoiceField(label="Gap that it answers", required=False)
    action = forms.ChoiceField(label="Action of the plan that it pays for", required=False)

    nouns: ClassVar[dict[str, str]] = {
        "has_no_interest": "that you have no interest",
        "ruling": "what you decide",
        "reasons": "your reasons",
    }

    def __init__(
        self,
        *args: Any,
        evidence: Evidence,
        is_below: bool,
        pots: Iterable[tuple[Pot, str]],
        gaps: Sequence[Bead],
        actions: Sequence[Bead],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.fields["has_no_interest"].error_messages["required"] = (
            "Say that you have no interest in this application"
        )
        choose(self, "pot", [("", "Choose"), *((pot.reference, said) for pot, said in pots)])
        for name, beads in (("gap", gaps), ("action", actions)):
            if beads:
                titles = ((each.reference, each.title) for each in beads)
                choose(self, name, [("", "None is named"), *titles])
            else:
                del self.fields[name]
        if evidence.flag not in NEEDS_A_PLAN:
            del self.fields["evaluation_plan"]
        if not is_below:
            del self.fields["below_threshold"]

    def said(self) -> Said:
        """What was decided."""
        given = self.cleaned_data
        return Said(
            ruling=Ruling(given["ruling"]),
            reasons=given["reasons"],
            feedback=given["feedback"],
            amount=given["amount"] or Decimal(0),
            pot=given["pot"],
            description=given["description"],
            conditions=given["conditions"],
            evaluation_plan=given.get("evaluation_plan", ""),
            below_threshold=given.get("below_threshold", ""),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


def first_answers(application: Application) -> dict[str, Any]:
    """What a decision starts from: what was asked for."""
    return {
        "amount": plain_pounds(application.amount) if application.amount is not None else "",
        "description": application.summary,
        "starts_on": application.starts_on,
        "ends_on": application.ends_on,
    }


class SeveralForm(Form):
    """Which of those before the panel are approved at once, for what they asked for."""

    chosen = forms.MultipleChoiceField(
        label="Which do you approve, each for the amount it asks for?",
        widget=forms.CheckboxSelectMultiple,
    )
    pot = forms.ChoiceField(label="Pot that pays")
    reasons = forms.CharField(
        label="Reasons",
        max_length=LONGEST,
        help_text="At least 10 words. They are published with each award.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    conditions = forms.CharField(
        label="Conditions of every one",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    has_no_interest = forms.BooleanField(
        label="I have no interest in any of these, and nobody close to me has"
    )

    nouns: ClassVar[dict[str, str]] = {
        "chosen": "which you approve",
        "pot": "the pot that pays",
        "reasons": "your reasons",
    }

    def __init__(
        self,
        *args: Any,
        offered: Sequence[tuple[Application, str]],
        pots: Iterable[tuple[Pot, str]],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.offered = {each.reference: each for each, _ in offered}
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.reference, said) for each, said in offered]
        choose(self, "pot", [("", "Choose"), *((pot.reference, said) for pot, said in pots)])
        self.fields["has_no_interest"].error_messages["required"] = (
            "Say that you have no interest in any of these"
        )

    def wanted(self) -> list[tuple[Application, Said]]:
        """What is to be approved."""
        given = self.cleaned_data
        return [(each, self._said(each)) for each in map(self.offered.get, given["chosen"]) if each]

    def _said(self, application: Application) -> Said:
        given = self.cleaned_data
        return Said(
            ruling=Ruling.APPROVE,
            reasons=given["reasons"],
            amount=application.amount or Decimal(0),
            pot=given["pot"],
            description=application.summary,
            conditions=given["conditions"],
            starts_on=application.starts_on,
            ends_on=application.ends_on,
        )


class RemovalForm(Form):
    """Whether what refused applications say of people goes, or stays another year."""

    REMOVE, KEEP = "remove", "keep"
    decision = forms.ChoiceField(
        label="What should happen to what these applications say of people?",
        widget=forms.RadioSelect,
        choices=[(REMOVE, "Remove it"), (KEEP, "Keep it another year")],
        error_messages={"required": "Say whether it is removed or kept"},
    )
    reason = forms.CharField(
        label="Why should it be kept?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed only if it is kept, for a court or an inquiry. Name no person.",
    )

    def clean(self) -> dict[str, str]:
        """A reason goes with keeping."""
        answers = super().clean() or {}
        if answers.get("decision") == self.KEEP and not answers.get("reason"):
            self.add_error("reason", "Enter why it should be kept")
        return answers

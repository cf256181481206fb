"""What assessors and those who run an assessment answer."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from headwater.web.accounts.models import User
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.grants.deciding.changes.assessing import Scored
from headwater.web.grants.deciding.forms.applications import choose
from headwater.web.grants.deciding.models import Score
from headwater.web.grants.deciding.rules.scoring import LEAST_WORDS, MOST_POINTS, Confidence
from headwater.web.grants.rounds.models import Criterion

LONGEST = 4_000
YES, NO = "yes", "no"


class DeclareForm(Form):
    """Whether somebody has an interest in an application."""

    has_interest = forms.ChoiceField(
        label="Have you an interest in this application?",
        help_text=(
            "An interest is anything that could make somebody doubt that you judge fairly: you, "
            "your family, a friend or your organisation works for, helps to run, is paid by, or "
            "competes with whoever applies."
        ),
        choices=[(NO, "No, I have none"), (YES, "Yes, I have one")],
        widget=forms.RadioSelect,
    )
    nature = forms.CharField(
        label="What is it?",
        required=False,
        max_length=1_000,
        help_text="In a sentence or two. Leads and approvers read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {"has_interest": "whether you have an interest"}
    reveals: ClassVar[dict[str, dict[str, str]]] = {"has_interest": {YES: "nature"}}

    @property
    def has_one(self) -> bool:
        """Whether an interest was declared."""
        return bool(self.cleaned_data["has_interest"] == YES)


class InvolvementForm(Form):
    """An organisation that somebody has to do with."""

    organisation = forms.CharField(label="Organisation", max_length=200)
    nature = forms.CharField(
        label="What you have to do with it",
        max_length=200,
        help_text="Such as trustee, volunteer, employee, or that somebody in your family is.",
    )
    number = forms.CharField(label="Its charity or company number", required=False, max_length=16)
    postcode = forms.CharField(label="Its postcode", required=False, max_length=10)

    nouns: ClassVar[dict[str, str]] = {
        "organisation": "the organisation",
        "nature": "what you have to do with it",
    }


class ReasonForm(Form):
    """Why something is done."""

    reason = forms.CharField(
        label="Why?", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    nouns: ClassVar[dict[str, str]] = {"reason": "why"}

    def __init__(self, *args: Any, label: str = "Why?", hint: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint


class AssessorForm(Form):
    """Who is asked to assess."""

    person = forms.ChoiceField(label="Who is to assess it?")
    due_on = DateField(label="By when?")

    nouns: ClassVar[dict[str, str]] = {"person": "who is to assess it", "due_on": "by when"}

    def __init__(self, *args: Any, people: Iterable[User], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.people = {each.reference: each for each in people}
        names = [(key, each.name) for key, each in self.people.items()]
        choose(self, "person", [("", "Choose"), *names])


class ScoresForm(VersionedForm):
    """Points, reason and confidence for each criterion. Half-finished answers can be saved."""

    comment = forms.CharField(
        label="Anything else the panel should know",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        scores: Mapping[str, Score],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.criteria = list(criteria)
        for each in self.criteria:
            self._add(each, scores.get(each.key))

    def _add(self, criterion: Criterion, score: Score | None) -> None:
        key = criterion.key
        anchors = [str(each) for each in criterion.anchors]
        self.fields[f"{key}-points"] = forms.ChoiceField(
            label=f"Points for {criterion.name}",
            required=False,
            choices=[
                (str(n), f"{n}: {anchors[n]}" if n < len(anchors) else str(n))
                for n in range(MOST_POINTS + 1)
            ],
            widget=forms.RadioSelect,
            initial="" if score is None or score.points is None else str(score.points),
        )
        self.fields[f"{key}-reason"] = forms.CharField(
            label=f"Why, for {criterion.name}",
            required=False,
            max_length=LONGEST,
            help_text=f"At least {LEAST_WORDS} words. Point to what the application says.",
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=score.reason if score else "",
        )
        self.fields[f"{key}-confidence"] = forms.ChoiceField(
            label=f"How sure are you of {criterion.name}?",
            required=False,
            choices=[("", "Choose"), *((each.value, each.words) for each in Confidence)],
            initial=score.confidence if score else "",
        )

    @property
    def groups(self) -> list[tuple[Criterion, list[forms.BoundField]]]:
        """The questions of each criterion."""
        return [
            (each, [self[f"{each.key}-{part}"] for part in ("points", "reason", "confidence")])
            for each in self.criteria
        ]

    def scored(self) -> dict[str, Scored]:
        """What was answered, as far as it was."""
        given = self.cleaned_data
        return {
            each.key: Scored(
                points=int(given[f"{each.key}-points"]) if given[f"{each.key}-points"] else None,
                reason=given[f"{each.key}-reason"],
                confidence=given[f"{each.key}-confidence"],
            )
            for each in self.criteria
        }

    def say_what_is_missing(self) -> None:
        """Put beside each question what keeps the scores from being handed in."""
        for each in self.criteria:
            given = self.cleaned_data
            name = each.name
            if not given.get(f"{each.key}-points"):
                self.add_error(f"{each.key}-points", f"Choose from 0 to {MOST_POINTS} for {name}")
            words = len(given.get(f"{each.key}-reason", "").split())
            if words < LEAST_WORDS:
                self.add_error(
                    f"{each.key}-reason",
                    f"Say why in at least {LEAST_WORDS} words for {name}. You have written {words}",
                )
            if not given.get(f"{each.key}-confidence"):
                self.add_error(f"{each.key}-confidence", f"Say how sure you are of {name}")


class ModerationForm(VersionedForm):
    """What one criterion comes to."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    points = forms.DecimalField(
        label="Points that count",
        min_value=Decimal(0),
        max_value=Decimal(MOST_POINTS),
        max_digits=3,
        decimal_places=2,
        help_text="From 0 to 5. Halves and quarters are fine.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST,
        help_text="At least 10 words. The panel reads it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    feedback = forms.CharField(
        label="What the applicant is told",
        required=False,
        max_length=LONGEST,
        help_text="It goes into their letter, after the points and what they mean.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {"points": "the points that count", "reason": "why"}

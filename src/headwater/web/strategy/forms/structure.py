"""What somebody is asked about a priority or an outcome."""

from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.strategy.changes.structure import Said
from headwater.web.strategy.models import Outcome, Priority

LONGEST = 2_000


class SaidForm(Form):
    """What both say."""

    title = forms.CharField(label="Title", max_length=160)
    text = forms.CharField(
        label="More",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    position = forms.IntegerField(
        label="Place in the plan",
        help_text="1 comes first. Leave empty to put it last.",
        min_value=1,
        max_value=999,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )

    def said(self) -> Said:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return Said(given["title"], given["text"], given["position"], bool(given.get("is_dropped")))


class PriorityForm(SaidForm):
    """A priority."""

    nouns: ClassVar[dict[str, str]] = {"title": "what the priority is", "position": "its place"}

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["title"].label = "Priority"
        self.fields["title"].help_text = "What is to change first, such as Fewer knife injuries."
        self.fields["text"].label = "Why is it a priority?"
        self.fields["text"].help_text = "The public version of the plan shows this too."


class OutcomeForm(SaidForm):
    """An outcome."""

    nouns: ClassVar[dict[str, str]] = {"title": "what will be different", "position": "its place"}

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["title"].label = "What will be different?"
        self.fields["text"].label = "How can anybody tell?"
        self.fields["text"].help_text = "What is counted, from where to where, and by when."


class _Dropping(VersionedForm):
    is_dropped = forms.BooleanField(
        label="Drop it from the plan. Nothing under it may still be open", required=False
    )


class PriorityChangeForm(PriorityForm, _Dropping):
    """A priority that is there."""


class OutcomeChangeForm(OutcomeForm, _Dropping):
    """An outcome that is there."""


def answers_of(row: Priority | Outcome) -> dict[str, Any]:
    """A priority or outcome as answers of its form."""
    return {
        "title": row.title,
        "text": row.why if isinstance(row, Priority) else row.measure,
        "position": row.position,
        "is_dropped": row.is_dropped,
        "version": row.version,
    }

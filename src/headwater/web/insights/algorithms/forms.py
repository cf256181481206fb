"""What somebody is asked about an algorithm."""

from typing import Any

from django import forms

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.insights.algorithms import atrs
from headwater.web.insights.algorithms.changes import FIELDS, Description
from headwater.web.insights.algorithms.models import Algorithm

MORE = "more_"
LONGEST = 4000


def _text(label: str, hint: str = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DescriptionForm(Form):
    """Everything the register says of an algorithm."""

    name = forms.CharField(label="Name", max_length=160)
    purpose = _text("What is it for, and how is it used?")
    owner_organisation = forms.CharField(label="Organisation that answers for it", max_length=200)
    owner_role = forms.CharField(
        label="Role that answers for it",
        help_text="A role, not a person, such as Head of analysis.",
        max_length=160,
    )
    contact_email = forms.EmailField(
        label="Contact e-mail", help_text="Of a team. It becomes public with the record."
    )
    data_used = _text("Data it uses")
    checks = _text("Checks it has passed", "How we know that it answers rightly.")
    human_oversight = _text("Who looks at its answers, and what may they change?")
    risks = _text("What could go wrong, and what is done about it?")
    dpia_reference = forms.CharField(
        label="Data protection impact assessment",
        help_text="Its reference and date.",
        max_length=120,
    )
    equality_reference = forms.CharField(
        label="Equality impact assessment", help_text="Its reference and date.", max_length=120
    )
    tool_version = forms.CharField(label="Version of the tool", max_length=60)
    reviewed_on = DateField(label="Last reviewed on")
    expires_on = DateField(
        label="Entry ends on", help_text="The last day it may run: a year after the review at most."
    )
    predicts_about_people = forms.TypedChoiceField(
        label="Does it give a prediction, score or rank about a person?",
        help_text="headwater refuses any that does.",
        choices=[("no", "No"), ("yes", "Yes")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for field in atrs.open_fields():
            self.fields[f"{MORE}{field.id}"] = _text(
                field.title, field.prompt, rows=2, required=False
            )

    def description(self) -> Description:
        """What was said."""
        given = self.cleaned_data
        more = {
            name.removeprefix(MORE): words
            for name, words in given.items()
            if name.startswith(MORE) and words
        }
        return Description(**{name: given[name] for name in FIELDS if name != "more"}, more=more)


class AddForm(DescriptionForm):
    """An algorithm that is new to the register."""

    key = forms.SlugField(
        label="Key",
        help_text="The name it is started by, such as needs-assessment. It never changes.",
        max_length=60,
    )
    field_order = ("key",)


class EditForm(VersionedForm, DescriptionForm):
    """A change to what the register says."""


class MoveForm(VersionedForm):
    """Why an algorithm is put into use, suspended or withdrawn."""

    reason = forms.CharField(
        label="Why?",
        help_text="Kept in the record. Leave names out.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProposeForm(Form):
    """Asking for the record to be made public."""

    reason = forms.CharField(
        label="Why should it be published?",
        help_text="At least 20 characters. It is kept in the record.",
        min_length=20,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def starting(algorithm: Algorithm) -> dict[str, Any]:
    """What the form shows first for an algorithm that is there."""
    return {
        **{name: getattr(algorithm, name) for name in FIELDS if name != "more"},
        "predicts_about_people": "no",
        "version": algorithm.version,
        **{f"{MORE}{name}": words for name, words in algorithm.more.items()},
    }

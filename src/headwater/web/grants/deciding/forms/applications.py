"""Which applications and awards to show."""

from collections.abc import Iterable
from typing import Any

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.grants.applying.models import OrganisationKind, State
from headwater.web.grants.deciding.models import AwardState
from headwater.web.grants.deciding.queries.applications import SHOWN

Choices = Iterable[tuple[str, str]]


def choose(form: forms.BaseForm, name: str, choices: Choices) -> None:
    """Give a field of a form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class ApplicationsForm(Form):
    """Which applications to show."""

    words = forms.CharField(
        label="Words", required=False, max_length=120, help_text="Title, organisation or reference"
    )
    round = forms.ChoiceField(label="Round", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any state"), *((each.value, State(each).label) for each in SHOWN)],
    )
    kind = forms.ChoiceField(
        label="Organisation", required=False, choices=[("", "Any kind"), *OrganisationKind.choices]
    )
    area = forms.ChoiceField(label="District", required=False)

    def __init__(self, *args: Any, rounds: Choices, areas: Choices, **settings: Any) -> None:
        super().__init__(*args, **settings)
        choose(self, "round", [("", "Any round"), *rounds])
        choose(self, "area", [("", "Any district"), *areas])


class AwardsForm(Form):
    """Which awards to show."""

    words = forms.CharField(
        label="Words", required=False, max_length=120, help_text="Title, organisation or reference"
    )
    round = forms.ChoiceField(label="Round", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *AwardState.choices]
    )

    def __init__(self, *args: Any, rounds: Choices, **settings: Any) -> None:
        super().__init__(*args, **settings)
        choose(self, "round", [("", "Any round"), *rounds])

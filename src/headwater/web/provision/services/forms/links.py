"""What providers are asked over a link, and what is asked about their answers."""

from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.provision.services.forms.services import ProviderFields
from headwater.web.provision.services.rules.links import OPEN_TO_PROVIDERS
from headwater.web.provision.services.rules.record import (
    FIELDS,
    Record,
    ServiceRefusedError,
    check_record,
)

RIGHT, OTHERWISE = "right", "otherwise"


class UpdateForm(ProviderFields):
    """Whether an entry is right, and what it should say."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    is_right = forms.ChoiceField(
        label="Is everything on this page right?",
        choices=[
            (RIGHT, "Yes, it is right as it stands"),
            (OTHERWISE, "No, I have corrected it below"),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Anything else we should know?",
        help_text="Leave out names and anything that tells of one person.",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {
        **ProviderFields.nouns,
        "is_right": "whether everything is right",
    }

    def __init__(self, *args: Any, now: Record, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.now = now

    @property
    def is_confirmed(self) -> bool:
        """Whether they said that everything is right."""
        return bool(self.cleaned_data["is_right"] == RIGHT)

    def clean(self) -> dict[str, Any]:
        """What cannot be together is said at the top."""
        found = super().clean() or {}
        if not self.errors and found["is_right"] == OTHERWISE:
            try:
                check_record(self.record())
            except ServiceRefusedError as error:
                self.add_error(None, str(error))
        return found

    def record(self) -> Record:
        """The entry with what they said in its place."""
        said = {name: getattr(self.now, name) for name in FIELDS}
        given = {name: self.cleaned_data[name] for name in OPEN_TO_PROVIDERS}
        return Record(**{**said, **given})


class DeclineForm(Form):
    """Why an entry stays as it is."""

    reason = forms.CharField(
        label="Why does the entry stay as it is?",
        help_text="Leave out names. It is kept with the answer.",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {"reason": "why it stays as it is"}

"""Which entries of the ledger to show."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from headwater.web.audit.presenters import event_words
from headwater.web.audit.queries import Wanted
from headwater.web.design_system.forms import DateField, Form


class EntriesFilter(Form):
    """Filters by day, event, who and what."""

    first_day = DateField(label="From", required=False)
    last_day = DateField(label="Until", required=False)
    event = forms.ChoiceField(label="What happened", required=False)
    actor = forms.CharField(
        label="Who", help_text="A name or a reference", max_length=120, required=False
    )
    about = forms.CharField(
        label="What it was done to", help_text="A reference", max_length=60, required=False
    )

    def __init__(self, *args: Any, events: Iterable[str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["event"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Anything"), *((event, event_words(event)) for event in events)]

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error(
                "last_day", ValidationError("Until must be the same day as From or later")
            )
        return said

    def wanted(self) -> Wanted:
        """What was asked for; everything where the question makes no sense."""
        if not self.is_valid():
            return Wanted()
        said = self.cleaned_data
        return Wanted(
            first_day=said["first_day"],
            last_day=said["last_day"],
            event=said["event"],
            actor=said["actor"].strip(),
            about=said["about"].strip(),
        )

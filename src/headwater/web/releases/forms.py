"""What people fill in to propose, decide and withdraw."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from headwater.web.design_system.forms import DateField, Form
from headwater.web.editions.models import Edition
from headwater.web.releases.models import STATUSES, Kind
from headwater.web.releases.rules.policies import SHORTEST_REASON

MORNING = time(9, 30)
REASON_HINT = f"At least {SHORTEST_REASON} characters. It is kept in the record."


def _words(label: str, *, hint: str = REASON_HINT, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        min_length=SHORTEST_REASON,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class EmbargoForm(Form):
    """When something may go out, as people say it: a day and a time in the United Kingdom."""

    embargo_on = DateField(
        label="Hold until this day",
        required=False,
        help_text="Leave empty to publish as soon as it is approved. For example, 27 3 2027.",
    )
    embargo_at = forms.TimeField(
        label="And this time",
        required=False,
        help_text=(
            "The 24-hour clock in the United Kingdom, such as 09:30. 09:30 is used without one."
        ),
        widget=forms.TimeInput(format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a time without its day, and a moment that has gone."""
        given = super().clean() or self.cleaned_data
        if given.get("embargo_at") and not given.get("embargo_on") and not self.errors:
            self.add_error("embargo_on", "Enter the day the embargo ends")
        until = self.embargo_until
        if until is not None and until <= timezone.now():
            self.add_error("embargo_on", ValidationError("The embargo must end later than now"))
        return given

    @property
    def embargo_until(self) -> datetime | None:
        """The moment the embargo ends, with its time zone."""
        day = self.cleaned_data.get("embargo_on")
        if day is None:
            return None
        moment = datetime.combine(day, self.cleaned_data.get("embargo_at") or MORNING)
        return timezone.make_aware(moment)


class ProposeForm(EmbargoForm):
    """A proposal to publish."""

    reason = _words("Why should it be published now?")
    field_order = ("reason", "embargo_on", "embargo_at")


class AnswerForm(Form):
    """An approver's answer."""

    answer = forms.ChoiceField(
        label="Your decision",
        choices=[("approve", "Approve it"), ("refuse", "Refuse it")],
        widget=forms.RadioSelect,
    )
    reason = _words(
        "Your reason", hint=f"{REASON_HINT} If you refuse, the authors are told your words."
    )


class WithdrawForm(Form):
    """Taking something back."""

    reason = _words(
        "Why it is withdrawn",
        hint=f"At least {SHORTEST_REASON} characters. Anyone who opens its address reads this.",
    )


class CorrectForm(EmbargoForm):
    """A correction: what was wrong, and the edition that is right."""

    edition = forms.ChoiceField(label="The edition that is right", choices=())
    correction = _words(
        "What was wrong, and what changed",
        hint="For the public, in plain words. It stands at the top of both the old and the new.",
    )
    reason = _words("Why should it be published now?")
    field_order = ("edition", "correction", "reason", "embargo_on", "embargo_at")

    def __init__(self, *args: Any, editions: Sequence[Edition], **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices = [(each.reference, f"{each}, {each.period_words}") for each in editions]
        edition = self.fields["edition"]
        assert isinstance(edition, forms.ChoiceField)
        edition.choices = choices


class FilterForm(Form):
    """What to show of the list."""

    status = forms.ChoiceField(
        label="Where it stands", required=False, choices=[("", "Any"), *STATUSES]
    )
    kind = forms.ChoiceField(
        label="What it is", required=False, choices=[("", "Any"), *Kind.choices]
    )

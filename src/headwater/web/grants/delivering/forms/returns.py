"""What a return asks: its targets, its money and some words."""

from decimal import Decimal
from typing import Any

from django import forms

from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.design_system.wording import reword
from headwater.web.grants.delivering.changes.returns import Written
from headwater.web.grants.delivering.forms.fields import NO_NAMES, PoundsField, words
from headwater.web.grants.delivering.rules.returning import Said


class ReturnForm(VersionedForm):
    """Everything a return says. Nothing has to be complete until it is certified."""

    narrative = words("How did it go?", NO_NAMES, required=False)
    quote = words(
        "What did a young person say about it?",
        "Only if they said you may pass it on. No name.",
        rows=3,
        required=False,
    )
    minutes_taken = forms.IntegerField(
        label="How many minutes did this return take you?",
        help_text="So that we ask for less where it takes too long.",
        min_value=0,
        max_value=10_000,
        required=False,
    )
    receipt = forms.FileField(
        label="Add a receipt", help_text="PDF, JPG, PNG, XLSX or CSV, up to 10 MB.", required=False
    )
    role = forms.CharField(
        label="As whom do you certify?",
        help_text="Your role, such as treasurer.",
        max_length=120,
        required=False,
    )
    is_checked = forms.BooleanField(
        label="I read the words again: no name, and no number of people under five",
        required=False,
    )

    def __init__(self, *args: Any, now: Said, **settings: Any) -> None:
        self.now = now
        super().__init__(*args, **settings)
        for line in now.lines:
            self.fields[f"achieved_{line.number}"] = forms.IntegerField(
                label="Achieved", min_value=0, max_value=1_000_000, required=False
            )
            self.fields[f"why_{line.number}"] = words(
                "Why is it more than 10% from the plan?", NO_NAMES, rows=2, required=False
            )
        for spend in now.spends:
            self.fields[f"spent_{spend.number}"] = PoundsField(
                label="Spent in this period", required=False
            )
            self.fields[f"because_{spend.number}"] = words(
                "Why is it more than 10% from the budget?", NO_NAMES, rows=2, required=False
            )
        for field in self.fields.values():
            reword(field, noun="")

    @property
    def certifies(self) -> bool:
        """Whether the button that sends it was pressed."""
        return "certify" in self.data

    def clean(self) -> dict[str, Any]:
        """Whoever certifies says as whom."""
        found = super().clean() or {}
        if self.certifies and not str(found.get("role", "")).strip():
            self.add_error("role", "Enter as whom you certify")
        return found

    def written(self) -> Written:
        """What was typed."""
        given = self.cleaned_data
        return Written(
            achieved={
                each.number: (given[f"achieved_{each.number}"], given[f"why_{each.number}"])
                for each in self.now.lines
            },
            spent={
                each.number: (
                    given[f"spent_{each.number}"] or Decimal(),
                    given[f"because_{each.number}"],
                )
                for each in self.now.spends
            },
            narrative=given["narrative"],
            quote=given["quote"],
            minutes_taken=given["minutes_taken"],
        )


class WantedForm(Form):
    """What has to be changed in a return."""

    wanted = words("What should be changed?", f"The deliverer reads it. {NO_NAMES}", rows=4)

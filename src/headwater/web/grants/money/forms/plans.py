"""What people are asked about plans, forecasts, the year's end and bank statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from headwater.core.money import NOTHING
from headwater.web.design_system.amounts import AmountField
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.grants.money.forms.payments import reason
from headwater.web.grants.money.models import Outcome, Pot
from headwater.web.grants.money.rules.forecasting import COSTS, QUARTERS, Quarters
from headwater.web.grants.money.rules.statements import LARGEST_BYTES

QUARTER_NAMES = {
    1: "April to June",
    2: "July to September",
    3: "October to December",
    4: "January to March",
}
COST_NAMES = {"labour": "labour", "non_labour": "other costs"}


def quarter_name(quarter: int, cost: str) -> str:
    """What the field of a quarter is called in the form."""
    return f"q{quarter}_{cost}"


class PlanForm(VersionedForm):
    """What is planned for each quarter, labour and other costs apart."""

    def __init__(self, *args: Any, planned: Quarters, pays_for: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.planned, self.pays_for = planned, pays_for
        self.keys = [
            (quarter, cost) for quarter in QUARTERS for cost in COSTS if pays_for in ("any", cost)
        ]
        for quarter, cost in self.keys:
            self.fields[quarter_name(quarter, cost)] = AmountField(
                label=f"{QUARTER_NAMES[quarter]}, {COST_NAMES[cost]}",
                least=NOTHING,
                initial=planned.get((quarter, cost), NOTHING),
            )

    def over(self, version: int, **settings: Any) -> Any:
        """As the base, about the same pot."""
        return super().over(version, planned=self.planned, pays_for=self.pays_for, **settings)

    def amounts(self) -> dict[tuple[int, str], Decimal]:
        """What was answered, of a form that is valid."""
        return {key: self.cleaned_data[quarter_name(*key)] for key in self.keys}


class ForecastForm(Form):
    """What will be paid in each month to come."""

    def __init__(
        self, *args: Any, months: Sequence[date], foreseen: Mapping[date, Decimal], **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.months = months
        for month in months:
            self.fields[f"m{month:%Y%m}"] = AmountField(
                label=f"{month:%B %Y}", least=NOTHING, initial=foreseen[month]
            )

    def amounts(self) -> dict[date, Decimal]:
        """What was answered, of a form that is valid."""
        return {month: self.cleaned_data[f"m{month:%Y%m}"] for month in self.months}


class CloseYearForm(Form):
    """Where the money of a pot goes when its year is closed."""

    carries = forms.ChoiceField(
        label="What becomes of money that is neither promised nor paid?",
        choices=[("no", "It is given back to whoever gave it"), ("yes", "It is carried forward")],
        widget=forms.RadioSelect,
    )
    successor = forms.ChoiceField(
        label="Pot of the next year that takes what goes on", required=False
    )
    reason = reason("On whose word?", "Such as the letter of the giver that lets it be kept.")
    is_sure = forms.BooleanField(
        label="Nothing moves in this pot any more once its year is closed. I am sure."
    )

    nouns: ClassVar[dict[str, str]] = {
        "carries": "what becomes of the money",
        "reason": "on whose word",
    }

    def __init__(self, *args: Any, pots: Iterable[Pot], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["successor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "None"), *((each.reference, each.name) for each in pots)]


class StatementForm(Form):
    """A file of the bank's."""

    file = forms.FileField(
        label="Bank statement as CSV",
        max_length=200,
        help_text=f"Up to {LARGEST_BYTES // 1_000_000} MB, with the columns Date, Description and "
        "Amount, or Paid out and Paid in. Lines that were taken in before are left out.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class LineFilter(Form):
    """Which lines to show."""

    outcome = forms.ChoiceField(
        label="Taken for", required=False, choices=[("", "Anything"), *Outcome.choices]
    )


class ExplainForm(Form):
    """What a line of the bank's was."""

    words = reason("What was it?", "Such as bank charges of June. Leave out names.")

    nouns: ClassVar[dict[str, str]] = {"words": "what it was"}

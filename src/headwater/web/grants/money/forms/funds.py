"""What people are asked about funds, pots and money that moves."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from headwater.core.money import NOTHING, short_pounds
from headwater.web.design_system.amounts import AmountField
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.grants.money.changes.funds import PotSaid
from headwater.web.grants.money.forms.payments import reason
from headwater.web.grants.money.models import CostKind, MovementKind, Pot, Source
from headwater.web.grants.money.rules.sources import hint_about_cases
from headwater.web.grants.money.rules.years import year_words

EARLIEST_YEAR, YEARS_AHEAD = 2000, 5
LONGEST_NAME = 160


class FundForm(Form):
    """What a fund is."""

    name = forms.CharField(label="Name of the fund", max_length=LONGEST_NAME)
    purpose = forms.CharField(
        label="What it is for",
        help_text="In plain words: the public reads it.",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    nouns: ClassVar[dict[str, str]] = {"purpose": "what the fund is for"}


class FundChangeForm(VersionedForm, FundForm):
    """The same of a fund that is there."""

    is_closed = forms.BooleanField(
        label="The fund is closed: it takes no new pot, its pots go on", required=False
    )


class PotForm(Form):
    """What a pot is."""

    name = forms.CharField(
        label="Name of the pot", help_text="Such as Serious Violence Duty grant.", max_length=160
    )
    year = forms.ChoiceField(label="Financial year")
    source = forms.ChoiceField(
        label="Where the money comes from", choices=Source.choices, widget=forms.RadioSelect
    )
    pays_for = forms.ChoiceField(
        label="What it may pay for", choices=CostKind.choices, widget=forms.RadioSelect
    )
    ring_fence = forms.CharField(
        label="The only purpose it may be spent on",
        help_text="Leave empty where its giver set none.",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    budget = AmountField(label="Budget for the year", least=NOTHING)

    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "source": {
            Source.GRANT.value: "May be promised once it is agreed. Unspent money goes back.",
            Source.PRECEPT.value: "May be promised once it is agreed.",
            Source.PROCEEDS.value: "From the asset recovery incentivisation scheme. May be "
            "promised once it has come in.",
            Source.MATCH.value: "May be promised once it has come in.",
        }
    }

    def __init__(self, *args: Any, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        years = range(today.year + 1, today.year - YEARS_AHEAD, -1)
        field.choices = [(str(year), year_words(year)) for year in years]

    def said(self) -> PotSaid:
        """What was answered, of a form that is valid."""
        found = self.cleaned_data
        return PotSaid(
            name=found["name"],
            year=int(found["year"]),
            source=Source(found["source"]),
            budget=found["budget"],
            pays_for=CostKind(found["pays_for"]),
            ring_fence=found["ring_fence"],
        )


class PotChangeForm(VersionedForm):
    """What may be said otherwise of a pot. Its year and source stay."""

    name = forms.CharField(label="Name of the pot", max_length=LONGEST_NAME)
    ring_fence = forms.CharField(
        label="The only purpose it may be spent on",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    budget = AmountField(label="Budget for the year", least=NOTHING)
    reason = forms.CharField(
        label="Why the budget changes",
        help_text="Needed where it does. Leave out names.",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, before: Decimal, **settings: Any) -> None:
        self.before = before
        super().__init__(*args, **settings)

    def over(self, version: int, **settings: Any) -> Any:
        """As the base, with the budget that is there."""
        return super().over(version, before=self.before, **settings)

    def clean(self) -> dict[str, Any]:
        """A new budget needs a reason."""
        found = super().clean() or {}
        is_new = found.get("budget") is not None and found["budget"] != self.before
        if is_new and not found.get("reason", "").strip():
            self.add_error("reason", "Say why the budget changes")
        return found


class ReceiptForm(Form):
    """Money that came in."""

    amount = AmountField(label="Amount")
    source = forms.CharField(
        label="Who gave it",
        help_text=f"As the bank statement says. {hint_about_cases()}",
        max_length=160,
    )
    received_on = DateField(label="Day it came in")
    identity = forms.CharField(
        label="Number of the remittance",
        help_text=f"The same money is taken in once. {hint_about_cases()}",
        max_length=60,
    )
    is_sure = forms.BooleanField(label="", required=False)

    nouns: ClassVar[dict[str, str]] = {"source": "who gave it", "received_on": "the day"}
    SAID: ClassVar[tuple[str, ...]] = ("amount", "source", "received_on", "identity")

    def __init__(self, *args: Any, usual: Decimal, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.usual = usual
        field = self.fields["received_on"]
        assert isinstance(field, DateField)
        field.latest = today
        self.fields["is_sure"].label = (
            f"The amount is right, though it is more than the {short_pounds(usual)} "
            "that the budget of this pot still expects"
        )

    @property
    def asks_again(self) -> bool:
        """Whether the amount is more than expected, as one with a zero too many would be."""
        given = getattr(self, "cleaned_data", {}).get("amount")
        return given is not None and given > self.usual

    def clean(self) -> dict[str, Any]:
        """More than expected is said twice."""
        found = super().clean() or {}
        if self.asks_again and not found.get("is_sure"):
            self.add_error("is_sure", "Check the amount, and tick the box if it is right")
        return found


class SpendForm(Form):
    """What the finance system paid out by itself."""

    amount = AmountField(label="Amount")
    pays_for = forms.ChoiceField(
        label="What it paid for",
        choices=[
            (CostKind.LABOUR.value, "Labour, such as salaries of a month"),
            (CostKind.NON_LABOUR.value, "Anything else"),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="For what",
        help_text="Such as analysts' salaries of June. Leave out names.",
        max_length=400,
    )
    spent_on = DateField(label="Day it was paid")
    identity = forms.CharField(
        label="Number of the journal",
        help_text="As in the finance system. It is taken once.",
        max_length=60,
    )

    nouns: ClassVar[dict[str, str]] = {"words": "what it was for", "spent_on": "the day"}

    def __init__(self, *args: Any, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["spent_on"]
        assert isinstance(field, DateField)
        field.latest = today


class VirementForm(Form):
    """How much to move where, and why."""

    into = forms.ChoiceField(label="Pot that gets it")
    amount = AmountField(label="Amount")
    reason = reason()

    nouns: ClassVar[dict[str, str]] = {"into": "a pot", "reason": "why"}

    def __init__(self, *args: Any, pots: Iterable[Pot], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        # Nothing is chosen for somebody who only presses the button.
        chosen = [("", "Choose a pot"), *((p.reference, f"{p.name}: {p.fund.name}") for p in pots)]
        field.choices = chosen


class ReverseForm(Form):
    """Why a movement is undone."""

    reason = reason()

    nouns: ClassVar[dict[str, str]] = {"reason": "why"}


class FundsFilter(Form):
    """Which year to show."""

    year = forms.TypedChoiceField(
        label="Financial year", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, years: Iterable[int], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Every year"), *((str(y), year_words(y)) for y in years)]


class MovementFilter(Form):
    """Which movements to show."""

    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *MovementKind.choices]
    )

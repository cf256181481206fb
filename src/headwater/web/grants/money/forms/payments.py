"""What people are asked about payments and payment runs."""

from collections.abc import Iterable
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Self

from django import forms

from headwater.web.design_system.amounts import AmountField
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.grants.money.models import Pot
from headwater.web.grants.money.rules.payments import State

LONGEST_REASON = 400
FURTHEST = timedelta(days=31)


def reason(label: str = "Why?", hint: str = "") -> forms.CharField:
    """A reason in a few words."""
    return forms.CharField(
        label=label,
        help_text=hint or "Leave out names: it is kept in the record.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PaymentFilter(Form):
    """Which payments to show."""

    words = forms.CharField(label="Payee, award or payment", required=False, max_length=120)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), *((s.value, s.words) for s in State)]
    )
    pot = forms.ChoiceField(label="Pot", required=False)
    due_by = DateField(label="Due by", required=False)

    def __init__(self, *args: Any, pots: Iterable[Pot], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["pot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any pot"), *((each.reference, str(each)) for each in pots)]


class StepForm(VersionedForm):
    """The payment that somebody looked at."""


class ReasonForm(VersionedForm):
    """Why something is not done."""

    reason = reason()

    nouns: ClassVar[dict[str, str]] = {"reason": "why"}


class PaymentChangeForm(VersionedForm):
    """What is paid, and when."""

    amount = AmountField(label="Amount")
    due_on = DateField(label="Due on")


class SupplierForm(VersionedForm):
    """What the finance system calls a payee."""

    supplier_number = forms.RegexField(
        r"\A[A-Za-z0-9][A-Za-z0-9 /-]*\Z",
        label="Supplier number",
        help_text="As in the finance system, which holds the bank account. Letters and numbers.",
        max_length=40,
        error_messages={"invalid": "Enter the number as the finance system has it, such as S10442"},
    )


class RunForm(Form):
    """When to pay, and what somebody saw that would be paid."""

    pay_on = DateField(label="Day on which the bank is to pay")
    count = forms.IntegerField(widget=forms.HiddenInput)
    amount = forms.DecimalField(widget=forms.HiddenInput, decimal_places=2, max_digits=12)

    def __init__(self, *args: Any, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.today = today
        field = self.fields["pay_on"]
        assert isinstance(field, DateField)
        field.earliest, field.latest = today, today + FURTHEST

    def over_what_is_ready(self, *, count: int, amount: Decimal) -> Self:
        """The same answers about the payments that are ready now, with what was wrong."""
        data: Any = copy(self.data)
        data["count"], data["amount"] = str(count), str(amount)
        again = type(self)(data, today=self.today)
        again.full_clean()
        for words in self.non_field_errors():
            again.add_error(None, str(words))
        return again

"""A question answered by an amount of money."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from headwater.core.money import MOST, PENNY, AmountError, plain_pounds, read_pounds, short_pounds


class AmountField(forms.CharField):
    """Pounds to the penny, more than nothing unless `least` says otherwise."""

    prefix = "£"
    """Stands before the box."""

    default_error_messages = {  # noqa: RUF012 - Django's own way to say it
        "unreal": "{subject} must be pounds and pence, such as 1,234.50",
        "little": "{subject} must be {bound} or more",
        "much": "{subject} must be {bound} or less",
    }

    def __init__(self, *, least: Decimal = PENNY, most: Decimal = MOST, **settings: Any) -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"})
        super().__init__(**{"widget": widget, "max_length": 40, **settings})
        self.least, self.most = least, most

    def prepare_value(self, value: Any) -> Any:
        """As somebody would type it."""
        return plain_pounds(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """The amount that was typed; None where nothing was and nothing had to be."""
        if isinstance(value, Decimal):
            value = plain_pounds(value)
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = read_pounds(text)
        except AmountError as error:
            raise self._fault("unreal") from error
        if amount < self.least:
            raise self._fault("little", short_pounds(self.least))
        if amount > self.most:
            raise self._fault("much", short_pounds(self.most))
        return amount

    def _fault(self, code: str, bound: str = "") -> ValidationError:
        label = str(self.label or "The amount")
        subject = "The amount" if label.endswith("?") else label
        words = str(self.error_messages[code]).format(subject=subject, bound=bound)
        return ValidationError(words, code=code)

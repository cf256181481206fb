"""Fields that several forms of delivering share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from headwater.core.money import AmountError, read_pounds

NO_NAMES = "Leave out names and anything else that tells of one person."


class PoundsField(forms.CharField):
    """An amount as people type it, read to the penny."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(max_length=20, **settings)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """The amount; nothing where it may be left out. Raises `ValidationError`."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_pounds(text)
        except AmountError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        """An amount as it is typed, without its sign."""
        return f"{value:.2f}" if isinstance(value, Decimal) else value


def words(label: str, hint: str = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    """A box for some sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=4_000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )

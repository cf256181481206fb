"""An address, and the code that was sent to it."""

from typing import ClassVar

from django import forms

from headwater.web.design_system.forms import Form


class AddressForm(Form):
    """Where a code goes."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="We send a code to it. You need no password.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    nouns: ClassVar[dict[str, str]] = {"email": "your e-mail address"}


class CodeForm(Form):
    """The code of six digits."""

    code = forms.CharField(
        label="Code",
        help_text="Six digits, such as 123 456",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    nouns: ClassVar[dict[str, str]] = {"code": "the code from the letter"}

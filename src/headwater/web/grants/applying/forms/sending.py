"""Who certifies, whom to invite, why something is withdrawn or late."""

from typing import ClassVar

from django import forms

from headwater.web.design_system.forms import Form


class CertifyForm(Form):
    """Who says that what is written is true."""

    name = forms.CharField(
        label="Your name",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label="What you are in the organisation",
        help_text="Such as treasurer, head teacher or clerk.",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    is_true = forms.BooleanField(
        label="What is written here is true, and I may say so for the organisation",
        error_messages={"required": "Tick the box to say that what is written is true"},
    )

    nouns: ClassVar[dict[str, str]] = {
        "name": "your name",
        "role": "what you are in the organisation",
    }


class InviteForm(Form):
    """A colleague who is to write with them."""

    email = forms.EmailField(
        label="Your colleague’s e-mail address",
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    may_submit = forms.BooleanField(
        label="They may also send the application in or withdraw it", required=False, initial=True
    )

    nouns: ClassVar[dict[str, str]] = {"email": "your colleague’s e-mail address"}


class WithdrawForm(Form):
    """Why an application is withdrawn."""

    reason = forms.CharField(
        label="Why do you withdraw it?",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="You need not say. Name no person.",
    )


class LateForm(Form):
    """What happened, as those who apply say it."""

    why = forms.CharField(
        label="What happened?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Name no person.",
    )

    nouns: ClassVar[dict[str, str]] = {"why": "what happened"}


class FindForm(Form):
    """Words of an organisation's name."""

    name = forms.CharField(label="Name of your organisation", max_length=100, required=False)


class FileForm(Form):
    """One file."""

    file = forms.FileField(label="File")

    nouns: ClassVar[dict[str, str]] = {"file": "a file"}

    def __init__(self, *args: object, hint: str, accept: str, **settings: object) -> None:
        super().__init__(*args, **settings)
        self.fields["file"].help_text = hint
        self.fields["file"].widget.attrs["accept"] = accept

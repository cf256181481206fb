"""Forms of accounts. allauth's are kept as they work, with our words and without placeholders."""

import struct
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from headwater.web.accounts import tasks
from headwater.web.accounts.models import Digest, User
from headwater.web.design_system.forms import DateField, Form, PlainWords

LONG_ENOUGH = (
    "At least 12 characters, and not one you use elsewhere. Three random words are easy to "
    "remember and hard to guess."
)
CODE_HINT = "6 numbers from your authenticator app, or one of your recovery codes."


class Reworded(forms.BaseForm):
    """Gives the fields of a library our labels and hints."""

    labels: ClassVar[Mapping[str, str]] = {}
    hints: ClassVar[Mapping[str, str]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class SignInForm(PlainWords, Reworded, account.LoginForm):  # type: ignore[misc]
    """An address and a password."""

    labels: ClassVar[Mapping[str, str]] = {"login": "E-mail address", "password": "Password"}
    nouns: ClassVar[Mapping[str, str]] = {
        "login": "your e-mail address",
        "password": "your password",
    }


class ForgottenPasswordForm(PlainWords, Reworded, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send a link. What is said afterwards is the same for any address."""

    labels: ClassVar[Mapping[str, str]] = {"email": "E-mail address"}
    nouns: ClassVar[Mapping[str, str]] = {"email": "your e-mail address"}

    def save(self, request: HttpRequest, **_: Any) -> str:
        """A letter is asked for; for an unknown address one that nobody gets.

        The worker sends it, so that the page takes the same time either way.
        """
        references = [user.reference for user in self.users] or [""]
        for reference in references:
            tasks.send_new_password.enqueue(reference)
        return str(self.cleaned_data["email"])


NEW_PASSWORD = {"password1": "New password", "password2": "New password again"}


class NewPasswordForm(PlainWords, Reworded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A password for whoever holds the link."""

    labels: ClassVar[Mapping[str, str]] = NEW_PASSWORD
    hints: ClassVar[Mapping[str, str]] = {"password1": LONG_ENOUGH}


class ChangePasswordForm(PlainWords, Reworded, account.ChangePasswordForm):  # type: ignore[misc]
    """The password now, and the one from now on."""

    labels: ClassVar[Mapping[str, str]] = {"oldpassword": "Your password now", **NEW_PASSWORD}
    hints: ClassVar[Mapping[str, str]] = {"password1": LONG_ENOUGH}


class SetPasswordForm(PlainWords, Reworded, account.SetPasswordForm):  # type: ignore[misc]
    """A first password for somebody who signs in through their organisation."""

    labels: ClassVar[Mapping[str, str]] = NEW_PASSWORD
    hints: ClassVar[Mapping[str, str]] = {"password1": LONG_ENOUGH}


class PasswordAgainForm(PlainWords, Reworded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    labels: ClassVar[Mapping[str, str]] = {"password": "Your password"}


class FactorForm(PlainWords, Reworded, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code, at sign-in."""

    labels: ClassVar[Mapping[str, str]] = {"code": "Code"}
    hints: ClassVar[Mapping[str, str]] = {"code": CODE_HINT}


class FactorAgainForm(PlainWords, Reworded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code, before something that matters."""

    labels: ClassVar[Mapping[str, str]] = {"code": "Code"}
    hints: ClassVar[Mapping[str, str]] = {"code": CODE_HINT}


class AppForm(PlainWords, Reworded, ActivateTOTPForm):  # type: ignore[misc]
    """The first code an app shows proves that it has the key."""

    labels: ClassVar[Mapping[str, str]] = {"code": "Code from the app"}
    hints: ClassVar[Mapping[str, str]] = {"code": "6 numbers. They change every 30 seconds."}


MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error)
"""What fido2 raises at an answer that no browser gives."""


class UsePasskeyForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, at sign-in."""

    def clean_credential(self) -> Authenticator:
        """The passkey that answered. An answer no browser gives is a wrong one, not a bug."""
        try:
            return super().clean_credential()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class UsePasskeyAgainForm(UsePasskeyForm, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, before something that matters."""


class PasskeyForm(PlainWords, Reworded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey and what its owner calls it."""

    labels: ClassVar[Mapping[str, str]] = {"name": "Name of this passkey"}
    hints: ClassVar[Mapping[str, str]] = {
        "name": "Something you will know it by, such as “Work laptop”."
    }

    def clean(self) -> dict[str, Any] | None:
        """The passkey that was made. An answer no browser gives is a wrong one, not a bug."""
        try:
            return super().clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyNameForm(PlainWords, Reworded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """A better name for a passkey."""

    labels: ClassVar[Mapping[str, str]] = {"name": "Name of this passkey"}


class ProfileForm(Form):
    """What people may change about themselves."""

    nouns: ClassVar[Mapping[str, str]] = {"name": "your name", "digest": "how often to write"}

    name = forms.CharField(label="Your name", max_length=120, help_text="As colleagues know you.")
    digest = forms.ChoiceField(
        label="How often do you want notices by e-mail?",
        choices=Digest.choices,
        widget=forms.RadioSelect,
        help_text="What is urgent is always on your list of work.",
    )
    away_until = DateField(
        label="Last day you are away",
        required=False,
        help_text="Leave empty while you are not away. For example, 27 3 2026.",
    )
    deputy = forms.ModelChoiceField(
        label="Who stands in for you while you are away?",
        queryset=User.objects.none(),
        to_field_name="reference",
        required=False,
        empty_label="Nobody",
        help_text="They are told what waits for you, and need a role of their own to act on it.",
    )

    def __init__(
        self, *args: Any, colleagues: QuerySet[User], today: date, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        deputy, away = self.fields["deputy"], self.fields["away_until"]
        assert isinstance(deputy, forms.ModelChoiceField)
        assert isinstance(away, DateField)
        deputy.queryset = colleagues
        away.earliest = today

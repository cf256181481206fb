"""Letters about accounts. Addresses in them come from the settings, never from a request."""

from dataclasses import dataclass

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from headwater.web.accounts.models import User

FACTOR_RESET = "headwater/second_factor_reset"
CHANGES = {
    FACTOR_RESET: (
        "Your second factor was taken away, because you or somebody in your name said that you "
        "had lost it. Set up a new one when you next sign in."
    ),
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_set": "A password was set for your account.",
    "account/email/password_reset": "A new password was set for your account.",
    "mfa/email/totp_activated": "An authenticator app was added to your account.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account.",
    "socialaccount/email/account_connected": (
        "Your account was linked with your organisation's sign-in."
    ),
}
"""What we say for each of allauth's notices, and for one of ours."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as text."""

    to: str
    subject: str
    words: str

    def send(self) -> None:
        """The letter is on its way. A mail server that refuses it is an error of the task."""
        send_mail(self.subject, self.words, None, [self.to])


def address_of(name: str, **parts: str) -> str:
    """A whole address of this site, as people reach it."""
    return f"{settings.HEADWATER.address}{reverse(name, kwargs=parts or None)}"


def password_link(user: User) -> str:
    """A link that lets its holder set this account's password, once, within three days."""
    token = default_token_generator.make_token(user)
    return address_of("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=token)


def invitation(user: User) -> Letter:
    """The first letter: who invited them is in the ledger, what to do is here."""
    return _letter(user, "invitation", "You can now use headwater", link=password_link(user))


def new_password(user: User) -> Letter:
    """The answer to a forgotten password."""
    return _letter(user, "new_password", "Set a new password", link=password_link(user))


def changed(user: User, notice: str) -> Letter | None:
    """What changed about how somebody signs in; None for a notice we say nothing about."""
    words = CHANGES.get(notice)
    if words is None:
        return None
    return _letter(user, "changed", "How you sign in has changed", change=words)


def _letter(user: User, template: str, subject: str, **context: str) -> Letter:
    about = {
        "name": user.name,
        "address": settings.HEADWATER.address,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        **context,
    }
    words = render_to_string(f"accounts/letters/{template}.txt", about)
    return Letter(to=user.email, subject=subject, words=words.strip() + "\n")

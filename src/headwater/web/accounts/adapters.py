"""How allauth behaves here: no sign-up, the ledger told, one rule for proving oneself again."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts import tasks
from headwater.web.accounts.events import Happened
from headwater.web.accounts.factors import FACTORS, kinds_of
from headwater.web.accounts.keeping import decrypted, encrypted
from headwater.web.accounts.models import User
from headwater.web.accounts.people import actor_of, reference_of, user_of
from headwater.web.accounts.sessions import SEEN_AT, SIGNED_IN_AT
from headwater.web.audit.ledger import record

Method = dict[str, Any]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given, never taken: people are invited, and the ledger hears what they do."""

    error_messages = {  # noqa: RUF012 - allauth's own way to say it
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "enter_current_password": "Your current password is not right",
        "incorrect_code": "The code is not right. Type the newest one your app shows",
        "incorrect_password": "The password is not right",
        "too_many_login_attempts": "There were too many wrong tries. Wait 15 minutes and try again",
        "rate_limited": "There were too many tries. Wait 15 minutes and try again",
        "invalid_password_reset": "The link is no longer good. Ask for a new one",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Somebody is signed in under a session key that nobody knew before."""
        super().login(request, user)
        now = timezone.now().timestamp()
        request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **about: Any
    ) -> HttpResponse:
        """Where somebody goes once signed in. The ledger knows by what means they came in."""
        assert isinstance(user, User)
        told = get_authentication_records(request, user)
        means = sorted({str(each.get("type", each["method"])) for each in told})
        record(Happened.SIGNED_IN, about=user, by=actor_of(user), at=timezone.now(), means=means)
        response: HttpResponse = super().post_login(request, user, **about)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Somebody is signed out, and the session that was theirs is gone."""
        user = user_of(request)
        if user is not None:
            record(Happened.SIGNED_OUT, about=user, by=actor_of(user), at=timezone.now())
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A password was wrong, or there is no such account: both take the same path."""
        user = user_of(request)
        record(
            Happened.CONFIRMATION_FAILED if user else Happened.SIGN_IN_FAILED,
            about=reference_of(str(credentials.get("email", ""))),
            kind="user",
            by=actor_of(user),
            at=timezone.now(),
            means=["password"],
        )

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password, which ends every other session of the account."""
        assert isinstance(user, User)
        user.set_password(password)
        user.save(update_fields=["password"])
        record(Happened.PASSWORD_CHANGED, about=user, by=actor_of(user), at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody goes who changed their password."""
        return reverse("accounts:home")

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[Method]:
        """How somebody may prove who they are once more, the usual way first.

        A password serves only an account without a second factor.
        """
        if not isinstance(user, User):
            return []
        kinds = kinds_of(user)
        if kinds.isdisjoint(FACTORS):
            return [_by_password()] if user.has_usable_password() else []
        methods = []
        if Authenticator.Type.TOTP in kinds:
            methods.append(_by_code("Use a code from your authenticator app or a recovery code"))
        if Authenticator.Type.WEBAUTHN in kinds:
            methods.append(_by_passkey())
        if Authenticator.Type.TOTP not in kinds:
            methods.append(_by_code("Use a recovery code"))
        return methods

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that something about how they sign in has changed."""
        assert isinstance(user, User)
        reference = user.reference
        transaction.on_commit(lambda: tasks.tell_of_change.enqueue(reference, template_prefix))


def _by_password() -> Method:
    return {
        "id": "reauthenticate",
        "description": "Use your password",
        "url": reverse("account_reauthenticate"),
    }


def _by_code(words: str) -> Method:
    return {"id": "mfa_reauthenticate", "description": words, "url": reverse("mfa_reauthenticate")}


def _by_passkey() -> Method:
    return {
        "id": "mfa_reauthenticate:webauthn",
        "description": "Use a passkey or security key",
        "url": reverse("mfa_reauthenticate_webauthn"),
    }


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors in our words."""

    error_messages = {  # noqa: RUF012 - allauth's own way to say it
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Type the newest one your app shows",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first",
    }

    def encrypt(self, text: str) -> str:
        """The key of an app or of recovery codes, as it is kept."""
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The key again."""
        return decrypted(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """What a new passkey is called until its owner says otherwise."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {held + 1}"

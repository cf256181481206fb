"""Signing in through one's organisation: for people who have an account here, and nobody else."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.web.accounts.events import Happened
from headwater.web.accounts.models import User
from headwater.web.accounts.people import UNKNOWN, actor_of, reference_of
from headwater.web.audit.ledger import record


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Links an organisation's sign-in to an open account with the same verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody gets an account by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let a known person in, link one who is known by address, refuse anybody else.

        Linking to whoever happens to be signed in is refused too: addresses decide, not sessions.
        """
        if sociallogin.state.get("process", AuthProcess.LOGIN) != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(_refused(request, UNKNOWN))
        if sociallogin.is_existing:
            return
        address = verified_address(sociallogin)
        user = User.objects.filter(email=address, is_active=True).first() if address else None
        if user is None:
            raise ImmediateHttpResponse(_refused(request, reference_of(address)))
        with transaction.atomic():
            sociallogin.connect(request, user)
            record(Happened.SINGLE_SIGN_ON_LINKED, about=user, by=actor_of(user), at=timezone.now())

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """The provider answered with an error: said to the ledger, without what it said."""
        record(
            Happened.SIGN_IN_FAILED,
            about=UNKNOWN,
            kind="user",
            by=actor_of(None),
            at=timezone.now(),
            means=["socialaccount"],
        )


def verified_address(sociallogin: SocialLogin) -> str:
    """The address the provider vouches for, in small letters; empty where it vouches for none.

    Only a plain `true` counts: a text that says "false" would count as well.
    """
    vouched = (each.email for each in sociallogin.email_addresses if each.verified is True)
    return str(next(vouched, "")).strip().lower()


def _refused(request: HttpRequest, about: str) -> HttpResponse:
    record(
        Happened.SIGN_IN_REFUSED,
        about=about,
        kind="user",
        by=actor_of(None),
        at=timezone.now(),
        means=["socialaccount"],
    )
    return render(request, "socialaccount/refused.html", status=403)

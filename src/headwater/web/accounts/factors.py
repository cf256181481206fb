"""Second factors: what an account has, and when somebody last gave one."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from headwater.web.accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor. Recovery codes stand in for one and are not one."""
BY_FACTOR = frozenset({"mfa"})
BY_SIGNING_IN = frozenset({"password", "socialaccount"})


def kinds_of(user: User) -> frozenset[str]:
    """The kinds of factor an account has, recovery codes included."""
    return frozenset(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def has_second_factor(user: User) -> bool:
    """Whether an account has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def last_proof(request: HttpRequest, user: User) -> float | None:
    """When this session last proved whose it is, in seconds since 1970; None if never.

    By the second factor where the account has one; by password or single sign-on where it has
    none, which outside a demonstration is only while setting one up.
    """
    accepted = BY_FACTOR if has_second_factor(user) else BY_SIGNING_IN
    records = get_authentication_records(request, user)
    return max((each["at"] for each in records if each["method"] in accepted), default=None)

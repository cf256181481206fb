"""Second factors for tests: given to accounts, and proved in a browser's session."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from headwater.web.accounts.models import User

KEY = "JBSWY3DPEHPK3PXP"
"""The key in the authenticator app of everybody here."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "a long enough password"


def give_second_factor(user: User) -> Authenticator:
    """An authenticator app, set up before, with recovery codes."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is not None:
        return found
    RecoveryCodes.activate(user)
    made: Authenticator = TOTP.activate(user, KEY).instance
    return made


def code_now(key: str = KEY) -> str:
    """What the app shows at this moment."""
    return code_at(key)


def code_at(key: str, *, steps_ahead: int = 0) -> str:
    """What the app shows some steps of 30 seconds from now. The site takes one step ahead, too."""
    counter = list(yield_hotp_counters_from_time())[1] + steps_ahead
    return str(format_hotp_value(hotp_value(key, counter)))


def recovery_codes(user: User) -> list[str]:
    """The codes an account has left."""
    found = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(found.wrap().get_unused_codes())


def prove(client: Client, user: User, *, minutes_ago: float = 0) -> None:
    """The second factor was given in this browser so long ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time() - minutes_ago * 60}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def forget_tries() -> None:
    """Counts of tries, and codes that were used, are as they were at the start.

    They are kept in a table that no test empties, unless its own transaction does.
    """
    cache.clear()


def signed_in(user: User) -> Client:
    """A browser in which somebody has signed in and given their second factor."""
    client = Client()
    give_second_factor(user)
    client.force_login(user, backend=BACKEND)
    prove(client, user)
    return client

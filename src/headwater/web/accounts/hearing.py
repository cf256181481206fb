"""What allauth and axes say only by signals, told to the ledger.

The rest is told where it happens, in `adapters`. For second factors and lockouts neither library
has a method to override, so this one module listens; nothing else here uses signals.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.http import HttpRequest
from django.utils import timezone

from headwater.web.accounts.events import Happened
from headwater.web.accounts.factors import FACTORS
from headwater.web.accounts.models import User
from headwater.web.accounts.people import actor_of, reference_of, user_of
from headwater.web.audit.ledger import record


def listen() -> None:
    """From now on the ledger hears."""
    for signal, hear in (
        (mfa.authenticator_added, _factor_added),
        (mfa.authenticator_removed, _factor_removed),
        (mfa.authenticator_reset, _codes_made),
        (mfa.authenticator_used, _factor_used),
        (mfa.authentication_failed, _factor_failed),
        (authentication_step_completed, _password_given_again),
        (user_locked_out, _locked_out),
    ):
        signal.connect(hear, dispatch_uid=f"headwater.accounts.{hear.__name__}")


def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _tell(Happened.RECOVERY_CODES_MADE, user, authenticator.type)
        return
    _tell(Happened.FACTOR_ADDED, user, authenticator.type)
    # Setting a factor up is giving it: nobody is asked for it again on the next page.
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _tell(Happened.FACTOR_REMOVED, user, authenticator.type)


def _codes_made(user: User, authenticator: Authenticator, **_: Any) -> None:
    _tell(Happened.RECOVERY_CODES_MADE, user, authenticator.type)


def _factor_used(user: User, authenticator: Authenticator, reauthenticated: bool, **_: Any) -> None:
    if authenticator.type not in FACTORS:
        _tell(Happened.RECOVERY_CODE_USED, user, authenticator.type)
    if reauthenticated:
        _tell(Happened.CONFIRMED_AGAIN, user, authenticator.type)


def _factor_failed(
    user: User, authenticator: Authenticator, reauthentication: bool = False, **_: Any
) -> None:
    event = Happened.CONFIRMATION_FAILED if reauthentication else Happened.SIGN_IN_FAILED
    _tell(event, user, authenticator.type)


def _password_given_again(user: User, method: str, reauthenticated: bool = False, **_: Any) -> None:
    if method == "password" and reauthenticated:
        _tell(Happened.CONFIRMED_AGAIN, user, "password")


def _locked_out(request: HttpRequest, **_: Any) -> None:
    """axes says so again at each try during the pause; only the first is news."""
    if not getattr(request, "axes_failures_since_start", None):
        return
    user = user_of(request)
    about = user.reference if user else reference_of(request.POST.get("login", ""))
    record(Happened.LOCKED_OUT, about=about, kind="user", by=actor_of(user), at=timezone.now())


def _tell(event: Happened, user: User, means: str) -> None:
    record(event, about=user, by=actor_of(user), at=timezone.now(), means=[means])

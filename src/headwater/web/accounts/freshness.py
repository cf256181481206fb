"""Whether somebody proved who they are lately enough for what they are about to do."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from headwater.web.accounts.factors import has_second_factor, last_proof
from headwater.web.accounts.people import user_of

FRESH_FOR = timedelta(minutes=10)
KEPT = "suspended_request"
LONGEST_KEPT = 200_000
"""How much of a suspended form is kept, in characters."""
WITHOUT_FACTOR = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
    }
)
"""Routes open to somebody who is signed in and has no second factor yet."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """A form that was sent, and waits for the second factor."""

    path: str
    back: str
    """The page it was on."""
    fields: list[tuple[str, str]]


def ask_for_second_factor(request: HttpRequest) -> HttpResponse | None:
    """A redirect to set up a second factor for somebody who has none; None when all is well.

    In a demonstration nobody needs one; whoever set one up is asked for it all the same.
    """
    user = user_of(request)
    match = request.resolver_match
    if user is None or settings.HEADWATER.demo:
        return None
    if match is not None and match.view_name in WITHOUT_FACTOR:
        return None
    return None if has_second_factor(user) else redirect("mfa_index")


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """A redirect to give the second factor again where it was last given over ten minutes ago.

    A form that was sent is kept, and offered to be sent once the factor was given. None where the
    factor is fresh.
    """
    if is_fresh(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        return _sign_in_again(request)
    then = _suspend(request) if request.method == "POST" else request.get_full_path()
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': then})}")


def is_fresh(request: HttpRequest) -> bool:
    """Whether the second factor was given within ten minutes."""
    user = user_of(request)
    proof = last_proof(request, user) if user else None
    return proof is not None and timezone.now().timestamp() - proof < FRESH_FOR.total_seconds()


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """Whoever has neither password nor factor proves who they are where they signed in."""
    logout(request)
    messages.info(request, "Sign in again to go on.")
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def _suspend(request: HttpRequest) -> str:
    """Keep the form somebody sent, and say where to go on after the factor was given.

    A file cannot be kept, nor a very long form: then the page it came from is shown again.
    """
    sent = request.POST.urlencode()
    if request.FILES or len(sent) > LONGEST_KEPT:
        messages.warning(
            request,
            "What you sent was not kept, because you had to confirm who you are first. "
            "Send it again.",
        )
        return _came_from(request)
    request.session[KEPT] = {
        "path": request.get_full_path(),
        "back": _came_from(request),
        "sent": sent,
        "at": timezone.now().timestamp(),
    }
    return reverse("accounts:carry_on")


def _came_from(request: HttpRequest) -> str:
    """The page of ours that a form was on; the start of signed-in work where that is not known."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}):
        return str(settings.LOGIN_REDIRECT_URL)
    page = urlsplit(said)._replace(scheme="", netloc="", fragment="").geturl()
    # A path may begin as the address of another site does: //elsewhere.example.
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours else str(settings.LOGIN_REDIRECT_URL)


def suspended(request: HttpRequest) -> Suspended | None:
    """The form that waits to be sent again. None after ten minutes."""
    kept = request.session.get(KEPT)
    if kept is None or timezone.now().timestamp() - kept["at"] > FRESH_FOR.total_seconds():
        request.session.pop(KEPT, None)
        return None
    answers = QueryDict(kept["sent"])
    fields = [
        (name, value)
        for name, values in answers.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return Suspended(path=kept["path"], back=kept["back"], fields=fields)

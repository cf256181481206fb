"""Pages about one's own account. Those of signing in and second factors are allauth's."""

from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.core import clock
from headwater.web.accounts import changes, presenters, queries
from headwater.web.accounts.factors import kinds_of
from headwater.web.accounts.forms import ProfileForm
from headwater.web.accounts.freshness import suspended
from headwater.web.accounts.models import User
from headwater.web.accounts.requests import ActorRequest
from headwater.web.accounts.sessions import Ended, end_every, end_one


def _me(request: ActorRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """Everything about one's account, each with where to change it."""
    user = _me(request)
    page = {
        "profile": presenters.profile(user, today=timezone.localdate()),
        "signing_in": presenters.signing_in(user, kinds_of(user)),
        "seats": presenters.seats(request.actor),
    }
    return render(request, "accounts/home.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ActorRequest) -> HttpResponse:
    """One's name, how often to be written to, and who stands in."""
    user = _me(request)
    form = ProfileForm(
        request.POST or None,
        initial={
            "name": user.name,
            "digest": user.digest,
            "away_until": user.away_until,
            "deputy": user.deputy and user.deputy.reference,
        },
        colleagues=queries.colleagues_of(request.actor),
        today=timezone.localdate(),
    )
    if form.is_valid():
        changes.save_profile(user=user, **form.cleaned_data, actor=request.actor, at=clock.now())
        messages.success(request, "Your details were saved.")
        return redirect("accounts:home")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@require_GET
def sessions(request: ActorRequest) -> HttpResponse:
    """Where one is signed in."""
    here = request.session.session_key or ""
    found = queries.sessions_of(_me(request))
    page = {"sessions": [presenters.session(each, here=here) for each in found]}
    return render(request, "accounts/sessions.html", page)


@require_POST
def end_session(request: ActorRequest, number: int) -> HttpResponse:
    """End one session of one's own."""
    end_one(queries.session_of(_me(request), number))
    messages.success(request, "The session was ended.")
    return redirect("accounts:sessions")


@require_POST
def end_other_sessions(request: ActorRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    here = request.session.session_key or ""
    ended = end_every(_me(request), why=Ended.BY_OWNER, keep=here)
    messages.success(request, presenters.ended_words(ended))
    return redirect("accounts:sessions")


@never_cache
@require_GET
def carry_on(request: ActorRequest) -> HttpResponse:
    """The form that was sent before the second factor was asked for, ready to be sent again."""
    waiting = suspended(request)
    if waiting is None:
        messages.info(request, "There is nothing waiting to be sent. Start again.")
        return redirect("accounts:home")
    return render(request, "accounts/carry_on.html", {"waiting": waiting})


class ConfirmByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """allauth's page, which on a wrong answer would send people away from what they were doing."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Another try, for the same page."""
        messages.error(self.request, "The passkey was not right. Try again, or use another way.")
        return redirect(self.passthrough_next_url(self.request.path))

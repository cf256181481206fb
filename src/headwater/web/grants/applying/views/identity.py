"""Signing in by a code, opening a link, signing out."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.web.accounts.lockout import client_address
from headwater.web.design_system.forms import sent
from headwater.web.design_system.views import own_page
from headwater.web.grants.applying import sessions
from headwater.web.grants.applying.changes import identity as changes
from headwater.web.grants.applying.forms.identity import AddressForm, CodeForm
from headwater.web.grants.applying.queries import identity as queries
from headwater.web.grants.applying.rules.identity import MOST_TRIES, TooManyCodesError

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
NOT_RIGHT = "That is not the code, or it has run out. Check the letter, or ask for another code"


@never_cache
@look_or_send
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code to it. It says the same whoever the address belongs to."""
    form = AddressForm(sent(request))
    onwards = _onwards(request)
    if request.method == "POST" and form.is_valid():
        try:
            browser = changes.ask_code(
                email=form.cleaned_data["email"],
                network=str(client_address(request)),
                at=clock.now(),
            )
        except TooManyCodesError as error:
            form.add_error(None, str(error))
        else:
            sessions.wait_for_code(request, browser)
            return redirect(f"{reverse('applying:code')}?{urlencode({'next': onwards})}")
    status = 422 if form.errors else 200
    words = {"form": form, "next": onwards, "was_kept": sessions.KEPT in request.session}
    return _private(render(request, "applying/sign_in.html", words, status=status))


@never_cache
@look_or_send
def code(request: HttpRequest) -> HttpResponse:
    """Try the code that was typed."""
    onwards, browser = _onwards(request), sessions.waiting_browser(request)
    if not browser:
        return redirect(f"{reverse('applying:sign_in')}?{urlencode({'next': onwards})}")
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        who = changes.try_code(browser=browser, typed=form.cleaned_data["code"], at=clock.now())
        if who is not None:
            sessions.sign_in(request, who)
            return redirect(onwards)
        form.add_error("code", NOT_RIGHT)
    status = 422 if form.errors else 200
    words = {"form": form, "next": onwards, "most_tries": MOST_TRIES}
    return _private(render(request, "applying/code.html", words, status=status))


@never_cache
@look_or_send
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Open one application by the secret of a link.

    Looking changes nothing, because programs that guard mailboxes look at every link.
    """
    link = queries.link_with(token, at=clock.now())
    if request.method == "POST":
        who = changes.open_link(link=link, at=clock.now())
        sessions.sign_in(request, who)
        return redirect("applying:application", link.application.reference)
    words = {"round": link.application.round, "application": link.application}
    return _private(render(request, "applying/resume.html", words))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave nothing behind in this browser."""
    who = sessions.applicant_of(request)
    if who is not None:
        changes.note_signed_out(who=who, at=clock.now())
        sessions.sign_out(request)
    return redirect("applying:signed_out")


@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """That they are signed out."""
    return _private(render(request, "applying/signed_out.html"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is done with what applicants write."""
    return render(request, "applying/privacy.html")


def _onwards(request: HttpRequest) -> str:
    """Where to go after signing in: a page of this site."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return own_page(asked) if asked else reverse("applying:mine")


def _private(response: HttpResponse) -> HttpResponse:
    """No engine lists the page and no other site learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response

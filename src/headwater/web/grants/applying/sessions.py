"""Who an applicant is, from one page to the next, and what they typed when a session ended."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth import logout
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from headwater.web.accounts.sessions import IDLE, NOTED_EVERY, over
from headwater.web.grants.applying.models import Applicant
from headwater.web.grants.applying.queries import identity
from headwater.web.grants.applying.submitters import Submitter, submitter
from headwater.web.grants.applying.ways import Way, ways_of

P = ParamSpec("P")
WHO, ONLY = "applicant", "applicant_only"
SIGNED_IN_AT, SEEN_AT = "applicant_signed_in_at", "applicant_seen_at"
WAITING, ELIGIBILITY, KEPT = "applicant_browser", "applicant_eligibility", "applicant_kept"
CARRIED = (ELIGIBILITY, KEPT)
"""What goes over into the session after signing in: it was typed in this browser."""
MOST_KEPT = 300_000
"""Characters of a form that are kept for somebody whose session ended."""


class ApplicantRequest(HttpRequest):
    """What views for applicants receive."""

    applicant: Applicant
    submitter: Submitter
    ways: Sequence[Way]
    """Where else they may go. Rooms are asked once a page shows it."""


def for_applicants(
    view: Callable[Concatenate[ApplicantRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only applicants who signed in, or opened a link, see a page.

    Others are asked to sign in. What they sent is kept until they have, and shown to them again.
    """

    @wraps(view)
    def held(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        who = applicant_of(request)
        if who is None or not _is_open_to(who, request):
            _keep_typed(request)
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('applying:sign_in')}?{query}")
        found: Any = request
        response = view(found, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True, no_cache=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], held)


def _is_open_to(who: Submitter, request: HttpRequest) -> bool:
    """Whoever came by a link sees pages of applying only: it opens one application."""
    match = request.resolver_match
    return not who.only or (match is not None and match.namespace == "applying")


def applicant_of(request: HttpRequest) -> Submitter | None:
    """The applicant who is signed in, as somebody who acts; None for anybody else.

    Puts `applicant` and `submitter` on the request. A session ends after an hour without a page
    and eight hours after signing in.
    """
    known: Submitter | None = getattr(request, "submitter", None)
    if known is not None:
        return known
    number = request.session.get(WHO)
    if number is None:
        return None
    now = timezone.now().timestamp()
    seen = request.session.get(SEEN_AT, 0)
    if over(signed_in_at=request.session.get(SIGNED_IN_AT, 0), seen_at=seen, now=now):
        return None
    applicant = identity.applicant_with(number)
    if applicant is None:
        return None
    if now - seen >= NOTED_EVERY.total_seconds():
        request.session[SEEN_AT] = now
    who = submitter(applicant, only=request.session.get(ONLY, ""))
    request.applicant, request.submitter = applicant, who  # type: ignore[attr-defined]
    request.ways = SimpleLazyObject(lambda: ways_of(who))  # type: ignore[attr-defined]
    return who


def sign_in(request: HttpRequest, who: Submitter) -> None:
    """The browser is an applicant's from now on, under a session of another name.

    A browser is one person's at a time: whoever was signed in to a partnership is signed out.
    """
    carried = {name: request.session[name] for name in CARRIED if name in request.session}
    if request.user.is_authenticated:
        logout(request)
    request.session.flush()
    rotate_token(request)
    now = timezone.now().timestamp()
    request.session.update(
        {WHO: who.applicant_id, ONLY: who.only, SIGNED_IN_AT: now, SEEN_AT: now, **carried}
    )


def sign_out(request: HttpRequest) -> None:
    """Nothing of the applicant is left in the browser."""
    request.session.flush()
    rotate_token(request)


def wait_for_code(request: HttpRequest, browser: str) -> None:
    """The browser waits for the code that goes with its secret."""
    request.session[WAITING] = browser


def waiting_browser(request: HttpRequest) -> str:
    """The secret of a browser that waits for a code; nothing where it does not."""
    return str(request.session.get(WAITING, ""))


def seconds_left() -> int:
    """How long a page may be left alone."""
    return int(IDLE.total_seconds())


def _keep_typed(request: HttpRequest) -> None:
    """Keep a form that was sent after its session ended, for the same person and page only."""
    number = request.session.get(WHO)
    typed = request.POST.urlencode() if request.method == "POST" else ""
    if number is not None and typed and len(typed) <= MOST_KEPT:
        request.session[KEPT] = {"who": number, "path": request.path, "typed": typed}


def take_typed(request: ApplicantRequest) -> QueryDict | None:
    """What was typed on this page before the session ended, once."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    if kept["who"] != request.applicant.pk:
        return None
    return QueryDict(kept["typed"])


def eligibility_kept(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What was answered to a round's rules of eligibility in this browser."""
    found = request.session.get(ELIGIBILITY, {}).get(slug, {})
    return dict(found)


def keep_eligibility(request: HttpRequest, slug: str, answers: dict[str, Any]) -> None:
    """Keep them until an application is begun."""
    request.session[ELIGIBILITY] = {**request.session.get(ELIGIBILITY, {}), slug: answers}

"""What every request passes: who may open the route, and errors as pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from headwater.core.errors import HeadwaterError
from headwater.web.accounts import freshness
from headwater.web.accounts.access import Anyone, Fresh, Row, Who
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import rows

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
NOTHING = "\x00"


class MatrixMiddleware:
    """Holds every request to the row of its route. Nothing opens without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the view answer. Raises `Http404` where the actor may not know it is there."""
        match = request.resolver_match
        row = rows().get(match.view_name) if match else None
        if row is None or _asks_for_nothing(request):
            raise Http404
        wanted = row.look if request.method in SAFE else row.act
        if wanted is Anyone.PUBLIC:
            return None
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_signed_in:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not is_open(wanted, actor, kwargs.get("workspace", ""), row=row):
            raise Http404
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self._second_factor(request, row)

    def _second_factor(self, request: HttpRequest, row: Row) -> HttpResponse | None:
        missing = freshness.ask_for_second_factor(request)
        if missing is not None:
            return missing
        is_act = request.method not in SAFE
        if row.fresh is Fresh.ALWAYS or (row.fresh is Fresh.TO_ACT and is_act):
            return freshness.ask_again(request)
        return None


def _asks_for_nothing(request: HttpRequest) -> bool:
    """Whether an address holds the character NUL.

    No address of ours has one, and PostgreSQL takes it for an error wherever it is asked for.
    """
    return NOTHING in request.path_info or "%00" in request.META.get("QUERY_STRING", "")


def is_open(wanted: Who, actor: Actor, workspace: str, *, row: Row) -> bool:
    """Whether a signed-in actor may use a route in a workspace."""
    if isinstance(wanted, Anyone):
        return wanted is not Anyone.NOBODY
    held = actor.roles_in(workspace)
    if row.restricted:
        held -= {Role.ADMINISTRATOR}
    return not held.isdisjoint(wanted)


class OwnCookiesMiddleware:
    """Reads no cookie that no database takes, and lets only its browser keep one of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request. A cache on the way might give one reader's cookie to the next."""
        for name in [name for name, value in request.COOKIES.items() if NOTHING in value]:
            del request.COOKIES[name]
        response = self.get_response(request)
        if response.cookies and "public" in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, max-age=0, must-revalidate"
        return response


class ErrorPageMiddleware:
    """Turns what a person can act on into a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a `HeadwaterError`; None leaves anything else to be a bug."""
        if not isinstance(error, HeadwaterError):
            return None
        words = {"words": str(error)}
        return render(request, "design_system/errors/422.html", words, status=422)

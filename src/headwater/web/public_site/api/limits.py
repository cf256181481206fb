"""How often one address may ask, and what answers carry."""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

A_MINUTE = 120
"""Requests one address may make in a minute. The documentation page says the same."""
WINDOW_SECONDS = 60
PROBLEM = "application/problem+json"

View = Callable[..., HttpResponseBase]


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: as the proxy in front says, where there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.HEADWATER.behind_proxy and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def problem(status: int, title: str, detail: str) -> HttpResponse:
    """What went wrong, as RFC 9457 says it."""
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(said, status=status, content_type=PROBLEM)


def open_data(view: View) -> View:
    """Anyone may read from anywhere, a limited number of times a minute."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _preflight()
        used = _used(request)
        left = max(0, A_MINUTE - used)
        response = (
            _as_get(view, request, *args, **kwargs)
            if used <= A_MINUTE
            else problem(
                429,
                "Too many requests",
                f"One address may ask {A_MINUTE} times a minute. Wait a minute and go on.",
            )
        )
        response["Access-Control-Allow-Origin"] = "*"
        response["RateLimit-Limit"] = str(A_MINUTE)
        response["RateLimit-Remaining"] = str(left)
        if used > A_MINUTE:
            response["Retry-After"] = str(WINDOW_SECONDS)
        return response

    # It reads no cookie and changes nothing, so there is nothing to forge.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """What a view answers; HEAD as GET, which is all that ninja's routes know.

    The server leaves out the body, as it does for every other page.
    """
    if request.method != "HEAD":
        return view(request, *args, **kwargs)
    request.method = "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = "HEAD"


def _preflight() -> HttpResponse:
    """Pages elsewhere may send back an ETag."""
    allowed = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-None-Match, Accept",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=allowed)


def this_window() -> int:
    """Which minute it is. Counts of the one before are of no use any more."""
    return int(time.time()) // WINDOW_SECONDS


def _used(request: HttpRequest) -> int:
    """How often an address asked in this minute. It is counted under a hash of the address."""
    hashed = hashlib.sha256(f"{this_window()}:{client_address(request)}".encode()).hexdigest()
    counts = caches["default"]
    try:
        return int(counts.incr(hashed))
    except ValueError:
        counts.add(hashed, 1, 2 * WINDOW_SECONDS)
        return 1

"""How public pages are served: the same for everybody, without cookies, kept until they change."""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone
from django.utils.cache import get_conditional_response

from headwater.web.accounts.actor import NOBODY
from headwater.web.design_system import look
from headwater.web.releases.queries import content_stamp

View = Callable[..., HttpResponseBase]

KEPT_SECONDS = 300
"""A page is made again after this, for what changes without a release: who owns the site, say."""
PUBLIC_CACHE = "public, max-age=0, must-revalidate"
"""Anyone may keep a copy, and must ask whether it still holds: withdrawn means withdrawn."""
KEPT_STATUSES = frozenset({200, 301, 302, 410})
LONGEST_ADDRESS = 600
"""Longer addresses are answered but not kept, so that nobody fills the memory with them."""
LARGEST_VARIANT = 50_000
"""Bytes, packed, of a page of which somebody can ask for as many variants as they like."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was made."""

    status: int
    packed: bytes
    """What it says, packed: hundreds of pages are kept in the memory of each process."""
    etag: str
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """The page again."""
        response = HttpResponse(
            zlib.decompress(self.packed), status=self.status, headers=self.headers
        )
        response["ETag"] = self.etag
        response["Cache-Control"] = PUBLIC_CACHE
        return response


def public_page(view: View) -> View:
    """Serve what a view makes to everybody alike, from memory while nothing has changed.

    The view sees nobody: whoever is signed in, what they were told, and their cookies but for
    the look of the page are out of its reach, so none of it can end up in a kept page.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        as_nobody(request)
        pages, key = caches["pages"], _key(request)
        kept: Kept | None = pages.get(key)
        if kept is None:
            made = view(request, *args, **kwargs)
            if not isinstance(made, HttpResponse):
                return _stream(request, made)
            kept = _keep(made)
            if made.status_code in KEPT_STATUSES and _has_room(request, kept):
                pages.set(key, kept, KEPT_SECONDS)
        response = kept.response()
        if kept.status != 200:
            return response
        return _unless_known(request, kept, response)

    answer.is_public_page = True  # type: ignore[attr-defined]
    return answer


def _has_room(request: HttpRequest, kept: Kept) -> bool:
    """Whether a page has a place in memory, whoever asks for it however often.

    A page comes in many variants: by what stands after the question mark, by its look, by what the
    API is asked to send. Only small ones are kept of those.
    """
    is_variant = (
        request.META.get("QUERY_STRING", "") != ""
        or look.of(request).is_chosen
        or request.path.startswith("/api/")
    )
    is_short = len(request.get_full_path()) < LONGEST_ADDRESS
    return is_short and (not is_variant or len(kept.packed) <= LARGEST_VARIANT)


def _unless_known(request: HttpRequest, kept: Kept, response: HttpResponse) -> HttpResponse:
    """The page, or a word that whoever asks has it already."""
    known: HttpResponse | None = get_conditional_response(
        request, etag=kept.etag, response=response
    )
    return known or response


def as_nobody(request: HttpRequest) -> None:
    """Take whoever asks off the request."""
    request.user = AnonymousUser()
    request.actor = NOBODY  # type: ignore[attr-defined]
    if hasattr(request, "_messages"):
        del request._messages


def _key(request: HttpRequest) -> str:
    asked = (
        content_stamp(),
        timezone.localdate().isoformat(),
        request.get_host(),
        request.get_full_path(),
        look.of(request).classes,
        request.headers.get("Accept", "") if request.path.startswith("/api/") else "",
    )
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()


def _keep(response: HttpResponse) -> Kept:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return Kept(response.status_code, zlib.compress(response.content, 1), etag, headers)


def _stream(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A file too large to keep: marked by its size, time and the state of the releases."""
    response["Cache-Control"] = PUBLIC_CACHE
    if isinstance(response, FileResponse):
        marks = (content_stamp(), request.path, response.get("Content-Length", ""))
        response["ETag"] = f'"{hashlib.sha256(":".join(marks).encode()).hexdigest()[:32]}"'
        found: HttpResponse | None = get_conditional_response(request, etag=response["ETag"])
        if found is not None:
            response.close()
            return found
    return response


def served(pattern: URLPattern) -> URLPattern:
    """An address whose view is served as a public page, unless it is already."""
    view = pattern.callback
    if getattr(view, "is_public_page", False):
        return pattern
    return URLPattern(pattern.pattern, public_page(view), pattern.default_args, pattern.name)

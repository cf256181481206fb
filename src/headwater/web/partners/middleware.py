"""Every request knows who asks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from headwater.web.accounts.actor import NOBODY, Actor
from headwater.web.accounts.models import User
from headwater.web.partners.queries import actor_for


class ActorMiddleware:
    """Puts `actor` on the request. Nothing is read until somebody looks at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its actor on it."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not isinstance(user, User):
        # Django hands out a lazy stand-in; looking through it costs one query.
        user = getattr(user, "_wrapped", user) if user.is_authenticated else None  # type: ignore[assignment]
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    return actor_for(user, today=timezone.localdate())

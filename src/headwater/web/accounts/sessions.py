"""How long somebody stays signed in, and how their sessions end."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from headwater.web.accounts.events import Happened
from headwater.web.accounts.models import User
from headwater.web.accounts.people import actor_of, user_of
from headwater.web.audit.ledger import record

LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=60)
NOTED_EVERY = timedelta(minutes=2)
"""How often it is written down that somebody is still there: not at each page."""
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"


class Ended(StrEnum):
    """Why a session ended without its owner signing out."""

    TOO_LONG = "eight hours were over"
    IDLE = "nothing was done for an hour"
    BY_OWNER = "its owner ended it"
    ACCOUNT_CLOSED = "the account was closed"
    FACTOR_RESET = "its second factor was reset"
    NO_ROLE = "the last role of its owner was ended"


WORDS = {
    Ended.TOO_LONG: "You were signed out because you signed in 8 hours ago. Sign in again.",
    Ended.IDLE: "You were signed out because you did nothing for an hour. Sign in again.",
}


class SessionLimitsMiddleware:
    """Signs out whoever has been signed in for eight hours or has done nothing for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request. Whoever has no session is not looked up."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _hold_to_limits(request)
        return self.get_response(request)


def _hold_to_limits(request: HttpRequest) -> None:
    now = timezone.now().timestamp()
    session = request.session
    why = over(
        signed_in_at=session.get(SIGNED_IN_AT, now), seen_at=session.get(SEEN_AT, now), now=now
    )
    if why is not None:
        _end_this(request, why)
    elif now - session.get(SEEN_AT, 0) >= NOTED_EVERY.total_seconds():
        session.setdefault(SIGNED_IN_AT, now)
        session[SEEN_AT] = now
        UserSession.objects.filter(session_key=session.session_key).update(
            last_seen_at=timezone.now()
        )


def over(*, signed_in_at: float, seen_at: float, now: float) -> Ended | None:
    """Why a session is over at a moment; None while it is not. Times are seconds since 1970.

    >>> over(signed_in_at=0, seen_at=0, now=3600)
    <Ended.IDLE: 'nothing was done for an hour'>
    >>> over(signed_in_at=0, seen_at=3000, now=3600) is None
    True
    """
    if now - signed_in_at >= LONGEST.total_seconds():
        return Ended.TOO_LONG
    if now - seen_at >= IDLE.total_seconds():
        return Ended.IDLE
    return None


def _end_this(request: HttpRequest, why: Ended) -> None:
    user = user_of(request)
    assert user is not None
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    _tell_ledger(user, why, how_many=1)
    messages.info(request, WORDS[why])


def end_every(user: User, *, why: Ended, keep: str = "") -> int:
    """End each session of somebody but the one with the key `keep`. Says how many ended."""
    found = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for each in found:
        each.end()
    if found:
        _tell_ledger(user, why, how_many=len(found))
    return len(found)


def _tell_ledger(user: User, why: Ended, *, how_many: int) -> None:
    record(
        Happened.SESSION_ENDED,
        about=user,
        by=actor_of(user),
        at=timezone.now(),
        why=why.value,
        sessions=how_many,
    )


def end_one(session: UserSession) -> None:
    """End a session that its owner picked."""
    user = session.user
    session.end()
    _tell_ledger(user, Ended.BY_OWNER, how_many=1)

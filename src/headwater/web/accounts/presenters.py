"""Words and tags for pages about accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils.dateformat import format as dated

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import Digest, User
from headwater.web.design_system.parts import Cell, Colour, Column, Row, Table, Tag

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def profile(user: User, *, today: date) -> list[Row]:
    """What somebody says of themselves."""
    change = reverse("accounts:profile")
    away = bool(user.away_until and user.away_until >= today)
    until = f"Until {dated(user.away_until, 'j F Y')}" if away and user.away_until else "No"
    return [
        Row("Name", user.name, change),
        Row("E-mail address", user.email),
        Row("Notices by e-mail", Digest(user.digest).label, change),
        Row("Away", until, change),
        Row("Stands in for you", user.deputy.name if user.deputy else "Nobody", change),
    ]


def signing_in(user: User, kinds: Collection[str]) -> list[Row]:
    """How somebody signs in."""
    password = "account_change_password" if user.has_usable_password() else "account_set_password"
    return [
        Row("Password", "Set" if user.has_usable_password() else "None", reverse(password)),
        Row("Second factor", Cell(tag=factor_tag(kinds)), reverse("mfa_index")),
        Row("Signed in", "Here, and perhaps elsewhere", reverse("accounts:sessions"), "See where"),
    ]


def factor_tag(kinds: Collection[str]) -> Tag:
    """Which second factor an account has."""
    app, passkey = Authenticator.Type.TOTP in kinds, Authenticator.Type.WEBAUTHN in kinds
    if app and passkey:
        return Tag("App and passkey", Colour.GREEN)
    if app:
        return Tag("Authenticator app", Colour.GREEN)
    return Tag("Passkey", Colour.GREEN) if passkey else Tag("Not set up", Colour.RED)


def seats(actor: Actor) -> Table:
    """What somebody may do, and for whom."""
    return Table(
        caption="Your roles",
        columns=(Column("Organisation"), Column("Role"), Column("What it is for")),
        rows=[
            (seat.organisation, seat.role.value.title(), seat.role.words) for seat in actor.seats
        ],
        when_empty="You have no role today. Ask your administrator for one.",
    )


@dataclass(frozen=True, slots=True)
class Session:
    """One place where somebody is signed in."""

    number: int
    words: str
    started_at: datetime
    seen_at: datetime
    address: str
    is_this: bool


def session(found: UserSession, *, here: str) -> Session:
    """A session as its owner knows it."""
    return Session(
        number=found.pk,
        words=browser_words(found.user_agent),
        started_at=found.created_at,
        seen_at=found.last_seen_at,
        address=found.ip,
        is_this=found.session_key == here,
    )


def browser_words(agent: str) -> str:
    """What a browser says it is, in words.

    >>> browser_words("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36")
    'Chrome on Windows'
    >>> browser_words("")
    'A browser'
    """
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def ended_words(how_many: int) -> str:
    """How many sessions were ended.

    >>> ended_words(1), ended_words(0)
    ('1 session was ended.', 'You are signed in nowhere else.')
    """
    if how_many == 0:
        return "You are signed in nowhere else."
    return f"{how_many} session was ended." if how_many == 1 else f"{how_many} sessions were ended."

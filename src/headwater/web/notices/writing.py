"""What a mail says, as plain text and as simple HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from headwater.core.words import counted
from headwater.web.notices import rules
from headwater.web.notices.models import Notice
from headwater.web.notices.queries import owner_of

FOOT = "You can choose how often headwater writes to you in your account."


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a mail speaks of."""

    heading: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its address."""

    subject: str
    text: str
    html: str


def letter_about(notice: Notice, *, today: date) -> Letter:
    """A mail about one notice. A restricted one says only that something waits."""
    part = _part(notice)
    what = rules.RESTRICTED_SUBJECT if notice.restricted else notice.subject
    return _letter([notice], what, (part,), today=today)


def digest_of(notices: Sequence[Notice], *, today: date) -> Letter:
    """A mail that gathers several notices."""
    what = f"{counted(len(notices), 'notice')} for you"
    return _letter(notices, what, tuple(_part(notice) for notice in notices), today=today)


def _letter(
    notices: Sequence[Notice], what: str, parts: tuple[Part, ...], *, today: date
) -> Letter:
    owner = owner_of((notice.link for notice in notices), today=today)
    name = owner.name if owner else "headwater"
    marking = rules.marking(name, restricted=any(notice.restricted for notice in notices))
    said = {"marking": marking, "parts": parts, "foot": FOOT}
    return Letter(
        subject=rules.one_line(f"{marking}: {what}", 400),
        text=_text(marking, parts),
        html=render_to_string("notices/mail.html", said),
    )


def _part(notice: Notice) -> Part:
    address = settings.HEADWATER.address + reverse("notices:open", args=[notice.reference])
    if notice.restricted:
        return Part("Something waits for you", rules.RESTRICTED_WORDS, address)
    return Part(notice.subject, notice.words, address)


def _text(marking: str, parts: Sequence[Part]) -> str:
    said = [f"{part.heading}\n\n{part.words}\n\n{part.address}" for part in parts]
    return "\n\n----\n\n".join([marking, *said, FOOT]) + "\n"

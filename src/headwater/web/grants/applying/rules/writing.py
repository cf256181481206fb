"""Two people write one application: what each saw, and what becomes of what each typed."""

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

NOTHING: Any = ""
SHORT = 16


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before them when they began to type: a version, and a mark of its text."""

    version: int = 0
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.version}:{self.mark}"

    @classmethod
    def of(cls, text: str) -> "Seen":
        """What a page sent back; nothing seen where it makes no sense.

        >>> Seen.of("3:ab12"), Seen.of("x")
        (Seen(version=3, mark='ab12'), Seen(version=0, mark=''))
        """
        number, _, mark = text.partition(":")
        is_number = number.isascii() and number.isdigit() and len(number) <= 9
        return cls(int(number), mark) if is_number else cls()


class Fate(Enum):
    """What becomes of an answer that was sent."""

    UNCHANGED = "nobody changed it, or it is what is there"
    SAVED = "it is saved"
    CONFLICT = "somebody else saved another after it was opened"


def mark_of(given: Any) -> str:
    """A short mark of an answer as it was typed. Nothing typed has the same mark in any shape.

    >>> mark_of(None) == mark_of("") == mark_of([]) == mark_of({"from": ""})
    True
    """
    plain = json.dumps(without_nothing(given), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:SHORT]


def without_nothing(given: Any) -> Any:
    """An answer without its empty parts; an empty text where nothing is left."""
    if isinstance(given, dict):
        return {key: each for key, each in given.items() if _is_said(each)} or NOTHING
    if isinstance(given, list):
        # Empty lines of a budget fall away; the parts of a date stay in their places.
        is_lines = any(isinstance(each, dict) for each in given)
        kept = [each for each in given if _is_said(each)] if is_lines else given
        return kept if any(_is_said(each) for each in kept) else NOTHING
    return given or NOTHING


def _is_said(given: Any) -> bool:
    return bool(without_nothing(given) != NOTHING)


def fate(*, typed: Any, seen: Seen, held: Any, version: int) -> Fate:
    """What becomes of what somebody typed over what they saw, where `held` is there by now.

    Whoever did not touch an answer changes nothing, however old their page. Whoever changed what
    another changed meanwhile is shown both.

    >>> fate(typed="b", seen=Seen(1, mark_of("a")), held="a", version=1)
    <Fate.SAVED: 'it is saved'>
    >>> fate(typed="a", seen=Seen(1, mark_of("a")), held="c", version=2)
    <Fate.UNCHANGED: 'nobody changed it, or it is what is there'>
    >>> fate(typed="b", seen=Seen(1, mark_of("a")), held="c", version=2)
    <Fate.CONFLICT: 'somebody else saved another after it was opened'>
    """
    mine = mark_of(typed)
    if mine in (seen.mark or mark_of(NOTHING), mark_of(held)):
        return Fate.UNCHANGED
    return Fate.SAVED if seen.version == version else Fate.CONFLICT

"""How a person asked pages to look. Kept in one cookie, in words anyone can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest, HttpResponse

COOKIE = "look"
A_YEAR = 365 * 24 * 60 * 60
SEPARATOR = "."


class Size(StrEnum):
    """How large the letters are."""

    NORMAL = "normal"
    LARGER = "larger"
    LARGEST = "largest"


class Contrast(StrEnum):
    """How far apart the colours are."""

    DEFAULT = "default"
    HIGH = "high"
    DARK = "dark"


class Choice(StrEnum):
    """What is on or off."""

    EASY = "easy"
    STILL = "still"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody chose. Without a choice pages look as designed."""

    size: Size = Size.NORMAL
    contrast: Contrast = Contrast.DEFAULT
    choices: frozenset[Choice] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that differs from the design.

        >>> Look(size=Size.LARGER, choices=frozenset({Choice.EASY})).words
        ('larger', 'easy')
        """
        size = () if self.size is Size.NORMAL else (str(self.size),)
        contrast = () if self.contrast is Contrast.DEFAULT else (str(self.contrast),)
        return (*size, *contrast, *(str(choice) for choice in Choice if choice in self.choices))

    @property
    def classes(self) -> str:
        """Classes for the element <html>.

        >>> Look(contrast=Contrast.DARK).classes
        'look-dark'
        """
        return " ".join(f"look-{word}" for word in self.words)

    @property
    def is_chosen(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.words)


def from_words(words: Iterable[str]) -> Look:
    """The look that words ask for. Words nobody knows are passed over, as cookies can be old.

    >>> from_words(["largest", "stripes"]).classes
    'look-largest'
    """
    asked = set(words)
    return Look(
        size=next((size for size in Size if size in asked), Size.NORMAL),
        contrast=next((contrast for contrast in Contrast if contrast in asked), Contrast.DEFAULT),
        choices=frozenset(choice for choice in Choice if choice in asked),
    )


def of(request: HttpRequest) -> Look:
    """What the person asking for this page chose. Pages kept for many must be kept apart by it."""
    return from_words(request.COOKIES.get(COOKIE, "").split(SEPARATOR))


def remember(response: HttpResponse, look: Look, *, is_https: bool) -> None:
    """Keep a choice for a year in the browser that made it; the design itself needs no cookie."""
    if not look.is_chosen:
        forget(response)
        return
    response.set_cookie(
        COOKIE,
        SEPARATOR.join(look.words),
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=is_https,
    )


def forget(response: HttpResponse) -> None:
    """Remove the cookie."""
    response.delete_cookie(COOKIE, samesite="Lax")

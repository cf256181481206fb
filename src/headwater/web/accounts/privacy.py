"""What each model says of its fields: which are personal, and how long a row is kept."""

from dataclasses import dataclass
from enum import StrEnum


class Privacy(StrEnum):
    """How personal a field is."""

    WORK = "work"
    """About somebody in their job: name, work e-mail, what they did here."""
    PERSONAL = "personal"
    SPECIAL = "special"
    """Article 9 or criminal-offence data."""
    SECRET = "secret"  # noqa: S105 - a word, not a password
    """Keys and tokens: never shown, logged or exported."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long rows are kept, and from when."""

    days: int | None
    """None keeps rows as long as the installation."""
    since: str
    """The event the clock starts at, in words."""


AS_LONG_AS_USED = Retention(None, "while the installation runs")

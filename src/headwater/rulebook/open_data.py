"""Where official open data comes from, and what must be printed beside it."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.registry import Sourced, one, records


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher(Sourced):
    """One dataset's address. `fills` names what stands in braces in `address`."""

    id: str
    publisher: str
    address: str
    format: str
    fills: tuple[str, ...]
    note: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Sourced):
    """A statement to print wherever the named data is shown."""

    id: str
    text: str
    used_for: str


def publishers(*, on: date | None = None) -> tuple[Publisher, ...]:
    """Official addresses of open data."""
    return records("publishers", Publisher, on=on)


def publisher(publisher_id: str) -> Publisher:
    """One address by its id, such as `police_uk_archive`."""
    return one(publishers(), publisher_id, kind="publisher", key=lambda row: row.id)


def attributions(*, on: date | None = None) -> tuple[Attribution, ...]:
    """Statements that others' data asks to be shown with."""
    return records("attributions", Attribution, on=on)

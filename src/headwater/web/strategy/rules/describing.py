"""What an action says of itself, and what cannot be said."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from headwater.core.errors import HeadwaterError

DATES = ("starts_on", "due_on")


@dataclass(frozen=True, slots=True)
class Description:
    """An action in plain values. Organisations and the outcome stand by reference."""

    title: str
    starts_on: date
    due_on: date
    outcome: str = ""
    """None where the action has no place in the plan yet."""
    detail: str = ""
    prevention: str = ""
    lead: str = ""
    lead_role: str = ""
    """The role of whoever leads it; never a name."""
    partners: tuple[str, ...] = ()
    cost_gbp: int | None = None
    paid_by: str = ""
    factor: str = ""
    strand: str = ""
    public_wording: str = ""
    is_promise: bool = False

    def plain(self) -> dict[str, Any]:
        """As it is kept: dates as text, partners as a list."""
        said = asdict(self)
        dates = {name: said[name].isoformat() for name in DATES}
        return {**said, **dates, "partners": list(self.partners)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Description":
        """What was kept."""
        dates = {name: date.fromisoformat(plain[name]) for name in DATES}
        return cls(**{**plain, **dates, "partners": tuple(plain["partners"])})


FIELDS = tuple(each.name for each in fields(Description))


@dataclass(frozen=True, slots=True)
class MilestoneSaid:
    """A step of an action in plain values."""

    title: str
    due_on: date
    who: str = ""
    """The role of whoever sees to it; never a name."""

    def plain(self) -> dict[str, Any]:
        """As it is laid beside what somebody else says."""
        return asdict(self)


class ActionRefusedError(HeadwaterError):
    """An action that cannot be written so."""


def check_description(said: Description) -> None:
    """Refuse an action that ends before it begins, or a promise without public words."""
    if not said.title.strip():
        raise ActionRefusedError("Say what is to be done.")
    if said.due_on < said.starts_on:
        raise ActionRefusedError("The action must be due on or after the day it starts.")
    if said.lead and said.lead in said.partners:
        raise ActionRefusedError("The organisation that leads is not also one that helps.")
    if said.is_promise and not said.public_wording.strip():
        raise ActionRefusedError("Say in public words what is promised.")


def check_milestone(said: MilestoneSaid, *, starts_on: date, due_on: date) -> None:
    """Refuse a step without words, or on a day outside its action."""
    if not said.title.strip():
        raise ActionRefusedError("Say what is reached.")
    if not starts_on <= said.due_on <= due_on:
        raise ActionRefusedError(
            "A milestone must be due between the first day of the action and the day it is due: "
            f"[{starts_on:%-d %B %Y}] and [{due_on:%-d %B %Y}]."
        )


def tidied(said: Description) -> Description:
    """The same without the space around its words."""
    words = {
        name: getattr(said, name).strip().replace("\r\n", "\n")
        for name in ("title", "detail", "lead_role", "paid_by", "public_wording")
    }
    return replace(said, **words)

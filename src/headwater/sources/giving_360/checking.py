"""What is wrong with grants of a file: every fault by its place and field, in plain words.

The rules are those of the 360Giving Data Standard, said in our words and held to its schema by
tests. Values stay out of what is said: a file may hold people's details.
"""

import re
from collections.abc import Sequence
from typing import Any

from headwater.sources.found_faults import FoundFaults, day_of
from headwater.sources.giving_360.fields import GRANT, PACKAGE, Field, Kind

Path = tuple[str | int, ...]

_MOMENT = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_ROUGH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"
)
_VERSION = re.compile(r"\d+\.\d+", re.ASCII)

WANTED = {
    Kind.TEXT: ("it is not text", "Write it as text in quotes"),
    Kind.NUMBER: ("it is not a number", "Write digits only, without a pound sign or commas"),
    Kind.DAY: ("it is not a day", "Write days as 2024-04-01"),
    Kind.ROUGH_DAY: ("it is not a day, month or year", "Write it as 2024-04-01, 2024-04 or 2024"),
    Kind.MOMENT: ("it is not a moment", "Write it as 2024-04-01T09:00:00Z"),
    Kind.ADDRESS: ("it is not a web address", "Begin it with https:// and leave no spaces in it"),
    Kind.TEXTS: ("it is not a list of texts", 'Write a list, as ["a", "b"]'),
    Kind.PART: ("it is not an object", "Write its fields between braces"),
    Kind.PARTS: ("it is not a list of objects", "Write a list of objects, one or more"),
}


class Checking:
    """Looks at grants, noting what is wrong with each."""

    def __init__(self, faults: FoundFaults, *, rows: Sequence[int] | None = None) -> None:
        self.faults = faults
        self.rows = rows
        """Where each grant stands in a sheet; its number in the list where there is none."""
        self.place = 0

    def check_package(self, document: dict[str, Any]) -> None:
        """What a file says of itself, before its grants."""
        self.place = 0
        self._inside(document, PACKAGE, ())
        version = document.get("version")
        if isinstance(version, str) and not _VERSION.fullmatch(version):
            self._fault(("version",), "it is not a version of the standard", "Write it as 1.4")
        extensions = document.get("extensions")
        if isinstance(extensions, list) and _has_twice(extensions):
            self._fault(("extensions",), "something stands in it twice", "Name each once")

    def check_grants(self, grants: Sequence[Any]) -> None:
        """Every grant, and whether an identifier stands twice."""
        seen: dict[str, int] = {}
        for number, grant in enumerate(grants, start=1):
            self.place = self.rows[number - 1] if self.rows else number
            if not isinstance(grant, dict):
                self._fault((), "it is not a grant", "Send each grant as an object")
                continue
            self._grant(grant)
            name = grant.get("id")
            if isinstance(name, str) and seen.setdefault(name, number) != number:
                problem = "the same identifier is already further up"
                self._fault(("id",), problem, "Give every grant its own identifier")

    def _grant(self, grant: dict[str, Any]) -> None:
        self._inside(grant, GRANT, ())
        has_organisation = "recipientOrganization" in grant
        if has_organisation and "recipientIndividual" in grant:
            self._fault(
                ("recipientIndividual",),
                "it names a person and an organisation as recipient",
                "Keep the one that received the grant",
            )
        elif not has_organisation and "recipientIndividual" not in grant:
            self._fault(
                ("recipientOrganization",),
                "it is missing",
                "Say which organisation received the grant",
            )

    def _inside(self, said: dict[str, Any], fields: Sequence[Field], path: Path) -> None:
        for field in fields:
            if field.name in said:
                self._field(said[field.name], field, (*path, field.name))
            elif field.required:
                self._fault((*path, field.name), "it is missing", "Every grant needs it")

    def _field(self, value: Any, field: Field, path: Path) -> None:
        if value is None and field.nullable:
            return
        if not fits(value, field.kind):
            self._fault(path, *WANTED[field.kind])
            return
        if field.kind is Kind.PART:
            self._inside(value, field.inside, path)
        elif field.kind is Kind.PARTS:
            for at, part in enumerate(value):
                self._inside(part, field.inside, (*path, at))
        self._check_choices(value, field, path)
        self._check_least(value, field, path)

    def _check_choices(self, value: Any, field: Field, path: Path) -> None:
        if not field.choices:
            return
        for word in value if field.kind is Kind.TEXTS else [value]:
            if word not in field.choices:
                few = ", ".join(sorted(field.choices)) if len(field.choices) < 15 else ""
                remedy = f"Use one of {few}" if few else "Use a code of the standard's list"
                self._fault(path, "it is not one of the codes allowed", remedy)
                return

    def _check_least(self, value: Any, field: Field, path: Path) -> None:
        if field.least is None:
            return
        if field.kind is Kind.NUMBER and value < field.least:
            self._fault(path, "it is less than nothing", "Correct the number")
        if field.kind is Kind.PARTS and len(value) < field.least:
            self._fault(path, "the list is empty", "Name at least one")

    def _fault(self, path: Path, problem: str, remedy: str) -> None:
        self.faults.add(problem, remedy, row=self.place, column=said_path(path))


def said_path(path: Path) -> str:
    """Where a field is, as it is said.

    >>> said_path(("recipientOrganization", 0, "id"))
    'recipientOrganization/0/id'
    """
    return "/".join(str(each) for each in path)


def fits(value: Any, kind: Kind) -> bool:
    """Whether a value is of a kind.

    >>> fits("2024-02-30", Kind.DAY), fits("2024-02", Kind.ROUGH_DAY), fits(True, Kind.NUMBER)
    (False, True, False)
    """
    if kind is Kind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is Kind.PART:
        return isinstance(value, dict)
    if kind is Kind.PARTS:
        return isinstance(value, list) and all(isinstance(each, dict) for each in value)
    if kind is Kind.TEXTS:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, str) and _text_fits(value, kind)


def _text_fits(text: str, kind: Kind) -> bool:
    if kind is Kind.ADDRESS:
        return _ADDRESS.fullmatch(text) is not None
    if kind is Kind.MOMENT:
        return is_moment(text)
    if kind is Kind.ROUGH_DAY and _ROUGH.fullmatch(text):
        return True
    if kind in (Kind.DAY, Kind.ROUGH_DAY):
        return day_of(text) is not None or is_moment(text)
    return True


def is_moment(text: str) -> bool:
    """Whether a text is a day and time with its zone, and there is such a day.

    >>> is_moment("2021-01-26T00:00:00+00:00"), is_moment("2021-02-30T00:00:00Z")
    (True, False)
    """
    return _MOMENT.fullmatch(text) is not None and day_of(text[:10]) is not None


def _has_twice(values: list[Any]) -> bool:
    return any(value in values[:at] for at, value in enumerate(values))

"""A date typed as day, month and year, and what may be wrong with it in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.dateformat import format as dated

from headwater.core.words import MONTH_ABBREVIATIONS, listed

PARTS = ("day", "month", "year")
EARLIEST_YEAR = 1000


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, before it is a date."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Parts left empty.

        >>> Typed(day="27", year="2026").missing
        ('month',)
        """
        return tuple(part for part in PARTS if not getattr(self, part))

    @classmethod
    def of(cls, value: object) -> "Typed":
        """The three boxes for a date, or for what was typed before."""
        if isinstance(value, date):
            return cls(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, Typed) else cls()


class DayMonthYear(forms.Widget):
    """Three boxes. The field bridge draws them as GOV.UK's date input."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Typed:
        """What was typed in each box."""
        return Typed(**{part: str(data.get(f"{name}_{part}", "")).strip() for part in PARTS})

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        """Whether none of the boxes was on the page."""
        return not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box, where error summaries and labels point."""
        return f"{id_}_day"


class DateField(forms.Field):
    """A date in three boxes. `earliest` and `latest` are set by the form for each request."""

    widget = DayMonthYear
    default_error_messages = {  # noqa: RUF012 - Django's own way to say it
        "incomplete": "{subject} must include a {missing}",
        "unreal": "{subject} must be a real date, such as 27 3 2026",
        "year": "The year must have 4 numbers, such as 2026",
        "early": "{subject} must be {bound} or later",
        "late": "{subject} must be {bound} or earlier",
    }

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: object) -> date | None:
        """The date that was typed, or None where nothing was."""
        if value is None or isinstance(value, date):
            return value
        typed = Typed.of(value)
        if typed.missing == PARTS:
            return None
        if typed.missing:
            raise self._fault("incomplete", typed.missing, missing=listed(typed.missing))
        return self._real(typed)

    def _real(self, typed: Typed) -> date:
        year = _number(typed.year)
        if year is not None and year < EARLIEST_YEAR:
            raise self._fault("year", ("year",))
        day, month = _number(typed.day), _month(typed.month)
        if day is None or month is None or year is None:
            wrong = tuple(
                part for part, n in zip(PARTS, (day, month, year), strict=True) if n is None
            )
            raise self._fault("unreal", wrong)
        try:
            return date(year, month, day)
        except ValueError as error:
            raise self._fault("unreal", PARTS) from error

    def validate(self, value: date | None) -> None:
        """Refuse a date that is missing, too early or too late."""
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise self._fault("early", PARTS, bound=dated(self.earliest, "j F Y"))
        if self.latest and value > self.latest:
            raise self._fault("late", PARTS, bound=dated(self.latest, "j F Y"))

    def _fault(self, code: str, parts: tuple[str, ...], **facts: str) -> ValidationError:
        label = str(self.label or "The date")
        subject = "The date" if label.endswith("?") else label
        words = self.error_messages[code].format(subject=subject, **facts)
        return ValidationError(words, code=code, params={"parts": parts})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    """A month by number or by name.

    >>> _month("3"), _month("march"), _month("Sept"), _month("Smarch")
    (3, 3, 9, None)
    """
    if text[:1].isdigit():
        return _number(text)
    names = [name.lower() for name in MONTH_ABBREVIATIONS]
    start = text[:3].lower()
    is_name = start in names and dated(date(2000, names.index(start) + 1, 1), "F").lower()
    return names.index(start) + 1 if is_name and is_name.startswith(text.lower()) else None

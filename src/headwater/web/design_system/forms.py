"""Forms as they should be built here: plain sentences, hidden versions, questions that unfold."""

from collections.abc import Mapping
from copy import copy
from typing import Any, ClassVar, Self

from django import forms
from django.forms.utils import pretty_name
from django.http import HttpRequest

from headwater.web.design_system.dates import DateField, DayMonthYear
from headwater.web.design_system.wording import reword

__all__ = ["DateField", "DayMonthYear", "Form", "PlainWords", "VersionedForm", "sent"]


class PlainWords(forms.BaseForm):
    """Mix into a form of a library to give it our sentences."""

    nouns: ClassVar[Mapping[str, str]] = {}
    """How a field is called after "Enter" or "Select", where its label does not serve."""
    choice_hints: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """A line of help under a choice: `{"kind": {"grant": "Money for a year or more"}}`."""
    reveals: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """A question under a choice: `{"reason": {"other": "other_reason"}}`. Answers are kept when
    another choice is picked, so the form decides in `clean` which of them count."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            reword(field, noun=self.nouns.get(name, ""))

    @property
    def revealed_fields(self) -> frozenset[str]:
        """Fields drawn under a choice of another field."""
        return frozenset(name for each in self.reveals.values() for name in each.values())


class Form(PlainWords, forms.Form):
    """The base of every form of ours. Browsers' own checks are off: the page says what is wrong."""

    use_required_attribute = False


class VersionedForm(Form):
    """A form about a record that somebody else may have changed meanwhile."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def over(self, version: int, **settings: Any) -> Self:
        """The answers as they were given, to be saved over the version that is there now."""
        # A copy of what a browser sent keeps every answer to a question that takes several.
        given: Any = copy(self.data)
        given["version"] = str(version)
        again = type(self)(given, **settings)
        again.is_valid()
        return again


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None where a page is only looked at."""
    return request.POST if request.method == "POST" else None

"""Forms that ask, show what would happen, and only then do it."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import QueryDict

from headwater.core.errors import HeadwaterError

R = TypeVar("R")
EDIT = "edit"
"""In the address of a form whose answers are shown for changing, not for checking."""


def attempt(form: forms.Form, change: Callable[[], R]) -> R | None:
    """What a change gives; None where it was refused, with the reason on the form."""
    try:
        return change()
    except HeadwaterError as error:
        form.add_error(None, str(error))
        return None


def asked(query: QueryDict) -> QueryDict | None:
    """Answers in an address, for a form; None where there are none yet."""
    return query if set(query) - {EDIT} else None


def kept(query: QueryDict) -> list[tuple[str, str]]:
    """Answers as hidden fields, so that a page that shows them can send them on."""
    left_out = {EDIT, "csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, values in query.lists()
        if name not in left_out
        for value in values
        if isinstance(value, str)
    ]


def to_edit(path: str, query: QueryDict) -> str:
    """The address of the form with the answers in it."""
    answers = query.copy()
    answers.pop("csrfmiddlewaretoken", None)
    answers[EDIT] = "yes"
    return f"{path}?{answers.urlencode()}"

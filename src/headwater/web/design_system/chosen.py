"""What a filter panel has been asked for, and where to go to take one answer away."""

from collections.abc import Iterator, Sequence

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.dateformat import format as dated

from headwater.web.design_system.dates import PARTS, DayMonthYear
from headwater.web.design_system.parts import Link

PAGE = "page"


def chosen_links(form: forms.BaseForm, asked: QueryDict) -> list[Link]:
    """One link for each answer in use, leading to the same list without it."""
    if not form.is_bound:
        return []
    return [
        Link(text=f"{bound.label}: {words}", href=_without(asked, bound, value))
        for bound in form.visible_fields()
        if bound.name not in form.errors
        for words, value in _answers(bound, form.cleaned_data.get(bound.name))
    ]


def _answers(bound: BoundField, value: object) -> Iterator[tuple[str, str | None]]:
    """Each answer in words, with the value to take out of the address where there are several."""
    if value in (None, "", False, [], ()):
        return
    if isinstance(bound.field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        taken = _as_texts(bound.value())
        for each in taken:
            yield _choice_words(bound, each), each
    elif isinstance(bound.field.widget, forms.Select | forms.RadioSelect):
        yield _choice_words(bound, str(bound.value())), None
    elif isinstance(bound.field.widget, forms.CheckboxInput):
        yield "yes", None
    elif isinstance(bound.field.widget, DayMonthYear):
        yield dated(value, "j F Y"), None  # type: ignore[arg-type]
    else:
        yield str(value), None


def _as_texts(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _choice_words(bound: BoundField, value: str) -> str:
    choices = getattr(bound.field, "choices", ())
    return next((str(words) for key, words in choices if str(key) == value), value)


def _without(asked: QueryDict, bound: BoundField, value: str | None) -> str:
    rest = asked.copy()
    rest.pop(PAGE, None)
    if value is not None:
        left = [each for each in rest.getlist(bound.html_name) if each != value]
        rest.setlist(bound.html_name, left)
    else:
        names = [f"{bound.html_name}_{part}" for part in PARTS]
        for name in (bound.html_name, *names):
            rest.pop(name, None)
    return f"?{rest.urlencode()}"


def with_page(asked: QueryDict, number: int) -> str:
    """The same list at another page."""
    rest = asked.copy()
    rest[PAGE] = str(number)
    return f"?{rest.urlencode()}"

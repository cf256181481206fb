"""The bridge from a Django field to a GOV.UK component, with its label, hint and error."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.forms import BoundField
from django.forms.widgets import ChoiceWidget, Input
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from headwater.web.design_system.components import render, without_nothing
from headwater.web.design_system.dates import PARTS, DayMonthYear, Typed

Params = dict[str, object]
OPTIONAL = " (optional)"
NUMBER_MODES: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DecimalField, "decimal"),
    (forms.FloatField, "decimal"),
    (forms.IntegerField, "numeric"),
)
LONG_TEXT, COUNT_FROM = 5_000, 75
"""Above how many characters a countdown waits, and until what part of them is used, in per cent."""
INPUT_PARAMS = ("autocomplete", "inputmode", "pattern", "autocapitalize")
NEVER_PRINTED = frozenset({"class", "required", "rows", "cols", "step", "min", "max", "type"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a template asks of one field beside what its form says."""

    label: str | None = None
    hint: str | None = None
    size: str = ""
    """Size of the label: `s`, `m`, `l` or `xl`."""
    heading: bool = False
    """Whether the label is the page's heading."""
    width: int | str = ""
    """Width of an input in characters: 2, 3, 4, 5, 10, 20 or 30."""
    rows: int | None = None
    inline: bool = False
    """Whether choices stand beside each other."""
    small: bool = False
    prefix: str = ""
    suffix: str = ""
    classes: str = ""
    says_optional: bool = True
    attributes: Mapping[str, str] = field(default_factory=dict)


def html(bound: BoundField, wishes: Wishes | None = None) -> SafeString:
    """One question of a form."""
    if bound.is_hidden:
        return SafeString(bound)
    for kind in type(bound.field.widget).__mro__:
        build = BUILDERS.get(kind)
        if build is not None:
            name, params = build(bound, wishes or Wishes())
            return render(name, without_nothing(params))
    widget = type(bound.field.widget).__name__
    raise ImproperlyConfigured(f"The field [{bound.name}] has a widget nobody draws: [{widget}].")


def id_of(bound: BoundField) -> str:
    """The id of a field's first input, without a date's part."""
    return bound.auto_id or bound.html_name


def first_input(bound: BoundField) -> str:
    """The id an error summary leads to: for a date the first box that is wrong."""
    if isinstance(bound.field.widget, DayMonthYear):
        return f"{id_of(bound)}_{next(iter(_wrong_parts(bound)), 'day')}"
    return id_of(bound)


def _common(bound: BoundField, wishes: Wishes) -> Params:
    hint = bound.help_text if wishes.hint is None else wishes.hint
    error = next(iter(bound.errors), None)
    return {
        "name": bound.html_name,
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": error} if error else None,
    }


def _words(bound: BoundField, wishes: Wishes) -> str:
    words = str(bound.label if wishes.label is None else wishes.label)
    is_optional = wishes.says_optional and not bound.field.required
    return words + OPTIONAL if is_optional and OPTIONAL not in words else words


def _label(bound: BoundField, wishes: Wishes) -> Params:
    size = f"govuk-label--{wishes.size}" if wishes.size else None
    return without_nothing(
        {"text": _words(bound, wishes), "classes": size, "isPageHeading": wishes.heading or None}
    )


def _fieldset(bound: BoundField, wishes: Wishes) -> Params:
    size = f"govuk-fieldset__legend--{wishes.size}" if wishes.size else None
    legend = {
        "text": _words(bound, wishes),
        "classes": size,
        "isPageHeading": wishes.heading or None,
    }
    return {"legend": without_nothing(legend)}


def _attributes(bound: BoundField, wishes: Wishes, *, taken: tuple[str, ...] = ()) -> Params:
    asked = {**bound.field.widget.attrs, **wishes.attributes}
    left_out = NEVER_PRINTED.union(taken)
    return {key: value for key, value in asked.items() if key not in left_out}


def _classes(bound: BoundField, wishes: Wishes, *more: str) -> str | None:
    given = (*more, wishes.classes, str(bound.field.widget.attrs.get("class", "")))
    return " ".join(each for each in given if each) or None


def _input_type(bound: BoundField) -> tuple[str, str | None]:
    """A type and a keyboard. Numbers are typed as text: browsers' number boxes lose words."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "text")
    mode = widget.attrs.get("inputmode")
    if kind != "number":
        return kind, mode
    found = next((m for cls, m in NUMBER_MODES if isinstance(bound.field, cls)), "numeric")
    return "text", mode or found


def _input(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    kind, mode = _input_type(bound)
    attrs = bound.field.widget.attrs
    width = f"govuk-input--width-{wishes.width}" if wishes.width else ""
    value = bound.field.widget.format_value(bound.value())
    prefix = wishes.prefix or getattr(bound.field, "prefix", "")
    return "input", {
        **_common(bound, wishes),
        "id": id_of(bound),
        "type": kind,
        "label": _label(bound, wishes),
        "value": value,
        "classes": _classes(bound, wishes, width),
        "inputmode": mode,
        "autocomplete": attrs.get("autocomplete"),
        "pattern": attrs.get("pattern"),
        "autocapitalize": attrs.get("autocapitalize"),
        "disabled": bound.field.disabled or None,
        "prefix": {"text": prefix} if prefix else None,
        "suffix": {"text": wishes.suffix} if wishes.suffix else None,
        "attributes": _attributes(bound, wishes, taken=INPUT_PARAMS),
    }


def _password(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    return "password-input", {
        **_common(bound, wishes),
        "id": id_of(bound),
        "label": _label(bound, wishes),
        "classes": _classes(bound, wishes),
        "autocomplete": bound.field.widget.attrs.get("autocomplete"),
        "attributes": _attributes(bound, wishes, taken=INPUT_PARAMS),
    }


def _textarea(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    longest = getattr(bound.field, "max_length", None)
    most_words = bound.field.widget.attrs.get("maxwords")
    value = bound.field.widget.format_value(bound.value())
    params: Params = {
        **_common(bound, wishes),
        "id": id_of(bound),
        "label": _label(bound, wishes),
        "value": None if value is None else _kept_lines(value),
        "rows": wishes.rows or bound.field.widget.attrs.get("rows"),
        "classes": _classes(bound, wishes),
        "disabled": bound.field.disabled or None,
        "attributes": _attributes(bound, wishes, taken=("maxlength", "maxwords")),
    }
    if most_words is not None:
        return "character-count", {**params, "maxwords": most_words}
    if longest is None:
        return "textarea", params
    # Nobody who is far from a limit wants to hear of it with every key.
    near = COUNT_FROM if longest > LONG_TEXT else None
    return "character-count", {**params, "maxlength": longest, "threshold": near}


def _kept_lines(value: str) -> SafeString:
    """Text whose line ends are written as references, because macros indent what they enclose."""
    ends = value.replace("\r\n", "\n")
    return mark_safe(escape(ends).replace("\n", "&#10;"))  # noqa: S308 - escaped just before


def _options(bound: BoundField) -> Iterator[Params]:
    """Every choice with whether it is taken. A group's name goes before its choices."""
    widget = bound.field.widget
    assert isinstance(widget, ChoiceWidget)
    taken = widget.format_value(bound.value())
    for group, options, _ in widget.optgroups(bound.html_name, taken):
        for option in options:
            text = str(option["label"])
            value = option["value"]
            yield {
                "value": "" if value is None else str(value),
                "text": f"{group}: {text}" if group else text,
                "is_taken": bool(option["selected"]),
            }


def _select(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    items = [
        {"value": each["value"], "text": each["text"], "selected": each["is_taken"]}
        for each in _options(bound)
    ]
    return "select", {
        **_common(bound, wishes),
        "id": id_of(bound),
        "label": _label(bound, wishes),
        "items": items,
        "classes": _classes(bound, wishes),
        "disabled": bound.field.disabled or None,
        "attributes": _attributes(bound, wishes),
    }


def _choice_items(bound: BoundField) -> list[Params]:
    hints = getattr(bound.form, "choice_hints", {}).get(bound.name, {})
    reveals = getattr(bound.form, "reveals", {}).get(bound.name, {})
    return [
        without_nothing(
            {
                "value": each["value"],
                "text": each["text"],
                "checked": each["is_taken"],
                "disabled": bound.field.disabled or None,
                "hint": {"text": hints[each["value"]]} if each["value"] in hints else None,
                "conditional": _revealed(bound, reveals.get(each["value"])),
            }
        )
        for each in _options(bound)
        if each["value"] != ""
    ]


def _revealed(bound: BoundField, name: str | None) -> Params | None:
    return None if name is None else {"html": html(bound.form[name])}


def _radios(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    return _choices("radios", bound, wishes)


def _checkboxes(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    return _choices("checkboxes", bound, wishes)


def _choices(kind: str, bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    inline = f"govuk-{kind}--inline" if wishes.inline else ""
    small = f"govuk-{kind}--small" if wishes.small else ""
    return kind, {
        **_common(bound, wishes),
        "idPrefix": id_of(bound),
        "fieldset": _fieldset(bound, wishes),
        "items": _choice_items(bound),
        "classes": _classes(bound, wishes, inline, small),
        "attributes": _attributes(bound, wishes),
    }


def _tick(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    """One box to tick, whose words are the label."""
    words = str(bound.label if wishes.label is None else wishes.label)
    item = {
        "value": "on",
        "text": words,
        "checked": bool(bound.value()),
        "disabled": bound.field.disabled or None,
    }
    return "checkboxes", {
        **_common(bound, wishes),
        "idPrefix": id_of(bound),
        "items": [without_nothing(item)],
        "classes": _classes(bound, wishes, "govuk-checkboxes--small" if wishes.small else ""),
        "attributes": _attributes(bound, wishes),
    }


def _wrong_parts(bound: BoundField) -> tuple[str, ...]:
    """Which boxes of a date are wrong; all of them where the error does not say."""
    faults = bound.form.errors.as_data().get(bound.name, [])
    for fault in faults:
        parts: tuple[str, ...] = (fault.params or {}).get("parts", PARTS)
        return parts
    return ()


def _date(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    typed = Typed.of(bound.value())
    wrong = _wrong_parts(bound)
    return "date-input", {
        **_common(bound, wishes),
        "id": id_of(bound),
        "fieldset": {**_fieldset(bound, wishes), "role": "group"},
        "items": [_date_part(bound, part, getattr(typed, part), part in wrong) for part in PARTS],
        "attributes": _attributes(bound, wishes),
    }


def _date_part(bound: BoundField, part: str, value: str, is_wrong: bool) -> Params:
    width = "govuk-input--width-4" if part == "year" else "govuk-input--width-2"
    # A month may be typed as a word, so only days and years ask for the keyboard of numbers.
    mode = "text" if part == "month" else "numeric"
    autocomplete = bound.field.widget.attrs.get("autocomplete")
    return without_nothing(
        {
            "id": f"{id_of(bound)}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.title(),
            "value": value,
            "inputmode": mode,
            "classes": f"{width} govuk-input--error" if is_wrong else width,
            "autocomplete": f"{autocomplete}-{part}" if autocomplete == "bday" else None,
        }
    )


def _file(bound: BoundField, wishes: Wishes) -> tuple[str, Params]:
    return "file-upload", {
        **_common(bound, wishes),
        "id": id_of(bound),
        "label": _label(bound, wishes),
        "classes": _classes(bound, wishes),
        "attributes": _attributes(bound, wishes),
    }


Builder = Callable[[BoundField, Wishes], tuple[str, Params]]
BUILDERS: Mapping[type[Any], Builder] = {
    forms.PasswordInput: _password,
    forms.CheckboxSelectMultiple: _checkboxes,
    forms.SelectMultiple: _checkboxes,
    forms.CheckboxInput: _tick,
    forms.RadioSelect: _radios,
    forms.Select: _select,
    forms.FileInput: _file,
    forms.Textarea: _textarea,
    Input: _input,
    DayMonthYear: _date,
}
"""Which component draws which widget. Kinds made from these are drawn as these."""

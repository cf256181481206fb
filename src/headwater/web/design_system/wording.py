"""What is wrong with an answer, in plain sentences that say what to do."""

from collections.abc import Mapping
from typing import Any

from django import forms

TOO_LONG = "{subject} must be %(limit_value)d characters or fewer. You typed %(show_value)d"
TOO_SHORT = "{subject} must be %(limit_value)d characters or more. You typed %(show_value)d"

ALL_FIELDS = {
    "max_length": TOO_LONG,
    "min_length": TOO_SHORT,
    "max_value": "{subject} must be %(limit_value)s or lower",
    "min_value": "{subject} must be %(limit_value)s or higher",
    "max_digits": "{subject} must have %(max)s digits or fewer",
    "max_decimal_places": "{subject} must have %(max)s decimal places or fewer",
    "max_whole_digits": "{subject} must have %(max)s digits or fewer before the decimal point",
    "null_characters_not_allowed": "{subject} has a character that cannot be kept. Type it again",
}
"""Rules any field may have."""

ANSWERS: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (
        forms.FileField,
        {
            "required": "Choose a file {of}",
            "invalid": "Choose a file {of} and send it again",
            "missing": "Choose a file {of}",
            "empty": "The file is empty. Choose a file with something in it",
            "max_length": "The name of the file must be %(max)d characters or fewer",
            "contradiction": "Choose a file or tick the box to remove it, not both",
        },
    ),
    (forms.BooleanField, {"required": "Tick the box “{label}”"}),
    (
        forms.MultipleChoiceField,
        {
            "required": "Select at least one answer {of}",
            "invalid_choice": "Select only answers from the list {of}",
            "invalid_list": "Select only answers from the list {of}",
        },
    ),
    (
        forms.ModelMultipleChoiceField,
        {
            "required": "Select at least one answer {of}",
            "invalid_choice": "Select only answers from the list {of}",
            "invalid_list": "Select only answers from the list {of}",
            "invalid_pk_value": "Select only answers from the list {of}",
        },
    ),
    (
        forms.ChoiceField,
        {"required": "Select {noun}", "invalid_choice": "Select {noun} from the list"},
    ),
    (
        forms.ModelChoiceField,
        {"required": "Select {noun}", "invalid_choice": "Select {noun} from the list"},
    ),
    (forms.DecimalField, {"invalid": "{subject} must be a number, such as 12.5"}),
    (forms.FloatField, {"invalid": "{subject} must be a number, such as 12.5"}),
    (forms.IntegerField, {"invalid": "{subject} must be a whole number, such as 12"}),
    (forms.EmailField, {"invalid": "{subject} must look like name@example.org"}),
    (forms.URLField, {"invalid": "{subject} must look like https://www.example.org"}),
    (forms.DateField, {"invalid": "{subject} must be a real date"}),
    (forms.TimeField, {"invalid": "{subject} must be a time, such as 14:30"}),
    (forms.DateTimeField, {"invalid": "{subject} must be a real date and time"}),
    (forms.Field, {"required": "Enter {noun}"}),
)
"""Sentences by kind of field, the narrower kinds first."""


def reword(field: forms.Field, *, noun: str = "") -> None:
    """Give a field our sentences wherever its author has not given their own."""
    label = str(field.label or "")
    words = {
        "label": label,
        "noun": noun or _noun(label),
        "of": f"for {noun}" if noun else _of(label),
        "subject": _subject(label),
    }
    defaults = _django_messages(field)
    for code, sentence in _sentences(field).items():
        if str(field.error_messages.get(code, "")) == str(defaults.get(code, "")):
            field.error_messages[code] = sentence.format(**words)


def _sentences(field: forms.Field) -> Mapping[str, str]:
    sentences = dict(ALL_FIELDS)
    for kind, answers in reversed(ANSWERS):
        if isinstance(field, kind):
            sentences |= answers
    return sentences


def _django_messages(field: forms.Field) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        messages |= getattr(kind, "default_error_messages", {})
    return messages


def _noun(label: str) -> str:
    """A label as it stands after "Enter".

    >>> _noun("Name of the area"), _noun("NHS number"), _noun("Which area?")
    ('name of the area', 'NHS number', 'an answer to “Which area?”')
    """
    if label.endswith("?"):
        return f"an answer to “{label}”"
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _of(label: str) -> str:
    """A label as it stands after "an answer".

    >>> _of("District"), _of("Which district?")
    ('for district', 'to “Which district?”')
    """
    return f"to “{label}”" if label.endswith("?") else f"for {_noun(label)}"


def _subject(label: str) -> str:
    """A label as it stands before "must be"."""
    return "Your answer" if label.endswith("?") else label

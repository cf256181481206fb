"""What is noted of documents that others publish, and filters of the list and of rates."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.evidence.models import DOCUMENT_KINDS
from headwater.web.evidence.rules.library import library
from headwater.web.evidence.rules.publishing import (
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    DocumentKind,
    Noted,
    PublicationRefusedError,
    check_noted,
)

Choices = Iterable[tuple[str, str]]


class PublicationForm(Form):
    """What a document says that is of use here."""

    title = forms.CharField(label="Title of the document", max_length=LONGEST_TITLE)
    publisher = forms.CharField(
        label="Who published it", help_text="The body, not a person.", max_length=LONGEST_NAME
    )
    area_code = forms.ChoiceField(
        label="Authority it is about",
        required=False,
        help_text="One like ours, or leave it empty for any other place.",
    )
    published_on = DateField(label="Day it was published")
    link = forms.CharField(
        label="Link to it",
        required=False,
        max_length=LONGEST_LINK,
        help_text="The page of its publisher, such as https://www.example.org/strategy.",
    )
    kind = forms.ChoiceField(label="What it is", choices=DOCUMENT_KINDS, widget=forms.RadioSelect)
    takes = forms.CharField(
        label="What we take from it",
        help_text="In plain words, with how sure it is. Name no person.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    approaches = forms.MultipleChoiceField(
        label="Approaches it tells of", required=False, widget=forms.CheckboxSelectMultiple
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "the title",
        "publisher": "who published it",
        "published_on": "the day it was published",
        "kind": "what it is",
        "takes": "what we take from it",
    }

    def __init__(self, *args: Any, areas: Choices, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.areas, self.today = dict(areas), today
        _offer(self, "area_code", [("", "Another place"), *self.areas.items()])
        _offer(self, "approaches", [(each.id, each.name) for each in library().values()])

    def clean(self) -> dict[str, Any]:
        """The same checks as whoever keeps it makes, said before it is sent on."""
        found = super().clean() or {}
        if not self.errors:
            try:
                check_noted(self.noted(), today=self.today)
            except PublicationRefusedError as error:
                self.add_error(None, str(error))
        return found

    def noted(self) -> Noted:
        """What was answered, of a form whose fields are valid."""
        given = self.cleaned_data
        return Noted(
            title=given["title"].strip(),
            publisher=given["publisher"].strip(),
            area_code=given["area_code"],
            area_name=self.areas.get(given["area_code"], ""),
            published_on=given["published_on"],
            link=given["link"].strip(),
            kind=DocumentKind(given["kind"]),
            takes=given["takes"].strip(),
            approaches=tuple(given["approaches"]),
        )


class PublicationChangeForm(PublicationForm, VersionedForm):
    """The same of a document that was noted."""


class PublicationFilter(Form):
    """Which documents to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    kind = forms.ChoiceField(
        label="What it is", required=False, choices=[("", "Anything"), *DOCUMENT_KINDS]
    )
    area = forms.ChoiceField(label="Authority", required=False)
    approach = forms.ChoiceField(label="Approach", required=False)
    removed = forms.ChoiceField(
        label="List",
        required=False,
        choices=[("", "On the list"), ("yes", "Taken off the list")],
    )

    def __init__(self, *args: Any, areas: Choices, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self, "area", [("", "Any authority"), *areas])
        names = [(each.id, each.name) for each in library().values()]
        _offer(self, "approach", [("", "Any approach"), *names])


class ElsewhereFilter(Form):
    """Which of our authorities, and which measures."""

    of = forms.ChoiceField(label="Our authority", required=False)
    moved = forms.ChoiceField(
        label="Measures",
        required=False,
        choices=[
            ("", "All measures"),
            ("apart", "Moved otherwise than elsewhere"),
            ("compared", "Can be compared"),
        ],
    )
    words = forms.CharField(label="Words in the measure", required=False, max_length=80)

    def __init__(self, *args: Any, ours: Choices, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self, "of", list(ours))


def _offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices

"""What a worklist may be asked for, and which calendar somebody wants."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from headwater.web.accounts.roles import Role
from headwater.web.design_system.forms import Form
from headwater.web.worklist.days import Subject
from headwater.web.worklist.presenters import kind_words
from headwater.web.worklist.rules import When

EVERYTHING = "everything"


class Show(Form):
    """Filter of the list."""

    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[
            ("", "Mine"),
            ("organisation", "My organisation’s"),
            ("all", "All I may see"),
        ],
    )
    kind = forms.ChoiceField(label="Kind", required=False)
    when = forms.ChoiceField(
        label="When",
        required=False,
        choices=[
            ("", "Any time"),
            (When.OVERDUE.value, "Overdue"),
            (When.SOON.value, "Due within 5 working days"),
            (When.LATER.value, "Later"),
        ],
    )
    reference = forms.CharField(label="Reference", required=False, max_length=16)

    def __init__(self, *args: Any, kinds: Sequence[str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices = [("", "Every kind"), *((kind, kind_words(kind)) for kind in kinds)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class MakeCalendar(Form):
    """Which calendar to make."""

    what = forms.ChoiceField(label="What should it show?", widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        boards: Sequence[tuple[str, str]],
        subjects: Mapping[str, Subject],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.subjects = subjects
        own = (EVERYTHING, "Everything that waits for me, and my meetings")
        choices = [own, *boards, *((key, each.words) for key, each in subjects.items())]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]

    @property
    def board(self) -> tuple[str, Role] | None:
        """The workspace and role of a board; None for everything, and for one thing's days."""
        what = self.cleaned_data["what"]
        if what == EVERYTHING or self.subject:
            return None
        workspace, _, role = what.partition("/")
        return workspace, Role(role)

    @property
    def subject(self) -> Subject | None:
        """The one thing whose days it shows; None for what waits for somebody."""
        return self.subjects.get(self.cleaned_data["what"])

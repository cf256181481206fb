"""What is asked about a task, about what shows it, and about a domain of readiness."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from headwater.rulebook.duty import ReadinessDomain
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.partnership.duty.rules import answering, readying
from headwater.web.partnership.duty.rules.answering import ANSWERS, Said, Stands, Status
from headwater.web.partnership.duty.rules.readying import LEVELS, Assessed, Level
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead

OVERDUE = "overdue"
NO_NAMES = "Leave out names and anything else that tells of one person."


class TaskFilter(Form):
    """Which tasks are listed."""

    organisation = forms.ChoiceField(label="Organisation", required=False)
    stands = forms.ChoiceField(
        label="How it stands",
        required=False,
        choices=[
            ("", "Any"),
            *((each.value, each.words) for each in Stands),
            (OVERDUE, "Review overdue"),
        ],
    )
    section = forms.ChoiceField(label="Section", required=False)

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        sections: Sequence[tuple[str, str]],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        partners = [(each.reference, each.name) for each in organisations]
        choices(self, "organisation", [("", "Every organisation"), *partners])
        choices(self, "section", [("", "Every section"), *sections])


class AnswerForm(VersionedForm):
    """How an organisation meets an obligation."""

    status = forms.ChoiceField(
        label="How is it met?",
        choices=[(each.value, each.words) for each in ANSWERS],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why does it not apply?",
        max_length=answering.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    statement = forms.CharField(
        label="What is done, and what is missing?",
        help_text=f"As you would say it to an inspector. {NO_NAMES}",
        max_length=answering.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    next_review_on = DateField(
        label="When will you look at it again?",
        help_text="Within two years. Those who answer are reminded before.",
    )

    nouns: ClassVar[dict[str, str]] = {
        "status": "how it is met",
        "reason": "why it does not apply",
        "statement": "what is done, or what is missing",
        "next_review_on": "the day of the next review",
    }
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "status": {each.value: each.means for each in ANSWERS}
    }
    reveals: ClassVar[dict[str, dict[str, str]]] = {
        "status": {Status.NOT_APPLICABLE.value: "reason"}
    }

    def clean(self) -> dict[str, Any]:
        """Of the two texts one is asked for: why it does not apply, or else what is done."""
        found = super().clean() or {}
        applies = found.get("status") != Status.NOT_APPLICABLE
        not_asked = "reason" if applies else "statement"
        self.errors.pop(not_asked, None)
        found.setdefault(not_asked, "")
        return found

    def said(self) -> Said:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return Said(
            status=Status(given["status"]),
            statement=given["statement"].replace("\r\n", "\n"),
            reason=given["reason"].replace("\r\n", "\n"),
            next_review_on=given["next_review_on"],
        )


class FindEvidenceForm(Form):
    """What kind of thing shows it, and words of its title."""

    kind = forms.ChoiceField(label="Kind of evidence")
    words = forms.CharField(label="Words in its title", required=False, max_length=80)

    def __init__(self, *args: Any, usual: Sequence[str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices(self, "kind", _kinds(usual))


def _kinds(usual: Sequence[str]) -> list[tuple[str, str]]:
    """Kinds that can be looked for, those that usually show it first."""
    there = [each for each in kinds.kinds() if each.offer is not None and each.code not in UNSHOWN]
    there.sort(key=lambda each: each.code not in usual)
    return [(each.code, f"{each.plural[:1].upper()}{each.plural[1:]}") for each in there]


UNSHOWN = frozenset({"obligation", "readiness", "partner"})
"""Kinds that never show that something is done."""


class ShowForm(Form):
    """Which of some things show it."""

    shown = forms.MultipleChoiceField(
        label="Which show that this is done?", widget=forms.CheckboxSelectMultiple
    )
    nouns: ClassVar[dict[str, str]] = {"shown": "what shows it"}

    def __init__(self, *args: Any, offered: Sequence[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices(self, "shown", [(each.reference, _bead_words(each)) for each in offered])


def _bead_words(bead: Bead) -> str:
    return f"{bead.title} ({bead.state})" if bead.state else bead.title


class ReadinessForm(VersionedForm):
    """How far the partnership is in one domain."""

    level = forms.ChoiceField(label="Which of these is true?", widget=forms.RadioSelect)
    why = forms.CharField(
        label="Why this level?",
        help_text=NO_NAMES,
        max_length=readying.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_step = forms.CharField(
        label="What is the next step?",
        max_length=readying.LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ChoiceField(label="Which organisation sees to it?", required=False)
    due_on = DateField(label="By when?", required=False)

    nouns: ClassVar[dict[str, str]] = {"level": "a level", "why": "why it is this level"}

    def __init__(
        self,
        *args: Any,
        domain: ReadinessDomain,
        organisations: Iterable[Organisation],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        levels = [
            (each.value, f"{readying.words(each)}: {domain.meaning(each)}") for each in LEVELS
        ]
        choices(self, "level", levels)
        partners = [(str(each.pk), each.name) for each in organisations]
        choices(self, "owner", [("", "Nobody yet"), *partners])

    def clean(self) -> dict[str, Any]:
        """A next step without an owner or a day is said at its field."""
        found = super().clean() or {}
        if found.get("next_step"):
            if not found.get("owner"):
                self.add_error("owner", "Select which organisation sees to the next step")
            if "due_on" not in self.errors and not found.get("due_on"):
                self.add_error("due_on", "Enter by when the next step is done")
        return found

    def said(self) -> Assessed:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return Assessed(
            level=Level(given["level"]),
            why=given["why"].replace("\r\n", "\n"),
            owner=int(given["owner"]) if given["owner"] else None,
            next_step=given["next_step"].replace("\r\n", "\n"),
            due_on=given["due_on"],
        )


def choices(form: Form, name: str, found: Sequence[tuple[str, str]]) -> None:
    """Give a field of choices its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(found)

"""What is asked for a return, an information request and a concern."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.design_system.wording import reword
from headwater.web.documents.kinds import PAPERS
from headwater.web.partners.models import Organisation
from headwater.web.partnership.duty.changes.concerns import Said
from headwater.web.partnership.duty.changes.returns import Asking
from headwater.web.partnership.duty.forms.tasks import NO_NAMES, choices
from headwater.web.partnership.duty.models import GROUNDS, REQUESTS, RETURNS
from headwater.web.partnership.duty.rules.escalating import Outcome, Step
from headwater.web.partnership.duty.rules.monitoring import (
    LONGEST_TEXT,
    QUESTIONS,
    Content,
    Ground,
    Purpose,
    Wanted,
)


def _text(label: str, hint: str = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_TEXT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReturnFilter(Form):
    """Which returns are listed."""

    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *RETURNS])


class AskReturnForm(Form):
    """What a return asks, of whom, and by when."""

    title = forms.CharField(label="Title", help_text="Such as Autumn return 2026.", max_length=120)
    organisations = forms.MultipleChoiceField(
        label="Which organisations are asked?", widget=forms.CheckboxSelectMultiple
    )
    questions = _text("Questions", "One a line, in their order.", rows=10)
    due_on = DateField(label="Due", help_text="Organisations are reminded before and after.")

    nouns: ClassVar[dict[str, str]] = {
        "title": "a title",
        "organisations": "the organisations that are asked",
        "questions": "at least one question",
        "due_on": "the day it is due",
    }

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.partners = {str(each.pk): each for each in organisations}
        named = [(key, each.name) for key, each in self.partners.items()]
        choices(self, "organisations", named)

    def asking(self) -> Asking:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return Asking(
            title=given["title"],
            questions=tuple(
                line.strip() for line in given["questions"].splitlines() if line.strip()
            ),
            organisations=[self.partners[key] for key in given["organisations"]],
            due_on=given["due_on"],
        )


def first_return(organisations: Iterable[Organisation], due_on: date) -> dict[str, object]:
    """What a return asks unless somebody changes it."""
    return {
        "organisations": [str(each.pk) for each in organisations],
        "questions": "\n".join(QUESTIONS),
        "due_on": due_on,
    }


class ReplyForm(VersionedForm):
    """An answer to each question of a return. Drafts may leave some out."""

    def __init__(self, *args: Any, questions: Sequence[str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        for number, question in enumerate(questions):
            field = self.fields[f"answer_{number}"] = _text(question, required=False)
            reword(field)

    def answers(self, questions: Sequence[str]) -> list[str]:
        """What was answered, in the order of the questions."""
        given = self.cleaned_data
        return [given[f"answer_{at}"].replace("\r\n", "\n") for at, _ in enumerate(questions)]


class FindingForm(VersionedForm):
    """What the policing body found in a reply."""

    finding = _text("What do you find in it?", NO_NAMES)
    nouns: ClassVar[dict[str, str]] = {"finding": "what you find"}


class CloseReturnForm(Form):
    """What was found over all."""

    summary = _text("What do the replies say over all?", "It opens the report.")
    nouns: ClassVar[dict[str, str]] = {"summary": "what the replies say"}


class RequestFilter(Form):
    """Which information requests are listed."""

    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *REQUESTS])
    organisation = forms.ChoiceField(label="Organisation", required=False)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        named = [(each.reference, each.name) for each in organisations]
        choices(self, "organisation", [("", "Every organisation"), *named])


class AskInformationForm(Form):
    """What is asked of an authority, and what for."""

    organisation = forms.ChoiceField(label="Which authority?")
    title = forms.CharField(label="Title", max_length=160)
    wanted = _text("What information is wanted?", NO_NAMES)
    relates = _text("How does it relate to the authority or its functions?", rows=2)
    purpose = forms.ChoiceField(
        label="What is it for?",
        help_text="It may be used for nothing else (sections 14 and 17).",
        choices=[(each.value, each.words) for each in Purpose],
        widget=forms.RadioSelect,
    )
    content = forms.ChoiceField(
        label="What kind of information is it?",
        choices=[(each.value, each.words) for each in Content],
        widget=forms.RadioSelect,
    )
    due_on = DateField(label="Due")

    nouns: ClassVar[dict[str, str]] = {
        "organisation": "the authority that is asked",
        "title": "a title",
        "wanted": "what is wanted",
        "relates": "how it relates to the authority",
        "purpose": "what it is for",
        "content": "what kind of information it is",
        "due_on": "the day it is due",
    }

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.partners = {str(each.pk): each for each in organisations}
        named = [(key, each.name) for key, each in self.partners.items()]
        choices(self, "organisation", [("", "Choose one"), *named])

    def organisation_asked(self) -> Organisation:
        """Which authority is asked, of a form that is valid."""
        return self.partners[self.cleaned_data["organisation"]]

    def said(self) -> Wanted:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return Wanted(
            title=given["title"],
            wanted=given["wanted"].replace("\r\n", "\n"),
            relates=given["relates"].replace("\r\n", "\n"),
            purpose=Purpose(given["purpose"]),
            content=Content(given["content"]),
            due_on=given["due_on"],
        )


class GiveForm(Form):
    """What an authority gives: words, a document or both."""

    answer = _text("What do you give?", NO_NAMES, required=False)
    document = forms.FileField(
        label="Document",
        help_text=PAPERS.words,
        max_length=200,
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": PAPERS.accept}),
    )

    def clean(self) -> dict[str, Any]:
        """One of both is needed."""
        found = super().clean() or {}
        if not self.errors and not found.get("answer") and not found.get("document"):
            self.add_error("answer", "Enter what you give, or choose a document")
        return found


class RefuseForm(Form):
    """Why an authority gives nothing."""

    ground = forms.ChoiceField(label="On which ground?", choices=GROUNDS, widget=forms.RadioSelect)
    answer = _text("Why does it apply?", NO_NAMES)
    nouns: ClassVar[dict[str, str]] = {"ground": "a ground", "answer": "why it applies"}

    def said(self) -> Ground:
        """The ground, of a form that is valid."""
        return Ground(self.cleaned_data["ground"])


class ConcernFilter(Form):
    """Which concerns are listed."""

    open = forms.ChoiceField(
        label="Which",
        required=False,
        choices=[("", "Every concern"), ("open", "That go on"), ("ended", "That ended")],
    )


class StepForm(Form):
    """What was said at a step of a concern."""

    on = DateField(label="On which day?")
    words = _text("What was raised, and what was answered?", NO_NAMES)
    follow_up_on = DateField(
        label="When will you look at it again?",
        help_text="Leads are reminded then.",
        required=False,
    )
    nouns: ClassVar[dict[str, str]] = {"on": "the day", "words": "what was raised"}

    def said(self) -> Said:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return Said(
            on=given["on"],
            words=given["words"].replace("\r\n", "\n"),
            follow_up_on=given["follow_up_on"],
        )


class RaiseForm(StepForm):
    """A concern and its first step: with the authority."""

    title = forms.CharField(
        label="What is the concern?",
        help_text="What is not done, such as No one comes to the board.",
        max_length=160,
    )
    field_order = ("title", "on", "words", "follow_up_on")


class FurtherForm(StepForm, VersionedForm):
    """The next step of a concern."""

    step = forms.ChoiceField(label="Next step", widget=forms.RadioSelect)
    field_order = ("step", "on", "words", "follow_up_on", "version")

    def __init__(self, *args: Any, steps: Iterable[Step], **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices(self, "step", [(each.value, each.words) for each in steps])


class EndForm(VersionedForm):
    """How a concern ended."""

    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=[(each.value, each.words) for each in Outcome],
        widget=forms.RadioSelect,
    )
    words = _text("What changed?", NO_NAMES)
    nouns: ClassVar[dict[str, str]] = {"outcome": "how it ended", "words": "what changed"}

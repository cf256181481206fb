"""What people answer about the register, rounds, replies and requests to work together."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.partnership.consultation.changes.requests import Answer, Wanted
from headwater.web.partnership.consultation.changes.rounds import Described as RoundDescribed
from headwater.web.partnership.consultation.changes.rounds import Reply
from headwater.web.partnership.consultation.models import GROUNDS, METHODS, SORTS, Consultee
from headwater.web.partnership.consultation.rules.consulting import (
    Ground,
    Method,
    Sort,
    Standing,
    State,
)
from headwater.web.partnership.consultation.rules.importing import (
    COLUMNS,
    Described,
    Read,
    read_list,
)
from headwater.web.thread.kinds import Bead

MOST_BYTES = 1_000_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _offer(form: forms.BaseForm, name: str, beads: Iterable[Bead], nothing: str) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", nothing), *((each.reference, each.title) for each in beads)]


class ConsulteeForm(VersionedForm):
    """What is known of an authority."""

    name = forms.CharField(label="What is it called?", max_length=160)
    sort = forms.ChoiceField(label="What is it under the Duty?", choices=SORTS)
    kind = forms.CharField(
        label="What kind is it?",
        required=False,
        max_length=80,
        help_text="Such as “academy trust” or “further education college”.",
    )
    number = forms.CharField(
        label="Its number in a register, such as a school’s URN", required=False, max_length=20
    )
    place = forms.CharField(label="Town or district", required=False, max_length=80)
    post = forms.CharField(
        label="Who answers there, by post",
        required=False,
        max_length=120,
        help_text="Such as “Designated safeguarding lead”. No name of a person.",
    )
    email = forms.EmailField(label="E-mail address to ask at", required=False, max_length=254)

    nouns: ClassVar[dict[str, str]] = {"name": "its name", "sort": "what it is under the Duty"}

    def described(self) -> Described:
        """What was answered."""
        given = {name: self.cleaned_data[name] for name in COLUMNS}
        return Described(**{**given, "sort": Sort(given["sort"])})


class EndForm(VersionedForm):
    """The last day of an authority in the area."""

    last_day = DateField(label="What was its last day as an authority of the area?")

    nouns: ClassVar[dict[str, str]] = {"last_day": "its last day"}


class ListForm(Form):
    """A list to take in, pasted or as a file."""

    pasted = forms.CharField(
        label="Paste the list, with its row of columns",
        required=False,
        help_text=f"Columns: {', '.join(COLUMNS)}. Only name and sort are needed. Copying from a "
        "spreadsheet works.",
        widget=_area(10),
    )
    file = forms.FileField(label="Or choose a CSV file", required=False)

    read: Read

    def clean(self) -> dict[str, Any]:
        """Every row can be read. What is wrong is said row by row."""
        given = super().clean() or {}
        text = given.get("pasted", "")
        file = given.get("file")
        if file is not None:
            if file.size > MOST_BYTES:
                self.add_error("file", "The file is larger than 1 MB")
                return given
            text = file.read().decode("utf-8-sig", errors="replace")
        if not text.strip():
            self.add_error("pasted", "Paste a list or choose a file")
            return given
        self.read = read_list(text)
        for fault in self.read.faults[:50]:
            self.add_error(None, f"Row {fault.row}: {fault.words}")
        return given


class FilterForm(Form):
    """Which authorities to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    sort = forms.ChoiceField(label="Sort", required=False, choices=[("", "Any sort"), *SORTS])


class StateForm(Form):
    """Which lines of a round to show."""

    state = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any status"), *((each.value, each.words) for each in State)],
    )


class RoundForm(VersionedForm):
    """What a round is about."""

    title = forms.CharField(label="What is it called?", max_length=160)
    about = forms.CharField(
        label="What are they asked?", required=False, max_length=4_000, widget=_area(4)
    )
    opens_on = DateField(label="Which day does it open?")
    answers_by = DateField(label="By which day are answers asked for?")

    nouns: ClassVar[dict[str, str]] = {
        "title": "what it is called",
        "opens_on": "the day it opens",
        "answers_by": "the day answers are asked for",
    }

    def described(self) -> RoundDescribed:
        """What was answered."""
        return RoundDescribed(
            **{name: self.cleaned_data[name] for name in RoundDescribed.__dataclass_fields__}
        )


class OpenForm(RoundForm):
    """What a round is about, and what is sent."""

    document = forms.ChoiceField(
        label="What is sent to them?",
        required=False,
        help_text="A file kept here, so that anybody can see what they were asked.",
    )

    def __init__(self, *args: Any, documents: Iterable[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["version"].initial = 1
        _offer(self, "document", documents, "Nothing that is kept here")


class _ChosenForm(Form):
    consultees = forms.MultipleChoiceField(
        label="Which of them?", widget=forms.CheckboxSelectMultiple
    )
    on = DateField(label="On which day?")

    nouns: ClassVar[dict[str, str]] = {"consultees": "at least one", "on": "the day"}

    def __init__(self, *args: Any, offered: Iterable[Consultee], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["consultees"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (each.reference, f"{each.name}, {each.place}" if each.place else each.name)
            for each in offered
        ]


class AskForm(_ChosenForm):
    """Who was asked, how and when."""

    method = forms.ChoiceField(label="How were they asked?", choices=METHODS)

    nouns: ClassVar[dict[str, str]] = {**_ChosenForm.nouns, "method": "how they were asked"}
    field_order = ("method", "on", "consultees")

    @property
    def how(self) -> Method:
        """How they were asked."""
        return Method(self.cleaned_data["method"])


class RemindForm(_ChosenForm):
    """Who was reminded and when."""

    field_order = ("on", "consultees")


class ReplyForm(VersionedForm):
    """What an authority said."""

    on = DateField(label="Which day did it answer?")
    summary = forms.CharField(
        label="What did it say?",
        help_text="In a few sentences. No name of a person and nothing about one.",
        max_length=4_000,
        widget=_area(4),
    )
    changed = forms.CharField(
        label="What was changed because of it?",
        required=False,
        help_text="Leave empty where nothing was, or nothing yet.",
        max_length=2_000,
        widget=_area(3),
    )
    document = forms.ChoiceField(label="The reply as it came, where it is kept", required=False)

    nouns: ClassVar[dict[str, str]] = {"on": "the day it answered", "summary": "what it said"}

    def __init__(self, *args: Any, documents: Iterable[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self, "document", documents, "It is not kept here")

    def said(self) -> Reply:
        """What was answered."""
        return Reply(**{name: self.cleaned_data[name] for name in Reply.__dataclass_fields__})


class MoveForm(VersionedForm):
    """Nothing but that it is meant."""


class CloseForm(VersionedForm):
    """What came of a round."""

    closing = forms.CharField(
        label="What came of it, and what was changed?", max_length=4_000, widget=_area(5)
    )

    nouns: ClassVar[dict[str, str]] = {"closing": "what came of it"}


class ActionForm(Form):
    """Which action of the plan an authority carries out."""

    action = forms.ChoiceField(
        label="Which action?",
        help_text="Section 15: it must carry out what the strategy gives it.",
    )

    nouns: ClassVar[dict[str, str]] = {"action": "an action"}

    def __init__(self, *args: Any, actions: Iterable[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self, "action", actions, "Choose")


class RequestForm(Form):
    """Who asks whom to work together."""

    way = forms.ChoiceField(
        label="Who asks?",
        choices=[("partner", "A partner asks this authority"), ("them", "It asks a partner")],
        widget=forms.RadioSelect,
    )
    organisation = forms.ChoiceField(label="Which partner?")
    what = forms.CharField(label="What are they to do together?", max_length=2_000, widget=_area(3))
    asked_on = DateField(label="Which day was it asked?")
    answer_by = DateField(label="By which day is an answer asked for?")

    nouns: ClassVar[dict[str, str]] = {
        "way": "who asks",
        "organisation": "a partner",
        "what": "what they are to do together",
        "asked_on": "the day it was asked",
        "answer_by": "the day an answer is asked for",
    }

    def __init__(self, *args: Any, partners: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.partners = {each.reference: each for each in partners}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose"),
            *((each.reference, each.name) for each in self.partners.values()),
        ]

    def wanted(self) -> Wanted:
        """What was answered."""
        given = self.cleaned_data
        return Wanted(
            organisation=self.partners[given["organisation"]],
            is_by_consultee=given["way"] == "them",
            what=given["what"],
            asked_on=given["asked_on"],
            answer_by=given["answer_by"],
        )


class AnswerForm(VersionedForm):
    """How a request was answered."""

    standing = forms.ChoiceField(
        label="What was answered?",
        choices=[(each.value, each.words) for each in (Standing.ACCEPTED, Standing.DECLINED)],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label="On which ground was it declined?",
        required=False,
        choices=[("", "Choose"), *GROUNDS],
    )
    reason = forms.CharField(
        label="Why?",
        required=False,
        help_text="Needed where it was declined.",
        max_length=2_000,
        widget=_area(3),
    )
    on = DateField(label="Which day was it answered?")

    nouns: ClassVar[dict[str, str]] = {
        "standing": "what was answered",
        "on": "the day it was answered",
    }
    reveals: ClassVar[dict[str, dict[str, str]]] = {"standing": {"declined": "ground"}}

    def clean(self) -> dict[str, Any]:
        """Who declines says on what ground, and why."""
        given = super().clean() or {}
        if given.get("standing") == Standing.DECLINED:
            if not given.get("ground"):
                self.add_error("ground", "Select one of the four grounds of section 15")
            if not given.get("reason", "").strip():
                self.add_error("reason", "Enter why it was declined")
        return given

    def answer(self) -> Answer:
        """What was answered."""
        given = self.cleaned_data
        return Answer(
            standing=Standing(given["standing"]),
            on=given["on"],
            ground=Ground(given["ground"]) if given["ground"] else None,
            reason=given["reason"],
        )

"""What is asked about a meeting: when it is, who came, what was said and decided."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.partnership.boards.changes.meetings import Arrangement
from headwater.web.partnership.boards.changes.minuting import Filled, Proposal, Task
from headwater.web.partnership.boards.models import (
    TEMPLATES,
    AgendaItem,
    Attendance,
    Board,
    Decision,
    Meeting,
    Seat,
)
from headwater.web.partnership.boards.rules.meeting import Template
from headwater.web.partnership.boards.rules.sitting import CAME, How, Seniority
from headwater.web.partnership.boards.rules.voting import CHOSEN, Stance
from headwater.web.thread.changes import End
from headwater.web.thread.kinds import Bead

NO_NAMES = "Name organisations and posts, not people."
LONGEST_NOTES = 6_000
NARROW = "govuk-input--width-4"
GUESTS = 3
"""Guests that may be added at a time."""


FILLED = [
    ("", "Not recorded yet"),
    (How.PRESENT.value, How.PRESENT.words),
    *(
        (f"{How.SUBSTITUTE.value}:{level.value}", f"Substitute: {level.words.lower()}")
        for level in Seniority
    ),
    (How.APOLOGIES.value, How.APOLOGIES.words),
    (How.ABSENT.value, How.ABSENT.words),
]
"""How a seat may have been filled. A substitute's say is not that of whoever holds the seat."""


def _filled_code(row: Attendance) -> str:
    is_substitute = row.how == How.SUBSTITUTE
    return f"{row.how}:{row.seniority}" if is_substitute else row.how


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def end_code(kind: str, reference: str) -> str:
    """How something of the thread is chosen in a form."""
    return f"{kind}:{reference}"


def end_of(code: str) -> End:
    """What of the thread was chosen."""
    kind, _, reference = code.partition(":")
    return kind, reference


class MeetingFilter(Form):
    """Which meetings are listed."""

    board = forms.ChoiceField(label="Board", required=False)
    when = forms.ChoiceField(
        label="Which",
        required=False,
        choices=[
            ("", "Any"),
            ("to_come", "To come"),
            ("held", "Held"),
            ("cancelled", "Cancelled"),
        ],
    )
    template = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any kind"), *TEMPLATES]
    )

    def __init__(self, *args: Any, boards: Iterable[Board], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _choose(self, "board", [("", "Any board"), *((b.reference, b.name) for b in boards)])


class DecisionFilter(Form):
    """Which decisions are listed."""

    board = forms.ChoiceField(label="Board", required=False)
    words = forms.CharField(label="With the words", required=False, max_length=120)

    def __init__(self, *args: Any, boards: Iterable[Board], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _choose(self, "board", [("", "Any board"), *((b.reference, b.name) for b in boards)])


class EngagementFilter(Form):
    """Whose meetings are counted."""

    board = forms.ChoiceField(label="Board", required=False)

    def __init__(self, *args: Any, boards: Iterable[Board], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _choose(self, "board", [("", "Every board"), *((b.reference, b.name) for b in boards)])


class MeetingForm(Form):
    """When and where a meeting is."""

    title = forms.CharField(label="Name of the meeting", max_length=160)
    day = DateField(label="Day")
    starts = forms.TimeField(
        label="Starts at",
        help_text="Such as 14:00.",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": NARROW}),
    )
    minutes_long = forms.IntegerField(
        label="How many minutes long?",
        min_value=15,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )
    place = forms.CharField(
        label="Where?", help_text="A room, or how to join by video.", max_length=200
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "a name",
        "day": "the day",
        "starts": "when it starts",
        "minutes_long": "how long it is",
        "place": "where it is",
    }

    def arrangement(self, template: Template) -> Arrangement:
        """What was answered."""
        given = self.cleaned_data
        begins = timezone.make_aware(datetime.combine(given["day"], given["starts"]))
        return Arrangement(
            title=given["title"],
            template=template,
            begins_at=begins,
            minutes_long=given["minutes_long"],
            place=given["place"],
        )


class NewMeetingForm(MeetingForm):
    """A meeting that is planned."""

    board = forms.ChoiceField(label="Board")
    template = forms.ChoiceField(
        label="What is it built from?", choices=TEMPLATES, widget=forms.RadioSelect
    )

    field_order = ("board", "template", "title", "day", "starts", "minutes_long", "place")
    nouns: ClassVar[dict[str, str]] = {
        **MeetingForm.nouns,
        "board": "a board",
        "template": "what it is built from",
    }
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "template": {
            Template.BOARD.value: "Its agenda starts with the board’s standing items",
            Template.WORKSHOP.value: (
                "Four stages on a screen: responsibilities, gaps, joint plan, what works"
            ),
        }
    }

    def __init__(self, *args: Any, boards: Iterable[Board], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.boards = {each.reference: each for each in boards}
        _choose(self, "board", [("", "Choose"), *((k, b.name) for k, b in self.boards.items())])


class MeetingChangeForm(VersionedForm, MeetingForm):
    """Another day, place or name."""


class CancelForm(Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        label="Why?",
        help_text="Members are told.",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {"reason": "why it is cancelled"}


class ItemForm(Form):
    """A matter in words of one's own."""

    title = forms.CharField(label="What is to be talked about", max_length=200)
    brought_by = forms.ChoiceField(label="Brought by", required=False)

    nouns: ClassVar[dict[str, str]] = {"title": "what is to be talked about"}

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        names = [(key, each.name) for key, each in self.organisations.items()]
        _choose(self, "brought_by", [("", "Nobody in particular"), *names])

    @property
    def organisation(self) -> Organisation | None:
        """Who brings it."""
        return self.organisations.get(self.cleaned_data["brought_by"])


class NotesForm(VersionedForm):
    """What was said on an item."""

    notes = forms.CharField(
        label="What was said",
        help_text=NO_NAMES,
        max_length=LONGEST_NOTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )


class InterestForm(Form):
    """Which seat has an interest in an item, and what it is."""

    seat = forms.ChoiceField(label="Seat")
    nature = forms.CharField(
        label="What is the interest?",
        help_text=f"Such as: it would be paid for the service. {NO_NAMES}",
        max_length=300,
    )

    nouns: ClassVar[dict[str, str]] = {"seat": "a seat", "nature": "what the interest is"}

    def __init__(self, *args: Any, seats: Iterable[Seat], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.seats = {each.reference: each for each in seats}
        names = [(k, f"{s.organisation.name}: {s.title}") for k, s in self.seats.items()]
        _choose(self, "seat", [("", "Choose"), *names])


class AnsweringForm(Form):
    """The base of what may answer things that lie on the table."""

    answers = forms.MultipleChoiceField(
        label="What does it answer?",
        help_text="It is tied to these, so that anybody can follow it back.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, beads: Iterable[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices = [(end_code(bead.kind, bead.reference), bead.title) for bead in beads]
        if choices:
            _choose(self, "answers", choices)
        else:
            del self.fields["answers"]

    @property
    def ends(self) -> tuple[End, ...]:
        """What it answers."""
        return tuple(end_of(code) for code in self.cleaned_data.get("answers", []))


class DecisionForm(AnsweringForm):
    """What was decided, and how each organisation at the table stood to it."""

    text = forms.CharField(
        label="What was decided",
        help_text="As it is to be read in a year: who does what, with what money, from when.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label="Why",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    dissent = forms.CharField(
        label="Dissent to be recorded",
        help_text=f"What those against, or who abstained, asked to be written down. {NO_NAMES}",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    nouns: ClassVar[dict[str, str]] = {"text": "what was decided"}

    def __init__(self, *args: Any, seats: Iterable[Seat], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.seats = {f"seat_{each.pk}": each for each in seats}
        for name, seat in self.seats.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{seat.organisation.name}: {seat.title}",
                choices=[(each.value, each.words) for each in CHOSEN],
                initial=Stance.FOR.value,
            )

    @property
    def stance_fields(self) -> list[forms.BoundField]:
        """One question for each seat that takes part."""
        return [self[name] for name in self.seats]

    def proposal(self) -> Proposal:
        """What was answered."""
        given = self.cleaned_data
        return Proposal(
            text=given["text"],
            reason=given["reason"],
            dissent=given["dissent"],
            stances={seat.pk: Stance(given[name]) for name, seat in self.seats.items()},
            answers=self.ends,
        )


class ActionForm(AnsweringForm):
    """What somebody is to do."""

    title = forms.CharField(label="What is to be done", max_length=200)
    organisation = forms.ChoiceField(label="Who leads it")
    due_on = DateField(label="By when")

    field_order = ("title", "organisation", "due_on", "answers")
    nouns: ClassVar[dict[str, str]] = {
        "title": "what is to be done",
        "organisation": "who leads it",
        "due_on": "by when",
    }

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        earliest: date,
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        names = [(key, each.name) for key, each in self.organisations.items()]
        _choose(self, "organisation", [("", "Choose"), *names])
        due = self.fields["due_on"]
        assert isinstance(due, DateField)
        due.earliest = earliest

    def task(self) -> Task:
        """What was answered."""
        given = self.cleaned_data
        return Task(
            title=given["title"],
            organisation=self.organisations[given["organisation"]],
            due_on=given["due_on"],
            answers=self.ends,
        )


class PointForm(Form):
    """Something said at a stage, in a line."""

    text = forms.CharField(label="Say it in a line", max_length=300)
    organisation = forms.ChoiceField(label="Who said it", required=False)

    nouns: ClassVar[dict[str, str]] = {"text": "what was said"}

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        names = [(key, each.name) for key, each in self.organisations.items()]
        _choose(self, "organisation", [("", "Everybody"), *names])

    @property
    def said_by(self) -> Organisation | None:
        """Whose point it is."""
        return self.organisations.get(self.cleaned_data["organisation"])


class AttendanceForm(VersionedForm):
    """How each seat was filled, and which guests came."""

    def __init__(
        self,
        *args: Any,
        seats: Sequence[Seat],
        organisations: Iterable[Organisation],
        recorded: Iterable[Attendance],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.seats = {f"seat_{each.pk}": each for each in seats}
        self.organisations = {each.reference: each for each in organisations}
        rows = list(recorded)
        by_seat = {row.seat_id: row for row in rows}
        for name, seat in self.seats.items():
            self._add_seat(name, seat, by_seat.get(seat.pk))
        guests = [row for row in rows if row.seat_id is None]
        for number in range(len(guests) + GUESTS):
            self._add_guest(number, guests[number] if number < len(guests) else None)
        self.guests = range(len(guests) + GUESTS)

    def _add_seat(self, name: str, seat: Seat, row: Attendance | None) -> None:
        who = f"{seat.organisation.name}: {seat.title}"
        came_instead = row is not None and row.how == How.SUBSTITUTE
        self.fields[name] = forms.ChoiceField(
            label=who,
            choices=FILLED,
            initial=_filled_code(row) if row else "",
            error_messages={"required": f"Say how the seat was filled: {who}"},
        )
        self.fields[f"{name}_title"] = forms.CharField(
            label="Post of the substitute",
            initial=row.title if row and came_instead else seat.deputy_title,
            max_length=120,
            required=False,
        )

    def _add_guest(self, number: int, row: Attendance | None) -> None:
        names = [(key, each.name) for key, each in self.organisations.items()]
        self.fields[f"guest_{number}"] = forms.ChoiceField(
            label=f"Guest {number + 1}: organisation",
            choices=[("", "No guest"), *names],
            initial=row.organisation.reference if row else "",
            required=False,
        )
        self.fields[f"guest_{number}_title"] = forms.CharField(
            label=f"Guest {number + 1}: post",
            initial=row.title if row else "",
            max_length=120,
            required=False,
        )

    @property
    def seat_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each seat, how it was filled and the post of a substitute."""
        return [(self[name], self[f"{name}_title"]) for name in self.seats]

    @property
    def guest_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each guest, the organisation and the post."""
        return [(self[f"guest_{n}"], self[f"guest_{n}_title"]) for n in self.guests]

    def clean(self) -> dict[str, Any]:
        """A substitute and a guest have a post."""
        given = super().clean() or self.cleaned_data
        for name in self.seats:
            is_substitute = str(given.get(name, "")).startswith(How.SUBSTITUTE)
            if is_substitute and not given.get(f"{name}_title"):
                self.add_error(f"{name}_title", "Enter the post of the substitute")
        for number in self.guests:
            if given.get(f"guest_{number}") and not given.get(f"guest_{number}_title"):
                self.add_error(f"guest_{number}_title", "Enter the post of the guest")
        return given

    def filled(self) -> list[Filled]:
        """What was answered."""
        return [*self._seats(), *self._guests()]

    def _seats(self) -> list[Filled]:
        found = []
        for name, seat in self.seats.items():
            code, _, level = self.cleaned_data[name].partition(":")
            how = How(code)
            is_substitute = how is How.SUBSTITUTE
            found.append(
                Filled(
                    organisation=seat.organisation,
                    title=self.cleaned_data[f"{name}_title"] if is_substitute else seat.title,
                    how=how,
                    seniority=Seniority(level or seat.seniority) if how in CAME else None,
                    seat=seat,
                )
            )
        return found

    def _guests(self) -> list[Filled]:
        return [
            Filled(
                organisation=self.organisations[given],
                title=self.cleaned_data[f"guest_{number}_title"],
                how=How.PRESENT,
                seniority=Seniority.ADVISER,
            )
            for number in self.guests
            if (given := self.cleaned_data[f"guest_{number}"])
        ]


class CorrectionForm(Form):
    """What should stand in issued minutes instead, and why."""

    before = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    after = forms.CharField(
        label="What should stand there",
        help_text=NO_NAMES,
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    why = forms.CharField(
        label="Why is it corrected?",
        help_text="Kept with the minutes, beside what stood there before.",
        max_length=400,
    )

    nouns: ClassVar[dict[str, str]] = {
        "after": "what should stand there",
        "why": "why it is corrected",
    }


class ConfirmForm(Form):
    """At which meeting minutes were agreed."""

    meeting = forms.ChoiceField(label="At which meeting were they agreed?")

    nouns: ClassVar[dict[str, str]] = {"meeting": "a meeting"}

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.meetings = {each.reference: each for each in meetings}
        named = [
            (key, f"{each.title}, {timezone.localdate(each.begins_at):%-d %B %Y}")
            for key, each in self.meetings.items()
        ]
        _choose(self, "meeting", named)


def answers_of(meeting: Meeting) -> dict[str, Any]:
    """What the form shows first for a meeting that is planned."""
    begins = timezone.localtime(meeting.begins_at)
    return {
        "title": meeting.title,
        "day": begins.date(),
        "starts": begins.time(),
        "minutes_long": meeting.minutes_long,
        "place": meeting.place,
        "version": meeting.version,
    }


def words_that_stand(row: AgendaItem | Decision, field: str) -> str:
    """The words of minutes that a correction is about."""
    return str(getattr(row, field))

"""What somebody is asked about an action: what it is, how it goes, and which to show."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django import forms
from django.http import QueryDict

from headwater.rulebook import factors
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.strategy.changes.telling import Telling
from headwater.web.strategy.models import (
    BLOCKERS,
    PREVENTION,
    STATUSES,
    STRANDS,
    Action,
    Milestone,
    Outcome,
    Priority,
)
from headwater.web.strategy.queries.actions import description_of, said_of
from headwater.web.strategy.rules.describing import DATES, Description, MilestoneSaid
from headwater.web.strategy.rules.statuses import Blocker, Prevention, Status

LONGEST = 4_000
NO_NAMES = "Leave out names and anything else that tells of one person."


def _words(label: str, hint: str = "", *, rows: int = 3, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def factor_choices() -> list[tuple[str, str]]:
    """Risk and protective factors of the rulebook by their level."""
    return [
        (each.factor, f"{each.level.capitalize()}, {each.kind}: {each.factor}")
        for each in factors()
    ]


class ActionForm(Form):
    """Everything an action says."""

    title = forms.CharField(
        label="What is to be done?",
        help_text="Begin with what somebody does, such as Open a youth club on Friday evenings.",
        max_length=200,
    )
    detail = _words("How will it be done?", f"Whom it reaches, where and how often. {NO_NAMES}")
    outcome = forms.ChoiceField(
        label="Outcome it works towards",
        help_text="Without one it stands beside the plan until it has its place.",
        required=False,
    )
    lead = forms.ChoiceField(label="Organisation that leads", required=False)
    lead_role = forms.CharField(
        label="Who leads there?",
        help_text="A role, not a name, such as Head of youth services.",
        max_length=120,
        required=False,
    )
    partners = forms.MultipleChoiceField(
        label="Organisations that help", required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DateField(label="First day")
    due_on = DateField(label="Due")
    prevention = forms.ChoiceField(
        label="How early does it prevent?",
        required=False,
        choices=PREVENTION,
        widget=forms.RadioSelect,
    )
    factor = forms.ChoiceField(
        label="Risk or protective factor it works on",
        help_text="Factors of places and groups. None of them says what one person will do.",
        required=False,
        choices=[("", "None chosen"), *factor_choices()],
    )
    strand = forms.ChoiceField(
        label="Strand of INSPIRE",
        help_text="The World Health Organization's seven strategies against violence to children.",
        required=False,
        choices=[("", "None chosen"), *STRANDS],
    )
    cost_gbp = forms.IntegerField(
        label="Cost in pounds",
        help_text="Of the whole action, in whole pounds. Leave empty where nobody knows yet.",
        min_value=0,
        max_value=1_000_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-10"}),
    )
    paid_by = forms.CharField(
        label="Where the money comes from",
        help_text="A budget or grant, such as Home Office duty grant 2026 to 2027.",
        max_length=200,
        required=False,
    )
    public_wording = _words(
        "What the public is told",
        "In plain words. Without any, the public version of the plan shows the title.",
    )
    is_promise = forms.BooleanField(
        label="This is a promise to the public, shown with how it goes", required=False
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "what is to be done",
        "starts_on": "the first day",
        "due_on": "the day it is due",
        "cost_gbp": "the cost",
    }
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "prevention": {each.value: each.means for each in Prevention}
    }

    def __init__(
        self,
        *args: Any,
        outcomes: Iterable[Outcome],
        organisations: Iterable[Organisation],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        partners = [(each.reference, each.name) for each in organisations]
        _choices(self, "outcome", [("", "No place in the plan yet"), *map(_of_plan, outcomes)])
        _choices(self, "lead", [("", "Nobody yet"), *partners])
        _choices(self, "partners", partners)

    def clean(self) -> dict[str, Any]:
        """A due day before the first day, and a promise without words, are said at their fields."""
        found = super().clean() or {}
        first, due = found.get("starts_on"), found.get("due_on")
        if first and due and due < first:
            self.add_error("due_on", "The action must be due on or after its first day")
        if found.get("is_promise") and not found.get("public_wording"):
            self.add_error("public_wording", "Enter what the public is promised")
        if found.get("lead") and found["lead"] in found.get("partners", ()):
            self.add_error("partners", "The organisation that leads is not also one that helps")
        return found

    def description(self) -> Description:
        """What was answered, of a form that is valid."""
        said = {name: self.cleaned_data[name] for name in Description.__dataclass_fields__}
        return Description(**{**said, "partners": tuple(sorted(said["partners"]))})


class ActionChangeForm(ActionForm, VersionedForm):
    """The same of an action that is there."""

    def with_theirs(self, plain: Mapping[str, Any], version: int, **settings: Any) -> Self:
        """The answers as they were given but for some, to be saved over the version of now.

        `plain` are values of `Description.plain` that take the place of what was given.
        """
        return _over(self, plain, version, **settings)


Sent = TypeVar("Sent", bound=VersionedForm)


def _over(form: Sent, plain: Mapping[str, Any], version: int, **settings: Any) -> Sent:
    """The answers of a form but for some, over the version of now."""
    data = _given(form)
    data["version"] = str(version)
    for name, value in plain.items():
        _put(data, name, value)
    again = type(form)(data, **settings)
    again.is_valid()
    return again


def _given(form: Form) -> QueryDict:
    """What a browser sent, to be changed."""
    assert isinstance(form.data, QueryDict)
    return form.data.copy()


def _put(data: QueryDict, name: str, value: Any) -> None:
    """A plain value as a browser would send it."""
    if name in DATES:
        year, month, day = str(value).split("-")
        for part, typed in (("day", day), ("month", month), ("year", year)):
            data[f"{name}_{part}"] = typed
    elif isinstance(value, list):
        data.setlist(name, value)
    elif value is False:
        data.pop(name, None)
    else:
        data[name] = "" if value is None else str(value)


def _of_plan(outcome: Outcome) -> tuple[str, str]:
    return outcome.reference, f"{outcome.priority.title}: {outcome.title}"


def _choices(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def answers_of(said: Description) -> dict[str, Any]:
    """An action as answers of its form."""
    return {name: getattr(said, name) for name in Description.__dataclass_fields__}


def answers_now(action: Action) -> dict[str, Any]:
    """What an action says now as answers of its form, with its version."""
    return {**answers_of(description_of(action)), "version": action.version}


class TellForm(VersionedForm):
    """How an action goes."""

    status = forms.ChoiceField(
        label="How does it stand?", choices=STATUSES, widget=forms.RadioSelect
    )
    blocker = forms.ChoiceField(
        label="What holds it up?", required=False, choices=[("", "Choose"), *BLOCKERS]
    )
    reached = forms.MultipleChoiceField(
        label="Milestones reached since", required=False, widget=forms.CheckboxSelectMultiple
    )
    text = _words("What was done?", NO_NAMES)
    reason = _words(
        "Why does it stand so?",
        "Needed where its dates, milestones and evidence say otherwise.",
    )
    blocked_by = _words("More of what holds it up", "Only for what is blocked.", rows=2)
    decision_needed = _words(
        "Decision that is needed", "What a board or a lead is to decide. Empty where none is."
    )
    evidence = _words(
        "What shows that it is done",
        "A paper, a count or a visit, and where to find it. You can also tie it on the thread.",
    )

    nouns: ClassVar[dict[str, str]] = {"status": "how it stands", "blocker": "what holds it up"}
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "status": {each.value: each.means for each in Status}
    }
    reveals: ClassVar[dict[str, dict[str, str]]] = {"status": {Status.BLOCKED: "blocker"}}

    def __init__(
        self, *args: Any, milestones: Iterable[Milestone], leads: bool, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        is_open = [each for each in milestones if each.reached_on is None]
        steps = [(str(each.pk), f"{each.title}, due {each.due_on:%-d %B %Y}") for each in is_open]
        _choices(self, "reached", steps)
        if not is_open:
            del self.fields["reached"]
        if not leads:
            _choices(self, "status", [each for each in STATUSES if each[0] != Status.WITHDRAWN])

    def clean(self) -> dict[str, Any]:
        """What is blocked says by what."""
        found = super().clean() or {}
        if found.get("status") == Status.BLOCKED and not found.get("blocker"):
            self.add_error("blocker", "Select what holds it up")
        return found

    def over_now(self, version: int, **settings: Any) -> Self:
        """What was told, to be saved after what somebody else told meanwhile."""
        return _over(self, {}, version, **settings)

    def telling(self) -> Telling:
        """What was told, of a form that is valid."""
        said = self.cleaned_data
        is_blocked = said["status"] == Status.BLOCKED
        return Telling(
            status=Status(said["status"]),
            text=said["text"],
            reason=said["reason"],
            blocker=Blocker(said["blocker"]) if is_blocked else None,
            blocked_by=said["blocked_by"],
            decision_needed=said["decision_needed"],
            evidence=said["evidence"],
            reached=[int(each) for each in said.get("reached", ())],
        )


def told_of(action: Action) -> Mapping[str, Any]:
    """What was told of an action last, as answers of its form."""
    return {
        "status": action.status,
        "blocker": action.blocker,
        "blocked_by": action.blocked_by,
        "reason": action.reason,
        "decision_needed": action.decision_needed,
        "evidence": action.evidence,
        "version": action.told_version,
    }


class MoveForm(VersionedForm):
    """A card of the board moved to another column."""

    status = forms.ChoiceField(label="Move to", choices=STATUSES)


class MilestoneForm(Form):
    """A step that can be seen to be reached."""

    title = forms.CharField(label="What is reached?", max_length=160)
    due_on = DateField(label="By when?")
    who = forms.CharField(
        label="Who sees to it?",
        help_text="A role, not a name, such as Head of youth services.",
        max_length=120,
        required=False,
    )

    nouns: ClassVar[dict[str, str]] = {"title": "what is reached", "due_on": "the day it is due"}

    def said(self) -> MilestoneSaid:
        """What was answered, of a form that is valid."""
        given = self.cleaned_data
        return MilestoneSaid(given["title"], given["due_on"], given["who"])


class MilestoneChangeForm(MilestoneForm, VersionedForm):
    """The same of a milestone that is there."""

    def with_theirs(self, plain: Mapping[str, Any], version: int) -> Self:
        """The answers as they were given but for some, to be saved over the version of now."""
        return _over(self, plain, version)


def milestone_now(step: Milestone) -> dict[str, Any]:
    """What a milestone says now as answers of its form, with its version."""
    return {**said_of(step).plain(), "version": step.version}


LOOKS = (
    ("", "Any"),
    ("differs", "Declared otherwise than computed"),
    ("overdue", "Overdue"),
    ("unheard", "No word for 60 days"),
    ("decision", "Waits for a decision"),
    ("unplaced", "No place in the plan yet"),
    ("unanswering", "No finding or gap it answers"),
    ("unled", "Nobody leads it yet"),
    ("unlevelled", "No prevention level"),
    ("promise", "Promised to the public"),
)
"""Questions about actions that no one field answers."""


class ActionFilter(Form):
    """Which actions to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    status = forms.ChoiceField(
        label="Declared status", required=False, choices=[("", "Any status"), *STATUSES]
    )
    look = forms.ChoiceField(label="Look for", required=False, choices=LOOKS)
    priority = forms.ChoiceField(label="Priority", required=False)
    lead = forms.ChoiceField(label="Led by", required=False)
    prevention = forms.ChoiceField(
        label="Prevention", required=False, choices=[("", "Any level"), *PREVENTION]
    )

    def __init__(
        self,
        *args: Any,
        priorities: Iterable[Priority],
        leads: Iterable[Organisation],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        of_plan = [(each.reference, each.title) for each in priorities]
        _choices(self, "priority", [("", "Any priority"), *of_plan])
        _choices(self, "lead", [("", "Anybody"), *((o.reference, o.name) for o in leads)])


def first_answers(*, today: date, due_on: date) -> dict[str, Any]:
    """How the form of a new action starts."""
    return {"starts_on": today, "due_on": due_on}

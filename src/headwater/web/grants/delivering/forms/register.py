"""What a deliverer is asked for the register."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from headwater.rulebook import outcome_tools
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.free_text import perhaps, suspicions
from headwater.web.grants.delivering.rules.records import LONGEST_ACTIVITY, LONGEST_SESSION


def _radios(label: str, choices: list[tuple[str, str]], **settings: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **settings)


class PersonForm(Form):
    """A young person who starts. Nobody is asked who it is."""

    started_on = DateField(label="When did they start?")
    age_band = _radios("How old are they?", lists.choices(lists.AGE_BANDS))
    area_code = forms.ChoiceField(label="Where do they live?", required=False)
    referral = _radios("How did they come to you?", lists.choices(lists.REFERRALS))
    consent = _radios("Who said yes to the register?", lists.choices(lists.CONSENTS))
    lawful_basis = _radios("On what lawful basis do you keep it?", lists.choices(lists.BASES))
    needs = forms.MultipleChoiceField(
        label="What would they like help with?",
        choices=lists.choices(lists.NEEDS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    nouns: ClassVar[dict[str, str]] = {
        "age_band": "an age",
        "referral": "how they came",
        "consent": "who said yes",
        "lawful_basis": "a lawful basis",
    }

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        area = self.fields["area_code"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", lists.NOWHERE_WORDS), *areas]


class SessionForm(Form):
    """A session that was held: one that is known, or a new one."""

    session = forms.ChoiceField(label="Which session?", required=False)
    held_on = DateField(label="When was it?", required=False)
    activity = forms.CharField(
        label="What did you do?",
        help_text="A few words, such as Boxing and a talk. No names.",
        max_length=LONGEST_ACTIVITY,
        required=False,
    )
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=1, max_value=LONGEST_SESSION, required=False
    )

    def __init__(self, *args: Any, known: Sequence[tuple[str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        which = self.fields["session"]
        assert isinstance(which, forms.ChoiceField)
        which.choices = [("", "A new session"), *known]

    def clean_activity(self) -> str:
        """Raises for what looks like a telephone number or a date of birth."""
        text = str(self.cleaned_data["activity"])
        if suspicions(text):
            raise forms.ValidationError("Say what was done without a name, number or birthday")
        return text

    def clean(self) -> dict[str, Any]:
        """A new session says when it was, what was done and how long it took."""
        found = super().clean() or {}
        missing = {
            "held_on": "Enter the day of the session",
            "activity": "Say in a few words what you did",
            "minutes": "Enter how many minutes the session took",
        }
        for name, words in missing.items():
            if not found.get("session") and not found.get(name) and name not in self.errors:
                self.add_error(name, words)
        return found


class LeaveForm(VersionedForm):
    """How somebody left."""

    left_on = DateField(label="When did they last come?")
    leaving = _radios("Why did they leave?", lists.choices(lists.LEAVINGS))


class ScoreForm(Form):
    """One score on one tool, or why there is none."""

    tool = forms.ChoiceField(label="Which tool?")
    stage = _radios("When in the project?", lists.choices(lists.STAGES))
    taken_on = DateField(label="When was it filled in?")
    score = forms.DecimalField(
        label="What is the score?", max_digits=6, decimal_places=2, required=False
    )
    missing = _radios("If there is no score, why?", lists.choices(lists.MISSING), required=False)

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        tool = self.fields["tool"]
        assert isinstance(tool, forms.ChoiceField)
        tool.choices = [
            (each.id, f"{each.name}: {each.low:g} to {each.high:g}") for each in outcome_tools()
        ]

    def clean(self) -> dict[str, Any]:
        """A score or a reason, not both and not neither."""
        found = super().clean() or {}
        has_score = found.get("score") is not None
        if not self.errors and has_score == bool(found.get("missing")):
            self.add_error("score", "Enter the score, or say why there is none")
        return found


class GoalForm(Form):
    """Something somebody works towards."""

    aim = forms.CharField(
        label="What do they work towards?",
        help_text="In their words if you can, without a name.",
        max_length=160,
    )
    is_checked = forms.BooleanField(
        label="I read it again: nobody can tell who it is about", required=False
    )

    def clean(self) -> dict[str, Any]:
        """What may tell of a person is asked about once."""
        found = super().clean() or {}
        doubts = perhaps(str(found.get("aim", "")))
        if doubts and not found.get("is_checked"):
            self.add_error(
                "aim", f"This may hold {' and '.join(doubts)}. Take it out, or say you checked"
            )
        return found


class ReviewForm(Form):
    """How far somebody came with a goal."""

    state = _radios("How far did they come?", lists.choices(lists.GOALS))


class ConcernForm(Form):
    """To whom a concern was passed. What it is about is not asked."""

    passed_to = _radios("Whom have you told, or will you tell now?", lists.choices(lists.PASSED_TO))

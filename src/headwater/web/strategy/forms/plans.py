"""What somebody is asked about a version of the plan, and about what the public does not see."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.strategy.changes.plans import Front
from headwater.web.strategy.models import GROUNDS, PARTS, Plan
from headwater.web.thread.kinds import Bead

LONGEST = 10_000
LONGEST_WHY = 1_000


class FrontForm(Form):
    """What a version says of itself."""

    title = forms.CharField(
        label="Title", help_text="Such as Loamshire serious violence plan.", max_length=160
    )
    first_day = DateField(label="First day of the plan")
    last_day = DateField(label="Last day of the plan")
    foreword = forms.CharField(
        label="Foreword",
        help_text="Who made the plan and how, in plain words. The public reads it too.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "a title",
        "first_day": "the first day",
        "last_day": "the last day",
    }

    def front(self) -> Front:
        """What was answered, of a form that is valid."""
        return Front(**{name: self.cleaned_data[name] for name in Front.__dataclass_fields__})


class FrontChangeForm(FrontForm, VersionedForm):
    """The same of a version that is there."""


def answers_of(plan: Plan) -> dict[str, Any]:
    """A version as answers of its form."""
    names = (*Front.__dataclass_fields__, "version")
    return {name: getattr(plan, name) for name in names}


class MoveForm(VersionedForm):
    """A step of a version that takes no answer."""


class AdoptForm(VersionedForm):
    """By which decision, and when the plan is looked at again."""

    decision = forms.ChoiceField(
        label="Decision that adopted it",
        help_text="Decisions that boards recorded, the latest first.",
        widget=forms.RadioSelect,
    )
    review_due_on = DateField(label="Look at it again by", help_text="Within a year.")

    nouns: ClassVar[dict[str, str]] = {
        "decision": "the decision",
        "review_due_on": "the day of the next review",
    }

    def __init__(self, *args: Any, decisions: Iterable[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.decisions = list(decisions)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.reference, _said(each)) for each in self.decisions]


def _said(decision: Bead) -> str:
    return f"{decision.title} ({decision.on:%-d %B %Y})" if decision.on else decision.title


class ReviewForm(VersionedForm):
    """What was found when the plan was looked at again."""

    text = forms.CharField(
        label="What was found?",
        help_text="What still holds, what does not, and what is to change.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    next_on = DateField(label="Look at it again by", help_text="Within a year.")

    nouns: ClassVar[dict[str, str]] = {
        "text": "what was found",
        "next_on": "the day of the next review",
    }


class WithholdForm(Form):
    """What is left out of the public version, and why."""

    part = forms.ChoiceField(label="What is left out?", choices=PARTS, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label="On which ground?",
        help_text="Nothing is left out because it is awkward.",
        choices=GROUNDS,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Why does the ground hold here?",
        help_text="For whoever reviews the log. It is never public. Leave out names.",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {
        "part": "what is left out",
        "ground": "a ground",
        "why": "why the ground holds",
    }

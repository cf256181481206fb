"""What people answer about alerts."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.rules.answering import Status, Verdict

LONGEST = 4_000
NO_NAMES = "Leave out names and anything else that tells of one person."


def _text(label: str, hint: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InboxForm(Form):
    """Which alerts to show."""

    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any status"), *((each.value, each.words) for each in Status)],
    )
    rule = forms.ChoiceField(label="Rule", required=False)
    verdict = forms.ChoiceField(
        label="Verdict",
        required=False,
        choices=[("", "Any verdict"), *((each.value, each.words) for each in Verdict)],
    )
    area = forms.CharField(label="Area", required=False, max_length=120)

    def __init__(self, *args: Any, rules: Iterable[Rule], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any rule"), *((each.reference, each.title) for each in rules)]


class AcknowledgeForm(Form):
    """That somebody looks into it."""

    text = _text("What will you do first?", NO_NAMES, required=False)


class NoteForm(Form):
    """What was done or found."""

    text = _text("What was done, or found?", NO_NAMES)

    nouns: ClassVar[dict[str, str]] = {"text": "what was done or found"}


class JudgeForm(VersionedForm):
    """Whether it was true, and how that is known."""

    verdict = forms.ChoiceField(
        label="Was the alert true?",
        choices=[(each.value, each.words) for each in Verdict],
        widget=forms.RadioSelect,
    )
    text = _text("How do you know?", f"What you found, or asked of whom by their role. {NO_NAMES}")

    nouns: ClassVar[dict[str, str]] = {"verdict": "whether it was true", "text": "how you know"}
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "verdict": {each.value: each.means for each in Verdict}
    }

"""What a partnership does with what reached it late."""

from typing import ClassVar

from django import forms
from django.db.models import Q, QuerySet

from headwater.web.design_system.forms import Form
from headwater.web.grants.applying.models import LateRequest

WAITS, TAKEN, REFUSED = "waits", "taken", "refused"
STATES = {WAITS: Q(is_taken=None), TAKEN: Q(is_taken=True), REFUSED: Q(is_taken=False)}
TAKE, REFUSE = "take", "refuse"


class Show(Form):
    """Filter of the list."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "All"),
            (WAITS, "Waiting"),
            (TAKEN, "Taken"),
            (REFUSED, "Not taken"),
        ],
    )
    text = forms.CharField(label="Organisation, round or reference", required=False, max_length=100)

    def narrow(self, rows: QuerySet[LateRequest]) -> QuerySet[LateRequest]:
        """The rows that were asked for; all where the question makes no sense."""
        if not self.is_valid():
            return rows
        state, text = self.cleaned_data["state"], self.cleaned_data["text"].strip()
        if state:
            rows = rows.filter(STATES[state])
        if text:
            rows = rows.filter(
                Q(application__organisation__icontains=text)
                | Q(application__round__title__icontains=text)
                | Q(application__reference__iexact=text)
            )
        return rows


class LateReasonForm(Form):
    """What somebody would do with it, and why."""

    decision = forms.ChoiceField(
        label="What should become of it?",
        choices=[(TAKE, "Take it: somebody else must agree"), (REFUSE, "Do not take it")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Those who applied read it where it is not taken. Name no person.",
    )

    nouns: ClassVar[dict[str, str]] = {
        "decision": "what should become of it",
        "reason": "why",
    }

    @property
    def is_refusal(self) -> bool:
        """Whether it is not to be taken."""
        return bool(self.cleaned_data["decision"] == REFUSE)

"""What a list of documents may be asked for, and what is decided about disposal."""

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.documents.kinds import Kind

DISPOSE, KEEP = "dispose", "keep"


class Show(Form):
    """Filter of the list."""

    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Every kind"), *((kind.value, kind.value) for kind in Kind)],
    )
    name = forms.CharField(label="Name or reference", required=False, max_length=100)


class Decision(Form):
    """Whether files are disposed of or kept."""

    decision = forms.ChoiceField(
        label="What should happen to these files?",
        widget=forms.RadioSelect,
        choices=[(DISPOSE, "Dispose of them now"), (KEEP, "Keep them another year")],
    )
    reason = forms.CharField(
        label="Why should they be kept?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed only if they are kept. Name no person.",
    )

    def clean(self) -> dict[str, str]:
        """A reason goes with keeping."""
        answers = super().clean() or {}
        if answers.get("decision") == KEEP and not answers.get("reason"):
            self.add_error("reason", "Enter why they should be kept")
        return answers

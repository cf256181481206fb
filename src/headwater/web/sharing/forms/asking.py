"""Questions that several forms of the registers ask in the same words."""

from collections.abc import Sequence

from django import forms

from headwater.web.design_system.forms import Form

LONGEST = 4_000
NO_NAMES = "Leave out names and anything else that tells of one person."


def words(label: str, hint: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choose(form: Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a question its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class RegisterFilter(Form):
    """Which of a register to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    partner = forms.ChoiceField(label="Partner", required=False)
    status = forms.ChoiceField(label="Status", required=False)
    due = forms.ChoiceField(
        label="Review",
        required=False,
        choices=[("", "Any day"), ("soon", "Late or due in 8 weeks")],
    )

    def __init__(
        self,
        *args: object,
        partners: Sequence[tuple[str, str]],
        statuses: Sequence[tuple[str, str]] = (),
        has_reviews: bool = True,
    ) -> None:
        super().__init__(*args)
        choose(self, "partner", [("", "Any partner"), *partners])
        if statuses:
            choose(self, "status", [("", "Any status"), *statuses])
        else:
            del self.fields["status"]
        if not has_reviews:
            del self.fields["due"]

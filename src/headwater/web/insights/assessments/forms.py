"""What people answer about assessments."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from headwater.core.errors import UsageError
from headwater.core.periods import Month, Period
from headwater.web.accounts.models import User
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.editions import figures
from headwater.web.editions.models import Edition, Table
from headwater.web.editions.rules.narrative import LONGEST
from headwater.web.editions.rules.workflow import Status
from headwater.web.insights.assessments.models import Area

LONGEST_COMMENT = 4_000
MOST_MONTHS = 60
MONTHS_BACK = 12 * 12
"""How far back a period may start; records older than that are not loaded."""
SHOWN = (Status.QUEUED, Status.RUNNING, Status.FAILED, Status.DRAFT, Status.LOCKED)


class StartForm(Form):
    """Which area and which months."""

    area = forms.ChoiceField(label="Area")
    first = forms.ChoiceField(label="First month")
    last = forms.ChoiceField(label="Last month")

    nouns: ClassVar[dict[str, str]] = {
        "area": "an area",
        "first": "the first month",
        "last": "the last month",
    }

    def __init__(self, *args: Any, areas: Iterable[Area], latest: Month, **settings: Any) -> None:
        super().__init__(*args, **settings)
        months = [latest.plus(-back) for back in range(MONTHS_BACK)]
        choices = [(str(month), month.words) for month in months]
        self._choices("area", [(area.code, f"{area.name} ({area.level})") for area in areas])
        self._choices("first", choices)
        self._choices("last", choices)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Months in order, and no more of them than chapters are written for."""
        answers = super().clean() or {}
        if "first" in answers and "last" in answers:
            try:
                period = Period(Month.parse(answers["first"]), Month.parse(answers["last"]))
            except UsageError:
                self.add_error("last", "The last month must not be before the first month")
                return answers
            if len(period) > MOST_MONTHS:
                self.add_error("last", f"Choose at most {MOST_MONTHS} months")
            answers["period"] = period
        return answers


class ListForm(Form):
    """Which assessments to show."""

    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any status"), *((each.value, each.words) for each in SHOWN)],
    )
    area = forms.CharField(label="Area", required=False, max_length=120)


class NarrativeForm(VersionedForm):
    """What the partnership says about a chapter."""

    narrative = forms.CharField(
        label="Narrative",
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=(
            "Leave an empty line between paragraphs. Start a line with a hyphen and a space for a "
            "point of a list. Quote a number by its name between double braces."
        ),
    )


class CommentForm(Form):
    """A remark, and whom to tell."""

    text = forms.CharField(
        label="Your comment", max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 4})
    )
    mention = forms.ModelChoiceField(
        label="Tell a colleague",
        queryset=User.objects.none(),
        required=False,
        to_field_name="reference",
        empty_label="Nobody in particular",
    )

    nouns: ClassVar[dict[str, str]] = {"text": "your comment", "mention": "a colleague"}

    def __init__(self, *args: Any, colleagues: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["mention"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues


class TableForm(Form):
    """Which rows of a table, and in which order."""

    words = forms.CharField(label="Rows with the words", required=False, max_length=120)
    by = forms.ChoiceField(label="In order of", required=False)
    order = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Lowest first, or A to Z"), ("down", "Highest first, or Z to A")],
    )

    def __init__(self, *args: Any, table: Table, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)
        columns = [(each["key"], figures.heading(each)) for each in table.columns]
        field.choices = [("", "As published"), *columns]


class CompareForm(Form):
    """Which other assessment."""

    other = forms.ChoiceField(label="Compare with")

    nouns: ClassVar[dict[str, str]] = {"other": "an assessment"}

    def __init__(self, *args: Any, others: Iterable[Edition], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (each.reference, f"{each.area_name}, {each.period_words} ({each.reference})")
            for each in others
        ]

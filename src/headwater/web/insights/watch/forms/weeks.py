"""What people answer about weeks of early warning."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from headwater.core.weeks import Week
from headwater.core.words import counted
from headwater.web.design_system.forms import Form
from headwater.web.editions.rules.workflow import Status
from headwater.web.insights.watch.models import Rule

WEEKS_BACK = 104
SHOWN = (Status.QUEUED, Status.RUNNING, Status.FAILED, Status.DRAFT, Status.LOCKED)


class RunForm(Form):
    """Which area and which week."""

    area = forms.ChoiceField(label="Area")
    week = forms.ChoiceField(
        label="Week",
        help_text="From Monday to Sunday. The latest week that every rule can judge is chosen.",
    )

    nouns: ClassVar[dict[str, str]] = {"area": "an area", "week": "a week"}

    def __init__(
        self, *args: Any, rules: Sequence[Sequence[Rule]], latest: Week, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        weeks = [latest.plus(-back) for back in range(WEEKS_BACK)]
        self._choices(
            "area",
            [
                (each[0].area_code, f"{each[0].area_name} ({counted(len(each), 'rule')})")
                for each in rules
            ],
        )
        self._choices("week", [(str(week), f"{capfirst(week.words)} ({week})") for week in weeks])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class WeeksForm(Form):
    """Which runs to show."""

    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any status"), *((each.value, each.words) for each in SHOWN)],
    )
    area = forms.CharField(label="Area", required=False, max_length=120)

"""Which part of the gap map to show, and what a new one is worked out over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst

from headwater.core.periods import Month
from headwater.web.design_system.forms import Form
from headwater.web.provision.gaps.queries.maps import Asked, Cell
from headwater.web.provision.gaps.rules.classes import MapClass
from headwater.web.provision.gaps.rules.places import ages_words

MONTHS_BACK = 36


class AskForm(Form):
    """Which combinations to show."""

    age = forms.ChoiceField(label="Ages", required=False)
    help = forms.ChoiceField(label="Kind of help", required=False)
    area = forms.ChoiceField(label="Place", required=False)
    kind = forms.ChoiceField(
        label="Class",
        required=False,
        choices=[("", "Any class"), *((each.value, each.words) for each in MapClass)],
    )
    type = forms.ChoiceField(label="Kind of gap", required=False)

    def __init__(self, *args: Any, cells: Iterable[Cell], **settings: Any) -> None:
        super().__init__(*args, **settings)
        every = list(cells)
        ages = {each.place.age: ages_words(each.place.age) for each in every}
        self._offer("age", "All ages", dict(sorted(ages.items())))
        self._offer("help", "All kinds", {each.place.help: each.help_words for each in every})
        self._offer("area", "All places", {each.place.area: each.area for each in every})
        kinds = sorted({kind for each in every for kind in each.types})
        self._offer("type", "Any kind of gap", {kind: capfirst(kind) for kind in kinds})

    def _offer(self, name: str, everything: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *choices.items()]

    def asked(self) -> Asked:
        """What was chosen; everything where it makes no sense."""
        return Asked(**self.cleaned_data) if self.is_valid() else Asked()


class WorkOutForm(Form):
    """The year that need is counted over."""

    year_to = forms.ChoiceField(
        label="Count need over the year to",
        help_text=(
            "The last month that recorded violence was loaded for. Services are those of today "
            "where the partnership keeps its own directory, else those of that month."
        ),
    )

    def __init__(self, *args: Any, latest: Month, **settings: Any) -> None:
        super().__init__(*args, initial={"year_to": str(latest)}, **settings)
        field = self.fields["year_to"]
        assert isinstance(field, forms.ChoiceField)
        months = [latest.plus(6 - back) for back in range(MONTHS_BACK)]
        field.choices = [(str(each), each.words) for each in months]

    def month(self) -> Month:
        """The month that was chosen."""
        return Month.parse(self.cleaned_data["year_to"])

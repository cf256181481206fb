"""What somebody read in the toolkit."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from headwater.rulebook.practice import Impact, ToolkitApproach
from headwater.web.design_system.forms import DateField, Form
from headwater.web.evidence.models import COSTS, IMPACTS
from headwater.web.evidence.rules.library import is_read
from headwater.web.evidence.rules.publishing import LONGEST_LINK
from headwater.web.evidence.rules.reading import (
    QUALITIES,
    Cost,
    Read,
    ReadingRefusedError,
    check_read,
)

NOT_SAID = ("", "The page does not say")


class ReadingForm(Form):
    """What the toolkit's page of an approach says."""

    impact = forms.ChoiceField(
        label="Impact on violence",
        required=False,
        choices=[NOT_SAID, *IMPACTS],
        help_text="The band the page gives. A harmful one needs an override wherever it is used.",
    )
    quality = forms.ChoiceField(
        label="Evidence security",
        required=False,
        choices=[NOT_SAID, *((str(each), f"{each} of 5") for each in QUALITIES)],
    )
    cost = forms.ChoiceField(label="Cost", required=False, choices=[NOT_SAID, *COSTS])
    link = forms.CharField(
        label="Link of the page",
        max_length=LONGEST_LINK,
        help_text="Where anybody can read the same, such as https://www.example.org/approach.",
    )
    read_on = DateField(label="Day you read it")

    nouns: ClassVar[dict[str, str]] = {
        "link": "the link of the page",
        "read_on": "the day you read it",
    }

    def __init__(self, *args: Any, approach: ToolkitApproach, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.approach, self.today = approach, today
        if is_read(approach):
            del self.fields["impact"]

    def clean(self) -> dict[str, Any]:
        """The same checks as whoever keeps it makes, said before it is sent on."""
        found = super().clean() or {}
        if not self.errors:
            try:
                check_read(self.read(), today=self.today)
            except ReadingRefusedError as error:
                self.add_error(None, str(error))
        return found

    def read(self) -> Read:
        """What was answered, of a form whose fields are valid."""
        given = self.cleaned_data
        impact, quality, cost = given.get("impact"), given["quality"], given["cost"]
        return Read(
            approach=self.approach.id,
            impact=Impact(impact) if impact else None,
            quality=int(quality) if quality else None,
            cost=Cost(cost) if cost else None,
            link=given["link"].strip(),
            read_on=given["read_on"],
        )

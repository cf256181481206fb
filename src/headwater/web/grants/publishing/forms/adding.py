"""What staff are asked for before grants are published."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from headwater.sources.giving_360.identifiers import is_identifier, is_prefix
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.grants.publishing.rules.readiness import SHORTEST

READY, NOT_READY, NOT_YET = "ready", "missing", "waiting"


class AwardFilter(Form):
    """Which awards to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    state = forms.ChoiceField(
        label="Publication",
        required=False,
        choices=[
            ("", "Any"),
            (READY, "Ready"),
            (NOT_READY, "Something is missing"),
            (NOT_YET, "Not a grant yet, or never"),
        ],
    )


class SpendingFilter(Form):
    """Which payments over £500 to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    state = forms.ChoiceField(
        label="Publication",
        required=False,
        choices=[("", "Any"), (READY, "Ready"), (NOT_READY, "Something is missing")],
    )


class SpendingForm(VersionedForm):
    """Who was paid, and why that was good value."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    recipient = forms.CharField(
        label="Who was paid",
        max_length=200,
        help_text="The public reads this. For salaries say whose staff was paid, not their names.",
    )
    value = forms.CharField(
        label="Why it gives good value for money",
        min_length=SHORTEST,
        max_length=1_000,
        help_text="The public reads this. Such as how the price was found, and what was bought.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    nouns: ClassVar[dict[str, str]] = {"recipient": "who was paid", "value": "why"}


class ImprintForm(VersionedForm):
    """Under which identifiers grants are published."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    publisher_prefix = forms.CharField(
        label="Publisher prefix",
        max_length=60,
        help_text="360Giving gives it to a publisher, such as 360G-loamshire. Every identifier of "
        "a grant begins with it: once files are published it should not change.",
    )
    funder_id = forms.CharField(
        label="Identifier of the funder",
        max_length=80,
        required=False,
        help_text="From org-id.guide, such as GB-GOR-PC123. Leave it empty where no register "
        "knows the funder.",
    )

    def clean_publisher_prefix(self) -> str:
        """Raises where it does not have the shape of a prefix."""
        text: str = self.cleaned_data["publisher_prefix"]
        if not is_prefix(text):
            raise ValidationError("Enter a prefix such as 360G-loamshire: letters and digits only")
        return text

    def clean_funder_id(self) -> str:
        """Raises where it does not have the shape of an identifier."""
        return _identifier(self.cleaned_data["funder_id"])


def _identifier(text: str) -> str:
    if text and not is_identifier(text):
        raise ValidationError("Enter an identifier such as GB-CHC-1164883, without spaces")
    return text


class ParticularsForm(VersionedForm):
    """Who received a grant, and where people benefit."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    recipient_id = forms.CharField(
        label="Identifier of the recipient in a public register",
        max_length=80,
        required=False,
        help_text="Only where its charity or company number does not say it. Schools are "
        "GB-EDU- and their number, councils GB-LAE- and their code; see org-id.guide.",
    )
    places = forms.MultipleChoiceField(
        label="Where people benefit",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Not where the organisation has its office. Choose none to keep what the "
        "application says.",
    )

    def __init__(self, *args: Any, places: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.names = places
        field = self.fields["places"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(places.items())

    def clean_recipient_id(self) -> str:
        """Raises where it does not have the shape of an identifier."""
        return _identifier(self.cleaned_data["recipient_id"])

    @property
    def chosen_places(self) -> list[dict[str, str]]:
        """Areas that were chosen, by code and name."""
        codes: Sequence[str] = self.cleaned_data["places"]
        return [{"code": code, "name": self.names[code]} for code in codes]


class NameForm(Form):
    """The name of a person that is to be left out."""

    words = forms.CharField(
        label="The name, as it stands in the text",
        min_length=2,
        max_length=160,
        help_text="Only names of people are left out. Whoever reads the list sees that a name is "
        "left out, and why.",
    )
    reason = forms.CharField(
        label="Why it is left out",
        min_length=SHORTEST,
        max_length=300,
        help_text="The public reads this. Do not repeat the name.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Raises where the reason gives the name away."""
        given = super().clean() or self.cleaned_data
        words, reason = given.get("words", ""), given.get("reason", "")
        if words and words.casefold() in reason.casefold():
            self.add_error("reason", "Say why without repeating the name")
        return given


class OthersFileForm(Form):
    """A file of other funders' grants to look at."""

    file = forms.FileField(
        label="360Giving file",
        max_length=200,
        help_text="JSON or CSV up to 20 MB, as a funder publishes it. Nothing is taken in until "
        "you have seen what it holds.",
        widget=forms.FileInput(attrs={"accept": ".json,.csv,application/json,text/csv"}),
    )


class TakeInForm(Form):
    """What was looked at."""

    seal = forms.CharField(max_length=64, widget=forms.HiddenInput)


class OthersFilter(Form):
    """Which grants of other funders to show."""

    words = forms.CharField(
        label="Organisation, funder, words or registered number", required=False, max_length=120
    )


class ProjectFilter(Form):
    """Which projects the public asked for."""

    text = forms.CharField(label="Words", required=False, max_length=120)
    place = forms.ChoiceField(label="Where people benefit", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    year = forms.ChoiceField(label="Awarded in", required=False)

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str]],
        themes: Sequence[tuple[str, str]],
        years: Sequence[tuple[str, str]],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        for name, every, found in (
            ("place", "Any place", places),
            ("theme", "Any theme", themes),
            ("year", "Any year", years),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", every), *found]

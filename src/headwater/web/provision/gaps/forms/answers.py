"""What people answer when they do something about a gap."""

from collections.abc import Iterable
from copy import copy
from typing import Any, ClassVar, Self

from django import forms

from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.rules.commissioning import Description
from headwater.web.thread.kinds import Bead

NARROW = "govuk-input--width-5"
MOST_POUNDS = 1_000_000_000


def _offer_partners(form: forms.BaseForm, partners: Iterable[Organisation], nobody: str) -> None:
    field = form.fields["organisation"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", nobody), *((each.reference, each.name) for each in partners)]


class GapForm(Form):
    """An answer to a gap, with the map it was read in."""

    seen_in = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def over_map(self, reference: str, **settings: Any) -> Self:
        """The answers as they were given, to be saved beside the map that is there now."""
        # A copy of what a browser sent keeps every answer to a question that takes several.
        given: Any = copy(self.data)
        given["seen_in"] = reference
        again = type(self)(given, **settings)
        again.is_valid()
        return again


class ActionForm(GapForm):
    """The action that answers a gap."""

    title = forms.CharField(label="What is to be done?", max_length=200)
    organisation = forms.ChoiceField(label="Who leads it?", required=False)
    due_on = DateField(label="By when?")

    nouns: ClassVar[dict[str, str]] = {"title": "what is to be done", "due_on": "the day it is due"}

    def __init__(self, *args: Any, partners: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer_partners(self, partners, "Not decided yet")


class IntentionForm(Form):
    """What is to be commissioned."""

    title = forms.CharField(label="What is to be commissioned?", max_length=200)
    what = forms.CharField(
        label="What should it do, for whom and where?",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    places = forms.IntegerField(
        label="Places a year",
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )
    money_low = forms.IntegerField(
        label="Least it may cost a year, pounds",
        required=False,
        min_value=0,
        max_value=MOST_POUNDS,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )
    money_high = forms.IntegerField(
        label="Most it may cost a year, pounds",
        required=False,
        min_value=0,
        max_value=MOST_POUNDS,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )
    by_when = DateField(label="By when should it be running?")
    organisation = forms.ChoiceField(label="Who would commission it?", required=False)

    nouns: ClassVar[dict[str, str]] = {
        "title": "what is to be commissioned",
        "places": "how many places a year",
        "by_when": "the day it should be running by",
    }

    def __init__(self, *args: Any, partners: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer_partners(self, partners, "Not decided yet")

    def description(self) -> Description:
        """What was answered."""
        given = {name: self.cleaned_data[name] for name in Description.__dataclass_fields__}
        return Description(**given)


class IntentionStartForm(IntentionForm, GapForm):
    """What is to be commissioned to close a gap."""


class IntentionChangeForm(IntentionForm, VersionedForm):
    """Changes to what is to be commissioned."""


def answers_of(intention: Intention) -> dict[str, Any]:
    """What a form about an intention starts with."""
    return {
        "title": intention.title,
        "what": intention.what,
        "places": intention.places,
        "money_low": intention.money_low,
        "money_high": intention.money_high,
        "by_when": intention.by_when,
        "organisation": intention.organisation.reference if intention.organisation else "",
        "version": intention.version,
    }


class AgreeForm(VersionedForm):
    """The decision that agreed an intention."""

    decision = forms.ChoiceField(
        label="Which decision of a board agreed it?",
        help_text="Decisions that were carried, of minutes that were issued, latest first.",
    )

    nouns: ClassVar[dict[str, str]] = {"decision": "a decision"}

    def __init__(self, *args: Any, decisions: Iterable[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *((each.reference, each.title) for each in decisions)]


class CommissionForm(VersionedForm):
    """With whom an intention was commissioned."""

    reason = forms.CharField(
        label="Who will do it, and under what?",
        help_text="The organisation and the contract or grant. No name of a person.",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {"reason": "who will do it"}


class DropForm(VersionedForm):
    """Why an intention is dropped."""

    reason = forms.CharField(
        label="Why is it dropped?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {"reason": "why it is dropped"}


class IntentionsForm(Form):
    """Which intentions to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    status = forms.ChoiceField(label="Status", required=False)

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        choices = Intention._meta.get_field("status").choices or []
        field.choices = [("", "Any status"), *choices]

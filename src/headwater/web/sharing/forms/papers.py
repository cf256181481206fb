"""What somebody is asked about an agreement, an assessment of impact or a dataset."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from headwater.rulebook import data_register, lawful_gateways, suppression_profiles
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.sharing.changes import datasets as dataset_changes
from headwater.web.sharing.changes.agreements import PLAIN, Terms
from headwater.web.sharing.changes.datasets import Described
from headwater.web.sharing.changes.dpias import Assessed
from headwater.web.sharing.forms.asking import NO_NAMES, choose, words
from headwater.web.sharing.models import FREQUENCIES, PURPOSES, Agreement, Dataset, Dpia
from headwater.web.sharing.rules.onboarding import Step


class AgreementForm(Form):
    """Everything an agreement says."""

    title = forms.CharField(label="What is the agreement called?", max_length=160)
    parties = forms.MultipleChoiceField(label="Parties", widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(label="What for?", choices=PURPOSES, widget=forms.RadioSelect)
    detail = words("More about the purpose", NO_NAMES, required=False)
    gateway = forms.ChoiceField(label="By which law?")
    datasets = forms.MultipleChoiceField(
        label="Datasets", required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DateField(label="First day")
    review_on = DateField(label="Looked at again on")
    ends_on = DateField(label="Last day", required=False)
    document = forms.CharField(
        label="Where is the signed copy?",
        help_text="A folder or a reference. A file of headwater can also be tied to it later.",
        max_length=200,
        required=False,
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "what the agreement is called",
        "parties": "two parties or more",
        "purpose": "what it is for",
        "starts_on": "the first day",
        "review_on": "the day of the review",
    }

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        datasets: Iterable[Dataset],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        choose(self, "parties", [(each.reference, each.name) for each in organisations])
        held = [(each.reference, f"{each.title}, {each.organisation.name}") for each in datasets]
        choose(self, "datasets", held)
        choose(self, "gateway", [(each.id, each.words) for each in lawful_gateways()])
        if not held:
            del self.fields["datasets"]

    def clean(self) -> dict[str, Any]:
        """Days in their order, and more than one party."""
        found = super().clean() or {}
        first, again, last = (found.get(name) for name in ("starts_on", "review_on", "ends_on"))
        if first and again and again <= first:
            self.add_error("review_on", "The review must be after the first day")
        if first and last and last < first:
            self.add_error("ends_on", "The last day must be on or after the first day")
        if found.get("parties") and len(found["parties"]) == 1:
            self.add_error("parties", "Select two parties or more")
        return found

    def terms(self) -> Terms:
        """What was answered, of a form that is valid."""
        said = self.cleaned_data
        return Terms(
            **{name: said[name] for name in PLAIN},
            parties=tuple(said["parties"]),
            datasets=tuple(said.get("datasets", ())),
        )


class AgreementChangeForm(AgreementForm, VersionedForm):
    """The same of a draft that is there."""


def agreement_answers(agreement: Agreement) -> Mapping[str, Any]:
    """What an agreement says now as answers of its form."""
    return {
        **{name: getattr(agreement, name) for name in PLAIN},
        "parties": [each.organisation.reference for each in agreement.parties.all()],
        "datasets": [each.reference for each in agreement.datasets.all()],
        "version": agreement.version,
    }


class SignForm(Form):
    """That an organisation signed."""

    role = forms.CharField(
        label="In which role did they sign?",
        help_text="A role, not a name, such as Caldicott guardian.",
        max_length=120,
    )
    on = DateField(label="Signed on")

    nouns: ClassVar[dict[str, str]] = {"role": "the role", "on": "the day it was signed"}


class ReviewForm(VersionedForm):
    """That something was looked at again."""

    next_on = DateField(label="Looked at next on")

    nouns: ClassVar[dict[str, str]] = {"next_on": "the day of the next review"}


class DpiaForm(Form):
    """Everything an assessment of impact says."""

    title = forms.CharField(label="What is the assessment called?", max_length=160)
    organisation = forms.ChoiceField(label="Whose assessment is it?")
    owner_role = forms.CharField(
        label="Who answers for it there?",
        help_text="A role, not a name, such as Data protection officer.",
        max_length=120,
    )
    agreement = forms.ChoiceField(label="Agreement it belongs to", required=False)
    scope = words("What does it cover?", f"Data, people they are about, and use. {NO_NAMES}")
    risks = words("What could go wrong, for whom, and how badly?", rows=5)
    measures = words("What is done about it?", rows=5)
    advice = words("What did the data protection officer advise?", required=False)
    review_on = DateField(label="Looked at again on")

    nouns: ClassVar[dict[str, str]] = {
        "title": "what the assessment is called",
        "organisation": "whose assessment it is",
        "owner_role": "who answers for it",
        "scope": "what it covers",
        "risks": "what could go wrong",
        "measures": "what is done about it",
        "review_on": "the day of the review",
    }

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        agreements: Iterable[Agreement],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        self.agreements = {each.reference: each for each in agreements}
        choose(self, "organisation", _named(self.organisations))
        papers = [(each.reference, each.title) for each in self.agreements.values()]
        choose(self, "agreement", [("", "None yet"), *papers])

    def assessed(self) -> Assessed:
        """What was answered, of a form that is valid."""
        said = self.cleaned_data
        plain = ("title", "owner_role", "scope", "risks", "measures", "advice", "review_on")
        return Assessed(
            **{name: said[name] for name in plain},
            agreement=self.agreements.get(said["agreement"]),
        )


class DpiaChangeForm(DpiaForm, VersionedForm):
    """The same of one that is there. It stays with its organisation."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        del self.fields["organisation"]


def dpia_answers(dpia: Dpia) -> Mapping[str, Any]:
    """What an assessment says now as answers of its form."""
    plain = ("title", "owner_role", "scope", "risks", "measures", "advice", "review_on", "version")
    return {
        **{name: getattr(dpia, name) for name in plain},
        "agreement": dpia.agreement.reference if dpia.agreement else "",
    }


class ApproveForm(VersionedForm):
    """Whether an assessment is approved."""

    answer = forms.ChoiceField(
        label="What do you say?",
        choices=[("approve", "I approve it"), ("return", "I give it back")],
        widget=forms.RadioSelect,
    )
    reason = words("Why, or what is missing?", NO_NAMES)

    nouns: ClassVar[dict[str, str]] = {"answer": "what you say", "reason": "why"}


class DatasetForm(Form):
    """Everything the register says of a dataset."""

    organisation = forms.ChoiceField(label="Partner that holds it")
    title = forms.CharField(label="What is the dataset called?", max_length=160)
    fields_wanted = words(
        "Fields, the least that is asked for",
        "Of counts, or of records that name nobody.",
        required=False,
    )
    caveat = words("What to keep in mind", required=False)
    steward_role = forms.CharField(
        label="Who looks after it there?",
        help_text="A role, not a name, such as Head of performance.",
        max_length=120,
        required=False,
    )
    frequency = forms.ChoiceField(
        label="How often?", required=False, choices=[("", "Not known"), *FREQUENCIES]
    )
    lag_days = forms.IntegerField(
        label="Days until it can be had",
        help_text="From the end of a period.",
        min_value=0,
        max_value=3650,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    geography = forms.CharField(label="Smallest area", max_length=120, required=False)
    suppression = forms.ChoiceField(label="How small numbers are hidden", required=False)
    licence = forms.CharField(label="Licence or terms", max_length=160, required=False)
    breaks = words("Known breaks in the series", required=False)
    source = forms.ChoiceField(
        label="What its files are called where files are handed in", required=False
    )

    nouns: ClassVar[dict[str, str]] = {
        "organisation": "the partner that holds it",
        "title": "what the dataset is called",
    }

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        sources: Iterable[tuple[str, str]],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        choose(self, "organisation", _named(self.organisations))
        profiles = [(each.id, each.title) for each in suppression_profiles()]
        choose(self, "suppression", [("", "Not known"), *profiles])
        choose(self, "source", [("", "No file yet"), *sources])

    def described(self) -> Described:
        """What was answered, of a form that is valid."""
        said = {**self.cleaned_data, "fields": self.cleaned_data["fields_wanted"]}
        return Described(**{name: said[name] for name in dataset_changes.FIELDS})


class DatasetChangeForm(DatasetForm, VersionedForm):
    """The same of one that is there. It stays with its partner."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        del self.fields["organisation"]


def dataset_answers(dataset: Dataset) -> Mapping[str, Any]:
    """What is said of a dataset now as answers of its form."""
    said = {name: getattr(dataset, name) for name in dataset_changes.FIELDS}
    return {**said, "fields_wanted": dataset.fields, "version": dataset.version}


def from_register(partner: str, dataset: str) -> Mapping[str, Any]:
    """What the rulebook says such a dataset usually holds, as answers."""
    for each in data_register():
        if (each.partner, each.dataset) == (partner, dataset):
            return {
                "title": each.dataset[:1].upper() + each.dataset[1:],
                "fields_wanted": each.fields,
                "caveat": each.caveat,
                "frequency": each.frequency,
            }
    return {}


class MoveForm(VersionedForm):
    """Where a dataset is on its way, since when, and what it waits for."""

    step = forms.ChoiceField(
        label="Where is it now?",
        choices=[(each.value, each.words) for each in Step],
        widget=forms.RadioSelect,
    )
    on = DateField(label="Since when?")
    why = words("What happened, or what does it wait for?", NO_NAMES, required=False)

    nouns: ClassVar[dict[str, str]] = {"step": "where it is", "on": "since when"}
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "step": {each.value: each.means for each in Step}
    }


class StartForm(Form):
    """That a partner was asked for a dataset."""

    on = DateField(label="When was the partner asked?")

    nouns: ClassVar[dict[str, str]] = {"on": "the day the partner was asked"}


def _named(organisations: Mapping[str, Organisation]) -> list[tuple[str, str]]:
    return [("", "Choose"), *((key, each.name) for key, each in organisations.items())]

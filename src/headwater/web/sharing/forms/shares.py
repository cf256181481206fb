"""What somebody is asked about a share."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from headwater.rulebook import lawful_gateways_on
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.sharing.changes.shares import Asked
from headwater.web.sharing.forms.asking import NO_NAMES, choose, words
from headwater.web.sharing.models import (
    ACTINGS,
    ARTICLES_6,
    ARTICLES_9,
    CONDITIONS,
    GRANULARITIES,
    HOLDINGS,
    PURPOSES,
    Agreement,
    Dataset,
    Dpia,
)
from headwater.web.sharing.rules.gateways import NOT_PERSONAL, Bases
from headwater.web.sharing.rules.terms import (
    Acting,
    Article6,
    Article9,
    Condition,
    Granularity,
    Holding,
    Purpose,
)

NONE = ("", "None chosen")
NO_DPIA = "That of the agreement, or none"


class ShareForm(Form):
    """Everything the law asks of a share."""

    title = forms.CharField(
        label="What is to be shared?",
        help_text=f"Such as Ambulance call-outs by month and small area. {NO_NAMES}",
        max_length=160,
    )
    giver = forms.ChoiceField(label="Who gives it?")
    acting = forms.ChoiceField(
        label="If a council gives it, in which function?",
        help_text="What social care holds is treated like what health holds.",
        required=False,
        choices=[("", "Not a council"), *ACTINGS],
    )
    taker = forms.ChoiceField(label="Who gets it?")
    purpose = forms.ChoiceField(label="What for?", choices=PURPOSES, widget=forms.RadioSelect)
    granularity = forms.ChoiceField(
        label="How fine is it?", choices=GRANULARITIES, widget=forms.RadioSelect
    )
    holds = forms.MultipleChoiceField(
        label="What does it hold?",
        required=False,
        choices=HOLDINGS,
        widget=forms.CheckboxSelectMultiple,
    )
    gateway = forms.ChoiceField(
        label="By which law?", help_text="The rulebook's gateways that are in force today."
    )
    article_6 = forms.ChoiceField(
        label="Basis of Article 6", required=False, choices=[NONE, *ARTICLES_6]
    )
    article_9 = forms.ChoiceField(
        label="Condition of Article 9", required=False, choices=[NONE, *ARTICLES_9]
    )
    condition = forms.ChoiceField(
        label="Condition of the Data Protection Act 2018",
        required=False,
        choices=[NONE, *CONDITIONS],
    )
    is_part_3 = forms.BooleanField(
        label="This is processing for law enforcement, under Part 3", required=False
    )
    necessity = words(
        "Why is it necessary?", f"And why would nothing coarser do? {NO_NAMES}", required=False
    )
    proportionality = words(
        "Why is it proportionate?", "Fields, people and time no more than needed.", required=False
    )
    dataset = forms.ChoiceField(label="Dataset", required=False)
    agreement = forms.ChoiceField(label="Under which agreement?", required=False)
    dpia = forms.ChoiceField(
        label="Which impact assessment covers it?",
        help_text="What tells people apart starts only once one is in force. Choose none and "
        "that of the agreement counts.",
        required=False,
    )
    kept = forms.CharField(
        label="How long is it kept?",
        help_text="Such as 12 months, then deleted.",
        max_length=200,
        required=False,
    )
    review_on = DateField(label="Looked at again on", required=False)
    against = words(
        "Decide against sharing it?",
        "Only where it will not be shared although it may be: say why.",
        required=False,
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "what is to be shared",
        "giver": "who gives it",
        "taker": "who gets it",
        "purpose": "what it is for",
        "granularity": "how fine it is",
        "gateway": "the law it goes by",
    }
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "granularity": {each.value: each.means for each in Granularity},
        "holds": {each.value: each.means for each in Holding},
    }

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        datasets: Iterable[Dataset],
        agreements: Iterable[Agreement],
        dpias: Iterable[Dpia],
        today: date,
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        self.datasets = {each.reference: each for each in datasets}
        self.agreements = {each.reference: each for each in agreements}
        self.dpias = {each.reference: each for each in dpias}
        partners = [(each.reference, each.name) for each in self.organisations.values()]
        choose(self, "giver", [("", "Choose"), *partners])
        choose(self, "taker", [("", "Choose"), *partners])
        known = [(each.id, each.words) for each in lawful_gateways_on(today)]
        choose(self, "gateway", known)
        self.fields["gateway"].initial = NOT_PERSONAL
        held = [
            (each.reference, f"{each.title}, {each.organisation.name}")
            for each in self.datasets.values()
        ]
        choose(self, "dataset", [("", "None of the register"), *held])
        papers = [(each.reference, each.title) for each in self.agreements.values()]
        choose(self, "agreement", [("", "None"), *papers])
        choose(self, "dpia", [("", NO_DPIA), *dpia_choices(self.dpias.values())])

    def clean(self) -> dict[str, Any]:
        """Nobody shares with themselves."""
        found = super().clean() or {}
        if found.get("giver") and found.get("giver") == found.get("taker"):
            self.add_error("taker", "Choose another organisation than the one that gives it")
        return found

    def asked(self) -> Asked:
        """What was answered, of a form that is valid."""
        said = self.cleaned_data
        return Asked(
            title=said["title"],
            giver=self.organisations[said["giver"]],
            acting=Acting(said["acting"]) if said["acting"] else None,
            taker=self.organisations[said["taker"]],
            purpose=Purpose(said["purpose"]),
            granularity=Granularity(said["granularity"]),
            holds=[Holding(each) for each in said["holds"]],
            gateway=said["gateway"],
            bases=Bases(
                article_6=Article6(said["article_6"]) if said["article_6"] else None,
                article_9=Article9(said["article_9"]) if said["article_9"] else None,
                condition=Condition(said["condition"]) if said["condition"] else None,
                is_part_3=said["is_part_3"],
                necessity=said["necessity"],
                proportionality=said["proportionality"],
            ),
            dataset=self.datasets.get(said["dataset"]),
            agreement=self.agreements.get(said["agreement"]),
            dpia=self.dpias.get(said["dpia"]),
            kept=said["kept"],
            review_on=said["review_on"],
        )


def dpia_choices(dpias: Iterable[Dpia]) -> list[tuple[str, str]]:
    """Assessments of impact with where each of them is."""
    return [
        (each.reference, f"{each.title}, {each.organisation.name} ({each.stands.words.lower()})")
        for each in dpias
    ]


class StartForm(VersionedForm):
    """Which assessment of impact something starts on."""

    dpia = forms.ChoiceField(label="Which impact assessment covers it?", required=False)

    def __init__(self, *args: Any, dpias: Iterable[Dpia], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.dpias = {each.reference: each for each in dpias}
        choose(self, "dpia", [("", NO_DPIA), *dpia_choices(self.dpias.values())])


class EndForm(VersionedForm):
    """Why something is shared no more."""

    why = words("Why does it end?", NO_NAMES, required=True)

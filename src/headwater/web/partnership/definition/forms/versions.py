"""What a version says, what is said of a kind of violence, and what a board decided."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from headwater.rulebook import Limb
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partnership.definition.changes.moving import Approval
from headwater.web.partnership.definition.changes.versions import Described
from headwater.web.partnership.definition.models import (
    COUNTINGS,
    DECISIONS,
    LEVELS,
    MOST_AGE,
    Candidate,
    LocalDefinition,
)
from headwater.web.partnership.definition.rules.weighing import (
    Counting,
    Decision,
    Factor,
    Judgement,
    Level,
    Weighed,
    WeighingRefusedError,
    check_title,
    check_weighed,
    read_codes,
)
from headwater.web.thread.kinds import Bead

NARROW = "govuk-input--width-3"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _level(factor: Factor) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=factor.words,
        choices=LEVELS,
        widget=forms.RadioSelect,
        help_text="A judgement in words. Nothing is added up.",
    )


def _words(factor: Factor) -> forms.CharField:
    return forms.CharField(
        label=f"What “{factor.words.lower()}” rests on",
        required=False,
        max_length=2_000,
        widget=_area(3),
    )


def _age(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_AGE,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )


class DescribeForm(VersionedForm):
    """What a version is called, what it counts, and which ages come first."""

    title = forms.CharField(label="What is it called?", max_length=160)
    sentence = forms.CharField(
        label="What counts as serious violence here, in a sentence or two?",
        help_text="It stands beside every figure that counts by this version.",
        max_length=1_000,
        widget=_area(4),
    )
    age_from = _age("Youngest age that partners put first")
    age_to = _age("Oldest age that partners put first")

    nouns: ClassVar[dict[str, str]] = {"title": "what it is called", "sentence": "what counts"}

    def clean(self) -> dict[str, Any]:
        """Ages are in order."""
        given = super().clean() or {}
        youngest, oldest = given.get("age_from"), given.get("age_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_to", "The oldest age must not be below the youngest")
        return given

    def described(self) -> Described:
        """What was answered."""
        return Described(
            **{name: self.cleaned_data[name] for name in Described.__dataclass_fields__}
        )


class WeighForm(VersionedForm):
    """The four factors, in or out and why, and how it is counted."""

    penalty_level = _level(Factor.PENALTY)
    penalty_words = _words(Factor.PENALTY)
    victim_level = _level(Factor.VICTIM)
    victim_words = _words(Factor.VICTIM)
    prevalence_level = _level(Factor.PREVALENCE)
    prevalence_words = _words(Factor.PREVALENCE)
    community_level = _level(Factor.COMMUNITY)
    community_words = _words(Factor.COMMUNITY)
    decision = forms.ChoiceField(
        label="Is it serious violence here?", choices=DECISIONS, widget=forms.RadioSelect
    )
    rationale = forms.CharField(
        label="Why is it in or out?", required=False, max_length=2_000, widget=_area(3)
    )
    counting = forms.ChoiceField(
        label="How is it counted?", choices=COUNTINGS, widget=forms.RadioSelect
    )

    nouns: ClassVar[dict[str, str]] = {
        "decision": "whether it is serious violence here",
        "counting": "how it is counted",
    }

    def __init__(self, *args: Any, candidate: Candidate, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.candidate = candidate
        if not candidate.codes:
            self.fields["counting"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A decision has a reason, and a judgement has words."""
        given = super().clean() or {}
        if self.errors:
            return given
        try:
            check_weighed(self.weighed(given))
        except WeighingRefusedError as refused:
            is_reason = given["decision"] != Decision.UNDECIDED and not given["rationale"]
            self.add_error("rationale" if is_reason else _without_words(given), str(refused))
        return given

    def weighed(self, given: dict[str, Any] | None = None) -> Weighed:
        """What was answered."""
        answers = self.cleaned_data if given is None else given
        return Weighed(
            key=self.candidate.key,
            title=self.candidate.title,
            codes=tuple(self.candidate.codes),
            judgements={
                factor: Judgement(
                    Level(answers[f"{factor.value}_level"]), answers[f"{factor.value}_words"]
                )
                for factor in Factor
            },
            decision=Decision(answers["decision"]),
            rationale=answers["rationale"],
            counting=Counting(answers["counting"]),
        )


def _without_words(given: dict[str, Any]) -> str:
    return next(
        f"{factor.value}_words"
        for factor in Factor
        if given[f"{factor.value}_level"] != Level.NOT_JUDGED
        and not given[f"{factor.value}_words"].strip()
    )


def answers_of(candidate: Candidate) -> dict[str, Any]:
    """What a form about a kind of violence starts with."""
    names = [name for name in WeighForm.base_fields if name != "version"]
    return {name: getattr(candidate, name) for name in names} | {"version": candidate.version}


def described_of(version: LocalDefinition) -> dict[str, Any]:
    """What a form about a version starts with."""
    names = (*Described.__dataclass_fields__, "version")
    return {name: getattr(version, name) for name in names}


class AddForm(Form):
    """A kind of violence of our own."""

    title = forms.CharField(label="What kind of violence?", max_length=120)
    limb = forms.ChoiceField(
        label="Which part of what the Act calls violence?",
        choices=[(each.value, each.words) for each in Limb],
    )
    codes = forms.CharField(
        label="Police labels that count it",
        required=False,
        max_length=400,
        help_text="Such as 8N, 34B. Leave empty where no label tells it apart: it is then named "
        "in the definition and not counted.",
    )

    nouns: ClassVar[dict[str, str]] = {"title": "a kind of violence", "limb": "a part"}

    def clean_title(self) -> str:
        """Terrorism cannot be added."""
        title = str(self.cleaned_data["title"])
        check_title_in_form(title)
        return title

    def clean_codes(self) -> tuple[str, ...]:
        """The labels that the rulebook knows."""
        try:
            return read_codes(self.cleaned_data["codes"])
        except WeighingRefusedError as refused:
            raise forms.ValidationError(str(refused)) from refused


def check_title_in_form(title: str) -> None:
    """Raises as a form does where the Act leaves something out."""
    from headwater.web.partnership.definition.rules.weighing import TerrorismError

    try:
        check_title(title)
    except TerrorismError as refused:
        raise forms.ValidationError(str(refused)) from refused


class ApproveForm(VersionedForm):
    """What a board decided, where its minutes say so, and when."""

    board = forms.CharField(label="Which board approved it?", max_length=160)
    decision = forms.ChoiceField(
        label="Which of its decisions?",
        help_text="Decisions that were carried, of minutes that were issued, latest first.",
    )
    minute = forms.CharField(
        label="Where do the minutes say so?",
        help_text="Such as “item 4” or “minute 2026/17”.",
        max_length=120,
    )
    on = DateField(label="Which day did it decide?")

    nouns: ClassVar[dict[str, str]] = {
        "board": "the name of the board",
        "decision": "a decision",
        "minute": "where the minutes say so",
        "on": "the day it decided",
    }

    def __init__(self, *args: Any, decisions: Iterable[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *((each.reference, each.title) for each in decisions)]

    def approval(self) -> Approval:
        """What was answered."""
        return Approval(**{name: self.cleaned_data[name] for name in Approval.__dataclass_fields__})


class SendBackForm(VersionedForm):
    """Why a version is sent back."""

    reason = forms.CharField(
        label="What should be thought through again?", max_length=2_000, widget=_area(4)
    )

    nouns: ClassVar[dict[str, str]] = {"reason": "what should be thought through again"}


class MoveForm(VersionedForm):
    """Nothing but that it is meant."""


class EvidenceForm(Form):
    """What a judgement rests on."""

    other = forms.ChoiceField(label="What shows it?", widget=forms.RadioSelect)

    nouns: ClassVar[dict[str, str]] = {"other": "what shows it"}

    def __init__(self, *args: Any, offered: Sequence[Bead], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                f"{each.kind} {each.reference}",
                f"{each.title} ({each.state})" if each.state else each.title,
            )
            for each in offered
        ]

    @property
    def end(self) -> tuple[str, str]:
        """What was chosen."""
        kind, _, reference = self.cleaned_data["other"].partition(" ")
        return kind, reference


class LookForm(Form):
    """Words that evidence is looked for by."""

    words = forms.CharField(label="Words in its title", required=False, max_length=80)


class CompareForm(Form):
    """Which two versions to set side by side."""

    before = forms.ChoiceField(label="Earlier version")
    after = forms.ChoiceField(label="Later version")

    def __init__(self, *args: Any, versions: Sequence[LocalDefinition], **settings: Any) -> None:
        super().__init__(*args, **settings)
        choices = [
            (each.reference, f"Version {each.number} ({each.stands.words.lower()})")
            for each in versions
        ]
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

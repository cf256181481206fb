"""The limits of a choice, the decision on it, and which choices to show."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from headwater.core.money import AmountError, read_pounds
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.grants.choosing.models import STATUSES, Choice
from headwater.web.grants.choosing.rules.wishes import Pair, Wish
from headwater.web.grants.rounds.models import Round

NARROW = "govuk-input--width-4"
WIDE = "govuk-input--width-10"
PAIR = 2


def _percent(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )


def _pounds(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": WIDE, "inputmode": "decimal"})
    return forms.CharField(label=label, help_text=help_text, max_length=20, widget=widget)


def _lines(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WishForm(Form):
    """Which round, how much money, and what a set has to keep to."""

    round = forms.ChoiceField(label="Which round?")
    budget = _pounds("How much money is there?", "In pounds. Every set stays within it.")
    district = _percent(
        "Least share for each district, per cent",
        "Of the money that is given. It holds for districts with an application; one that helps "
        "several districts counts in each.",
    )
    primary = _percent("Least share for primary prevention, per cent", "Open to everybody.")
    secondary = _percent("Least share for secondary prevention, per cent", "For those at risk.")
    tertiary = _percent(
        "Least share for tertiary prevention, per cent", "For those already involved in violence."
    )
    small = _percent("Least share for small organisations, per cent")
    small_income = _pounds(
        "A small organisation has a yearly income below",
        "In pounds. One that gave no income does not count as small.",
    )
    unclear = _percent(
        "Most that may go to approaches without clear evidence, per cent",
        "Approaches known to do harm are left out unless a board has overridden that.",
    )
    halves = forms.BooleanField(
        label="Consider half awards too",
        help_text="Half of what is asked for, for half the people.",
        required=False,
    )
    must = _lines(
        "Applications that must be in", "Their references, one on each line. Leave empty for none."
    )
    exclusive = _lines(
        "Pairs of which at most one may be in",
        "Two references on each line, such as two bids for the same hall.",
    )
    together = _lines(
        "Pairs that go together", "Two references on each line: both are chosen or neither."
    )

    nouns: ClassVar[dict[str, str]] = {
        "round": "a round",
        "budget": "how much money there is",
        "small_income": "the income below which an organisation is small",
    }

    def __init__(self, *args: Any, rounds: Iterable[Round], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["round"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.reference, each.title) for each in rounds]

    def clean_budget(self) -> Decimal:
        """The budget to the penny."""
        return _read_pounds(self.cleaned_data["budget"])

    def clean_small_income(self) -> Decimal:
        """The income to the penny."""
        return _read_pounds(self.cleaned_data["small_income"])

    def clean_must(self) -> tuple[str, ...]:
        """References, each once."""
        return tuple(dict.fromkeys(self.cleaned_data["must"].upper().split()))

    def clean_exclusive(self) -> tuple[Pair, ...]:
        """Pairs as they stand line by line."""
        return _pairs(self.cleaned_data["exclusive"])

    def clean_together(self) -> tuple[Pair, ...]:
        """Pairs as they stand line by line."""
        return _pairs(self.cleaned_data["together"])

    def wish(self) -> Wish:
        """What was asked for; a share that was left empty is no limit."""
        given = {**self.cleaned_data}
        given.pop("round")
        unclear = given.pop("unclear")
        shares = {name: value or 0 for name, value in given.items() if value is None}
        return Wish(**{**given, **shares, "unclear": 100 if unclear is None else unclear})


def _read_pounds(text: str) -> Decimal:
    try:
        return read_pounds(text)
    except AmountError as error:
        raise forms.ValidationError(str(error)) from error


def _pairs(text: str) -> tuple[Pair, ...]:
    found = []
    for line in text.upper().splitlines():
        names = line.replace(",", " ").split()
        if not names:
            continue
        if len(names) != PAIR:
            raise forms.ValidationError("Enter two references on each line.")
        found.append((names[0], names[1]))
    return tuple(found)


def answers_of(wish: Wish, round: Round) -> dict[str, Any]:
    """What a form starts with that goes on from earlier limits."""
    shares = ("district", "primary", "secondary", "tertiary", "small", "unclear")
    return {
        "round": round.reference,
        "budget": f"{wish.budget:,}",
        "small_income": f"{wish.small_income:,}",
        "halves": wish.halves,
        "must": "\n".join(wish.must),
        "exclusive": "\n".join(" ".join(pair) for pair in wish.exclusive),
        "together": "\n".join(" ".join(pair) for pair in wish.together),
        **{name: getattr(wish, name) for name in shares},
    }


class VerdictForm(VersionedForm):
    """What was decided, and why where it differs from the best set."""

    picked = forms.MultipleChoiceField(
        label="Which applications are to be paid for?",
        help_text="Those of the best set are ticked.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="Why does the decision differ from the best set?",
        help_text=("Needed where it does. Say what the sets could not know; no name of a person."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, choice: Choice, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["picked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (each["reference"], f"{each['title']} ({each['organisation']}, {each['reference']})")
            for each in choice.applications
        ]


class ChoicesForm(Form):
    """Which choices to show."""

    round = forms.ChoiceField(label="Round", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *STATUSES]
    )

    def __init__(self, *args: Any, rounds: Iterable[Round], **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["round"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any round"), *((each.reference, each.title) for each in rounds)]

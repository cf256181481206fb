"""What is asked about agreements, variations and the running of a grant."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from headwater.rulebook import outcome_tools
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.design_system.wording import reword
from headwater.web.grants.delivering.forms.fields import NO_NAMES, PoundsField, words
from headwater.web.grants.delivering.models.grants import Rating
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.agreeing import (
    Budgeted,
    Part,
    Planned,
    Terms,
    TermsError,
    check_terms,
    spread,
)
from headwater.web.grants.delivering.rules.periods import Period

PARTS, LINES, TARGETS = 3, 4, 4
"""How many payments, lines of a budget and targets the page has room for."""


class TermsForm(Form):
    """The terms of a grant, its payments, its budget and its targets."""

    terms = forms.CharField(
        label="What do you agree on?",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    conditions = forms.CharField(
        label="What must the deliverer show you?",
        help_text="One condition on each line.",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, amount: Decimal, periods: tuple[Period, ...], **settings: Any
    ) -> None:
        self.amount, self.periods = amount, periods
        super().__init__(*args, **settings)
        self._add_payments()
        self._add_budget()
        self._add_targets()
        for name, field in self.fields.items():
            reword(field, noun=self.nouns.get(name, ""))

    def _add_payments(self) -> None:
        returns = [("", "Nothing else")] + [
            (str(number), f"Return {number} is accepted")
            for number, _ in enumerate(self.periods[:-1], start=1)
        ]
        for n in range(1, PARTS + 1):
            self.fields[f"amount_{n}"] = PoundsField(label="Amount", required=n == 1)
            self.fields[f"due_{n}"] = DateField(label="On which day?", required=n == 1)
            self.fields[f"after_{n}"] = forms.ChoiceField(
                label="What must come first?", choices=returns, required=False
            )

    def _add_budget(self) -> None:
        for n in range(1, LINES + 1):
            self.fields[f"line_{n}"] = forms.CharField(
                label="What for?", max_length=120, required=n == 1
            )
            self.fields[f"cost_{n}"] = PoundsField(label="Amount", required=n == 1)

    def _add_targets(self) -> None:
        tools = [("", "None")] + [(each.id, each.name) for each in outcome_tools()]
        kinds = lists.choices(lists.TARGETS)
        for n in range(1, TARGETS + 1):
            self.fields[f"target_{n}"] = forms.CharField(
                label="What is to be achieved?", max_length=160, required=n == 1
            )
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label="What is counted?", choices=kinds, required=n == 1
            )
            self.fields[f"planned_{n}"] = forms.IntegerField(
                label="How many in all?", min_value=0, max_value=1_000_000, required=n == 1
            )
            self.fields[f"tool_{n}"] = forms.ChoiceField(
                label="Which tool measures it, if a score has to improve?",
                choices=tools,
                required=False,
            )

    def group(self, *names: str, most: int) -> Iterator[list[Any]]:
        """Questions of one sort, row by row."""
        for n in range(1, most + 1):
            yield [self[f"{name}_{n}"] for name in names]

    def said(self) -> Terms:
        """The terms as they were typed."""
        given = self.cleaned_data
        lines = [each.strip() for each in given["conditions"].splitlines()]
        none: date | None = None
        return Terms(
            words=given["terms"].replace("\r\n", "\n").strip(),
            conditions=tuple((each, none) for each in lines if each),
            schedule=tuple(
                Part(
                    given[f"amount_{n}"],
                    given[f"due_{n}"] or self.periods[0].first_day,
                    int(given[f"after_{n}"]) if given[f"after_{n}"] else None,
                )
                for n in range(1, PARTS + 1)
                if given[f"amount_{n}"]
            ),
            budget=tuple(
                Budgeted(given[f"line_{n}"], given[f"cost_{n}"] or Decimal())
                for n in range(1, LINES + 1)
                if given[f"line_{n}"]
            ),
            targets=tuple(
                Planned(
                    given[f"target_{n}"],
                    given[f"kind_{n}"],
                    UNITS[given[f"kind_{n}"]],
                    spread(given[f"planned_{n}"] or 0, len(self.periods)),
                    tool=given[f"tool_{n}"] if given[f"kind_{n}"] == "improved" else "",
                    evidence="evidenced" if given[f"kind_{n}"] == "other" else "measured",
                )
                for n in range(1, TARGETS + 1)
                if given[f"target_{n}"]
            ),
        )

    def clean(self) -> dict[str, Any]:
        """What cannot be together is said at the top."""
        found = super().clean() or {}
        if not self.errors:
            try:
                check_terms(self.said(), amount=self.amount, periods=self.periods)
            except TermsError as error:
                self.add_error(None, str(error))
        return found


UNITS = {
    "people": "young people",
    "finished": "young people",
    "improved": "young people",
    "goals": "young people",
    "sessions": "sessions",
    "hours": "hours",
    "other": "times",
}


class AcceptForm(Form):
    """As whom somebody accepts, and who hears of concerns."""

    role = forms.CharField(
        label="As whom do you accept?",
        help_text="Your role, such as chair of trustees or head teacher. No name is needed.",
        max_length=120,
    )
    safeguarding_role = forms.CharField(
        label="Who is your safeguarding lead?",
        help_text="Their role, such as designated safeguarding lead.",
        max_length=120,
    )
    safeguarding_email = forms.EmailField(
        label="Their work e-mail address",
        help_text="We write to it when somebody presses the concern button.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    agrees = forms.BooleanField(label="I may accept for my organisation, and I accept these terms")
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TurnDownForm(Form):
    """Why an offer is turned down."""

    reason = words("Why?", f"The partnership reads it. {NO_NAMES}", rows=3)


class VariationForm(Form):
    """What somebody would have otherwise."""

    amount = PoundsField(label="How much would the grant be in all?")
    ends_on = DateField(label="When would the project end?")
    plan = words("What would you do differently?", NO_NAMES, required=False)
    reason = words("Why?", NO_NAMES, rows=3)


class DecideForm(Form):
    """Whether a variation is agreed."""

    agrees = forms.ChoiceField(
        label="Do you agree?",
        choices=[("yes", "Agree"), ("no", "Refuse")],
        widget=forms.RadioSelect,
    )
    reason = words("Why?", f"The deliverer reads it. {NO_NAMES}", rows=3)


class ClawbackForm(Form):
    """Whether a clawback is agreed."""

    agrees = forms.ChoiceField(
        label="Do you agree?",
        choices=[("yes", "Agree: close the grant and tell the deliverer"), ("no", "Decline")],
        widget=forms.RadioSelect,
    )
    reason = words("Why?", f"Your partnership reads it. {NO_NAMES}", rows=3)


class RateForm(VersionedForm):
    """How somebody judges that a grant is going."""

    rating = forms.ChoiceField(
        label="How is it going?",
        choices=[each for each in Rating.choices if each[0]],
        widget=forms.RadioSelect,
    )
    reason = words("Why do you think so?", NO_NAMES, rows=3)


class ReasonForm(Form):
    """Why something is done."""

    reason = words("Why?", f"The deliverer reads it. {NO_NAMES}", rows=3)


class CloseForm(Form):
    """What is said when a grant is closed, and what more has to come back."""

    clawed = PoundsField(
        label="How much of what was spent do you claw back?",
        help_text="Money that went on something else than what was agreed. An approver has to "
        "agree first. Leave it empty if none.",
        required=False,
    )
    reason = words(
        "Is there anything to say?",
        "Say why, if a return is missing or you claw money back. The deliverer reads it. "
        f"{NO_NAMES}",
        rows=3,
        required=False,
    )


class RecoverForm(Form):
    """Money that came back."""

    amount = PoundsField(label="How much came back?")
    received_on = DateField(label="On which day?")
    identity = forms.CharField(
        label="What is the number of the payment?",
        help_text="As your bank gives it. Entered twice it counts once.",
        max_length=60,
    )


class MetForm(Form):
    """Whether a condition was met."""

    met_on = DateField(label="When was it met?", required=False)
    evidence = words("How do you know?", NO_NAMES, rows=3, required=False)
    nouns: ClassVar[dict[str, str]] = {"met_on": "the day it was met"}

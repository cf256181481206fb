"""The questions on which it hangs whether an organisation may apply."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from headwater.web.design_system.forms import Form
from headwater.web.grants.rounds.models import EligibilityRule
from headwater.web.grants.rounds.rules.answers import NO, YES
from headwater.web.grants.rounds.rules.eligibility import RuleKind, read


class EligibilityForm(Form):
    """A round's rules as questions. `values` has what was answered once it is valid."""

    def __init__(
        self,
        data: Any = None,
        *,
        rules: Sequence[EligibilityRule],
        answers: Mapping[str, Any],
    ) -> None:
        super().__init__(data)
        self.rules, self.values = rules, dict[str, Any]()
        for rule in rules:
            self.fields[rule.key] = _field(rule, answers.get(rule.key))

    def clean(self) -> dict[str, Any]:
        """Each answer by its rule."""
        for rule in self.rules:
            found = read(rule, self.cleaned_data.get(rule.key))
            self.values[rule.key] = found.value
            for fault in found.faults:
                self.add_error(rule.key, fault)
        return self.cleaned_data


def _field(rule: EligibilityRule, answer: Any) -> forms.Field:
    said: dict[str, Any] = {
        "label": rule.question,
        "help_text": rule.help,
        "required": False,
        "initial": answer,
    }
    if rule.kind == RuleKind.NUMBER:
        number = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
        return forms.CharField(widget=number, **said)
    choices = [(each, each) for each in rule.choices]
    if rule.kind == RuleKind.YES_NO:
        choices = [(YES, "Yes"), (NO, "No")]
    return forms.CharField(widget=forms.RadioSelect(choices=choices), **said)

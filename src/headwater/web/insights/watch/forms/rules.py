"""What somebody is asked about a rule of early warning."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from headwater.core.areas import Level
from headwater.rulebook import watch_measures
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.insights.assessments.models import Area
from headwater.web.insights.watch.models import RULE_STATUSES, Rule
from headwater.web.insights.watch.rules.describing import (
    ALPHAS,
    LEVEL_MEANINGS,
    LEVEL_WORDS,
    LEVELS,
    LONGEST,
    LONGEST_DELAY,
    MOST_CASES,
    USUAL_ALPHA,
    USUAL_CASES,
    USUAL_DELAY,
    Description,
    Method,
    chance_words,
)

LONGEST_PURPOSE = 1_000
LONGEST_REASON = 400
NARROW = "govuk-input--width-4"
SAID = ("title", "purpose", "owner", "measure", "level", "method", "alpha", "least_cases",
        "delay_weeks", "expires_on")  # fmt: skip


class RuleForm(Form):
    """Everything a rule says."""

    title = forms.CharField(
        label="Name of the rule",
        help_text="What is watched and where, such as Knife crime by district.",
        max_length=120,
    )
    purpose = forms.CharField(
        label="What is it for?",
        help_text="Who is to be told of a rise, and what they can do then.",
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.CharField(
        label="Who answers for it?",
        help_text="A body or a role, not a person, such as Violence reduction partnership.",
        max_length=160,
    )
    measure = forms.ChoiceField(
        label="What is counted?",
        choices=[
            ("", "Choose"),
            *((each.id, f"{each.title} ({each.unit})") for each in watch_measures()),
        ],
    )
    area_code = forms.ChoiceField(label="Area")
    level = forms.ChoiceField(
        label="Which parts of the area are watched?",
        choices=[(each.value, LEVEL_WORDS[each]) for each in LEVELS],
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(
        label="How is a rise told from chance?",
        choices=[(each.value, each.words) for each in Method],
        widget=forms.RadioSelect,
    )
    alpha = forms.TypedChoiceField(
        label="Chance of a false alarm to aim at",
        help_text=(
            "For one part of the area in one week; for a scan, in one week anywhere. A smaller "
            "chance gives fewer false alarms and misses more. How many a year there really are is "
            "worked out before the rule runs."
        ),
        choices=[(str(each), chance_words(each)) for each in ALPHAS],
        coerce=float,
    )
    least_cases = forms.IntegerField(
        label="Fewest events for an alarm",
        help_text="Fewer than this in the last four weeks, or in a cluster, raise no alarm.",
        min_value=1,
        max_value=MOST_CASES,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )
    delay_weeks = forms.IntegerField(
        label="Latest weeks that are not yet complete",
        help_text=(
            "Records of these weeks still come in late, so they are not judged. 0 where files "
            "come complete."
        ),
        min_value=0,
        max_value=LONGEST_DELAY,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )
    expires_on = DateField(
        label="Rule ends on",
        help_text="The last day it may run: a year from now at most. Then somebody looks again.",
    )

    nouns: ClassVar[dict[str, str]] = {
        "title": "a name",
        "purpose": "what it is for",
        "owner": "who answers for it",
        "measure": "what is counted",
        "area_code": "an area",
        "level": "which parts of the area are watched",
        "method": "how a rise is told from chance",
        "alpha": "the chance of a false alarm",
        "least_cases": "the fewest events for an alarm",
        "delay_weeks": "how many weeks are not yet complete",
        "expires_on": "the day it ends",
    }
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "level": {each.value: LEVEL_MEANINGS[each] for each in LEVELS},
        "method": {each.value: f"{each.means} {each.suits}" for each in Method},
    }

    def __init__(self, *args: Any, areas: Iterable[Area], today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.areas = {area.code: area for area in areas}
        area, ends = self.fields["area_code"], self.fields["expires_on"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(ends, DateField)
        area.choices = [(each.code, f"{each.name} ({each.level})") for each in self.areas.values()]
        ends.earliest, ends.latest = today, today + LONGEST

    def description(self) -> Description:
        """What was said."""
        given = self.cleaned_data
        return Description(
            title=given["title"],
            purpose=given["purpose"].replace("\r\n", "\n"),
            owner=given["owner"],
            measure=given["measure"],
            area_code=given["area_code"],
            area_name=self.areas[given["area_code"]].name,
            level=Level(given["level"]),
            method=Method(given["method"]),
            alpha=given["alpha"],
            least_cases=given["least_cases"],
            delay_weeks=given["delay_weeks"],
            expires_on=given["expires_on"],
        )


class RuleChangeForm(VersionedForm, RuleForm):
    """Other words for a rule that is not on."""


class RuleFilter(Form):
    """Which rules are listed."""

    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *RULE_STATUSES]
    )
    words = forms.CharField(label="Rule or area with the words", required=False, max_length=120)


class MoveForm(VersionedForm):
    """Nothing but the version that was looked at."""


class SwitchOnForm(MoveForm):
    """Says which false alarms were on the page."""

    seal = forms.CharField(max_length=16, widget=forms.HiddenInput)


class ReasonForm(MoveForm):
    """Why a rule that is on is switched off."""

    reason = forms.CharField(
        label="Why?",
        help_text="Kept in the record and shown with the rule. Leave names of people out.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    nouns: ClassVar[dict[str, str]] = {"reason": "why it is switched off"}


def first_answers(area_code: str, *, today: date) -> dict[str, Any]:
    """What the form shows first for a new rule."""
    return {
        "area_code": area_code,
        "level": Level.LAD.value,
        "method": Method.FARRINGTON.value,
        "alpha": str(USUAL_ALPHA),
        "least_cases": USUAL_CASES,
        "delay_weeks": USUAL_DELAY,
        "expires_on": today + LONGEST,
    }


def answers_of(rule: Rule) -> dict[str, Any]:
    """What the form shows first for a rule that is there."""
    said = {name: getattr(rule, name) for name in SAID}
    return {**said, "area_code": rule.area_code, "alpha": str(rule.alpha), "version": rule.version}

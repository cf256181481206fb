"""What somebody is asked about an entry, and which entries to show."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict

from headwater.rulebook.practice import evidence_toolkit
from headwater.sources.found_faults import is_code
from headwater.sources.open_referral.reading import OLDEST
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.provision.services.models import (
    LEVELS,
    NEEDS,
    SEX_CHOICES,
    STATES,
    STRAND_CHOICES,
)
from headwater.web.provision.services.rules.record import (
    DATES,
    EDITED,
    LABELS,
    LONGEST_NAME,
    LONGEST_TEXT,
    TUPLES,
    Record,
    ServiceRefusedError,
    check_record,
)

MOST = 2_000_000_000
YES_NO = (("", "Not known"), ("yes", "Yes"), ("no", "No"))
TRUTHS = {"yes": True, "no": False}
MOST_AREAS = 5_000


def words(name: str, hint: str = "", *, rows: int = 0, required: bool = False) -> forms.CharField:
    """A question answered in words: a line, or several where `rows` says how many."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=LABELS[name],
        help_text=hint,
        max_length=LONGEST_TEXT if rows else LONGEST_NAME,
        required=required,
        widget=widget,
    )


def whole(name: str, hint: str = "", *, most: int = MOST) -> forms.IntegerField:
    """A question answered by a whole number."""
    return forms.IntegerField(
        label=LABELS[name],
        help_text=hint,
        min_value=0,
        max_value=most,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )


def amount(name: str, hint: str = "", *, least: float = 0, most: float = MOST) -> forms.FloatField:
    """A question answered by a number."""
    return forms.FloatField(
        label=LABELS[name],
        help_text=hint,
        min_value=least,
        max_value=most,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
    )


def choice(name: str, choices: Iterable[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    """A question with a few answers."""
    return forms.ChoiceField(label=LABELS[name], choices=list(choices), help_text=hint)


class Truth(forms.TypedChoiceField):
    """Yes, no or not known."""

    def __init__(self, name: str, **settings: Any) -> None:
        super().__init__(
            label=LABELS[name],
            choices=YES_NO,
            required=False,
            coerce=lambda value: TRUTHS[value],
            empty_value=None,
            **settings,
        )

    def prepare_value(self, value: Any) -> Any:
        """As the choices have it."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Lines(forms.CharField):
    """Several answers, one a line or with commas between."""

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Each once, in the order given."""
        text = super().clean(value).replace(",", "\n")
        return tuple(dict.fromkeys(each.strip() for each in text.split("\n") if each.strip()))


def lines(name: str, hint: str) -> Lines:
    """A question with several answers."""
    return Lines(
        label=LABELS[name],
        help_text=hint,
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProviderFields(Form):
    """What a provider can say of its own service."""

    status = choice("status", STATES)
    description = words("description", "In a few plain sentences.", rows=4)
    url = forms.CharField(
        label=LABELS["url"],
        required=False,
        max_length=2_000,
        help_text="Its address, such as https://example.org/mentoring.",
    )
    contact_role = words("contact_role", "A role, not a name, such as Duty worker.")
    contact_email = forms.EmailField(
        label=LABELS["contact_email"],
        required=False,
        help_text="Of the service, not of one person.",
    )
    minimum_age = whole("minimum_age", "Leave empty where there is no lower limit.", most=OLDEST)
    maximum_age = whole("maximum_age", "Leave empty where there is no upper limit.", most=OLDEST)
    eligibility = words("eligibility", rows=2)
    send_friendly = Truth("send_friendly")
    languages = lines("languages", "One a line or with commas between.")
    access_needs = words("access_needs", "Such as step-free, hearing loop, interpreters.", rows=2)
    referral_route = words("referral_route", "Who can refer, and how.", rows=2)
    opening = words("opening", "Days and hours.", rows=2)
    evenings = Truth("evenings")
    weekends = Truth("weekends")
    capacity_per_year = whole("capacity_per_year", "People it can take in a year.")
    people_now = whole("people_now", "People it works with now.")
    wait_days = whole("wait_days", "Half of those who started waited less, from referral.")
    wait_days_90 = whole("wait_days_90", "Nine in ten of those who started waited less.")

    nouns: ClassVar[dict[str, str]] = {
        "minimum_age": "the youngest age",
        "maximum_age": "the oldest age",
        "capacity_per_year": "places per year",
    }

    def clean_url(self) -> str:
        """An address of the web, or nothing."""
        url: str = self.cleaned_data["url"]
        if url:
            URLValidator(schemes=["http", "https"], message="Enter an address beginning https://")(
                url
            )
        return url


class ServiceForm(ProviderFields):
    """Everything an entry says."""

    name = words("name", required=True)
    organisation = words("organisation", required=True)
    kept_by = forms.ChoiceField(
        label="Partner that keeps this entry",
        help_text="Its contributors may correct it. Leads may correct every entry.",
        required=False,
    )
    need_type = choice("need_type", NEEDS)
    tier = choice("tier", LEVELS)
    approach = forms.ChoiceField(
        label=LABELS["approach"], required=False, help_text="As the evidence toolkit names it."
    )
    strand = forms.ChoiceField(
        label=LABELS["strand"], required=False, choices=[("", "Not said"), *STRAND_CHOICES]
    )
    sex = choice("sex", SEX_CHOICES)
    setting = words("setting", "Such as school, street, hospital or home.")
    place = words("place")
    lat = amount("lat", "About 49 to 61 in this country.", least=-90, most=90)
    lon = amount("lon", "About -8 to 2 in this country.", least=-180, most=180)
    reach_km = amount("reach_km", "Needed where it takes people from around its place.")
    area_code = forms.CharField(
        label=LABELS["area_code"],
        required=False,
        max_length=12,
        help_text="A code such as E07000008, where it serves a whole area.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    catchment = lines("catchment", "Codes of areas, one a line, where it serves only some.")
    places_taken = whole("places_taken")
    cost_per_start = amount("cost_per_start")
    funder = words("funder")
    funded_until = DateField(label=LABELS["funded_until"], required=False)

    field_order = EDITED

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], held: Record | None = None,
        **settings: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **settings)
        partners = [(each.reference, each.name) for each in organisations]
        _offer(self, "kept_by", [("", "Nobody: leads only"), *partners])
        known = [(each.id, each.name) for each in evidence_toolkit()]
        if held and held.approach and held.approach not in dict(known):
            known.append((held.approach, held.approach))
        _offer(self, "approach", [("", "Not said"), *known])

    def clean(self) -> dict[str, Any]:
        """Codes that are none are said at their field; what cannot be together at the top."""
        found = super().clean() or {}
        for name in ("area_code", "catchment"):
            codes = [found[name]] if isinstance(found.get(name), str) else found.get(name) or ()
            wrong = [code for code in codes if code and not is_code(code)]
            if wrong:
                self.add_error(name, f"[{wrong[0][:40]}] is not a code such as E01017940")
        if len(found.get("catchment") or ()) > MOST_AREAS:
            self.add_error("catchment", f"Enter at most {MOST_AREAS:,} areas")
        return found if self.errors else _checked(self, found)

    def record(self) -> Record:
        """What was answered, of a form that is valid."""
        said = {name: self.cleaned_data[name] for name in EDITED}
        return Record(**said)


def _checked(form: ServiceForm, found: dict[str, Any]) -> dict[str, Any]:
    try:
        check_record(Record(**{name: found[name] for name in EDITED}))
    except ServiceRefusedError as error:
        form.add_error(None, str(error))
    return found


class ServiceChangeForm(ServiceForm, VersionedForm):
    """The same of an entry that is there."""

    confirms = forms.BooleanField(
        label="I have checked that everything here is right today", required=False
    )

    def with_theirs(self, plain: dict[str, Any], version: int, **settings: Any) -> Any:
        """The answers as they were given but for some, to be saved over the version of now."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"] = str(version)
        for name, value in plain.items():
            for key, text in _typed(name, value):
                data[key] = text
        again = type(self)(data, **settings)
        again.is_valid()
        return again


def _typed(name: str, value: Any) -> list[tuple[str, str]]:
    """A plain value as a browser would send it."""
    if name in DATES:
        parts = value.split("-") if value else ("", "", "")
        keys = [f"{name}_{part}" for part in ("year", "month", "day")]
        return list(zip(keys, parts, strict=True))
    if name in TUPLES:
        return [(name, "\n".join(value))]
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    return [(name, "" if value is None else str(value))]


def _offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class ConfirmForm(VersionedForm):
    """The entry that somebody looked at when they confirmed it."""


class CloseForm(VersionedForm):
    """That a service is not there any more."""

    status = forms.ChoiceField(
        label="What has become of it?",
        widget=forms.RadioSelect,
        choices=[("inactive", "It has paused"), ("defunct", "It is gone for good")],
    )
    reason = forms.CharField(
        label="Why, in a few words?",
        help_text="Such as funding ended. No names: it is kept in the record.",
        max_length=200,
    )

    nouns: ClassVar[dict[str, str]] = {"status": "what has become of it", "reason": "why"}


LOOKS = (
    ("", "Any"),
    ("complete", "Complete"),
    ("lacking", "Something lacks"),
    ("unconfirmed", "Not confirmed for 6 months"),
    ("waiting", "A provider's answer waits"),
)


class ServiceFilter(Form):
    """Which entries to show."""

    words = forms.CharField(label="Words", required=False, max_length=120)
    need_type = forms.ChoiceField(label="Need", required=False, choices=[("", "Any need"), *NEEDS])
    tier = forms.ChoiceField(label="Prevention", required=False, choices=[("", "Any"), *LEVELS])
    area = forms.ChoiceField(label="Area it serves", required=False)
    age = forms.IntegerField(
        label="Takes somebody aged", required=False, min_value=0, max_value=OLDEST
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *STATES]
    )
    look = forms.ChoiceField(label="Look for", required=False, choices=LOOKS)

    def __init__(self, *args: Any, areas: Iterable[tuple[str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        _offer(self, "area", [("", "Any area"), *areas])

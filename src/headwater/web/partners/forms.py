"""Questions about owner bodies, organisations and people."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from headwater.web.accounts.roles import MEANINGS, Role
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.changes import BodyDetails, Details
from headwater.web.partners.models import BodyKind, Membership, Organisation
from headwater.web.partners.rules.duty import StatutoryRole

AREA_CODE = re.compile(r"[A-Z][A-Z0-9]{8}")
MOST_SUCCESSORS = 6
ROLES = [(role.value, role.value.capitalize()) for role in Role]
STATUTORY_ROLES = [("", "Choose one"), *((role.value, role.label) for role in StatutoryRole)]


def area_codes(text: str) -> tuple[str, ...]:
    """Codes from text with commas, spaces or lines between them. Raises `ValidationError`."""
    codes = tuple(dict.fromkeys(re.split(r"[\s,;]+", text.upper().strip()))) if text.strip() else ()
    wrong = [code for code in codes if not AREA_CODE.fullmatch(code)]
    if wrong:
        raise ValidationError(
            f"Area codes are a letter and eight characters, such as E07000008. [{wrong[0]}] is not"
        )
    return codes


class OrganisationForm(Form):
    """An organisation that begins to take part."""

    name = forms.CharField(label="Name of the organisation", max_length=160)
    statutory_role = forms.ChoiceField(
        label="Role under the Serious Violence Duty", choices=STATUTORY_ROLES
    )
    area_codes = forms.CharField(
        label="Codes of the areas it serves",
        help_text="Nine characters each, such as E07000008. Leave empty for the whole area.",
        max_length=400,
        required=False,
    )
    starts_on = DateField(label="First day", help_text="For example, 27 3 2026")

    nouns: ClassVar[dict[str, str]] = {"statutory_role": "a role under the Duty"}

    def clean_area_codes(self) -> tuple[str, ...]:
        """The codes, each once."""
        return area_codes(self.cleaned_data["area_codes"])

    def details(self) -> Details:
        """What was answered, for `changes`."""
        said = self.cleaned_data
        return Details(
            said["name"].strip(), StatutoryRole(said["statutory_role"]), said["area_codes"]
        )


class CorrectionForm(VersionedForm, OrganisationForm):
    """What is put right about an organisation, for its whole time."""

    starts_on = None  # type: ignore[assignment]


class LastDayForm(Form):
    """When an organisation takes part for the last time."""

    last_day = DateField(label="Last day", help_text="For example, 31 3 2027")


class FollowForm(Form):
    """What follows an organisation, alone or with others."""

    names = forms.CharField(
        label="What follows it?",
        help_text="One organisation on each line. Several lines mean a split.",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    statutory_role = forms.ChoiceField(
        label="Role under the Serious Violence Duty", choices=STATUTORY_ROLES
    )
    on = DateField(label="From which day?", help_text="For example, 1 4 2027")
    also = forms.MultipleChoiceField(
        label="Which others does it follow as well?",
        help_text="Tick those that end on the same day, for a merger.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    nouns: ClassVar[dict[str, str]] = {"statutory_role": "a role under the Duty"}

    def __init__(self, *args: Any, others: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.others = {each.reference: each for each in others}
        also = self.fields["also"]
        assert isinstance(also, forms.MultipleChoiceField)
        also.choices = [(each.reference, each.name) for each in self.others.values()]
        if not self.others:
            del self.fields["also"]

    def clean_names(self) -> list[str]:
        """The names, each once."""
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines()]
        names = [line for line in lines if line]
        if not names:
            raise ValidationError("Enter the name of at least one organisation")
        if len(names) > MOST_SUCCESSORS:
            raise ValidationError(f"Enter [{MOST_SUCCESSORS}] organisations or fewer")
        if len({name.casefold() for name in names}) < len(names):
            raise ValidationError("Enter each organisation once")
        if any(len(name) > 160 for name in names):
            raise ValidationError("Each name must be 160 characters or fewer")
        return names

    def successors(self) -> list[Details]:
        """What follows, for `changes`."""
        role = StatutoryRole(self.cleaned_data["statutory_role"])
        return [Details(name, role) for name in self.cleaned_data["names"]]

    def predecessors(self, first: Organisation) -> list[Organisation]:
        """What is followed."""
        also = self.cleaned_data.get("also", [])
        return [first, *(self.others[reference] for reference in also)]


class PlacesForm(Form):
    """Where each role goes when an organisation splits."""

    def __init__(
        self, *args: Any, moving: Iterable[Membership], names: list[str], **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        for each in moving:
            self.fields[each.reference] = forms.ChoiceField(
                label=f"{each.user.name}, {each.role}",
                choices=[("", "Choose one"), *((str(n), name) for n, name in enumerate(names))],
                error_messages={"required": f"Say where {each.user.name} goes as {each.role}"},
            )

    def places(self) -> dict[str, int]:
        """Which successor each role goes to, counted from 0."""
        return {reference: int(place) for reference, place in self.cleaned_data.items()}


class OwnerForm(Form):
    """A local policing body, and the day from which it owns the workspace."""

    kind = forms.ChoiceField(
        label="What kind of body is it?", choices=BodyKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Name people know it by",
        help_text="It stands on every page, document and feed.",
        max_length=160,
    )
    legal_name = forms.CharField(
        label="Legal name",
        help_text="Who owns the data and answers for it in law.",
        max_length=200,
    )
    email = forms.EmailField(label="Contact e-mail address", help_text="Of the office, in public.")
    address = forms.CharField(
        label="Postal address",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    on = DateField(label="From which day does it own the workspace?")

    nouns: ClassVar[dict[str, str]] = {
        "kind": "a kind of body",
        "name": "the name people know it by",
        "legal_name": "the legal name",
        "email": "a contact e-mail address",
        "on": "the day",
    }

    def details(self) -> BodyDetails:
        """What was answered, for `changes`."""
        said = self.cleaned_data
        return BodyDetails(
            BodyKind(said["kind"]),
            said["name"].strip(),
            said["legal_name"].strip(),
            said["email"],
            said["address"].strip(),
        )


class OwnerCorrectionForm(VersionedForm, OwnerForm):
    """What is put right about a local policing body, for its whole time."""

    on = None  # type: ignore[assignment]
    reason = forms.CharField(
        label="What was wrong?",
        help_text="For example, a letter was missing. It is kept for ever: name nobody.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SeatForm(Form):
    """Which role, for whom."""

    organisation = forms.ChoiceField(label="Which organisation do they sit for?")
    role = forms.ChoiceField(label="Which role?", choices=ROLES, widget=forms.RadioSelect)

    nouns: ClassVar[dict[str, str]] = {"organisation": "an organisation", "role": "a role"}
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "role": {role.value: words[:1].upper() + words[1:] for role, words in MEANINGS.items()}
    }

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose one"),
            *((reference, each.name) for reference, each in self.organisations.items()),
        ]

    def chosen(self) -> tuple[Organisation, Role]:
        """What was answered, for `changes`."""
        said = self.cleaned_data
        return self.organisations[said["organisation"]], Role(said["role"])


class GrantForm(SeatForm):
    """A role for somebody, from today or a later day."""

    starts_on = DateField(
        label="From which day?", help_text="Leave empty for today.", required=False
    )

    def __init__(self, *args: Any, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        field = self.fields["starts_on"]
        assert isinstance(field, DateField)
        field.earliest = today


class InviteForm(SeatForm):
    """Somebody who is to sign in, with their first role."""

    field_order = ("name", "email", "organisation", "role")

    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(
        label="Work e-mail address",
        help_text="The invitation goes there, and they sign in with it.",
    )


class ResetForm(Form):
    """Taking away the second factor of somebody who lost it."""

    reason = forms.CharField(
        label="How do you know that it is they who ask?",
        help_text="For example, seen in person on 3 March. It is kept for ever: name nobody.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CloseForm(Form):
    """Closing the account of somebody who left."""

    reason = forms.CharField(
        label="Why is the account closed?",
        help_text="For example, left the partnership on 3 March. It is kept for ever: name nobody.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReopenForm(Form):
    """Opening the account of somebody who came back."""

    reason = forms.CharField(
        label="Why is the account opened again?",
        help_text="For example, back from a secondment. It is kept for ever: name nobody.",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OrganisationFilter(Form):
    """Which organisations to list."""

    words = forms.CharField(label="Name", max_length=80, required=False)
    statutory_role = forms.ChoiceField(
        label="Role under the Duty",
        choices=[("", "Any role"), *STATUTORY_ROLES[1:]],
        required=False,
    )
    when = forms.ChoiceField(
        label="When",
        choices=[("", "Taking part today"), ("every", "At any time")],
        required=False,
    )


class PeopleFilter(Form):
    """Which people to list."""

    words = forms.CharField(label="Name or organisation", max_length=80, required=False)
    role = forms.ChoiceField(label="Role", choices=[("", "Any role"), *ROLES], required=False)
    when = forms.ChoiceField(
        label="When",
        choices=[
            ("", "With a role today"),
            ("past", "Only earlier or later"),
            ("every", "Any time"),
        ],
        required=False,
    )

"""What is asked about a board and who sits on it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from headwater.web.accounts.models import User
from headwater.web.design_system.forms import DateField, Form, VersionedForm
from headwater.web.partners.models import Organisation
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.boards.changes.boards import Place
from headwater.web.partnership.boards.models import OFFICES, SENIORITIES, Board, Seat
from headwater.web.partnership.boards.rules.describing import (
    LONGEST_TERMS,
    LONGEST_UNTIL_REVIEW,
    USUAL_ITEMS,
    USUAL_TERMS,
    Terms,
    items_of,
)
from headwater.web.partnership.boards.rules.sitting import Office, Seniority

ROLES = [(role.value, role.label) for role in StatutoryRole]
EVERY = ((1, "Every month"), (2, "Every 2 months"), (3, "Every 3 months"), (6, "Every 6 months"))
NARROW = "govuk-input--width-3"
MOST_SEATS = 60


class BoardFilter(Form):
    """Which boards are listed."""

    words = forms.CharField(label="Name with the words", required=False, max_length=120)
    when = forms.ChoiceField(
        label="Which",
        required=False,
        choices=[("", "Sit today"), ("every", "Ended ones too")],
    )


class TermsForm(Form):
    """The terms of reference of a board."""

    name = forms.CharField(label="Name of the board", max_length=120)
    terms = forms.CharField(
        label="Terms of reference",
        help_text="What it is for, what it decides, and to whom it answers.",
        max_length=LONGEST_TERMS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    statutory_roles = forms.MultipleChoiceField(
        label="Which partners must sit on it?",
        help_text="A place that nobody fills is shown on the page of the board.",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
    )
    quorum = forms.IntegerField(
        label="How many seats that vote must be filled to decide?",
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs={"class": NARROW}),
    )
    quorum_roles = forms.MultipleChoiceField(
        label="Without which partners is nothing decided?",
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    standing_items = forms.CharField(
        label="Items that stand on every agenda",
        help_text="One a line, in their order.",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    meets_every = forms.TypedChoiceField(
        label="How often does it meet?", choices=EVERY, coerce=int, widget=forms.RadioSelect
    )
    review_on = DateField(
        label="Terms are reviewed on",
        help_text="Within two years. Leads are reminded before.",
    )

    nouns: ClassVar[dict[str, str]] = {
        "name": "a name",
        "terms": "the terms of reference",
        "statutory_roles": "the partners that must sit on it",
        "quorum": "how many seats must be filled",
        "standing_items": "at least one item",
        "meets_every": "how often it meets",
        "review_on": "the day the terms are reviewed",
    }

    def __init__(self, *args: Any, today: date, **settings: Any) -> None:
        super().__init__(*args, **settings)
        review = self.fields["review_on"]
        assert isinstance(review, DateField)
        review.earliest, review.latest = today, today + LONGEST_UNTIL_REVIEW

    def said(self) -> Terms:
        """What was answered. Raises `BoardError` where the agenda is too long."""
        given = self.cleaned_data
        return Terms(
            name=given["name"],
            terms=given["terms"].replace("\r\n", "\n"),
            statutory_roles=tuple(StatutoryRole(each) for each in given["statutory_roles"]),
            quorum=given["quorum"],
            quorum_roles=tuple(StatutoryRole(each) for each in given["quorum_roles"]),
            standing_items=items_of(given["standing_items"]),
            meets_every=given["meets_every"],
            review_on=given["review_on"],
        )


class BoardForm(TermsForm):
    """A board that is founded."""

    starts_on = DateField(label="It sits from")

    nouns: ClassVar[dict[str, str]] = {**TermsForm.nouns, "starts_on": "the day it sits from"}


class TermsChangeForm(VersionedForm, TermsForm):
    """Other terms for a board that sits."""


class SeatForm(Form):
    """Who sits, for which organisation and with what say."""

    organisation = forms.ChoiceField(label="Organisation")
    title = forms.CharField(
        label="Post that sits",
        help_text="Such as Director of Children’s Services. Not a person’s name.",
        max_length=120,
    )
    seniority = forms.ChoiceField(
        label="What may this post settle?", choices=SENIORITIES, widget=forms.RadioSelect
    )
    office = forms.ChoiceField(label="Office", choices=OFFICES, widget=forms.RadioSelect)
    votes = forms.BooleanField(label="It votes, and counts towards the quorum", required=False)
    user = forms.ChoiceField(
        label="Who holds it",
        help_text="Where they have an account here, they are told when a pack is there.",
        required=False,
    )
    deputy_title = forms.CharField(label="Post that deputises", required=False, max_length=120)
    deputy = forms.ChoiceField(label="Who deputises", required=False)

    nouns: ClassVar[dict[str, str]] = {
        "organisation": "an organisation",
        "title": "the post",
        "seniority": "what the post may settle",
        "office": "an office",
    }
    choice_hints: ClassVar[dict[str, dict[str, str]]] = {
        "seniority": {each.value: each.means for each in Seniority}
    }

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        people: Iterable[User],
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.organisations = {each.reference: each for each in organisations}
        self.people = {each.reference: each for each in people}
        names = [(key, each.name) for key, each in self.organisations.items()]
        known = [(key, each.name) for key, each in self.people.items()]
        _choose(self, "organisation", [("", "Choose"), *names])
        for field in ("user", "deputy"):
            _choose(self, field, [("", "Nobody with an account"), *known])

    def place(self) -> Place:
        """What was answered."""
        given = self.cleaned_data
        return Place(
            organisation=self.organisations[given["organisation"]],
            title=given["title"],
            seniority=Seniority(given["seniority"]),
            office=Office(given["office"]),
            votes=given["votes"],
            user=self.people.get(given["user"]),
            deputy_title=given["deputy_title"],
            deputy=self.people.get(given["deputy"]),
        )


class NewSeatForm(SeatForm):
    """A seat that is given."""

    starts_on = DateField(label="It sits from")

    nouns: ClassVar[dict[str, str]] = {**SeatForm.nouns, "starts_on": "the day it sits from"}


class SeatChangeForm(VersionedForm, SeatForm):
    """Something else about a seat."""


class LastDayForm(Form):
    """The last day of a board or a seat."""

    last_day = DateField(label="Last day")

    nouns: ClassVar[dict[str, str]] = {"last_day": "the last day"}


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def first_answers(*, today: date) -> dict[str, Any]:
    """What the form shows first for a new board."""
    return {
        "terms": USUAL_TERMS,
        "statutory_roles": [r.value for r in StatutoryRole if "section 8" in r.standing.value],
        "quorum": 5,
        "quorum_roles": [StatutoryRole.POLICE.value, StatutoryRole.LOCAL_AUTHORITY.value],
        "standing_items": "\n".join(USUAL_ITEMS),
        "meets_every": 3,
        "starts_on": today,
        "review_on": today.replace(day=1, year=today.year + 1),
    }


def answers_of(board: Board) -> dict[str, Any]:
    """What the form shows first for a board that sits."""
    return {
        "name": board.name,
        "terms": board.terms,
        "statutory_roles": board.statutory_roles,
        "quorum": board.quorum,
        "quorum_roles": board.quorum_roles,
        "standing_items": "\n".join(board.standing_items),
        "meets_every": board.meets_every,
        "review_on": board.review_on,
        "version": board.version,
    }


def answers_of_seat(seat: Seat) -> dict[str, Any]:
    """What the form shows first for a seat that is filled."""
    return {
        "organisation": seat.organisation.reference,
        "title": seat.title,
        "seniority": seat.seniority,
        "office": seat.office,
        "votes": seat.votes,
        "user": seat.user.reference if seat.user else "",
        "deputy_title": seat.deputy_title,
        "deputy": seat.deputy.reference if seat.deputy else "",
        "version": seat.version,
    }

"""Those who must be consulted, rounds of consultation, and requests to work together."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.consultation.rules.consulting import (
    Ground,
    Method,
    Sort,
    Standing,
    State,
)

SORTS = [(each.value, each.words) for each in Sort]
METHODS = [(each.value, each.words.capitalize()) for each in Method]
STANDINGS = [(each.value, each.words) for each in Standing]
GROUNDS = [(each.value, each.words) for each in Ground]


def consultee_reference() -> str:
    """A reference for an authority that must be consulted."""
    return new_reference("U")


def round_reference() -> str:
    """A reference for a round of consultation."""
    return new_reference("C")


def request_reference() -> str:
    """A reference for a request to work together."""
    return new_reference("L")


class Consultee(models.Model):
    """An educational, prison or youth custody authority of the area."""

    reference = models.CharField(max_length=16, unique=True, default=consultee_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="consultees")
    name = models.CharField(max_length=160)
    sort = models.CharField(max_length=16, choices=SORTS)
    kind = models.CharField(max_length=80, blank=True)
    """In its own words: "Academy trust"."""
    number = models.CharField(max_length=20, blank=True)
    """As registers know it, such as a school's unique reference number."""
    place = models.CharField(max_length=80, blank=True)
    post = models.CharField(max_length=120, blank=True)
    """Who answers there, by post; not a person's name."""
    email = models.EmailField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"email": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["sort", "name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(ends_on__isnull=True),
                name="a_consultee_has_a_name_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_consultee_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_there_on(self, day: date) -> bool:
        """Whether it is on the register on a day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class Round(models.Model):
    """One consultation of all of them, about one thing."""

    reference = models.CharField(max_length=16, unique=True, default=round_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="consultations")
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    """What they are asked."""
    opens_on = models.DateField()
    answers_by = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closing = models.TextField(blank=True)
    """What came of it, said when it was closed."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-opens_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answers_by__gte=F("opens_on")), name="answers_come_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closing=""),
                name="a_closed_round_says_what_came_of_it",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Asked(models.Model):
    """How the consultation of one authority in one round went."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="asked")
    consultee = models.ForeignKey(Consultee, models.PROTECT, related_name="asked")
    asked_on = models.DateField()
    method = models.CharField(max_length=12, choices=METHODS)
    asked_by = models.CharField(max_length=16)
    batch = models.CharField(max_length=16)
    """Those asked in one go share it, so that it can be undone in one go."""
    reminded_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    replied_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    """What was said. No name of a person."""
    changed = models.TextField(blank=True)
    """What was changed because of it."""
    no_reply_on = models.DateField(null=True, blank=True)
    """When it was written down that no reply came."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"asked_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "consultee"], name="a_consultee_is_asked_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | ~Q(summary=""),
                name="a_reply_says_something",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(no_reply_on__isnull=True),
                name="there_is_a_reply_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.consultee_id}"

    @property
    def state(self) -> State:
        """How it stands."""
        if self.replied_on:
            return State.REPLIED
        if self.no_reply_on:
            return State.NO_REPLY
        return State.REMINDED if self.reminders else State.ASKED


class Request(models.Model):
    """A request to work together under section 15, between an authority and a partner."""

    reference = models.CharField(max_length=16, unique=True, default=request_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="collaborations")
    consultee = models.ForeignKey(Consultee, models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="collaboration_requests"
    )
    is_by_consultee = models.BooleanField(default=False)
    """Whether the authority asked the partner, not the partner the authority."""
    what = models.TextField()
    asked_on = models.DateField()
    answer_by = models.DateField()
    status = models.CharField(max_length=12, choices=STANDINGS, default=Standing.REQUESTED.value)
    ground = models.CharField(max_length=20, choices=GROUNDS, blank=True)
    reason = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status=Standing.DECLINED.value) | (~Q(ground="") & ~Q(reason="")),
                name="who_declines_says_on_what_ground",
            ),
            models.CheckConstraint(
                condition=Q(status=Standing.REQUESTED.value) | Q(answered_on__isnull=False),
                name="an_answered_request_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:80]

    @property
    def asker(self) -> str:
        """Who asked."""
        return self.consultee.name if self.is_by_consultee else self.organisation.name

    @property
    def asked(self) -> str:
        """Who was asked."""
        return self.organisation.name if self.is_by_consultee else self.consultee.name

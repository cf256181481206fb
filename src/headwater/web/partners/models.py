"""Who convenes, who takes part, and who sits for whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.accounts.roles import Role
from headwater.web.partners.rules.duty import StatutoryRole

__all__ = [
    "BodyKind",
    "Membership",
    "Organisation",
    "OwnerBody",
    "StatutoryRole",
    "Succession",
    "Workspace",
]


def owner_body_reference() -> str:
    """A reference for an owner body."""
    return new_reference("B")


def organisation_reference() -> str:
    """A reference for an organisation."""
    return new_reference("O")


def membership_reference() -> str:
    """A reference for a membership."""
    return new_reference("M")


class Workspace(models.Model):
    """The partnership of one area: where its partners work together."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    area_code = models.CharField(max_length=12)
    area_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    def __str__(self) -> str:
        return self.name


class BodyKind(models.TextChoices):
    """The kinds of local policing body there are, and what may follow them."""

    COMMISSIONER = "pcc", "Police and crime commissioner"
    FIRE_COMMISSIONER = "pfcc", "Police, fire and crime commissioner"
    MAYOR = "mayor", "Mayor with policing functions"
    BOARD = "board", "Policing and crime board"
    CITY = "city", "Common Council of the City of London"


class OwnerBody(models.Model):
    """The local policing body that owns a workspace between two dates.

    One dated change re-labels everything from that day: pages ask `queries.owner_on(day)`.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="owners")
    reference = models.CharField(max_length=16, unique=True, default=owner_body_reference)
    kind = models.CharField(max_length=8, choices=BodyKind)
    name = models.CharField(max_length=160)
    """As people know it: "Loamshire Police and Crime Commissioner"."""
    legal_name = models.CharField(max_length=200)
    """Who owns the data and answers for it in law."""
    email = models.EmailField()
    address = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day; the successor starts the day after."""
    successor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessor"
    )
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"email": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="owner_body_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(ends_on__isnull=True),
                name="one_owner_body_without_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A partner of a workspace, by its role under the Duty."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="organisations")
    reference = models.CharField(max_length=16, unique=True, default=organisation_reference)
    name = models.CharField(max_length=160)
    statutory_role = models.CharField(
        max_length=24, choices=[(role.value, role.label) for role in StatutoryRole]
    )
    area_codes = models.JSONField(default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day; what follows it starts the day after."""
    successors = models.ManyToManyField(
        "self",
        through="Succession",
        symmetrical=False,
        related_name="predecessors",
    )
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "name", "starts_on"], name="an_organisation_once_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="organisation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One organisation follows another. A split has several that follow, a merger several before.

    The day is the first of the successor and the day after the last of the predecessor.
    """

    predecessor = models.ForeignKey(Organisation, models.PROTECT, related_name="followed_by")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="follows")

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="one_organisation_follows_another_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="no_organisation_follows_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} to {self.successor_id}"


class Membership(models.Model):
    """One role that somebody holds for one organisation between two dates."""

    reference = models.CharField(max_length=16, unique=True, default=membership_reference)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day it is in force."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody ended it. From that moment it opens nothing, though the day is not over."""
    granted_by = models.CharField(max_length=16)
    """The reference of whoever gave it; `headwater` for the command line."""

    privacy: ClassVar[dict[str, Privacy]] = {"user": Privacy.WORK}
    retention: ClassVar[Retention] = Retention(2190, "the membership ended")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on__isnull=True),
                name="one_open_membership_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ends_on__isnull=False),
                name="membership_ended_has_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

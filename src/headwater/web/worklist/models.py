"""What waits for whom, and the calendars that show it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Organisation, Workspace


def item_reference() -> str:
    """A reference for an item of work."""
    return new_reference("W")


def feed_reference() -> str:
    """A reference for a calendar feed."""
    return new_reference("F")


class Item(models.Model):
    """One thing somebody is to do by a day. Titles name records and services, never people."""

    reference = models.CharField(max_length=16, unique=True, default=item_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="work")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    link = models.CharField(max_length=300)
    about = models.CharField(max_length=60)
    """The reference of what is to be worked on."""
    due_on = models.DateField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="work"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="work"
    )
    roles = models.CharField(max_length=80, blank=True)
    """Roles it waits for, each between bars: `|approver|lead|`."""
    whom = models.CharField(max_length=140)
    """Person, organisation and roles in one key, so that an item is there once."""
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    chases = models.PositiveSmallIntegerField(default=0)
    """The last reminder that went out, counted from the first due."""

    privacy: ClassVar[dict[str, Privacy]] = {"user": Privacy.WORK}
    retention: ClassVar[Retention] = Retention(730, "the item was closed")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "about", "whom"], name="an_item_is_there_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(organisation__isnull=False) | ~Q(roles=""),
                name="an_item_waits_for_somebody",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace", "due_on"],
                condition=Q(closed_at__isnull=True),
                name="work_still_open",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Feed(models.Model):
    """A calendar that a program may read with a secret address. The secret itself is not kept."""

    reference = models.CharField(max_length=16, unique=True, default=feed_reference)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    workspace = models.ForeignKey(
        Workspace, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None for everything that waits for the person, wherever they work."""
    role = models.CharField(
        max_length=16, blank=True, choices=[(role.value, role.value) for role in Role]
    )
    """With a workspace: the board of that role there."""
    about = models.CharField(max_length=40, blank=True)
    """With a workspace: what it shows the days of, as `days.subjects` calls it."""
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"user": Privacy.WORK, "token_hash": Privacy.SECRET}
    retention: ClassVar[Retention] = Retention(365, "the feed was revoked")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(workspace__isnull=True, role="", about="")
                | (Q(workspace__isnull=False, about="") & ~Q(role=""))
                | (Q(workspace__isnull=False, role="") & ~Q(about="")),
                name="a_calendar_in_a_workspace_is_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.reference

"""What a partnership means to commission. Gaps themselves are read from the latest map."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.provision.gaps.rules.commissioning import Status

STATUSES = [(each.value, each.words) for each in Status]


def intention_reference() -> str:
    """A reference for a commissioning intention."""
    return new_reference("G")


class Intention(models.Model):
    """Places that are to be commissioned. Which gap it answers and who decided is on the thread."""

    reference = models.CharField(max_length=16, unique=True, default=intention_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="intentions")
    gap = models.CharField(max_length=60)
    """The combination it was written for, as `Z99D00003:15-17:mentoring`."""
    title = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    places = models.PositiveIntegerField()
    """A year."""
    money_low = models.PositiveIntegerField(null=True, blank=True)
    """Pounds a year."""
    money_high = models.PositiveIntegerField(null=True, blank=True)
    by_when = models.DateField()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="intentions"
    )
    """Who would commission it."""
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.DRAFT.value)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    moved_by = models.CharField(max_length=16, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    """When it was agreed, commissioned or dropped last."""
    reason = models.TextField(blank=True)
    """What was said at the last move: with whom it was commissioned, or why it was dropped."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "moved_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["by_when", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(money_low__isnull=True)
                | Q(money_high__isnull=True)
                | Q(money_low__lte=F("money_high")),
                name="an_intention_costs_from_least_to_most",
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="an_intention_has_places"),
            models.CheckConstraint(
                condition=~Q(status=Status.DROPPED.value) | ~Q(reason=""),
                name="a_dropped_intention_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> Status:
        """The status as the rules know it."""
        return Status(self.status)

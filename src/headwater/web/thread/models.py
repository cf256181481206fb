"""Ties between things of a partnership. Each is stored once and read in both directions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Workspace
from headwater.web.thread.rules.relations import Relation

RELATIONS = [(each.value, each.words) for each in Relation]


def tie_reference() -> str:
    """A reference for a tie."""
    return new_reference("T")


class Tie(models.Model):
    """One thing tied to another. It holds references only; words are those of the things."""

    reference = models.CharField(max_length=16, unique=True, default=tie_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="ties")
    from_kind = models.CharField(max_length=24)
    from_reference = models.CharField(max_length=120)
    relation = models.CharField(max_length=16, choices=RELATIONS)
    to_kind = models.CharField(max_length=24)
    to_reference = models.CharField(max_length=120)
    made_by = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    ended_by = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"made_by": Privacy.WORK, "ended_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=[
                    "workspace",
                    "from_kind",
                    "from_reference",
                    "relation",
                    "to_kind",
                    "to_reference",
                ],
                condition=Q(ended_at__isnull=True),
                name="a_tie_is_there_once",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace", "from_kind", "from_reference"],
                condition=Q(ended_at__isnull=True),
                name="ties_from",
            ),
            models.Index(
                fields=["workspace", "to_kind", "to_reference"],
                condition=Q(ended_at__isnull=True),
                name="ties_to",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

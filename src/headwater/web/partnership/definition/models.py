"""Versions of what counts as serious violence here, and what was said of each kind of violence."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Workspace
from headwater.web.partnership.definition.rules.stages import DECIDED, OPEN, Status
from headwater.web.partnership.definition.rules.weighing import (
    Counting,
    Decision,
    Factor,
    Judgement,
    Level,
    Weighed,
)

STATUSES = [(each.value, each.words) for each in Status]
LEVELS = [(each.value, each.words) for each in Level]
DECISIONS = [(each.value, each.words) for each in Decision]
COUNTINGS = [(each.value, each.words) for each in Counting]
MOST_AGE = 120


def version_reference() -> str:
    """A reference for a version of the definition."""
    return new_reference("X")


class LocalDefinition(models.Model):
    """One version of what counts as serious violence in an area. Once approved it never changes."""

    reference = models.CharField(max_length=16, unique=True, default=version_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="definitions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.DRAFT.value)
    title = models.CharField(max_length=160)
    sentence = models.TextField(blank=True)
    """What it counts, in a sentence that stands beside figures."""
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    """The ages that partners put first, inclusive. Counts are of all ages."""
    begun_by = models.CharField(max_length=16)
    begun_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=16, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.TextField(blank=True)
    """Why it was sent back last, until it is put to a board again."""
    board = models.CharField(max_length=160, blank=True)
    """Which board approved it. Its decision is on the thread."""
    minute = models.CharField(max_length=120, blank=True)
    """Where its minutes say so."""
    approved_on = models.DateField(null=True, blank=True)
    """The day the board decided. Figures carry it."""
    approved_by = models.CharField(max_length=16, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "begun_by": Privacy.WORK,
        "proposed_by": Privacy.WORK,
        "approved_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(status__in=sorted(each.value for each in OPEN)),
                name="one_definition_is_being_written",
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(status=Status.APPROVED.value),
                name="one_definition_is_in_force",
            ),
            models.UniqueConstraint(
                fields=["workspace", "number"],
                condition=~Q(status=Status.DISCARDED.value),
                name="a_definition_has_a_number_of_its_own",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(each.value for each in DECIDED))
                | (~Q(board="") & ~Q(minute="") & Q(approved_on__isnull=False)),
                name="an_approved_definition_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")),
                name="two_people_approve_a_definition",
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True)
                | Q(age_to__isnull=True)
                | Q(age_from__lte=F("age_to")),
                name="a_definition_has_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def stands(self) -> Status:
        """The status as the rules know it."""
        return Status(self.status)

    @property
    def ages_words(self) -> str:
        """The ages that partners put first."""
        if self.age_from is None and self.age_to is None:
            return "All ages"
        if self.age_from is None:
            return f"Up to {self.age_to}"
        return (
            f"{self.age_from} and over"
            if self.age_to is None
            else (f"{self.age_from} to {self.age_to}")
        )


class Candidate(models.Model):
    """One kind of violence in one version, with the four factors and the decision."""

    definition = models.ForeignKey(LocalDefinition, models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    """The same kind of violence has the same key in every version."""
    title = models.CharField(max_length=120)
    limb = models.CharField(max_length=16)
    """The part of section 13 it falls under, as a value of `Limb`."""
    codes = models.JSONField(default=list)
    """Police labels that count it; none where it is named and not counted."""
    tells = models.TextField(blank=True)
    is_own = models.BooleanField(default=False)
    """Whether the partnership added it, so that it can take it off again."""
    decision = models.CharField(max_length=10, choices=DECISIONS, default=Decision.UNDECIDED.value)
    rationale = models.TextField(blank=True)
    counting = models.CharField(max_length=8, choices=COUNTINGS, default=Counting.ALL.value)
    penalty_level = models.CharField(max_length=10, choices=LEVELS, default=Level.NOT_JUDGED.value)
    penalty_words = models.TextField(blank=True)
    victim_level = models.CharField(max_length=10, choices=LEVELS, default=Level.NOT_JUDGED.value)
    victim_words = models.TextField(blank=True)
    prevalence_level = models.CharField(
        max_length=10, choices=LEVELS, default=Level.NOT_JUDGED.value
    )
    prevalence_words = models.TextField(blank=True)
    community_level = models.CharField(
        max_length=10, choices=LEVELS, default=Level.NOT_JUDGED.value
    )
    community_words = models.TextField(blank=True)
    weighed_by = models.CharField(max_length=16, blank=True)
    weighed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"weighed_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["definition", "key"], name="a_kind_of_violence_is_there_once"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.UNDECIDED.value) | ~Q(rationale=""),
                name="what_is_in_or_out_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def weighed(self) -> Weighed:
        """What was said of it, as the rules know it."""
        return Weighed(
            key=self.key,
            title=self.title,
            codes=tuple(self.codes),
            judgements={factor: self.judgement(factor) for factor in Factor},
            decision=Decision(self.decision),
            rationale=self.rationale,
            counting=Counting(self.counting),
        )

    def judgement(self, factor: Factor) -> Judgement:
        """What was said of one factor."""
        return Judgement(
            Level(getattr(self, f"{factor.value}_level")), getattr(self, f"{factor.value}_words")
        )

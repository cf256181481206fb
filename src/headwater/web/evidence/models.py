"""What a partnership adds to the library: readings of its source, evaluations, overrides."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from headwater.rulebook.practice import Impact
from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.evidence.rules import publishing
from headwater.web.evidence.rules.evaluating import (
    FIELDS,
    LEVELS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    VERDICTS,
    Said,
    Verdict,
)
from headwater.web.evidence.rules.overriding import Standing
from headwater.web.evidence.rules.reading import Cost, Read
from headwater.web.partners.models import Organisation, Workspace

LEVEL_CHOICES = [(number, words) for number, words in LEVELS.items()]
VERDICT_CHOICES = [(each.value, words) for each, words in VERDICTS.items()]
DOCUMENT_KINDS = [(each.value, each.words) for each in publishing.DocumentKind]
IMPACTS = [(each.value, each.words.capitalize()) for each in Impact if each is not Impact.NOT_READ]
COSTS = [(each.value, each.value.capitalize()) for each in Cost]
STANDINGS = [(each.value, each.value) for each in Standing]


def evaluation_reference() -> str:
    """A reference for an evaluation."""
    return new_reference("Q")


def override_reference() -> str:
    """A reference for an override."""
    return new_reference("O")


def publication_reference() -> str:
    """A reference for what somebody else published."""
    return new_reference("N")


class Reading(models.Model):
    """What somebody read in the toolkit about an approach. The latest counts; none is changed."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="readings")
    approach = models.CharField(max_length=80)
    impact = models.CharField(max_length=20, choices=IMPACTS, blank=True)
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    cost = models.CharField(max_length=8, choices=COSTS, blank=True)
    link = models.CharField(max_length=publishing.LONGEST_LINK)
    read_on = models.DateField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["read_on", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "approach"], name="readings_of_an_approach"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(quality__isnull=True) | Q(quality__gte=1, quality__lte=5),
                name="reading_quality_of_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approach}, read on {self.read_on}"

    @property
    def read(self) -> Read:
        """What was read."""
        return Read(
            approach=self.approach,
            impact=Impact(self.impact) if self.impact else None,
            quality=self.quality,
            cost=Cost(self.cost) if self.cost else None,
            link=self.link,
            read_on=self.read_on,
        )


class Evaluation(models.Model):
    """What somebody here found out about an approach."""

    reference = models.CharField(max_length=16, unique=True, default=evaluation_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="evaluations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="evaluations"
    )
    """Whose contributors may change it; None where only leads may."""
    approach = models.CharField(max_length=80)
    title = models.CharField(max_length=LONGEST_TITLE)
    what = models.TextField(max_length=LONGEST_TEXT)
    comparator = models.TextField(max_length=LONGEST_TEXT, blank=True)
    participants = models.PositiveIntegerField(null=True, blank=True)
    finding = models.TextField(max_length=LONGEST_TEXT)
    level = models.PositiveSmallIntegerField(choices=LEVEL_CHOICES)
    is_independent = models.BooleanField()
    verdict = models.CharField(max_length=8, choices=VERDICT_CHOICES)
    theory = models.TextField(max_length=LONGEST_TEXT, blank=True)
    cohort = models.TextField(max_length=LONGEST_TEXT, blank=True)
    dose = models.TextField(max_length=LONGEST_TEXT, blank=True)
    fidelity = models.TextField(max_length=LONGEST_TEXT, blank=True)
    completed = models.PositiveIntegerField(null=True, blank=True)
    outcomes = models.TextField(max_length=LONGEST_TEXT, blank=True)
    adverse = models.TextField(max_length=LONGEST_TEXT, blank=True)
    equity = models.TextField(max_length=LONGEST_TEXT, blank=True)
    cost_per_completer = models.PositiveIntegerField(null=True, blank=True)
    """In whole pounds."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    changed_by = models.CharField(max_length=16)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "changed_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-written_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="evaluation_level_of_the_scale"
            ),
            models.CheckConstraint(
                condition=Q(completed__isnull=True) | Q(completed__lte=models.F("participants")),
                name="no_more_complete_than_started",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> Said:
        """What it says now."""
        given = {name: getattr(self, name) for name in FIELDS}
        return Said(**{**given, "verdict": Verdict(self.verdict)})


class Wording(models.Model):
    """What an evaluation said once."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "said": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["evaluation", "number"], name="a_wording_of_an_evaluation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}, version {self.number}"


class Override(models.Model):
    """A board's reason to use a harmful approach in one place, until a day."""

    reference = models.CharField(max_length=16, unique=True, default=override_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="overrides")
    approach = models.CharField(max_length=80)
    use_kind = models.CharField(max_length=24)
    use_reference = models.CharField(max_length=120)
    reason = models.TextField(max_length=LONGEST_TEXT)
    decision = models.CharField(max_length=120)
    """The decision of a board, on the thread."""
    expires_on = models.DateField()
    standing = models.CharField(max_length=10, choices=STANDINGS, default=Standing.WAITING.value)
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    approved_by = models.CharField(max_length=16, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why_ended = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "asked_by": Privacy.WORK,
        "approved_by": Privacy.WORK,
        "ended_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "approach", "use_kind", "use_reference"],
                condition=Q(standing="waiting"),
                name="one_override_waits_for_a_use",
            ),
            models.CheckConstraint(
                condition=~Q(standing="approved") | ~Q(approved_by=models.F("asked_by")),
                name="override_approved_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> Standing:
        """Where it stands, whatever the day."""
        return Standing(self.standing)

    @property
    def use(self) -> tuple[str, str]:
        """Where the approach is used, on the thread."""
        return self.use_kind, self.use_reference


class Publication(models.Model):
    """A document that another area or body published, and what we take from it."""

    reference = models.CharField(max_length=16, unique=True, default=publication_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="publications")
    title = models.CharField(max_length=publishing.LONGEST_TITLE)
    publisher = models.CharField(max_length=publishing.LONGEST_NAME)
    area_code = models.CharField(max_length=12, blank=True)
    area_name = models.CharField(max_length=publishing.LONGEST_NAME, blank=True)
    published_on = models.DateField()
    link = models.CharField(max_length=publishing.LONGEST_LINK, blank=True)
    kind = models.CharField(max_length=12, choices=DOCUMENT_KINDS)
    takes = models.TextField(max_length=publishing.LONGEST_TEXT)
    approaches = models.JSONField(default=list, blank=True)
    """Ids of approaches of the library that it tells of."""
    noted_by = models.CharField(max_length=16)
    noted_at = models.DateTimeField()
    changed_by = models.CharField(max_length=16)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    """When it was taken off the list. It can be put back."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "noted_by": Privacy.WORK,
        "changed_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-published_on", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "-published_on"], name="publications_of_a_place"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def noted(self) -> publishing.Noted:
        """What is noted of it now."""
        given = {name: getattr(self, name) for name in publishing.FIELDS}
        return publishing.Noted(
            **{
                **given,
                "kind": publishing.DocumentKind(self.kind),
                "approaches": tuple(self.approaches),
            }
        )

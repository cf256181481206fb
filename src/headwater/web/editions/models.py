"""Assessments as rows. A page reads one chapter, one table or one picture, never the whole."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.editions.rules.kinds import Kind
from headwater.web.editions.rules.workflow import UNDER_WAY, Status
from headwater.web.partners.models import Workspace

__all__ = [
    "Chapter",
    "Edition",
    "Finding",
    "Kind",
    "NarrativeVersion",
    "Picture",
    "Status",
    "Table",
    "Working",
]

STATUSES = [(status.value, status.words) for status in Status]
KINDS = [(kind.value, kind.words) for kind in Kind]


def edition_reference() -> str:
    """A reference for an edition."""
    return new_reference("E")


class Edition(models.Model):
    """One assessment or gap map of one area and period, or one week of early warning there.

    It is asked for, made, edited and locked.
    """

    reference = models.CharField(max_length=16, unique=True, default=edition_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=20, choices=KINDS, default=Kind.ASSESSMENT.value)
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.QUEUED.value)
    area_code = models.CharField(max_length=12)
    area_name = models.CharField(max_length=120, blank=True)
    area_level = models.CharField(max_length=60, blank=True)
    first_month = models.DateField()
    """The first day of the first month."""
    last_month = models.DateField()
    """The first day of the last month."""
    week = models.CharField(max_length=8, blank=True)
    """Of early warning: the week it is about, such as `2025-W30`."""
    definition = models.JSONField(default=dict)
    """Of an assessment: what a board approved as serious violence, as it stood when this was asked
    for; empty where the rulebook's own definition counts."""
    period_words = models.CharField(max_length=80, blank=True)

    requested_by = models.CharField(max_length=16)
    requested_at = models.DateTimeField()
    step = models.CharField(max_length=80, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=0)
    run = models.CharField(max_length=16, blank=True)
    """Which attempt is at work. An earlier one that still lives finds it changed, and stops."""
    failure = models.TextField(blank=True)
    """The sentence that says why it could not be made."""

    engine_id = models.CharField(max_length=80, blank=True)
    """The fingerprint that `headwater assess` gives: same lake, area, period, seed, same id."""
    folder = models.CharField(max_length=120, blank=True)
    """Where its documents are, below the folder of editions."""
    made_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    """definitions, glossary, attribution, licence, publisher, code_version, seed, synthetic."""
    key_findings = models.JSONField(default=list)
    checks = models.JSONField(default=dict)
    """Small numbers: {"tables": n, "hidden": n, "attack": "passed", "profiles": {…}}."""
    is_restricted = models.BooleanField(default=False)
    """Whether any number rests on record-level data that its supplier did not publish."""
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "requested_by": Privacy.WORK,
        "locked_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-requested_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")), name="edition_months_in_order"
            ),
            models.UniqueConstraint(
                fields=["workspace", "kind", "area_code", "first_month", "last_month", "week"],
                condition=Q(status__in=sorted(each.value for each in UNDER_WAY)),
                name="one_assessment_of_a_kind_under_way",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.EARLY_WARNING.value) & ~Q(week="")
                | ~Q(kind=Kind.EARLY_WARNING.value) & Q(week=""),
                name="early_warning_is_of_a_week",
            ),
        ]

    def __str__(self) -> str:
        return self.full_title if self.title else self.reference

    @property
    def stands(self) -> Status:
        """The status as the workflow knows it."""
        return Status(self.status)

    @property
    def noun(self) -> str:
        """What it is called in a sentence, after "this" or "the"."""
        return Kind(self.kind).noun

    @property
    def full_title(self) -> str:
        """The title; of a week also where and when, because every week has the same title."""
        if self.is_early_warning:
            return f"{self.title}: {self.area_name}, {self.period_words}"
        return self.title

    @property
    def is_assessment(self) -> bool:
        """Whether it is a needs assessment, which can be compared with others."""
        return self.kind == Kind.ASSESSMENT

    @property
    def is_gap_map(self) -> bool:
        """Whether it sets need beside services."""
        return self.kind == Kind.GAP_MAP

    @property
    def is_early_warning(self) -> bool:
        """Whether it is about a week, not about months."""
        return self.kind == Kind.EARLY_WARNING


class Chapter(models.Model):
    """One question of an edition: blocks as they were made, and the words people wrote beside."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    slug = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    question = models.CharField(max_length=240)
    blocks = models.JSONField()
    """[{"kind", "text", "items", "ref"}] as in the edition format; figures never change here."""
    narrative = models.TextField(blank=True)
    """What the partnership says about it, in its own words."""
    narrative_by = models.CharField(max_length=16, blank=True)
    narrative_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"narrative_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "slug"], name="a_chapter_once_in_an_edition")
        ]

    def __str__(self) -> str:
        return self.title


class NarrativeVersion(models.Model):
    """What stood in a chapter's narrative from one change to the next."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chapter", "number"], name="a_narrative_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.number}"


class Table(models.Model):
    """A released table: its columns say how each number was made."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tables")
    slug = models.CharField(max_length=60)
    title = models.TextField()
    columns = models.JSONField()
    """[{"key","label","kind","unit","decimals","provenance"}] as in the edition format."""
    rows = models.JSONField()
    row_count = models.PositiveIntegerField(default=0)
    is_long = models.BooleanField(default=False)
    """Cut in chapters and whole on its own page."""
    key_columns = models.PositiveSmallIntegerField(default=1)
    file = models.CharField(max_length=120, blank=True)
    """The CSV, below the folder of the edition; its CSV on the Web metadata is beside it."""
    profile = models.CharField(max_length=40)
    rule = models.TextField()
    notes = models.JSONField(default=list)
    hidden = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "slug"], name="a_table_once_in_an_edition")
        ]

    def __str__(self) -> str:
        return self.title


class Picture(models.Model):
    """A chart or map, drawn when the edition was made, of one of its tables."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pictures")
    slug = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    """`map`, or the kind of chart."""
    title = models.TextField()
    summary = models.TextField()
    table = models.CharField(max_length=60)
    file = models.CharField(max_length=120)
    """The SVG, below the folder of the edition."""
    narrow_file = models.CharField(max_length=120, blank=True)
    """The same drawn for phones, where the wide one does not shrink well."""
    spec = models.JSONField(default=dict)
    """The chart or map as in the edition format."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "slug"], name="a_picture_once_in_an_edition")
        ]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """Something the data say, and how much weight it bears."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    slug = models.CharField(max_length=80)
    sentence = models.TextField()
    strength = models.CharField(max_length=12)
    because = models.TextField(blank=True)
    cautions = models.JSONField(default=list)
    figures = models.JSONField(default=list)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "slug"], name="a_finding_once_in_an_edition")
        ]

    def __str__(self) -> str:
        return self.slug


class Working(models.Model):
    """A query or a load that numbers of an edition rest on."""

    class Kind(models.TextChoices):
        """What it is."""

        EXPRESSION = "expression", "Query"
        LOAD = "load", "Load"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="workings")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=120)
    body = models.JSONField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["edition", "kind", "key"], name="a_working_once_in_an_edition"
            )
        ]

    def __str__(self) -> str:
        return self.key

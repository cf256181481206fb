"""Uploads and what was wrong with them, remembered columns, expected files, supplies held."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.documents.models import Document
from headwater.web.insights.data_in.rules.expecting import Every
from headwater.web.insights.data_in.rules.workflow import STATUS_WORDS, Status
from headwater.web.partners.models import Organisation, Workspace


def upload_reference() -> str:
    """A reference for an upload."""
    return new_reference("U")


def expected_reference() -> str:
    """A reference for an expected file."""
    return new_reference("X")


class Upload(models.Model):
    """One file somebody handed in, from the browser to the lake or to where it stopped."""

    reference = models.CharField(max_length=16, unique=True, default=upload_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="uploads")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="uploads")
    source = models.CharField(max_length=40)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    """Of the bytes as they were handed in."""
    status = models.CharField(
        max_length=16,
        choices=[(s.value, words) for s, words in STATUS_WORDS.items()],
        default=Status.UPLOADED.value,
    )
    uploaded_by = models.CharField(max_length=16)
    uploaded_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    """When it came to where it stands."""

    supplier = models.CharField(max_length=40, blank=True)
    month = models.DateField(null=True, blank=True)
    """The first day of the month it is for; none for supplies that do not come by month."""
    sheets = models.JSONField(default=list)
    """[{"name", "header", "rows"}] of each sheet with something on it; one for a CSV file."""
    sheet = models.PositiveSmallIntegerField(null=True, blank=True)
    """Which of the sheets it is on; none until somebody chose, where there are several."""
    fields = models.JSONField(default=list)
    """For each column of the sheet, the field it fills; empty where it is left out."""
    is_matched = models.BooleanField(default=False)
    """Whether a person answered for the columns of this very file."""
    encoding = models.CharField(max_length=40, blank=True)

    fault_total = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    preview = models.JSONField(default=dict)
    """{"columns": […], "rows": [[…]]}: the first rows as they will be stored."""
    counts = models.JSONField(default=dict)
    """{"rows_in", "rows", "added", "gone", "as_they_were", "rejected": {why: n}}."""
    replaces = models.CharField(max_length=40, blank=True)
    """The load whose rows it takes the place of, as the lake was when it was checked."""
    replaces_others = models.BooleanField(default=False)
    """Whether those rows came from elsewhere than this organisation's uploads."""

    waits = models.CharField(max_length=300, blank=True)
    """Why the worker is waiting, in words."""
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    confirmed_by = models.CharField(max_length=16, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    load_id = models.CharField(max_length=40, blank=True, db_index=True)
    loaded_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=16, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "uploaded_by": Privacy.WORK,
        "confirmed_by": Privacy.WORK,
        "undone_by": Privacy.WORK,
        "file_name": Privacy.PERSONAL,
        "preview": Privacy.PERSONAL,
        "undo_reason": Privacy.WORK,
    }
    retention: ClassVar[Retention] = Retention(2190, "the file was handed in")

    class Meta:
        ordering: ClassVar[list[str]] = ["-uploaded_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status="loaded") | ~Q(load_id=""),
                name="a_loaded_upload_names_its_load",
            ),
            models.CheckConstraint(
                condition=~Q(status="undone") | ~Q(undo_reason=""), name="an_undone_upload_says_why"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "source", "supplier"], name="uploads_by_supply"),
            models.Index(fields=["status", "moved_at"], name="uploads_by_status"),
        ]

    def __str__(self) -> str:
        return self.reference


class UploadFault(models.Model):
    """One thing wrong with an upload. Values of personal columns are never in it."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="faults")
    position = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    """Rows of the file from 1, its header being row 1; 0 for the whole file."""
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    problem = models.TextField()
    remedy = models.TextField()

    privacy: ClassVar[dict[str, Privacy]] = {"value": Privacy.PERSONAL}
    retention: ClassVar[Retention] = Retention(90, "the file was refused")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "position"], name="a_fault_once_in_an_upload")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.position}"


class ColumnMapping(models.Model):
    """What an organisation's columns are, as somebody answered: asked once, remembered."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    headings = models.JSONField(default=dict)
    """{normal heading: field, or "" where it is left out}."""
    supplier = models.CharField(max_length=40, blank=True)
    """The code that stood for the organisation last time."""
    answered_by = models.CharField(max_length=16)
    answered_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"answered_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "source"], name="one_mapping_for_a_supply"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.source}"


class ExpectedFile(models.Model):
    """A file that an organisation is to hand in, again and again."""

    reference = models.CharField(max_length=16, unique=True, default=expected_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="expected_files")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="expected_files")
    source = models.CharField(max_length=40)
    supplier = models.CharField(max_length=40)
    """The code of the organisation in its files' names."""
    every = models.CharField(
        max_length=8, choices=[(e.value, f"Every {e.value}") for e in Every], default=Every.MONTH
    )
    due_days = models.PositiveSmallIntegerField(default=20)
    """Days after the end of the period."""
    starts_on = models.DateField()
    """The first day of the first period."""
    ends_on = models.DateField(null=True, blank=True)
    """The first day of the last month that is expected."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["source", "supplier"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "source", "supplier"], name="a_supply_is_expected_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="what_is_expected_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(due_days__lte=365), name="files_are_due_in_a_year"),
        ]

    def __str__(self) -> str:
        return self.reference


class Supply(models.Model):
    """One slice of the lake as a load brought it, with how good it was. Written by the worker."""

    source = models.CharField(max_length=40)
    slice = models.CharField(max_length=80)
    supplier = models.CharField(max_length=60)
    month = models.DateField(null=True, blank=True)
    load_id = models.CharField(max_length=40)
    loaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    is_held = models.BooleanField(default=True)
    """Whether the lake still reads the slice from this load."""
    completeness = models.PositiveSmallIntegerField(null=True)
    validity = models.PositiveSmallIntegerField(null=True)
    timeliness = models.PositiveSmallIntegerField(null=True)
    consistency = models.PositiveSmallIntegerField(null=True)
    overall = models.PositiveSmallIntegerField(null=True)
    facts = models.JSONField(default=dict)
    """{"completeness", "validity", "days_after", "times_usual"} as they were measured."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["source", "supplier", "month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "slice", "load_id"], name="a_supply_once"),
            models.CheckConstraint(
                condition=Q(overall__isnull=True) | Q(overall__lte=100),
                name="a_score_is_out_of_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.slice}"


class SourceReport(models.Model):
    """What the quality report says of a source in words, as of the last time the worker looked."""

    source = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    findings = models.JSONField(default=list)
    """[{"aspect", "subject", "words", "is_concern"}]."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    def __str__(self) -> str:
        return self.source

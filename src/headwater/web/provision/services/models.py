"""The directory of services as rows: entries, their versions, files taken in, links and answers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.sources.open_referral.words import NEED_TYPES, SEXES, STATUSES, TIERS
from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.provision.services.rules.imports import Stage
from headwater.web.provision.services.rules.links import Answered
from headwater.web.provision.services.rules.record import LONGEST_NAME, STRANDS, Record


def _choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(each, each.replace("_", " ").capitalize()) for each in words]


NEEDS = _choices(NEED_TYPES)
LEVELS = _choices(TIERS)
STATES = _choices(STATUSES)
SEX_CHOICES = _choices(SEXES)
STRAND_CHOICES = [(each.value, words) for each, words in STRANDS.items()]
STAGES = [(each.value, each.value) for each in Stage]
ANSWERS = [(each.value, each.value) for each in Answered]


def service_reference() -> str:
    """A reference for a service."""
    return new_reference("V")


def import_reference() -> str:
    """A reference for a file that was taken in."""
    return new_reference("F")


def link_reference() -> str:
    """A reference for a link to an entry."""
    return new_reference("L")


def answer_reference() -> str:
    """A reference for what a provider said."""
    return new_reference("R")


class Service(models.Model):
    """One entry of the directory. Closed entries stay, with their status."""

    reference = models.CharField(max_length=16, unique=True, default=service_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="services")
    service_id = models.CharField(max_length=120)
    """What directories elsewhere call it."""
    kept_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="services_kept"
    )
    """The partner whose contributors correct it; None where only leads do."""
    name = models.CharField(max_length=LONGEST_NAME)
    organisation = models.CharField(max_length=LONGEST_NAME)
    """Who runs it, partner or not."""
    status = models.CharField(max_length=20, choices=STATES, default="active")
    description = models.TextField(blank=True)
    url = models.CharField(max_length=2000, blank=True)
    contact_role = models.CharField(max_length=300, blank=True)
    contact_email = models.CharField(max_length=254, blank=True)
    need_type = models.CharField(max_length=24, choices=NEEDS, default="other")
    tier = models.CharField(max_length=12, choices=LEVELS, default="secondary")
    approach = models.CharField(max_length=120, blank=True)
    strand = models.CharField(max_length=12, choices=STRAND_CHOICES, blank=True)
    minimum_age = models.PositiveIntegerField(null=True, blank=True)
    maximum_age = models.PositiveIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=8, choices=SEX_CHOICES, default="any")
    eligibility = models.TextField(blank=True)
    send_friendly = models.BooleanField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True)
    access_needs = models.TextField(blank=True)
    setting = models.TextField(blank=True)
    referral_route = models.TextField(blank=True)
    place = models.TextField(blank=True)
    opening = models.TextField(blank=True)
    evenings = models.BooleanField(null=True, blank=True)
    weekends = models.BooleanField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    reach_km = models.FloatField(null=True, blank=True)
    area_code = models.CharField(max_length=12, blank=True)
    area_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    """What its directory calls that area, where it does."""
    catchment = models.JSONField(default=list, blank=True)
    capacity_per_year = models.PositiveIntegerField(null=True, blank=True)
    people_now = models.PositiveIntegerField(null=True, blank=True)
    places_taken = models.PositiveIntegerField(null=True, blank=True)
    wait_days = models.PositiveIntegerField(null=True, blank=True)
    wait_days_90 = models.PositiveIntegerField(null=True, blank=True)
    cost_per_start = models.FloatField(null=True, blank=True)
    funder = models.TextField(blank=True)
    funded_until = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    """The organisation that said so, or that the provider did; never a person."""
    lacks = models.PositiveSmallIntegerField(default=0)
    """How many of the things every entry should say it does not say."""
    kept = models.JSONField(default=dict, blank=True)
    """The service as it came in a file, with what means nothing to us; empty if written here."""
    is_imported = models.BooleanField(default=False)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "contact_email": Privacy.WORK,
        "kept": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "service_id"], name="a_service_once_in_a_directory"
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=F("maximum_age")),
                name="service_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False),
                name="service_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class File(models.Model):
    """A file of services that was looked at, and what became of it."""

    reference = models.CharField(max_length=16, unique=True, default=import_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="service_files")
    name = models.CharField(max_length=200)
    given = models.JSONField(default=list)
    """The services that can be taken in, as they came; empty again once they are."""
    faults = models.JSONField(default=list)
    wrong = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=10, choices=STAGES, default=Stage.LOOKED_AT.value)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was taken in or left."""
    undone_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "given": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What an entry said once."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    kept = models.JSONField(default=dict, blank=True)
    confirmed_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="versions")
    """The file that made it, where one did."""
    why = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {
        "by": Privacy.WORK,
        "said": Privacy.WORK,
        "kept": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["service", "number"], name="a_version_of_a_service_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}, version {self.number}"

    @property
    def record(self) -> Record:
        """What it said."""
        return Record.of(self.said)


class Link(models.Model):
    """A secret address where a provider confirms or corrects one entry, without an account."""

    reference = models.CharField(max_length=16, unique=True, default=link_reference)
    service = models.ForeignKey(Service, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "made_by": Privacy.WORK,
        "token_hash": Privacy.SECRET,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class Answer(models.Model):
    """What a provider said over a link. Corrections wait for somebody to accept them."""

    reference = models.CharField(max_length=16, unique=True, default=answer_reference)
    service = models.ForeignKey(Service, models.CASCADE, related_name="answers")
    link = models.ForeignKey(Link, models.CASCADE, related_name="answers")
    version = models.PositiveIntegerField()
    """Of the entry they saw."""
    said = models.JSONField()
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ANSWERS, default=Answered.WAITING.value)
    at = models.DateTimeField()
    ended_by = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"said": Privacy.WORK, "ended_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def record(self) -> Record:
        """The entry as they would have it."""
        return Record.of(self.said)

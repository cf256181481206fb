"""Rules of early warning, the alerts they raised week by week, and what people said of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.editions.models import Edition
from headwater.web.insights.watch.rules import answering, registering
from headwater.web.partners.models import Workspace

RULE_STATUSES = [(each.value, each.words) for each in registering.Status]
ALERT_STATUSES = [(each.value, each.words) for each in answering.Status]
VERDICTS = [(each.value, each.words) for each in answering.Verdict]
SAID = [(each.value, each.value) for each in answering.Said]


def rule_reference() -> str:
    """A reference for a rule."""
    return new_reference("L")


def alert_reference() -> str:
    """A reference for an alert."""
    return new_reference("T")


class Rule(models.Model):
    """What is watched, where and how, and how often it speaks when nothing is going on.

    A rule that is on does not change. To change it, a copy is written that `replaces` it; the old
    one is switched off when the new one is switched on.
    """

    reference = models.CharField(max_length=16, unique=True, default=rule_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="watch_rules")
    slug = models.SlugField(max_length=60)
    """Names the rule in figures, files and public addresses."""
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    owner = models.CharField(max_length=160)
    """The body or role that answers for it; never a person's name."""
    measure = models.CharField(max_length=60)
    area_code = models.CharField(max_length=12)
    area_name = models.CharField(max_length=120)
    level = models.CharField(max_length=12)
    method = models.CharField(max_length=12)
    alpha = models.FloatField()
    least_cases = models.PositiveSmallIntegerField()
    delay_weeks = models.PositiveSmallIntegerField()
    expires_on = models.DateField()
    """The last day it may run."""
    status = models.CharField(
        max_length=12, choices=RULE_STATUSES, default=registering.Status.DRAFT
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    expected = models.JSONField(default=dict)
    """False alarms to be expected, as `analysis.watch.rules.ExpectedAlarms` gives them."""
    fairness = models.JSONField(default=dict)
    """Who lives where it would have spoken, as `analysis.watch.shares.Fairness` gives it."""
    loads = models.JSONField(default=list)
    """The loads of the lake that they were worked out on."""
    seal = models.CharField(max_length=16, blank=True)
    """Fingerprint of the rule and what is expected of it. What does not agree does not run."""
    registered_on = models.DateField(null=True, blank=True)
    run = models.CharField(max_length=16, blank=True)
    """Which attempt at working it out counts. An earlier one that still lives changes nothing."""
    failure = models.TextField(blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    """When its status last changed."""
    switched_on_by = models.CharField(max_length=16, blank=True)
    switched_on_at = models.DateTimeField(null=True, blank=True)
    switched_off_by = models.CharField(max_length=16, blank=True)
    switched_off_at = models.DateTimeField(null=True, blank=True)
    why_off = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "switched_on_by": Privacy.WORK,
        "switched_off_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "slug"],
                condition=Q(status=registering.Status.ON.value),
                name="a_rule_is_on_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ready", "on"]) | (~Q(seal="") & ~Q(expected={})),
                name="no_rule_runs_without_its_false_alarms",
            ),
            models.CheckConstraint(
                condition=~Q(status="on") | Q(switched_on_at__isnull=False),
                name="a_rule_that_is_on_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> registering.Status:
        """The status as the rules know it."""
        return registering.Status(self.status)


class Alert(models.Model):
    """Something that rose somewhere: raised by one rule, in one week or several in a row."""

    reference = models.CharField(max_length=16, unique=True, default=alert_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="alerts")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="alerts")
    first_week = models.CharField(max_length=8)
    last_week = models.CharField(max_length=8)
    raised_at = models.DateTimeField()
    """When headwater first said it."""
    status = models.CharField(max_length=12, choices=ALERT_STATUSES, default=answering.Status.NEW)
    verdict = models.CharField(max_length=8, choices=VERDICTS, blank=True)
    acknowledged_by = models.CharField(max_length=16, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.CharField(max_length=16, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "acknowledged_by": Privacy.WORK,
        "judged_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_week", "-raised_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status="judged") & ~Q(verdict="") | ~Q(status="judged") & Q(verdict=""),
                name="what_is_judged_has_a_verdict",
            ),
            models.CheckConstraint(
                condition=Q(status="new", acknowledged_at__isnull=True)
                | ~Q(status="new") & Q(acknowledged_at__isnull=False),
                name="what_is_not_new_was_acknowledged",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "status"], name="alerts_by_status")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> answering.Status:
        """The status as the rules know it."""
        return answering.Status(self.status)


class Sighting(models.Model):
    """What one run of one week said of an alert. Numbers are as the edition released them."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="sightings")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sightings")
    week = models.CharField(max_length=8)
    table = models.CharField(max_length=80)
    """The edition's table of the rule's alerts."""
    row = models.CharField(max_length=12)
    """Its row there, which names the figures."""
    weeks = models.PositiveSmallIntegerField()
    """How many weeks up to this one it is about."""
    areas = models.JSONField()
    """[{"code", "name"}], in the order of the edition."""
    observed = models.FloatField(null=True, blank=True)
    """None where it was hidden, and then so are the next two."""
    expected = models.FloatField(null=True, blank=True)
    p_value = models.FloatField(null=True, blank=True)
    sentence = models.TextField()
    because = models.TextField()
    is_current = models.BooleanField(default=True)
    """False once a later run of the same week took its place."""

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-week", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["edition", "table", "row"], name="a_row_of_alerts_is_seen_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["week", "is_current"], name="sightings_by_week")
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.week}"


class Note(models.Model):
    """What somebody said of an alert: that they look into it, what was done, how it turned out."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=SAID)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, choices=VERDICTS, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "text": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.kind}"

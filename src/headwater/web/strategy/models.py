"""The joint plan as rows: priorities, outcomes, actions, what was told of them, and versions."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.strategy.rules import planning, statuses

STATUSES = [(each.value, each.words) for each in statuses.Status]
BLOCKERS = [(each.value, each.words) for each in statuses.Blocker]
PREVENTION = [(each.value, each.words) for each in statuses.Prevention]
STRANDS = [(each.value, each.words) for each in statuses.Strand]
STANDINGS = [(each.value, each.words) for each in planning.Standing]
GROUNDS = [(each.value, each.words) for each in planning.Ground]
PARTS = [(each.value, each.words) for each in planning.Part]


def priority_reference() -> str:
    """A reference for a priority."""
    return new_reference("H")


def outcome_reference() -> str:
    """A reference for an outcome."""
    return new_reference("J")


def action_reference() -> str:
    """A reference for an action."""
    return new_reference("Y")


def withheld_reference() -> str:
    """A reference for something left out of the public version."""
    return new_reference("S")


def plan_reference() -> str:
    """A reference for a version of the plan."""
    return new_reference("K")


class Priority(models.Model):
    """What the partnership means to change first."""

    reference = models.CharField(max_length=16, unique=True, default=priority_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="priorities")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    """In words that the public version shows too."""
    is_dropped = models.BooleanField(default=False)
    """Whether it is no part of the plan any more. Its row stays for what is tied to it."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Outcome(models.Model):
    """What will be different when a priority is met, and how anybody can tell."""

    reference = models.CharField(max_length=16, unique=True, default=outcome_reference)
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="outcomes")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    measure = models.TextField(blank=True)
    """How anybody can tell: what is counted, from where to where, by when."""
    is_dropped = models.BooleanField(default=False)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["priority__position", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """What somebody does by a day. What it answers is on the thread."""

    reference = models.CharField(max_length=16, unique=True, default=action_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="actions")
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="actions"
    )
    """None where it has no place in the plan yet, as when a meeting thought of it."""
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    prevention = models.CharField(max_length=12, choices=PREVENTION, blank=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="actions_led"
    )
    lead_role = models.CharField(max_length=120, blank=True)
    """The role of whoever leads it; never a name."""
    partners = models.ManyToManyField(Organisation, related_name="actions_helped", blank=True)
    starts_on = models.DateField()
    due_on = models.DateField()
    cost_gbp = models.PositiveIntegerField(null=True, blank=True)
    paid_by = models.CharField(max_length=200, blank=True)
    factor = models.CharField(max_length=120, blank=True)
    """A risk or protective factor of the rulebook, by its words."""
    strand = models.CharField(max_length=16, choices=STRANDS, blank=True)
    public_wording = models.TextField(blank=True)
    is_promise = models.BooleanField(default=False)
    """Whether the public is told of it as a promise, with how it goes."""

    status = models.CharField(
        max_length=20, choices=STATUSES, default=statuses.Status.NOT_STARTED.value
    )
    """As whoever leads it declared it."""
    reason = models.TextField(blank=True)
    """Why it was declared so where its dates and milestones said something else."""
    blocker = models.CharField(max_length=12, choices=BLOCKERS, blank=True)
    blocked_by = models.TextField(blank=True)
    decision_needed = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    """What shows that it is done, and where to find it."""
    told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    """Of what it says."""
    told_version = models.PositiveIntegerField(default=1)
    """Of how it goes."""

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="an_action_is_due_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(status="blocked") | ~Q(blocker=""), name="what_is_blocked_says_by_what"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["complete", "withdrawn"], closed_at__isnull=False)
                | ~Q(status__in=["complete", "withdrawn"]) & Q(closed_at__isnull=True),
                name="what_is_over_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(is_promise=False) | ~Q(public_wording=""),
                name="a_promise_has_public_words",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "status"], name="actions_by_status")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> statuses.Status:
        """The declared status as the rules know it."""
        return statuses.Status(self.status)


class Wording(models.Model):
    """What an action said in one version, so that two changes made at once can be laid together."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    said = models.JSONField()
    """`rules.describing.Description` in plain values."""
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["action", "number"], name="a_wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.number}"


class Milestone(models.Model):
    """A step on the way that can be seen to be reached."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    who = models.CharField(max_length=120, blank=True)
    """The role of whoever sees to it; never a name."""
    reached_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class EarlierMilestone(models.Model):
    """What a milestone said until somebody corrected it or took it away."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="earlier_milestones")
    milestone = models.PositiveBigIntegerField()
    """The number of the milestone, which may be gone."""
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    who = models.CharField(max_length=120, blank=True)
    was_removed = models.BooleanField(default=False)
    by = models.CharField(max_length=16)
    """Whoever corrected it or took it away."""
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["milestone", "version"], name="what_a_milestone_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.version}"


class Update(models.Model):
    """What somebody told of an action, and how it stood then."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="updates")
    by = models.CharField(max_length=16)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    before = models.CharField(max_length=20, choices=STATUSES)
    declared = models.CharField(max_length=20, choices=STATUSES)
    computed = models.CharField(max_length=20, choices=STATUSES)
    reason = models.TextField(blank=True)
    blocked_by = models.TextField(blank=True)
    decision_needed = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    reached = models.JSONField(default=list)
    """Titles of the milestones that were reached."""

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "text": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action_id} {self.at:%Y-%m-%d}"


class Withheld(models.Model):
    """A part of an action that the public version leaves out, on which ground and why."""

    reference = models.CharField(max_length=16, unique=True, default=withheld_reference)
    action = models.ForeignKey(Action, models.PROTECT, related_name="withheld")
    part = models.CharField(max_length=8, choices=PARTS)
    ground = models.CharField(max_length=16, choices=GROUNDS)
    why = models.TextField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()
    ended_by = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "by": Privacy.WORK,
        "ended_by": Privacy.WORK,
        "why": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        verbose_name_plural = "withheld"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["action", "part"],
                condition=Q(ended_at__isnull=True),
                name="a_part_is_left_out_once",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Plan(models.Model):
    """A version of the plan: what a board was given to decide on, and what the public may read."""

    reference = models.CharField(max_length=16, unique=True, default=plan_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    foreword = models.TextField(blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    standing = models.CharField(
        max_length=12, choices=STANDINGS, default=planning.Standing.DRAFT.value
    )
    internal = models.JSONField(default=dict)
    """The whole plan as it was put to the board; empty before."""
    public = models.JSONField(default=dict)
    """What is left of it for the public."""
    left_out = models.JSONField(default=list)
    """What was left out, on which ground and why. Never public."""
    put_by = models.CharField(max_length=16, blank=True)
    put_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=16, blank=True)
    """The reference of the board's decision."""
    adopted_by = models.CharField(max_length=16, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "put_by": Privacy.WORK,
        "adopted_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "number"], name="a_plan_number_once"),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(standing="adopted"),
                name="one_plan_is_adopted",
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(standing__in=["draft", "with_board"]),
                name="one_plan_is_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=["adopted", "replaced"])
                | (~Q(decision="") & Q(adopted_at__isnull=False, review_due_on__isnull=False)),
                name="an_adopted_plan_has_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="a_plan_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def stands(self) -> planning.Standing:
        """Where it stands as the rules know it."""
        return planning.Standing(self.standing)


class Review(models.Model):
    """What was found when an adopted plan was looked at again."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews")
    text = models.TextField()
    next_on = models.DateField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "text": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d}"

"""What is assessed, declared, checked, asked and decided of applications, and awards."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.applying.models import KEPT, Application
from headwater.web.grants.deciding.rules.awards import Standing
from headwater.web.grants.deciding.rules.checking import Found, Result
from headwater.web.grants.deciding.rules.deciding import Ruling
from headwater.web.grants.deciding.rules.scoring import Confidence
from headwater.web.grants.money.models import Pot
from headwater.web.grants.rounds.models import Round
from headwater.web.partners.models import Workspace

RESULTS = [(each.value, each.words) for each in Result]
RULINGS = [(each.value, each.words) for each in Ruling]
CONFIDENCES = [(each.value, each.words) for each in Confidence]


def award_reference() -> str:
    """A reference for an award."""
    return new_reference("AW")


def interest_reference() -> str:
    """A reference for an interest."""
    return new_reference("IN")


def involvement_reference() -> str:
    """A reference for an entry of somebody's register of interests."""
    return new_reference("RI")


def assessment_reference() -> str:
    """A reference for an assessment."""
    return new_reference("AS")


def clarification_reference() -> str:
    """A reference for a question to an applicant."""
    return new_reference("CQ")


def decision_reference() -> str:
    """A reference for a decision."""
    return new_reference("DE")


class AwardState(models.TextChoices):
    """Where an award stands (DOMAIN section 7.2)."""

    OFFERED = "offered", "Agreement sent"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    COMPLETED = "completed", "Completed"
    CLOSED = "closed", "Closed"
    CLAWBACK = "clawback", "Money to come back"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Involvement(models.Model):
    """An organisation that somebody who reads applications has to do with outside work."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="involvements")
    reference = models.CharField(max_length=16, unique=True, default=involvement_reference)
    person = models.CharField(max_length=16)
    organisation = models.CharField(max_length=200)
    number = models.CharField(max_length=16, blank=True)
    """Its charity or company number."""
    postcode = models.CharField(max_length=10, blank=True)
    nature = models.CharField(max_length=200)
    """What they are there, such as trustee, or who of their family is."""
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "person": Privacy.WORK,
        "organisation": Privacy.PERSONAL,
        "number": Privacy.PERSONAL,
        "postcode": Privacy.PERSONAL,
        "nature": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation", "pk"]

    def __str__(self) -> str:
        return self.reference


class Source(models.TextChoices):
    """How an interest came to be known."""

    DECLARED = "declared", "Declared"
    FOUND = "found", "Found by comparing"


class Interest(models.Model):
    """What somebody declared of one application, or what comparing found and people cleared."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="interests")
    reference = models.CharField(max_length=16, unique=True, default=interest_reference)
    person = models.CharField(max_length=16)
    source = models.CharField(max_length=8, choices=Source)
    is_interest = models.BooleanField()
    """False of somebody who declared to have none."""
    nature = models.TextField(blank=True)
    grounds = models.JSONField(default=list, blank=True)
    """What was found, as codes of `rules.interests.Ground`."""
    said_at = models.DateTimeField()
    asked_by = models.CharField(max_length=16, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    """Why they may read it all the same, and how the interest is managed."""
    cleared_by = models.CharField(max_length=16, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "person": Privacy.WORK,
        "nature": Privacy.PERSONAL,
        "reason": Privacy.PERSONAL,
        "asked_by": Privacy.WORK,
        "cleared_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["said_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "person", "source"], name="an_interest_once_a_source"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True)
                | (~Q(cleared_by=F("asked_by")) & ~Q(cleared_by=F("person")) & ~Q(reason="")),
                name="an_interest_is_cleared_by_two_others",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "application"], name="interests_of_a_person")
        ]

    def __str__(self) -> str:
        return self.reference


class Assessment(models.Model):
    """One assessor's look at one application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="assessments")
    reference = models.CharField(max_length=16, unique=True, default=assessment_reference)
    assessor = models.CharField(max_length=16)
    named_by = models.CharField(max_length=16)
    named_at = models.DateTimeField()
    due_on = models.DateField()
    comment = models.TextField(blank=True)
    """What else the panel should know."""
    handed_in_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody was taken off it."""
    why_ended = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "assessor": Privacy.WORK,
        "named_by": Privacy.WORK,
        "comment": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["named_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "assessor"],
                condition=Q(ended_at__isnull=True),
                name="an_assessor_once_an_application",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Score(models.Model):
    """Points for one criterion, and why. A draft until its assessment is handed in."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=60)
    """The key of a criterion of the round."""
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    confidence = models.CharField(max_length=8, choices=CONFIDENCES, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"reason": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="a_score_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__lte=5), name="a_score_is_at_most_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion}"


class Moderation(models.Model):
    """What one criterion came to when assessors' points were looked at together."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="moderations")
    criterion = models.CharField(max_length=60)
    points = models.DecimalField(max_digits=3, decimal_places=2)
    reason = models.TextField()
    feedback = models.TextField(blank=True)
    """What the applicant is told of it."""
    moderated_by = models.CharField(max_length=16)
    moderated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"moderated_by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "criterion"], name="a_moderation_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=5), name="moderated_from_nought_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.criterion}"


class Check(models.Model):
    """An answer to one item of due diligence. The latest counts; earlier ones stay."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="checks")
    item = models.CharField(max_length=40)
    """Of the rulebook's table of due diligence."""
    result = models.CharField(max_length=12, choices=RESULTS)
    reason = models.TextField()
    expires_on = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=16)
    checked_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"checked_by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.item}"

    @property
    def found(self) -> Found:
        """The answer as the rules know it."""
        return Found(Result(self.result), self.expires_on)


class Clarification(models.Model):
    """Something that was asked of an applicant, and the answer."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="clarifications")
    reference = models.CharField(max_length=16, unique=True, default=clarification_reference)
    question = models.TextField()
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=16, blank=True)
    """The reference of an applicant."""
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was taken back without an answer."""

    privacy: ClassVar[dict[str, Privacy]] = {
        "asked_by": Privacy.WORK,
        "answer": Privacy.WORK,
        "answered_by": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.reference


class Decision(models.Model):
    """What an approver decided of an application. The latest counts; earlier ones stay.

    Before it comes a deferral, or an approval whose offer was withdrawn or turned down.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    reference = models.CharField(max_length=16, unique=True, default=decision_reference)
    ruling = models.CharField(max_length=8, choices=RULINGS)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reasons = models.TextField()
    feedback = models.TextField(blank=True)
    """What the applicant is told besides, about the application as a whole."""
    conditions = models.TextField(blank=True)
    evaluation_plan = models.TextField(blank=True)
    below_threshold = models.TextField(blank=True)
    """Why it was approved although its total was below the threshold."""
    override = models.CharField(max_length=16, blank=True)
    """The override of a board that a harmful approach was approved on."""
    total = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    """Out of 100, as it stood."""
    award = models.OneToOneField(
        "Award", models.PROTECT, null=True, blank=True, related_name="decision"
    )
    """What an approval made."""
    letter = models.JSONField(default=dict, blank=True)
    """What the applicant was told, as `letters.kept` writes it: scores may change later."""
    decided_by = models.CharField(max_length=16)
    decided_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"decided_by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["decided_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(ruling=Ruling.APPROVE.value) | Q(amount__gt=0),
                name="an_approval_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Award(models.Model):
    """A grant that was decided, with all that is to be said of it in public.

    An application has at most one that stands, and any number that were withdrawn before.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="awards")
    pot = models.ForeignKey(Pot, models.PROTECT, related_name="awards")
    reference = models.CharField(max_length=16, unique=True, default=award_reference)
    state = models.CharField(max_length=10, choices=AwardState, default=AwardState.OFFERED)
    title = models.CharField(max_length=160)
    description = models.TextField()
    """As the public reads it."""
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    """In pounds, with every variation since."""
    first_amount = models.DecimalField(max_digits=12, decimal_places=2)
    """As it was decided."""
    reasons = models.TextField()
    """Why it should reduce crime and disorder: what the law wants published each month."""
    conditions = models.TextField(blank=True)
    awarded_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(state=Standing.WITHDRAWN.value),
                name="an_application_has_one_standing_award",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="award_is_not_below_nothing"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="award_starts_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> Standing:
        """Where it stands, as the rules know it."""
        return Standing(self.state)


class Step(models.Model):
    """One move of an award, with its reason."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="steps")
    end = models.CharField(max_length=10, choices=AwardState)
    reason = models.TextField(blank=True)
    moved_by = models.CharField(max_length=16)
    moved_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"moved_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["moved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.award_id} {self.end}"


class LettingGo(models.Model):
    """That a round's refused applications lose what they say of people: one asks, one approves."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="letting_go")
    asked_by = models.CharField(max_length=16, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=16, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateField(null=True, blank=True)
    """Where somebody decided to keep them longer; `reason` says why."""
    reason = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "asked_by": Privacy.WORK,
        "approved_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("asked_by")),
                name="letting_go_is_approved_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}"

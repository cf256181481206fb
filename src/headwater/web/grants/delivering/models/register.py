"""The deliverer's own register. No field holds a name, and nobody who gives the money reads it.

Young people are codes that headwater makes. Only the deliverer knows who is behind one.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.delivering.models.grants import Delivery
from headwater.web.grants.delivering.rules import lists

KEPT = Retention(2 * 365, "the grant was closed")


def session_reference() -> str:
    """A reference for a session."""
    return new_reference("SE")


def concern_reference() -> str:
    """A reference for a concern."""
    return new_reference("CO")


class Participant(models.Model):
    """A young person as a code, with the little that counting needs."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="participants")
    client_id = models.UUIDField()
    """Made where it was first written, so that it is stored once however often it is sent."""
    code = models.CharField(max_length=12)
    started_on = models.DateField()
    age_band = models.CharField(max_length=8, choices=lists.choices(lists.AGE_BANDS))
    area_code = models.CharField(max_length=12, blank=True)
    referral = models.CharField(max_length=16, choices=lists.choices(lists.REFERRALS))
    lawful_basis = models.CharField(max_length=16, choices=lists.choices(lists.BASES))
    consent = models.CharField(max_length=16, choices=lists.choices(lists.CONSENTS))
    needs = models.JSONField(default=list, blank=True)
    """Codes of a short list, never words about somebody."""
    left_on = models.DateField(null=True, blank=True)
    leaving = models.CharField(max_length=12, choices=lists.choices(lists.LEAVINGS), blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "code": Privacy.PERSONAL,
        "age_band": Privacy.PERSONAL,
        "area_code": Privacy.PERSONAL,
        "referral": Privacy.SPECIAL,
        "consent": Privacy.PERSONAL,
        "needs": Privacy.SPECIAL,
        "written_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "client_id"], name="a_participant_is_stored_once"
            ),
            models.UniqueConstraint(fields=["delivery", "code"], name="a_code_is_one_person"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, leaving="")
                | (Q(left_on__isnull=False) & ~Q(leaving="")),
                name="who_left_left_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Session(models.Model):
    """One meeting with young people."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="sessions")
    client_id = models.UUIDField()
    reference = models.CharField(max_length=16, unique=True, default=session_reference)
    held_on = models.DateField()
    activity = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "client_id"], name="a_session_is_stored_once"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="a_session_fits_in_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Mark(models.Model):
    """What one phone said once of one young person at one session. Never changed, never lost.

    A mark names those it corrects. Marks that nobody corrected are the register; two that
    contradict each other are shown to a person, who says which is right.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="marks")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="marks")
    client_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=lists.choices(lists.MARKS))
    reason = models.CharField(max_length=12, choices=lists.choices(lists.ABSENCES), blank=True)
    corrects = models.JSONField(default=list, blank=True)
    """Client ids of the marks it takes the place of."""
    said_at = models.DateTimeField()
    """By the clock of the phone."""
    received_at = models.DateTimeField()
    by = models.CharField(max_length=16)

    privacy: ClassVar[dict[str, Privacy]] = {
        "state": Privacy.PERSONAL,
        "reason": Privacy.PERSONAL,
        "by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["said_at", "client_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "client_id"], name="a_mark_is_stored_once"),
            models.CheckConstraint(
                condition=(Q(state="absent") & ~Q(reason="")) | (~Q(state="absent") & Q(reason="")),
                name="whoever_is_absent_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class Attendance(models.Model):
    """What the marks of one young person at one session come to."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    state = models.CharField(max_length=8, choices=lists.choices(lists.MARKS))
    reason = models.CharField(max_length=12, choices=lists.choices(lists.ABSENCES), blank=True)
    is_disputed = models.BooleanField(default=False)
    """Whether two marks contradict each other and nobody has said which is right."""

    privacy: ClassVar[dict[str, Privacy]] = {
        "state": Privacy.PERSONAL,
        "reason": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "participant"], name="one_attendance_at_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Measure(models.Model):
    """One score of one young person on a validated tool, or why there is none."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="measures")
    tool = models.CharField(max_length=24)
    """Of the rulebook's table of outcome tools."""
    edition = models.CharField(max_length=40)
    """Of the tool, as the rulebook had it that day."""
    stage = models.CharField(max_length=6, choices=lists.choices(lists.STAGES))
    taken_on = models.DateField()
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    missing = models.CharField(max_length=12, choices=lists.choices(lists.MISSING), blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {
        "score": Privacy.SPECIAL,
        "missing": Privacy.PERSONAL,
        "written_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["tool", "stage"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["participant", "tool", "stage"], name="one_score_before_and_one_after"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) ^ Q(missing=""),
                name="a_score_or_why_there_is_none",
            ),
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"


class Goal(models.Model):
    """Something one young person works towards, in words without a name."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="goals")
    words = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=lists.choices(lists.GOALS), default="open")
    set_on = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)
    written_by = models.CharField(max_length=16)

    privacy: ClassVar[dict[str, Privacy]] = {
        "words": Privacy.PERSONAL,
        "state": Privacy.PERSONAL,
        "written_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["set_on", "pk"]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Concern(models.Model):
    """That a concern for somebody's safety was raised, and to whom it was passed. Nothing else."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="concerns")
    reference = models.CharField(max_length=16, unique=True, default=concern_reference)
    raised_by = models.CharField(max_length=16)
    raised_at = models.DateTimeField()
    passed_to = models.CharField(max_length=12, choices=lists.choices(lists.PASSED_TO))
    passed_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    """When somebody said that the safeguarding lead has it."""

    privacy: ClassVar[dict[str, Privacy]] = {"raised_by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["-raised_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

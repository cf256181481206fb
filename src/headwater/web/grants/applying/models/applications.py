"""Applications: who writes them, what they answer, what goes with them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.documents.models import Document
from headwater.web.grants.applying.models.people import KEPT, Applicant
from headwater.web.grants.rounds.models import Round

LINKS_KEPT = Retention(30, "the last answer was changed")


def application_reference() -> str:
    """A reference for an application."""
    return new_reference("YF")


class State(models.TextChoices):
    """Where an application stands (DOMAIN section 7.2, until an award takes over)."""

    DRAFT = "draft", "Draft"
    INELIGIBLE = "ineligible", "Not eligible"
    SUBMITTED = "submitted", "Submitted"
    ASSESSMENT = "assessment", "Being assessed"
    CLARIFICATION = "clarification", "Waiting for an answer"
    PANEL = "panel", "With the panel"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class OrganisationKind(models.TextChoices):
    """Who applies."""

    CHARITY = "charity", "Registered charity"
    COMPANY = "company", "Community interest company or other company"
    GROUP = "group", "Community group without a registration"
    SCHOOL = "school", "School or college"
    COUNCIL = "council", "Parish, town, district or county council"
    PUBLIC = "public", "Other public body"


class Application(models.Model):
    """What an organisation asks of a round.

    Answers are kept beside it as they were typed. What others count by is here as well, read from
    the answers: it is empty where an answer cannot be read.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="applications")
    reference = models.CharField(max_length=16, unique=True, default=application_reference)
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    started_by = models.ForeignKey(Applicant, models.PROTECT, related_name="started")
    organisation = models.CharField(max_length=200, blank=True)
    organisation_key = models.CharField(max_length=200, blank=True, db_index=True)
    """The name as it is compared: without capitals, legal forms and what stands between words."""
    organisation_kind = models.CharField(max_length=10, choices=OrganisationKind, blank=True)
    charity_number = models.CharField(max_length=16, blank=True)
    company_number = models.CharField(max_length=16, blank=True)
    yearly_income = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    is_small = models.BooleanField(default=False)
    """Whether its income is under the round's limit, so that it is asked less."""
    title = models.CharField(max_length=160, blank=True)
    summary = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    """What is asked for, in pounds."""
    area_codes = models.JSONField(default=list, blank=True)
    """Districts where young people benefit."""
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    """How many young people are to take part."""
    approach = models.CharField(max_length=60, blank=True)
    """Of the evidence toolkit in the rulebook; empty where none fits."""
    level = models.CharField(max_length=12, blank=True)
    """Level of prevention: primary, secondary or tertiary."""
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    eligibility = models.JSONField(default=dict, blank=True)
    """What was answered to the rules of eligibility, by their keys."""
    started_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.CharField(max_length=16, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    """When its members were told that the draft will be deleted."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        Applicant, models.PROTECT, null=True, blank=True, related_name="submitted"
    )
    certified_name = models.CharField(max_length=160, blank=True)
    certified_role = models.CharField(max_length=160, blank=True)
    was_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "summary": Privacy.WORK,
        "edited_by": Privacy.WORK,
        "certified_name": Privacy.PERSONAL,
        "certified_role": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "state"], name="applications_of_a_round"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "ineligible", "withdrawn"])
                | Q(submitted_at__isnull=False),
                name="what_is_assessed_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | ~Q(certified_name=""),
                name="what_was_submitted_was_certified",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Member(models.Model):
    """Somebody who writes an application, or delivers what came of it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="members")
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="memberships")
    may_submit = models.BooleanField(default=True)
    added_by = models.ForeignKey(Applicant, models.PROTECT, null=True, blank=True, related_name="+")
    """Who invited them; nobody for whoever began."""
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "applicant": Privacy.WORK,
        "added_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "applicant"],
                condition=Q(removed_at__isnull=True),
                name="a_member_of_an_application_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.applicant_id} of {self.application_id}"


class ResumeLink(models.Model):
    """A secret address that opens one application for one of its members."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "applicant": Privacy.WORK,
        "token_hash": Privacy.SECRET,
    }
    retention: ClassVar[Retention] = LINKS_KEPT

    def __str__(self) -> str:
        return f"link {self.pk}"


class Answer(models.Model):
    """What was last answered to one question, as it was typed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    """Of the question: one of ours, or one of the round's own."""
    given = models.JSONField()
    """Text, or a list of texts where several may be chosen."""
    version = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=16)
    """The reference of the applicant who wrote it."""
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"given": Privacy.PERSONAL, "by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "key"], name="one_answer_to_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key}"


class Attachment(models.Model):
    """A file that goes with an application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    document = models.OneToOneField(Document, models.PROTECT, related_name="attached")
    key = models.CharField(max_length=60)
    """The question it answers."""
    added_by = models.CharField(max_length=16)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"added_by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    def __str__(self) -> str:
        return f"{self.application_id} {self.key}"


class Move(models.Model):
    """One move of an application from one state to another."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="moves")
    start = models.CharField(max_length=14, choices=State)
    end = models.CharField(max_length=14, choices=State)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = KEPT

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.start} to {self.end}"


class LateRequest(models.Model):
    """A finished application that reached us after the closing moment.

    Two people of the partnership take it: one who says why, and another who agrees.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="late")
    reached_at = models.DateTimeField()
    """The moment the server received it."""
    certified_by = models.ForeignKey(Applicant, models.PROTECT, related_name="+")
    certified_name = models.CharField(max_length=160)
    certified_role = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    """What the applicant says of it."""
    reason = models.TextField(blank=True)
    """Why somebody of the partnership would take it, or does not."""
    proposed_by = models.CharField(max_length=16, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=16, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_taken = models.BooleanField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "certified_by": Privacy.WORK,
        "certified_name": Privacy.PERSONAL,
        "certified_role": Privacy.WORK,
        "why": Privacy.PERSONAL,
        "proposed_by": Privacy.WORK,
        "decided_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(is_taken=True) | ~Q(decided_by=F("proposed_by")),
                name="two_people_take_a_late_application",
            ),
        ]

    def __str__(self) -> str:
        return f"late {self.application_id}"

"""Answers to the tasks of the Duty, readiness by year, returns, requests and concerns."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.duty.rules import answering, escalating, monitoring, readying
from headwater.web.partnership.duty.rules.owing import reference_of

STATUSES = [(each.value, each.words) for each in answering.Status]
LEVELS = [(each.value, readying.words(each)) for each in readying.LEVELS]
RETURNS = [(each.value, each.words) for each in monitoring.ReturnStatus]
REPLIES = [(each.value, each.words) for each in monitoring.ReplyStatus]
REQUESTS = [(each.value, each.words) for each in monitoring.RequestStatus]
PURPOSES = [(each.value, each.words) for each in monitoring.Purpose]
CONTENTS = [(each.value, each.words) for each in monitoring.Content]
GROUNDS = [(each.value, each.words) for each in monitoring.Ground]
STEPS = [(each.value, each.words) for each in escalating.Step]
OUTCOMES = [(each.value, each.words) for each in escalating.Outcome]


def answer_reference() -> str:
    """A reference for an answer to a task."""
    return new_reference("V")


def readiness_reference() -> str:
    """A reference for an assessment of readiness."""
    return new_reference("L")


def return_reference() -> str:
    """A reference for a monitoring return."""
    return new_reference("H")


def reply_reference() -> str:
    """A reference for what one organisation replies to a return."""
    return new_reference("V")


def request_reference() -> str:
    """A reference for an information request."""
    return new_reference("Q")


def concern_reference() -> str:
    """A reference for a concern."""
    return new_reference("N")


class Answer(models.Model):
    """What an organisation says of one obligation. It is kept when the law no longer asks."""

    reference = models.CharField(max_length=16, unique=True, default=answer_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="duty_answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duty_answers")
    obligation = models.CharField(max_length=40)
    """By its name in the rulebook."""
    status = models.CharField(max_length=16, choices=STATUSES)
    statement = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    """Why it does not apply."""
    reviewed_on = models.DateField()
    reviewed_by = models.CharField(max_length=16)
    next_review_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    """The first answer saved is version 2: before it the task stands at 1."""

    privacy: ClassVar[dict[str, Privacy]] = {"reviewed_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "obligation"], name="a_task_is_answered_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="not_applicable") | ~Q(reason=""),
                name="what_does_not_apply_says_why",
            ),
            models.CheckConstraint(
                condition=Q(next_review_on__gt=F("reviewed_on")),
                name="an_answer_is_reviewed_later",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def says(self) -> answering.Status:
        """The status as the rules know it."""
        return answering.Status(self.status)

    @property
    def thread_reference(self) -> str:
        """What its task is called on the thread."""
        return reference_of(self.obligation, self.organisation.reference)


class Review(models.Model):
    """An answer as it was given on a day. Later ones do not change it."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="reviews")
    status = models.CharField(max_length=16, choices=STATUSES)
    statement = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=16)

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.status}"


class Readiness(models.Model):
    """How far the partnership is in one domain, in one year. Earlier years stay as they were."""

    reference = models.CharField(max_length=16, unique=True, default=readiness_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="readiness")
    domain = models.CharField(max_length=40)
    """By its name in the rulebook."""
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12, choices=LEVELS)
    why = models.TextField()
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="readiness"
    )
    """Who sees to the next step."""
    next_step = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    assessed_on = models.DateField()
    assessed_by = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    """The first assessment saved is version 2."""

    privacy: ClassVar[dict[str, Privacy]] = {"assessed_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "year", "domain"], name="a_domain_is_assessed_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(next_step="")
                | Q(next_step__gt="", due_on__isnull=False, owner__isnull=False),
                name="a_next_step_has_an_owner_and_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reached(self) -> readying.Level:
        """The level as the rulebook knows it."""
        return readying.Level(self.level)

    @property
    def thread_reference(self) -> str:
        """What it is called on the thread."""
        return readying.reference_of(self.domain, self.year)


class Return(models.Model):
    """Questions the local policing body asks of several organisations (section 14)."""

    reference = models.CharField(max_length=16, unique=True, default=return_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="returns")
    title = models.CharField(max_length=120)
    questions = models.JSONField()
    """Texts, in their order."""
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=RETURNS, default=monitoring.ReturnStatus.OPEN)
    summary = models.TextField(blank=True)
    """What the policing body found over all, said when it was closed."""
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"asked_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-due_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | Q(status="closed", closed_at__isnull=False),
                name="a_closed_return_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether organisations may still reply."""
        return monitoring.ReturnStatus(self.status) is monitoring.ReturnStatus.OPEN


class Reply(models.Model):
    """What one organisation replies to a return, and what the policing body found in it."""

    reference = models.CharField(max_length=16, unique=True, default=reply_reference)
    of = models.ForeignKey(Return, models.CASCADE, related_name="replies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duty_replies")
    status = models.CharField(max_length=8, choices=REPLIES, default=monitoring.ReplyStatus.ASKED)
    answers = models.JSONField(default=list)
    """Texts, in the order of the questions."""
    sent_by = models.CharField(max_length=16, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finding = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"sent_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation__name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["of", "organisation"], name="an_organisation_replies_once_to_a_return"
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False),
                name="a_reply_that_was_sent_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> monitoring.ReplyStatus:
        """The status as the rules know it."""
        return monitoring.ReplyStatus(self.status)


class Request(models.Model):
    """Information the local policing body asks of one authority (section 17)."""

    reference = models.CharField(max_length=16, unique=True, default=request_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="duty_requests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duty_requests")
    title = models.CharField(max_length=160)
    wanted = models.TextField()
    relates = models.TextField()
    """How it relates to the authority or its functions."""
    purpose = models.CharField(max_length=8, choices=PURPOSES)
    """Only the functions of section 14 are purposes."""
    content = models.CharField(max_length=12, choices=CONTENTS)
    due_on = models.DateField()
    status = models.CharField(
        max_length=10, choices=REQUESTS, default=monitoring.RequestStatus.ASKED
    )
    answer = models.TextField(blank=True)
    ground = models.CharField(max_length=16, choices=GROUNDS, blank=True)
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    ended_by = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "asked_by": Privacy.WORK,
        "ended_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(ground=""),
                name="a_refused_request_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", ended_at__isnull=True)
                | ~Q(status="asked") & Q(ended_at__isnull=False),
                name="a_request_that_ended_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> monitoring.RequestStatus:
        """The status as the rules know it."""
        return monitoring.RequestStatus(self.status)


class Concern(models.Model):
    """Something an authority does not do that the Duty asks of it, and how far it was taken."""

    reference = models.CharField(max_length=16, unique=True, default=concern_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="concerns")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="concerns")
    obligation = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    step = models.CharField(max_length=12, choices=STEPS)
    """How far it was taken: the last of its steps."""
    follow_up_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    ended_words = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_on__isnull=True)
                | Q(outcome__gt="", ended_on__isnull=False),
                name="a_concern_that_ended_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reached(self) -> escalating.Step:
        """How far it was taken, as the rules know it."""
        return escalating.Step(self.step)


class ConcernStep(models.Model):
    """One step a concern was taken further, on its day."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=STEPS)
    on = models.DateField()
    words = models.TextField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.step}"

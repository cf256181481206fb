"""Rounds of a fund: what is asked, of whom, and how it is judged."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from headwater import rulebook
from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.documents.models import Document
from headwater.web.grants.money.models import Fund, Pot
from headwater.web.grants.rounds.rules.eligibility import RuleKind
from headwater.web.grants.rounds.rules.kinds import Fills, Limits, QuestionKind
from headwater.web.partners.models import Workspace

QUESTION_KINDS = [(each.value, each.words) for each in QuestionKind]
RULE_KINDS = [(each.value, each.words) for each in RuleKind]
FILLS = [(each.value, each.words) for each in Fills]
THRESHOLD = 60
"""Of a hundred: what an application needs to be put to the panel as fundable."""


def section_reference() -> str:
    """A reference for a section of questions."""
    return new_reference("SE")


def question_reference() -> str:
    """A reference for a question."""
    return new_reference("QU")


def rule_reference() -> str:
    """A reference for a rule of who may apply."""
    return new_reference("EL")


def criterion_reference() -> str:
    """A reference for a criterion."""
    return new_reference("CR")


def attachment_reference() -> str:
    """A reference for a document of a round."""
    return new_reference("RD")


def round_reference() -> str:
    """A reference for a round."""
    return new_reference("RO")


class RoundState(models.TextChoices):
    """How far staff have come with a round. Whether it is open follows from its dates."""

    DRAFT = "draft", "Draft"
    READY = "ready", "Waiting to be published"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Round(models.Model):
    """One call for projects: what is asked, of whom, until when, and for how much."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="rounds")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="rounds")
    pots = models.ManyToManyField(Pot, related_name="rounds", blank=True)
    """What its awards are paid from."""
    reference = models.CharField(max_length=16, unique=True, default=round_reference)
    slug = models.SlugField(max_length=80, unique=True)
    """In its public address."""
    title = models.CharField(max_length=160)
    summary = models.TextField()
    purpose = models.TextField(blank=True)
    who_can_apply = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    """The first moment at which no application is taken any more."""
    decisions_by = models.DateField(null=True, blank=True)
    projects_from = models.DateField(null=True, blank=True)
    projects_until = models.DateField(null=True, blank=True)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    """What may be awarded, in pounds."""
    largest_award = models.DecimalField(max_digits=12, decimal_places=2)
    smallest_award = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    youngest = models.PositiveSmallIntegerField(null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(null=True, blank=True)
    oldest_with_send = models.PositiveSmallIntegerField(null=True, blank=True)
    """Up to which age young people with special educational needs or disabilities count."""
    places = models.JSONField(default=list, blank=True)
    """Districts where projects may be: `[{"code": ..., "name": ...}]`."""
    threshold = models.PositiveSmallIntegerField(default=THRESHOLD)
    """The score of a hundred from which an application can be funded."""
    small_income = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    """Organisations with a yearly income below it answer fewer questions. None spares nobody."""
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long applying takes, as far as is known."""
    how_decided = models.TextField(blank=True)
    data_use = models.TextField(blank=True)
    contact = models.EmailField(blank=True)
    """Where those who apply ask for help."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField(default=timezone.now)
    put_by = models.CharField(max_length=16, blank=True)
    """Who asked that it be published."""
    put_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=16, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    """As the public reads it."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "put_by": Privacy.WORK,
        "published_by": Privacy.WORK,
        "contact": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="round_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("put_by")),
                name="a_round_is_published_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="a_published_round_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_because=""),
                name="a_withdrawn_round_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def limits(self) -> Limits:
        """What it sets for all answers: money, ages, districts."""
        return Limits(
            smallest=self.smallest_award,
            largest=self.largest_award,
            youngest=self.youngest,
            oldest=self.oldest,
            oldest_with_send=self.oldest_with_send,
            districts={each["code"]: each["name"] for each in self.places},
            approaches={each.id: each.name for each in rulebook.evidence_toolkit()},
        )

    @property
    def is_frozen(self) -> bool:
        """Whether what it asks and how it judges can change no more."""
        return self.state in (RoundState.PUBLISHED, RoundState.WITHDRAWN)


class EligibilityRule(models.Model):
    """One question on which it hangs whether an organisation may apply."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="eligibility")
    reference = models.CharField(max_length=16, unique=True, default=rule_reference)
    position = models.PositiveSmallIntegerField(default=1)
    key = models.SlugField(max_length=40)
    question = models.CharField(max_length=250)
    help = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=RULE_KINDS)
    choices = models.JSONField(default=list, blank=True)
    passing = models.JSONField(default=list, blank=True)
    """Which answers pass: `yes` or `no`, or some of the choices."""
    least = models.PositiveIntegerField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True)
    sentence = models.TextField()
    """What somebody reads whose answer does not pass, with where to turn."""
    is_removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "key"],
                condition=Q(is_removed=False),
                name="a_rule_of_a_round_has_a_key_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="a_rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class Section(models.Model):
    """Questions that belong together: one task of whoever applies."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sections")
    reference = models.CharField(max_length=16, unique=True, default=section_reference)
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    help = models.TextField(blank=True)
    is_removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a round. `rules.answers` reads what is answered to it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    reference = models.CharField(max_length=16, unique=True, default=question_reference)
    position = models.PositiveSmallIntegerField(default=1)
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=QUESTION_KINDS)
    words = models.CharField(max_length=250)
    """The question."""
    help = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    word_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    choices = models.JSONField(default=list, blank=True)
    least = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    hidden_when_small = models.BooleanField(default=False)
    """Whether organisations below the round's small income are spared it."""
    shown_if_key = models.SlugField(max_length=40, blank=True)
    """The question before it on whose answer it hangs."""
    shown_if_answer = models.CharField(max_length=120, blank=True)
    fills = models.CharField(max_length=12, choices=FILLS, blank=True)
    """What of the application its answer settles."""
    library_id = models.SlugField(max_length=40, blank=True)
    """The question of the library it came from."""
    is_removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["section__position", "section_id", "position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "key"],
                condition=Q(is_removed=False),
                name="a_question_of_a_round_has_a_key_of_its_own",
            ),
            models.UniqueConstraint(
                fields=["round", "fills"],
                condition=Q(is_removed=False) & ~Q(fills=""),
                name="one_question_settles_a_thing",
            ),
            models.CheckConstraint(
                condition=Q(shown_if_key="") | ~Q(shown_if_answer=""),
                name="a_question_that_hangs_says_on_which_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Criterion(models.Model):
    """One thing an application is judged by, from 0 to 5, with what each score means."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    reference = models.CharField(max_length=16, unique=True, default=criterion_reference)
    position = models.PositiveSmallIntegerField(default=1)
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    weight = models.PositiveSmallIntegerField()
    """Of a hundred in all."""
    guidance = models.TextField(blank=True)
    anchors = models.JSONField(default=list)
    """What each score from 0 to 5 means: six sentences."""
    no_zero = models.BooleanField(default=False)
    """Whether a nought on it means that the application is not funded."""
    is_removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name_plural = "criteria"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "key"],
                condition=Q(is_removed=False),
                name="a_criterion_of_a_round_has_a_key_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100), name="a_criterion_weighs_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A document of a round that the public may fetch once the round is published."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=16, unique=True, default=attachment_reference)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=1)
    is_removed = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """A closing time that was put off after a round was published, and why."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions")
    before = models.DateTimeField()
    after = models.DateTimeField()
    reason = models.TextField()
    """As the public reads it."""
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(after__gt=F("before")), name="a_round_is_extended_never_cut_short"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.after:%Y-%m-%d %H:%M}"


Part = EligibilityRule | Section | Question | Criterion | Attachment
"""Something a round consists of."""
PARTS: dict[str, type[Part]] = {
    "EL": EligibilityRule,
    "SE": Section,
    "QU": Question,
    "CR": Criterion,
    "RD": Attachment,
}
"""Sorts of parts, by how their references begin."""

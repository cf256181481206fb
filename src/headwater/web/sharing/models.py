"""The registers of sharing as rows. Nothing here is about a person, and nothing names one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.sharing.rules import terms
from headwater.web.sharing.rules.onboarding import Step
from headwater.web.sharing.rules.standing import Outcome, Stage, Standing

STANDINGS = [(each.value, each.words) for each in Standing]
STAGES = [(each.value, each.words) for each in Stage]
OUTCOMES = [(each.value, each.words) for each in Outcome]
STEPS = [(each.value, each.words) for each in Step]
PURPOSES = [(each.value, each.words) for each in terms.Purpose]
GRANULARITIES = [(each.value, each.words) for each in terms.Granularity]
HOLDINGS = [(each.value, each.words) for each in terms.Holding]
ACTINGS = [(each.value, each.words) for each in terms.Acting]
ARTICLES_6 = [(each.value, each.words) for each in terms.Article6]
ARTICLES_9 = [(each.value, each.words) for each in terms.Article9]
CONDITIONS = [(each.value, each.words) for each in terms.Condition]
FREQUENCIES = [
    (each, each.capitalize())
    for each in ("daily", "weekly", "monthly", "quarterly", "termly", "annual", "once")
]


def dataset_reference() -> str:
    """A reference for a dataset."""
    return new_reference("V")


def agreement_reference() -> str:
    """A reference for an agreement."""
    return new_reference("C")


def dpia_reference() -> str:
    """A reference for an assessment of impact."""
    return new_reference("I")


def share_reference() -> str:
    """A reference for a share, made or refused."""
    return new_reference("Q")


def onboarding_reference() -> str:
    """A reference for a source on its way."""
    return new_reference("L")


class Dataset(models.Model):
    """What a partner holds and could supply, or does."""

    reference = models.CharField(max_length=16, unique=True, default=dataset_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="datasets")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="datasets")
    title = models.CharField(max_length=160)
    fields = models.TextField(blank=True)
    """The least that is asked for, in words."""
    caveat = models.TextField(blank=True)
    steward_role = models.CharField(max_length=120, blank=True)
    """The role of whoever looks after it; never a name."""
    frequency = models.CharField(max_length=12, choices=FREQUENCIES, blank=True)
    lag_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Days from the end of a period until it can be had."""
    geography = models.CharField(max_length=120, blank=True)
    suppression = models.CharField(max_length=40, blank=True)
    """A suppression profile of the rulebook."""
    licence = models.CharField(max_length=160, blank=True)
    breaks = models.TextField(blank=True)
    """Known breaks in its series."""
    source = models.CharField(max_length=40, blank=True)
    """What its files are called where files are handed in; nothing where none are yet."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation__name", "title", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "title"], name="a_partner_has_a_dataset_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Agreement(models.Model):
    """An agreement by which partners share: who, what for, by which gateway, until when."""

    reference = models.CharField(max_length=16, unique=True, default=agreement_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    detail = models.TextField(blank=True)
    gateway = models.CharField(max_length=24)
    """A gateway of the rulebook."""
    datasets = models.ManyToManyField(Dataset, related_name="agreements", blank=True)
    document = models.CharField(max_length=200, blank=True)
    """Where the signed copy is kept."""
    starts_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=12, choices=STANDINGS, default=Standing.DRAFT.value)
    approved_by = models.CharField(max_length=16, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "approved_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["review_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(review_on__gt=F("starts_on")),
                name="an_agreement_is_reviewed_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="an_agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(standing="in_force") | Q(approved_at__isnull=False),
                name="an_agreement_in_force_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> Standing:
        """Where it stands as the rules know it."""
        return Standing(self.standing)


class Party(models.Model):
    """An organisation in an agreement, and whether it signed."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    signed_on = models.DateField(null=True, blank=True)
    signatory_role = models.CharField(max_length=120, blank=True)
    """The role of whoever signed; never a name."""
    recorded_by = models.CharField(max_length=16, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"recorded_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation__name", "pk"]
        verbose_name_plural = "parties"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"], name="a_party_once_in_an_agreement"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | ~Q(signatory_role=""),
                name="a_signature_says_in_which_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.organisation_id}"


class Dpia(models.Model):
    """A data protection impact assessment: what it covers, its risks, and who approved it."""

    reference = models.CharField(max_length=16, unique=True, default=dpia_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="dpias")
    title = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="dpias")
    """Whose assessment it is."""
    owner_role = models.CharField(max_length=120)
    """The role of whoever answers for it; never a name."""
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="dpias"
    )
    scope = models.TextField()
    risks = models.TextField()
    measures = models.TextField()
    """What is done about the risks."""
    advice = models.TextField(blank=True)
    """What the data protection officer advised."""
    review_on = models.DateField()
    stage = models.CharField(max_length=12, choices=STAGES, default=Stage.DRAFT.value)
    returned = models.TextField(blank=True)
    """Why it was last given back."""
    proposed_by = models.CharField(max_length=16, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "written_by": Privacy.WORK,
        "proposed_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["review_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> Stage:
        """Where it stands as the rules know it."""
        return Stage(self.stage)


class Approval(models.Model):
    """Somebody approved an assessment as it said in one version."""

    dpia = models.ForeignKey(Dpia, models.CASCADE, related_name="approvals")
    of_version = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK, "reason": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dpia", "of_version", "by"], name="a_person_approves_a_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dpia_id} {self.of_version}"


class Share(models.Model):
    """Something that is shared, or was to be: what was said of it and what the law said then."""

    reference = models.CharField(max_length=16, unique=True, default=share_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="shares")
    title = models.CharField(max_length=160)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="shares_given")
    acting = models.CharField(max_length=12, choices=ACTINGS, blank=True)
    taker = models.ForeignKey(Organisation, models.PROTECT, related_name="shares_taken")
    purpose = models.CharField(max_length=16, choices=PURPOSES)
    granularity = models.CharField(max_length=16, choices=GRANULARITIES)
    holds = models.JSONField(default=list)
    gateway = models.CharField(max_length=24)
    article_6 = models.CharField(max_length=4, choices=ARTICLES_6, blank=True)
    article_9 = models.CharField(max_length=4, choices=ARTICLES_9, blank=True)
    condition = models.CharField(max_length=12, choices=CONDITIONS, blank=True)
    is_part_3 = models.BooleanField(default=False)
    necessity = models.TextField(blank=True)
    proportionality = models.TextField(blank=True)
    dataset = models.ForeignKey(
        Dataset, models.PROTECT, null=True, blank=True, related_name="shares"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="shares"
    )
    dpia = models.ForeignKey(Dpia, models.PROTECT, null=True, blank=True, related_name="shares")
    """The assessment of impact that covers it; none where it needs none or has none yet."""
    kept = models.CharField(max_length=200, blank=True)
    """How long the taker keeps it."""
    review_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    under = models.CharField(max_length=24, blank=True)
    """The gateway that carries it; nothing where none does."""
    against = models.JSONField(default=list)
    """[{"words", "section", "trust"}] that stood against it."""
    alternatives = models.JSONField(default=list)
    """[{"gateway", "words", "is_open"}] that were named instead."""
    law_of = models.DateField()
    """The day whose law it was checked against."""
    why = models.TextField(blank=True)
    """Why it was decided against, or ended."""
    decided_by = models.CharField(max_length=16)
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"decided_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["agreed", "waiting"]) | ~Q(under=""),
                name="what_is_shared_has_a_gateway",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | Q(under=""), name="what_is_refused_has_no_gateway"
            ),
            models.CheckConstraint(
                condition=~Q(
                    outcome__in=["agreed", "waiting"],
                    granularity__in=["personal", "pseudonymised"],
                )
                | (~Q(necessity="") & ~Q(proportionality="")),
                name="what_is_personal_is_necessary_and_proportionate",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_shared") | ~Q(why=""),
                name="what_is_decided_against_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> Outcome:
        """What became of it as the rules know it."""
        return Outcome(self.outcome)


class Onboarding(models.Model):
    """A dataset on its way to being supplied regularly."""

    reference = models.CharField(max_length=16, unique=True, default=onboarding_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="onboardings")
    dataset = models.OneToOneField(Dataset, models.PROTECT, related_name="onboarding")
    step = models.CharField(max_length=12, choices=STEPS, default=Step.ASK.value)
    moved_on = models.DateField()
    """The day it came to the step."""
    stuck_on = models.TextField(blank=True)
    """What it waits for, in words."""
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["moved_on", "pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> Step:
        """The step as the rules know it."""
        return Step(self.step)


class Move(models.Model):
    """A dataset came to a step on a day."""

    onboarding = models.ForeignKey(Onboarding, models.CASCADE, related_name="moves")
    step = models.CharField(max_length=12, choices=STEPS)
    on = models.DateField()
    why = models.TextField(blank=True)
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.onboarding_id} {self.step}"

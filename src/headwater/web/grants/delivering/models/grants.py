"""An award in delivery: what was agreed, on what conditions, paid when, and varied how."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.deciding.models import Award

POUNDS: dict[str, Any] = {"max_digits": 12, "decimal_places": 2}


def agreement_reference() -> str:
    """A reference for an agreement."""
    return new_reference("GA")


def variation_reference() -> str:
    """A reference for a variation."""
    return new_reference("VA")


def clawback_reference() -> str:
    """A reference for a clawback."""
    return new_reference("CB")


class Rating(models.TextChoices):
    """How somebody of the partnership judges that a grant is going."""

    NOT_RATED = "", "Not rated"
    GREEN = "green", "On track"
    AMBER = "amber", "Some concern"
    RED = "red", "Off track"


class Delivery(models.Model):
    """One award once its agreement was written. Its row is held while its register is written."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="delivery")
    is_light = models.BooleanField(default=False)
    """Whether it is asked for one return at the start and one at the end only."""
    safeguarding_role = models.CharField(max_length=120, blank=True)
    """Who of the deliverer hears of concerns, by role."""
    safeguarding_email = models.EmailField(blank=True)
    rating = models.CharField(max_length=6, choices=Rating, blank=True, default="")
    rating_reason = models.TextField(blank=True)
    rated_by = models.CharField(max_length=16, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_why = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    unspent = models.DecimalField(**POUNDS, null=True, blank=True)
    """What was paid and not spent when it was closed, in pounds."""
    closing_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "safeguarding_role": Privacy.WORK,
        "safeguarding_email": Privacy.WORK,
        "rated_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(rating="") | ~Q(rating_reason=""), name="a_rating_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(unspent__isnull=True) | Q(unspent__gte=0),
                name="unspent_is_not_below_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.award.reference

    @property
    def reference(self) -> str:
        """What people quote: the award's own reference."""
        return self.award.reference


class Agreement(models.Model):
    """The terms as they were sent. Their words never change; a new agreement takes their place."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="agreements")
    reference = models.CharField(max_length=16, unique=True, default=agreement_reference)
    number = models.PositiveSmallIntegerField(default=1)
    terms = models.TextField()
    sha256 = models.CharField(max_length=64)
    """Of the terms: shows that what was accepted is what was sent."""
    sent_by = models.CharField(max_length=16)
    sent_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=16, blank=True)
    accepted_role = models.CharField(max_length=120, blank=True)
    """As whom somebody accepted for the deliverer."""
    accepted_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "sent_by": Privacy.WORK,
        "accepted_by": Privacy.WORK,
        "accepted_role": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="an_agreement_of_a_number_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | ~Q(accepted_role=""),
                name="who_accepts_says_as_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Condition(models.Model):
    """One thing the deliverer has to show or do, and whether it was met."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    met_by = models.CharField(max_length=16, blank=True)
    """Who of the partnership said so."""
    evidence = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"met_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="a_condition_of_a_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}, condition {self.number}"


class When(models.TextChoices):
    """What an instalment waits for beside its day."""

    AGREED = "agreed", "The agreement is accepted"
    RETURN = "return", "A return is accepted"


class Instalment(models.Model):
    """One part of the money, when it falls due and what it waits for."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(**POUNDS)
    due_on = models.DateField()
    waits_for = models.CharField(max_length=6, choices=When, default=When.AGREED)
    after_return = models.PositiveSmallIntegerField(null=True, blank=True)
    """The number of the return that must be accepted first."""
    payment = models.CharField(max_length=16, blank=True)
    """The payment's reference, once it was put into the books."""
    scheduled_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="an_instalment_of_a_number_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_instalment_is_something"),
            models.CheckConstraint(
                condition=Q(waits_for="agreed", after_return__isnull=True)
                | Q(waits_for="return", after_return__isnull=False),
                name="an_instalment_knows_its_return",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}, instalment {self.number}"


class BudgetLine(models.Model):
    """What some of the money is for."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="budget")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=120)
    amount = models.DecimalField(**POUNDS)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "number"], name="a_budget_line_of_a_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class VariationState(models.TextChoices):
    """What became of a wish to change what was agreed."""

    ASKED = "asked", "Waits for a decision"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"


class Variation(models.Model):
    """A change to what was agreed: asked for with a reason, decided with a reason."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="variations")
    reference = models.CharField(max_length=16, unique=True, default=variation_reference)
    state = models.CharField(max_length=8, choices=VariationState, default=VariationState.ASKED)
    reason = models.TextField()
    plan = models.TextField(blank=True)
    """What would be done otherwise, where that changes."""
    old_amount = models.DecimalField(**POUNDS)
    new_amount = models.DecimalField(**POUNDS)
    old_ends_on = models.DateField()
    new_ends_on = models.DateField()
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=16, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    """Why it was agreed or refused."""

    privacy: ClassVar[dict[str, Privacy]] = {
        "asked_by": Privacy.WORK,
        "decided_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery"],
                condition=Q(state="asked"),
                name="one_variation_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | ~Q(decision=""), name="a_decision_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ClawbackState(models.TextChoices):
    """What became of a clawback that somebody proposed."""

    PROPOSED = "proposed", "Waits for an approver"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"


class Clawback(models.Model):
    """Closing a grant and asking back some of what was spent: one proposes it, another agrees."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="clawbacks")
    reference = models.CharField(max_length=16, unique=True, default=clawback_reference)
    state = models.CharField(max_length=8, choices=ClawbackState, default=ClawbackState.PROPOSED)
    amount = models.DecimalField(**POUNDS)
    """Of what was spent, beside what was not."""
    reason = models.TextField()
    """What the deliverer reads once it is agreed."""
    proposed_by = models.CharField(max_length=16)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=16, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    """Why it was agreed or declined."""

    privacy: ClassVar[dict[str, Privacy]] = {
        "proposed_by": Privacy.WORK,
        "decided_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery"],
                condition=Q(state="proposed"),
                name="one_clawback_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="two_people_claw_back"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | (~Q(decision="") & ~Q(decided_by="")),
                name="a_clawback_is_decided_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_clawback_is_something"),
        ]

    def __str__(self) -> str:
        return self.reference

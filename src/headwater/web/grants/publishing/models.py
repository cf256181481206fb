"""What is added to awards for publication, what was published, and grants of other funders."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.money.models import Movement
from headwater.web.grants.publishing.rules.elsewhere import Stage
from headwater.web.partners.models import Workspace

LONGEST = 500
STAGES = [(each.value, each.words) for each in Stage]


def imprint_reference() -> str:
    """A reference for who publishes."""
    return new_reference("IP")


def batch_reference() -> str:
    """A reference for files that were made."""
    return new_reference("PB")


def name_reference() -> str:
    """A reference for a name that is left out."""
    return new_reference("PN")


def particulars_reference() -> str:
    """A reference for what is added to an award."""
    return new_reference("PA")


def spending_reference() -> str:
    """A reference for what is added to a payment."""
    return new_reference("PS")


def file_reference() -> str:
    """A reference for a file of other funders' grants."""
    return new_reference("OF")


class Imprint(models.Model):
    """Under which identifiers a partnership publishes its grants."""

    workspace = models.OneToOneField(Workspace, models.PROTECT, related_name="grants_imprint")
    reference = models.CharField(max_length=16, unique=True, default=imprint_reference)
    prefix = models.CharField(max_length=60)
    """What 360Giving gave the publisher: `360G-` and a word. It never changes once used."""
    funder_id = models.CharField(max_length=80, blank=True)
    """Of the funder in a public register; empty where none has it."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    def __str__(self) -> str:
        return self.prefix


class Particulars(models.Model):
    """What staff add to an award so that the public can be told of it."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="particulars")
    reference = models.CharField(max_length=16, unique=True, default=particulars_reference)
    recipient_id = models.CharField(max_length=80, blank=True)
    """Of the recipient in a public register, where its numbers do not say it."""
    places = models.JSONField(default=list, blank=True)
    """Codes and names of areas where people benefit, where the application does not say."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    def __str__(self) -> str:
        return self.reference


class SpendingParticulars(models.Model):
    """What staff add to a payment that was made without an award, so that it can be told of."""

    movement = models.OneToOneField(Movement, models.PROTECT, related_name="spending_particulars")
    reference = models.CharField(max_length=16, unique=True, default=spending_reference)
    recipient = models.CharField(max_length=200)
    value = models.TextField()
    """Why it gives good value for money."""
    written_by = models.CharField(max_length=16)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {
        "recipient": Privacy.PERSONAL,
        "written_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    def __str__(self) -> str:
        return self.reference


class NameLeftOut(models.Model):
    """The name of a person that is left out of what is published, and why.

    It is left out of all that is said of an award, or of a payment that was made without one.
    """

    award = models.ForeignKey(
        Award, models.CASCADE, null=True, blank=True, related_name="names_left_out"
    )
    movement = models.ForeignKey(
        Movement, models.PROTECT, null=True, blank=True, related_name="names_left_out"
    )
    reference = models.CharField(max_length=16, unique=True, default=name_reference)
    words = models.CharField(max_length=160)
    reason = models.CharField(max_length=300)
    """For the public, who see it beside the text."""
    by = models.CharField(max_length=16)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"words": Privacy.PERSONAL, "by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["award", "words"], name="a_name_left_out_once"),
            models.UniqueConstraint(
                fields=["movement", "words"], name="a_name_left_out_once_of_a_payment"
            ),
            models.CheckConstraint(
                condition=Q(award__isnull=True, movement__isnull=False)
                | Q(award__isnull=False, movement__isnull=True),
                name="a_name_is_left_out_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Batch(models.Model):
    """Files made at one moment, with all that is shown of them. It never changes."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="grants_batches")
    reference = models.CharField(max_length=16, unique=True, default=batch_reference)
    content = models.JSONField()
    grants = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    """What the grants come to, in pounds."""
    json_sha256 = models.CharField(max_length=64)
    csv_sha256 = models.CharField(max_length=64)
    list_sha256 = models.CharField(max_length=64)
    """Of every monthly list of grants in one file."""
    payments = models.PositiveIntegerField(default=0)
    """Over £500, of grants and directly."""
    spending_sha256 = models.CharField(max_length=64, blank=True)
    """Of every monthly list of payments in one file; empty before there were such lists."""
    made_by = models.CharField(max_length=16)
    made_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {"made_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class OtherFile(models.Model):
    """A file of other funders' grants that was looked at, and what became of it."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="other_grant_files")
    reference = models.CharField(max_length=16, unique=True, default=file_reference)
    name = models.CharField(max_length=200)
    publisher = models.CharField(max_length=LONGEST, blank=True)
    licence = models.CharField(max_length=LONGEST, blank=True)
    encoding = models.CharField(max_length=40)
    given = models.JSONField(default=list)
    """The grants that can be taken in, as they came; empty again once they are."""
    faults = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    wrong = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    """Grants to persons, which are left out."""
    stage = models.CharField(max_length=10, choices=STAGES, default=Stage.LOOKED_AT.value)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
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


class OtherGrant(models.Model):
    """A grant of another funder, as a file says it. What a later file says stands before it."""

    file = models.ForeignKey(OtherFile, models.CASCADE, related_name="grants")
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="other_grants")
    grant_id = models.CharField(max_length=LONGEST)
    is_current = models.BooleanField(default=True)
    title = models.CharField(max_length=LONGEST)
    funder = models.CharField(max_length=LONGEST)
    funder_id = models.CharField(max_length=LONGEST)
    recipient = models.CharField(max_length=LONGEST)
    recipient_id = models.CharField(max_length=LONGEST)
    charity_number = models.CharField(max_length=16, blank=True, db_index=True)
    company_number = models.CharField(max_length=16, blank=True, db_index=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    awarded_on = models.DateField()
    places = models.TextField(blank=True)
    kept = models.JSONField()
    """The grant as it came."""

    privacy: ClassVar[dict[str, Privacy]] = {"kept": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-awarded_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "grant_id"],
                condition=Q(is_current=True),
                name="an_other_grant_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.grant_id

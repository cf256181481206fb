"""Files that were handed in. The bytes are in a folder; what is known of them is here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.documents.kinds import Kind
from headwater.web.partners.models import Organisation, Workspace


def document_reference() -> str:
    """A reference for a document."""
    return new_reference("D")


class Scan(models.TextChoices):
    """What is known about viruses."""

    CLEAN = "clean", "Scanned, clean"
    NOT_SCANNED = "not_scanned", "Not scanned: a demonstration without a scanner"


class Document(models.Model):
    """One file as it was handed in, with the fingerprint of its bytes.

    The row stays when the bytes are disposed of: it is the certificate.
    """

    reference = models.CharField(max_length=16, unique=True, default=document_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="documents")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    """Who handed it in; none for a person who speaks for several or for headwater itself."""
    purpose = models.CharField(max_length=60)
    """What it was handed in for, as the room that asked calls it."""
    name = models.CharField(max_length=120)
    """The name it came with, without paths and characters that mislead."""
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    scan = models.CharField(max_length=12, choices=Scan)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    keep_until = models.DateField()
    """The last day it is kept without asking anybody."""
    disposal_asked_by = models.CharField(max_length=16, blank=True)
    """The reference of whoever asked that it be disposed of."""
    disposal_asked_at = models.DateTimeField(null=True, blank=True)
    disposed_by = models.CharField(max_length=16, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "name": Privacy.PERSONAL,
        "uploaded_by": Privacy.WORK,
        "disposal_asked_by": Privacy.WORK,
        "disposed_by": Privacy.WORK,
    }
    retention: ClassVar[Retention] = Retention(2555, "the file was disposed of")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["workspace", "-at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(bytes__gt=0), name="a_document_has_something_in_it"),
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True) | Q(disposal_asked_at__isnull=False),
                name="a_document_is_disposed_of_when_asked",
            ),
            models.CheckConstraint(
                condition=Q(disposed_by="") | ~Q(disposed_by=models.F("disposal_asked_by")),
                name="a_document_is_disposed_of_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

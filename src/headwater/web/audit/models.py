"""The ledger: one row for each thing done, each holding the fingerprint of the one before."""

from typing import ClassVar

from django.db import models

from headwater.web.accounts.privacy import Privacy, Retention


class Entry(models.Model):
    """One thing that was done. Holds references and codes, never anybody's personal values."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=60)
    actor = models.CharField(max_length=16, db_index=True)
    """The reference of who did it; `headwater` for the system itself."""
    workspace = models.CharField(max_length=40, blank=True)
    about_kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, db_index=True)
    """The reference of what it was done to."""
    facts = models.JSONField(default=dict)
    """Codes, counts and references that say what changed; reasons given in words."""
    previous = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, unique=True)

    privacy: ClassVar[dict[str, Privacy]] = {"actor": Privacy.WORK, "facts": Privacy.WORK}
    # A chain is only proof while it is whole, so no entry is ever removed. It names nobody: once
    # an account is deleted, its reference leads to no person.
    retention: ClassVar[Retention] = Retention(None, "while the installation runs")

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "number"], name="audit_by_workspace"),
            models.Index(fields=["workspace", "event"], name="audit_by_event"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.event}"


class Head(models.Model):
    """The end of the chain. Whoever adds an entry holds this row, so entries stand in one line."""

    number = models.PositiveBigIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, default="0" * 64)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = Retention(None, "while the installation runs")

    def __str__(self) -> str:
        return str(self.number)

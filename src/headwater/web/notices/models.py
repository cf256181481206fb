"""Words to people, and the mail that carries them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference


def notice_reference() -> str:
    """A reference for a notice."""
    return new_reference("N")


def mail_reference() -> str:
    """A reference for a mail."""
    return new_reference("E")


class Notice(models.Model):
    """Something one person should know. What an e-mail says of it depends on `restricted`."""

    reference = models.CharField(max_length=16, unique=True, default=notice_reference)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    words = models.TextField()
    link = models.CharField(max_length=300)
    """Where it leads, on this site."""
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    restricted = models.BooleanField(default=False)
    emailed_at = models.DateTimeField(null=True, blank=True)
    """When it was put into a mail: one of its own, or one that gathers several."""

    privacy: ClassVar[dict[str, Privacy]] = {
        "user": Privacy.WORK,
        "subject": Privacy.PERSONAL,
        "words": Privacy.PERSONAL,
        "read_at": Privacy.WORK,
    }
    retention: ClassVar[Retention] = Retention(365, "the notice was made")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-at"]),
            models.Index(fields=["user", "read_at"]),
        ]

    def __str__(self) -> str:
        return self.reference


class OutgoingMail(models.Model):
    """One mail to one address, kept until it has gone and a little longer.

    It is written in the transaction of what it speaks of, so neither is there without the other.
    """

    reference = models.CharField(max_length=16, unique=True, default=mail_reference)
    key = models.CharField(max_length=60, unique=True)
    """What the mail is for. A second one for the same thing cannot be written."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.EmailField()
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField()
    at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    """Not before then: later after each failure, and while a worker has it in hand."""
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "user": Privacy.WORK,
        "address": Privacy.WORK,
        "subject": Privacy.PERSONAL,
        "text": Privacy.PERSONAL,
        "html": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = Retention(30, "the mail was written")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["try_at"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_still_to_go",
            )
        ]

    def __str__(self) -> str:
        return self.reference

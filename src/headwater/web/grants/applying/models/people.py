"""Those who apply, the codes that prove who they are, and letters to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.web.accounts.privacy import Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.grants.applying.rules import keeping

KEPT = Retention(keeping.KEPT.days, "the end of the round's last award")
A_DAY = Retention(1, "the code was asked for")


def applicant_reference() -> str:
    """A reference for somebody who applies."""
    return new_reference("AP")


def letter_reference() -> str:
    """A reference for a letter to somebody who applies."""
    return new_reference("AL")


class Applicant(models.Model):
    """Somebody who applies or delivers for an organisation. Not an account of a partnership."""

    reference = models.CharField(max_length=16, unique=True, default=applicant_reference)
    email = models.EmailField(unique=True)
    """In lower case; letters to it prove who reads them."""
    name = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    """When they last signed in; never, where somebody only invited them."""

    privacy: ClassVar[dict[str, Privacy]] = {
        "email": Privacy.PERSONAL,
        "name": Privacy.PERSONAL,
        "phone": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = KEPT

    def __str__(self) -> str:
        return self.reference


class SignInCode(models.Model):
    """A code of six digits that was sent to an address, for the browser that asked for it."""

    browser_hash = models.CharField(max_length=64, unique=True)
    """Of a secret that only this browser's session holds: the code is of no use elsewhere."""
    email = models.EmailField()
    code_hash = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    """Stands for the network it was asked from, which itself is not kept."""
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "email": Privacy.PERSONAL,
        "browser_hash": Privacy.SECRET,
        "code_hash": Privacy.SECRET,
        "network": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = A_DAY

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["email", "made_at"], name="codes_by_address"),
            models.Index(fields=["network", "made_at"], name="codes_by_network"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class Letter(models.Model):
    """A letter to one address, written in the transaction of what it speaks of and sent once."""

    reference = models.CharField(max_length=16, unique=True, default=letter_reference)
    key = models.CharField(max_length=120, unique=True)
    """What the letter is for. A second one for the same thing cannot be written."""
    application = models.ForeignKey(
        "applying.Application", models.CASCADE, null=True, blank=True, related_name="letters"
    )
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    words = models.TextField()
    """Under the key of the installation while it waits, where it carries a secret; then empty."""
    is_secret = models.BooleanField(default=False)
    at = models.DateTimeField()
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "address": Privacy.PERSONAL,
        "words": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = KEPT

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["try_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="letters_still_to_go",
            )
        ]

    def __str__(self) -> str:
        return self.reference

"""Posts of the commissioner as they are written, and problems that readers report."""

from typing import ClassVar

from django.db import models

from headwater.web.accounts.privacy import AS_LONG_AS_USED, Privacy, Retention
from headwater.web.accounts.references import new_reference
from headwater.web.partners.models import Workspace


def post_reference() -> str:
    """A reference for a post."""
    return new_reference("N")


def problem_reference() -> str:
    """A reference for a reported problem."""
    return new_reference("Q")


class Post(models.Model):
    """An update as it is being written. What the public reads is a release of it, frozen."""

    reference = models.CharField(max_length=16, unique=True, default=post_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    """The stable part of its address, taken from the first title and kept."""
    summary = models.CharField(max_length=300)
    body = models.TextField()
    written_by = models.JSONField(default=list)
    """References of everybody who wrote in it. None of them may approve it."""
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[dict[str, Privacy]] = {"written_by": Privacy.WORK}
    retention: ClassVar[Retention] = AS_LONG_AS_USED

    class Meta:
        ordering: ClassVar[list[str]] = ["-changed_at"]

    def __str__(self) -> str:
        return self.title


class Problem(models.Model):
    """What somebody reported about a page of the public site."""

    reference = models.CharField(max_length=16, unique=True, default=problem_reference)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="problems")
    page = models.CharField(max_length=300)
    """The address it is about, on this site."""
    doing = models.TextField()
    wrong = models.TextField()
    reply_to = models.EmailField(blank=True)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "doing": Privacy.PERSONAL,
        "wrong": Privacy.PERSONAL,
        "reply_to": Privacy.PERSONAL,
    }
    retention: ClassVar[Retention] = Retention(365, "the problem was reported")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return self.reference

"""What the installation keeps of its own running."""

from typing import ClassVar

from django.db import models

from headwater.web.accounts.privacy import Privacy, Retention


class WorkerBeat(models.Model):
    """A worker that said it lives. One that stopped saying so has died with its task."""

    worker = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = Retention(1, "the last beat")

    def __str__(self) -> str:
        return self.worker


class ScheduleRun(models.Model):
    """When something done by the clock was last begun, and what it said at its end."""

    name = models.CharField(max_length=80, primary_key=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {}
    retention: ClassVar[Retention] = Retention(None, "while the installation runs")

    def __str__(self) -> str:
        return self.name

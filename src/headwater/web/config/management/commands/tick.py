"""`headwater tick`: everything done by the clock, once; from cron or a timer, each minute."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from headwater.web.config.ticking import tick


class Command(BaseCommand):
    """Run what is due."""

    help = "Run what is due by the clock. Call it each minute."

    def handle(self, *args: object, **options: object) -> None:
        """Run it, and say what was done."""
        for name, said in tick(at=timezone.now()):
            self.stdout.write(f"{name}: {said}")

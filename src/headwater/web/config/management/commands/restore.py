"""`headwater restore FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from headwater.web.config.backups import restore


class Command(BaseCommand):
    """Restore a backup into an empty place."""

    help = "Restore a backup into an empty home and empty databases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it, and say that every count and hash agreed."""
        done = restore(options["folder"])
        self.stdout.write(f"Restored {done.sentence()}; every count and hash agrees.")

"""`headwater backup FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from headwater.web.config.backups import back_up


class Command(BaseCommand):
    """Write everything into a new folder."""

    help = "Write both databases, the lake, documents and editions into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say how much it was."""
        made = back_up(options["folder"], at=timezone.now())
        self.stdout.write(f"Backed up {made.sentence()} into {options['folder']}.")

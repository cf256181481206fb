"""`python -m headwater.web reference docs [--check]`: the generated pages of the web floor."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from headwater.web.config.reference import pages


class Command(BaseCommand):
    """Write the pages, or say which are out of date."""

    help = "Write the reference pages that are made from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check."""
        for name, text in pages().items():
            path: Path = options["folder"] / name
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            if options["check"]:
                self.stderr.write(f"{path} is out of date. Run: make docs")
                sys.exit(1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

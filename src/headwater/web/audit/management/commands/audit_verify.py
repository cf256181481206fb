"""`audit_verify`: is the record of who did what whole?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from headwater.core import words
from headwater.web.audit.verifying import noted, verify


class Command(BaseCommand):
    """Walks the ledger from its first entry. Raises `LedgerBrokenError`, which ends with 9."""

    help = "Walk the ledger from its first entry, and name the first that was altered or is gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Places that were written down earlier."""
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="FINGERPRINT@NUMBER",
            help="a place written down earlier: shows that nothing before it was made anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that the ledger is whole, and what to write down."""
        expected = tuple(noted(text) for text in options["expect"])
        end = verify(expected=expected)
        self.stdout.write(
            f"The ledger holds {words.number(end.number)} entries, each following on the one "
            "before. Nothing was altered, taken out or put in."
        )
        for link in expected:
            self.stdout.write(f"Entry {words.number(link.number)} is as you noted it.")
        if end.number:
            self.stdout.write(
                f"Write this down outside headwater, and give it to --expect next time:\n{end}"
            )

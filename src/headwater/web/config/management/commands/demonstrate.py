"""`headwater demo`'s second half: a site filled with Loamshire, and who may sign in."""

import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.story import tell
from headwater.web.config.management.commands.serve import make_ready


@contextmanager
def _only_trouble_of_tasks() -> Iterator[None]:
    """Whoever makes a demonstration reads what it became, not each task on the way."""
    loggers = [logging.getLogger(name) for name in ("django_tasks", "django_tasks_db")]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.WARNING)
    yield
    for each, level in zip(loggers, before, strict=True):
        each.setLevel(level)


class Command(BaseCommand):
    """Fill the site, print the accounts, and serve it where asked."""

    help = "Fill a demonstration site with Loamshire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("--bind", default="", help="Serve it here when it is filled.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill it, say who may sign in, serve."""
        if not settings.HEADWATER.demo:
            raise CommandError("Made-up people belong into a demonstration: set HEADWATER_DEMO=yes")
        make_ready()
        with _only_trouble_of_tasks():
            for told in tell(at=timezone.now()):
                self.stdout.write(f"Site: {told.words}")
        self._say_who()
        if options["bind"]:
            call_command("serve", bind=options["bind"], together=True, stdout=self.stdout)

    def _say_who(self) -> None:
        self.stdout.write("\nSign in with one of these; every password is the same:\n")
        people = [(person.email, person) for person in cast.PEOPLE]
        people.append((cast.SECOND_APPROVER_EMAIL, cast.SECOND_APPROVER))
        for email, person in people:
            self.stdout.write(f"  {email:<32} {person.name}, {person.organisation}")
        self.stdout.write(f"  password: {cast.PASSWORD}\n")
        self.stdout.write("This is a demonstration: second factors are off, and it says so.")

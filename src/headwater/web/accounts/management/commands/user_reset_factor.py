"""`user_reset_factor`: for somebody who lost their second factor and every recovery code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from headwater.core import clock
from headwater.core.errors import UsageError
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.changes import remove_second_factors
from headwater.web.accounts.models import User


class Command(BaseCommand):
    """Take away somebody's second factors, so that they set one up when they next sign in."""

    help = "Take away somebody's second factors, so that they set one up when they next sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and why."""
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--reason", required=True, help="how you know that it is they who ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what happens next."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise UsageError("There is no account with this address.")
        remove_second_factors(user=user, reason=options["reason"], actor=HEADWATER, at=clock.now())
        self.stdout.write(
            f"{user.name} has no second factor now, is signed out everywhere, and is asked to set "
            "one up when they next sign in with their password."
        )

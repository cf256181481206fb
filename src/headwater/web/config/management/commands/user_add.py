"""`user_add`: somebody with an account and a role, from the command line."""

import sys
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from headwater.core import clock
from headwater.core.errors import UsageError
from headwater.core.words import listed
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.changes import add_account
from headwater.web.accounts.letters import password_link
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.changes import grant_membership
from headwater.web.partners.models import Organisation, Workspace


class Command(BaseCommand):
    """Add somebody with a role, and print the link by which they set a password."""

    help = "Add somebody with a role, and print the link by which they set a password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, for whom, as what."""
        parser.add_argument("email", help="their work address; it is what they sign in with")
        parser.add_argument("--name", required=True, help="as colleagues know them")
        parser.add_argument("--workspace", required=True, help="the partnership, as in addresses")
        parser.add_argument("--organisation", required=True, help="whom they sit for")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read their password from standard input instead of printing a link",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, all or nothing."""
        at = clock.now()
        organisation = _organisation(options["workspace"], options["organisation"])
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else ""
        with transaction.atomic():
            user = _account(options["email"], options["name"], at=at)
            if options["password_stdin"]:
                _set_password(user, password)
            grant_membership(
                user=user,
                organisation=organisation,
                role=Role(options["role"]),
                actor=HEADWATER,
                at=at,
            )
        self.stdout.write(f"{user.name} is {options['role']} for {organisation.name}.")
        if not options["password_stdin"]:
            self.stdout.write(
                "They set a password with this link, once, within 3 days:\n" + password_link(user)
            )


def _organisation(slug: str, name: str) -> Organisation:
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        known = listed(list(Workspace.objects.order_by("slug").values_list("slug", flat=True)))
        raise UsageError(f"There is no workspace [{slug}]. There are: [{known}].")
    found = Organisation.objects.filter(workspace=workspace, name=name, ends_on=None).first()
    if found is None:
        there = Organisation.objects.filter(workspace=workspace, ends_on=None).order_by("name")
        known = listed(list(there.values_list("name", flat=True)))
        raise UsageError(f"There is no organisation [{name}] in [{slug}]. There are: [{known}].")
    return found


def _account(email: str, name: str, *, at: datetime) -> User:
    """The account with an address, made where there is none."""
    try:
        validate_email(email)
    except ValidationError:
        raise UsageError(f"[{email}] is no e-mail address.") from None
    found = User.objects.filter(email=email.lower()).first()
    if found is None:
        return add_account(email=email, name=name, actor=HEADWATER, at=at)
    if not found.is_active:
        raise UsageError("The account with this address is closed. Open it again on the site.")
    return found


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UsageError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save(update_fields=["password"])

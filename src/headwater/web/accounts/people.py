"""Who somebody is to the ledger, before anybody knows what they may do."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from headwater.web.accounts.actor import NOBODY, Actor
from headwater.web.accounts.models import User

UNKNOWN = "unknown"
"""Stands for whoever has no account. What they typed is never kept."""


def actor_of(person: AbstractBaseUser | AnonymousUser | None) -> Actor:
    """A person as an actor without seats."""
    if not isinstance(person, User):
        return NOBODY
    return Actor(user_id=person.pk, reference=person.reference, name=person.name)


def reference_of(address: str) -> str:
    """The reference of the account with an address; `unknown` where there is none."""
    found = User.objects.filter(email=address.strip().lower()).values_list("reference", flat=True)
    return found.first() or UNKNOWN


def user_of(request: HttpRequest) -> User | None:
    """The account somebody is signed in to."""
    return request.user if isinstance(request.user, User) else None

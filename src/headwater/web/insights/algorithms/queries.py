"""Reading the register of algorithms, and the gate that everything that runs passes."""

from datetime import date, timedelta

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.algorithms.rules import (
    WARN_DAYS,
    NotRegisteredError,
    Status,
    reason_not_to_run,
)
from headwater.web.partners.models import Workspace


def algorithms_for(actor: Actor, workspace: str) -> QuerySet[Algorithm]:
    """The register of a workspace the actor works in."""
    if workspace not in actor.workspaces:
        raise NotYours
    return Algorithm.objects.filter(workspace__slug=workspace).select_related("workspace")


def algorithm_for(actor: Actor, workspace: str, reference: str) -> Algorithm:
    """One algorithm of the actor's workspace. Raises `NotYours` for any other."""
    found = algorithms_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def check_registered(workspace: Workspace, key: str, today: date) -> Algorithm:
    """The entry that lets something run. Raises `NotRegisteredError` where there is none."""
    entry = Algorithm.objects.filter(workspace=workspace, key=key).first()
    if entry is None:
        raise NotRegisteredError(key=key, because="it is not in the register")
    because = reason_not_to_run(Status(entry.status), expires_on=entry.expires_on, today=today)
    if because:
        raise NotRegisteredError(key=key, because=because)
    return entry


def check_registered_somewhere(key: str, today: date) -> None:
    """Let something run that serves every workspace. Raises `NotRegisteredError` if none lets it.

    The lake is one, so what is measured of it belongs to all who read it.
    """
    for entry in Algorithm.objects.filter(key=key):
        if not reason_not_to_run(Status(entry.status), expires_on=entry.expires_on, today=today):
            return
    raise NotRegisteredError(key=key, because="no register has it in use")


def expiring(*, today: date) -> QuerySet[Algorithm]:
    """Algorithms in use whose entry ends within the warning time, or has ended."""
    return Algorithm.objects.filter(
        status=Status.IN_USE, expires_on__lte=today + timedelta(days=WARN_DAYS)
    ).select_related("workspace")

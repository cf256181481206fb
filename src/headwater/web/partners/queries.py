"""Reading workspaces, owner bodies, organisations and memberships."""

from datetime import date

from django.db.models import Q

from headwater.web.accounts.actor import Actor, Seat
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Membership, OwnerBody, Workspace


def actor_for(user: User, *, today: date) -> Actor:
    """A signed-in person with the seats they hold today."""
    rows = (
        Membership.objects.filter(user=user, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("organisation__workspace")
        .order_by("organisation__workspace__name", "organisation__name", "role")
    )
    seats = tuple(
        Seat(
            workspace=row.organisation.workspace.slug,
            workspace_id=row.organisation.workspace_id,
            organisation_id=row.organisation_id,
            organisation=row.organisation.name,
            role=Role(row.role),
        )
        for row in rows
    )
    return Actor(user_id=user.pk, reference=user.reference, name=user.name, seats=seats)


def workspace_for(actor: Actor, slug: str) -> Workspace:
    """A workspace the actor works in. Raises `NotYours` for any other, there or not."""
    if slug not in actor.workspaces:
        raise NotYours
    return Workspace.objects.get(slug=slug)


def owner_on(workspace: Workspace, day: date) -> OwnerBody | None:
    """The local policing body that owns a workspace on a day; None before the first."""
    return (
        OwnerBody.objects.filter(workspace=workspace, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .first()
    )

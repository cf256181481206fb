"""Reading what waits for whom."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Membership, Workspace
from headwater.web.partners.queries import in_force
from headwater.web.worklist.models import Feed, Item
from headwater.web.worklist.rules import WEEK, When, soon_until

LONGEST_CALENDAR = 1_000
MORE_THAN_FIVE_WORKING_DAYS = timedelta(days=21)


def role_key(role: Role) -> str:
    """A role as it stands in the column `roles`."""
    return f"|{role.value}|"


def mine(actor: Actor) -> Q:
    """What waits for somebody: by name, or by a role in a partner they sit for."""
    found = Q(user__isnull=False, user=actor.user_id)
    for seat in actor.seats:
        here = Q(workspace=seat.workspace_id, user=None)
        asked = Q(roles="") | Q(roles__contains=role_key(seat.role))
        anybody_here = Q(organisation=None) & Q(roles__contains=role_key(seat.role))
        found |= here & (anybody_here | Q(organisation=seat.organisation_id) & asked)
    return found


def of_organisations(actor: Actor) -> Q:
    """What waits for the partners somebody sits for, whoever there is to do it."""
    return Q(organisation__in={seat.organisation_id for seat in actor.seats})


def visible(actor: Actor, workspace: str) -> Q:
    """What somebody may see of a workspace's work. Whoever leads sees all of it."""
    if actor.has_role(workspace, {Role.LEAD}):
        return Q()
    return mine(actor) | of_organisations(actor)


def open_items(workspace: Workspace) -> QuerySet[Item]:
    """Everything in a workspace that is not done, the first due first."""
    return (
        Item.objects.filter(workspace=workspace, closed_at=None)
        .select_related("user", "organisation")
        .order_by("due_on", "reference")
    )


def items_for(actor: Actor, workspace: Workspace) -> QuerySet[Item]:
    """Open items that somebody may see."""
    return open_items(workspace).filter(visible(actor, workspace.slug))


def kinds_for(actor: Actor, workspace: Workspace) -> list[str]:
    """Kinds of work somebody may filter by."""
    found = items_for(actor, workspace).order_by("kind").values_list("kind", flat=True)
    return list(found.distinct())


def counts(items: QuerySet[Item], *, today: date) -> dict[When, int]:
    """How many are overdue, due soon and due later. One query."""
    soon = soon_until(today)
    found = items.order_by().aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=soon)),
        later=Count("pk", filter=Q(due_on__gt=soon)),
    )
    return {when: found[when.value] for when in When}


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody's role for a partner of a workspace."""

    user: User
    organisation_id: int
    role: str


def sittings_on(day: date) -> Mapping[int, list[Sitting]]:
    """Who sits where on a day, by workspace. One query however much work there is."""
    rows = Membership.objects.filter(in_force(day), user__is_active=True).select_related(
        "user", "organisation"
    )
    found: defaultdict[int, list[Sitting]] = defaultdict(list)
    for row in rows:
        sitting = Sitting(row.user, row.organisation_id, row.role)
        found[row.organisation.workspace_id].append(sitting)
    return found


def people_for(item: Item, sittings: Mapping[int, list[Sitting]]) -> list[User]:
    """Who an item waits for, each once."""
    if item.user is not None:
        return [item.user]
    found = {
        sitting.user.pk: sitting.user
        for sitting in sittings.get(item.workspace_id, [])
        if item.organisation_id in (None, sitting.organisation_id)
        and (not item.roles or f"|{sitting.role}|" in item.roles)
    }
    return list(found.values())


def that_may_be_chased(today: date) -> QuerySet[Item]:
    """Open items near enough for a reminder, locked until the transaction ends."""
    return (
        Item.objects.select_for_update(of=("self",))
        .filter(closed_at=None, due_on__lte=today + MORE_THAN_FIVE_WORKING_DAYS)
        .select_related("workspace", "user")
        .order_by("due_on", "title", "reference")
    )


def workspace_names(actor: Actor) -> dict[str, str]:
    """What the partnerships somebody works in are called, by slug."""
    found = Workspace.objects.filter(slug__in=actor.workspaces)
    return dict(found.values_list("slug", "name"))


def feeds_of(actor: Actor) -> QuerySet[Feed]:
    """Calendars that somebody made and has not revoked."""
    if actor.user_id is None:
        return Feed.objects.none()
    made = Feed.objects.filter(user_id=actor.user_id, revoked_at=None)
    return made.select_related("workspace").order_by("-made_at", "-pk")


def feed_of(actor: Actor, reference: str) -> Feed:
    """One calendar of the actor's own. Raises `NotYours` for any other."""
    found = feeds_of(actor).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def feed_by_hash(token_hash: str) -> Feed:
    """The calendar that a secret opens. Raises `NotYours` where there is none, or none any more."""
    found = (
        Feed.objects.filter(token_hash=token_hash, revoked_at=None, user__is_active=True)
        .select_related("user", "workspace")
        .first()
    )
    if found is None:
        raise NotYours
    return found


def items_of_feed(feed: Feed, actor: Actor, *, today: date) -> QuerySet[Item]:
    """What a calendar shows today: no more than its maker may see today."""
    items = Item.objects.filter(closed_at=None, due_on__gte=today - 52 * WEEK)
    if feed.about:
        return items.none()
    if feed.workspace is None:
        inside = {seat.workspace_id for seat in actor.seats}
        found = items.filter(mine(actor), workspace__in=inside)
    elif Role(feed.role) in actor.roles_in(feed.workspace.slug):
        board = Q(roles__contains=role_key(Role(feed.role)))
        found = items.filter(board, workspace=feed.workspace).filter(mine(actor))
    else:
        found = items.none()
    return found.order_by("due_on", "reference")[:LONGEST_CALENDAR]

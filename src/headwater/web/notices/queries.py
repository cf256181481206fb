"""Reading notices, and who is to hear of something."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.notices.models import Notice, OutgoingMail
from headwater.web.notices.rules import is_away
from headwater.web.partners.models import OwnerBody, Workspace
from headwater.web.partners.queries import actor_for, owner_on

INSIDE_A_WORKSPACE = re.compile(r"^/work/([a-z0-9_-]+)/")


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """Everything that was said to somebody, the latest first."""
    if actor.user_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(user_id=actor.user_id).order_by("-at", "-pk")


def notice_for(actor: Actor, reference: str) -> Notice:
    """One notice of the actor's own. Raises `NotYours` for any other."""
    found = notices_for(actor).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def unread_count(actor: Actor) -> int:
    """How many notices somebody has not opened. One query; none for a stranger."""
    return notices_for(actor).filter(read_at=None).count() if actor.is_signed_in else 0


def not_gathered(user: User, *, at: datetime) -> QuerySet[Notice]:
    """Notices that somebody has neither read nor been sent."""
    return Notice.objects.filter(user=user, read_at=None, emailed_at=None, at__lte=at).order_by(
        "at", "pk"
    )


def still_to_go(at: datetime) -> QuerySet[OutgoingMail]:
    """Mail whose time to be tried has come, the oldest first."""
    return OutgoingMail.objects.filter(sent_at=None, given_up_at=None, try_at__lte=at).order_by(
        "try_at", "pk"
    )


def stand_in(person: User, *, today: date) -> User | None:
    """Who receives for somebody who is away: the first deputy who is there, or nobody."""
    seen, now = {person.pk}, person
    while is_away(now.away_until, today) and now.deputy and now.deputy.pk not in seen:
        now = now.deputy
        seen.add(now.pk)
    is_there = now.is_active and not is_away(now.away_until, today)
    return now if is_there and now.pk != person.pk else None


def may_follow(person: User, link: str, *, today: date) -> bool:
    """Whether somebody works where a link leads."""
    inside = INSIDE_A_WORKSPACE.match(link)
    return inside is None or inside.group(1) in actor_for(person, today=today).workspaces


def owner_of(links: Iterable[str], *, today: date) -> OwnerBody | None:
    """Whose workspace all the links lead into; None where they lead into several or none."""
    slugs = {found.group(1) if found else "" for found in map(INSIDE_A_WORKSPACE.match, links)}
    workspace = Workspace.objects.filter(slug=slugs.pop()).first() if len(slugs) == 1 else None
    return owner_on(workspace, today) if workspace else None

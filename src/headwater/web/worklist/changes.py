"""Work is posted, closed and opened again; calendars are made and revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from headwater.core.words import counted
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import LEADS, Role
from headwater.web.audit.ledger import audited, record
from headwater.web.notices.changes import notify
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.worklist import queries, rules
from headwater.web.worklist.errors import TooManyCalendarsError
from headwater.web.worklist.events import Event, Told
from headwater.web.worklist.models import Feed, Item

MOST_CALENDARS = 10


def post(  # noqa: PLR0913 - what, where to, about what, for whom and by when
    *,
    workspace: Workspace,
    kind: str,
    title: str,
    link: str,
    about: str,
    due_on: date,
    at: datetime,
    roles: frozenset[Role] | None = None,
    user: User | None = None,
    organisation: Organisation | None = None,
) -> Item:
    """Something waits for somebody, once: by kind, what it is about, and for whom.

    Posted again it takes the new title, link and day, and is opened if it was closed. A new day
    starts the reminders again.
    """
    item, is_new = Item.objects.get_or_create(
        workspace=workspace,
        kind=str(kind),
        about=about,
        whom=_whom(user, organisation, roles),
        defaults={
            "title": title,
            "link": link,
            "due_on": due_on,
            "user": user,
            "organisation": organisation,
            "roles": "".join(f"|{role}" for role in sorted(roles)) + "|" if roles else "",
            "opened_at": at,
            "changed_at": at,
        },
    )
    return item if is_new else _posted_again(item, title=title, link=link, due_on=due_on, at=at)


def _whom(
    user: User | None, organisation: Organisation | None, roles: frozenset[Role] | None
) -> str:
    parts = (
        user.reference if user else "",
        organisation.reference if organisation else "",
        ",".join(sorted(roles or ())),
    )
    return "/".join(parts)


def _posted_again(item: Item, *, title: str, link: str, due_on: date, at: datetime) -> Item:
    was_closed = item.closed_at is not None
    if not was_closed and (item.title, item.link, item.due_on) == (title, link, due_on):
        return item
    if was_closed:
        item.opened_at, item.closed_at = at, None
    if was_closed or item.due_on != due_on:
        item.chases = 0
    item.title, item.link, item.due_on, item.changed_at = title, link, due_on, at
    item.save(
        update_fields=[
            "title",
            "link",
            "due_on",
            "chases",
            "opened_at",
            "closed_at",
            "changed_at",
        ]
    )
    return item


@transaction.atomic
def hand_on(*, user: User, workspace: Workspace, at: datetime) -> int:
    """What waits for somebody by name waits for those who lead instead. Says how many items."""
    theirs = Item.objects.select_for_update(of=("self",)).filter(
        workspace=workspace, user=user, closed_at=None
    )
    found = list(theirs)
    for item in found:
        post(
            workspace=workspace,
            kind=item.kind,
            title=item.title,
            link=item.link,
            about=item.about,
            due_on=item.due_on,
            roles=LEADS,
            at=at,
        )
    theirs.update(closed_at=at, changed_at=at)
    return len(found)


def _items(workspace: Workspace, kind: StrEnum, about: str) -> QuerySet[Item]:
    return Item.objects.filter(workspace=workspace, kind=kind.value, about=about)


def close(*, workspace: Workspace, kind: StrEnum, about: str, at: datetime) -> None:
    """It is done, for everybody it waited for. Closing it again changes nothing."""
    found = _items(workspace, kind, about).filter(closed_at=None)
    found.update(closed_at=at, changed_at=at)


def reopen(*, workspace: Workspace, kind: StrEnum, about: str, at: datetime) -> None:
    """It waits again for everybody it waited for. Opening it again changes nothing."""
    found = _items(workspace, kind, about).exclude(closed_at=None)
    found.update(closed_at=None, opened_at=at, changed_at=at, chases=0)


@transaction.atomic
def remind(now: datetime) -> str:
    """Remind people of what is due soon, due today and late: each person one notice a workspace.

    Whatever fell due while nobody looked is said once, by the latest reminder.
    """
    today = timezone.localdate(now)
    if not rules.is_day_to_remind(today):
        return "not a working day"
    due = [
        (item, reached)
        for item in queries.that_may_be_chased(today)
        if (reached := rules.reminders(item.due_on, today=today)) > item.chases
    ]
    for item, reached in due:
        item.chases = reached
    Item.objects.bulk_update([item for item, _ in due], ["chases"], batch_size=200)
    people = _by_person([item for item, _ in due], today=today)
    for (user, workspace), items in people.items():
        _remind_one(user, workspace, items, today=today, at=now)
    return f"reminded {counted(len(people), 'person', 'people')} of {counted(len(due), 'item')}"


def _by_person(items: Sequence[Item], *, today: date) -> dict[tuple[User, Workspace], list[Item]]:
    sittings = queries.sittings_on(today) if items else {}
    found: dict[tuple[User, Workspace], list[Item]] = {}
    for item in items:
        for user in queries.people_for(item, sittings):
            found.setdefault((user, item.workspace), []).append(item)
    return found


def _remind_one(
    user: User, workspace: Workspace, items: Sequence[Item], *, today: date, at: datetime
) -> None:
    lines = [f"{rules.due_words(item.due_on, today=today)}: {item.title}" for item in items]
    is_one = len(items) == 1
    notify(
        to=[user],
        kind=Told.REMINDER,
        subject=lines[0] if is_one else f"{len(items)} things wait for you in {workspace.name}",
        words="\n".join(lines),
        link=items[0].link if is_one else reverse("worklist:worklist", args=[workspace.slug]),
        at=at,
    )


def hash_of(token: str) -> str:
    """What is kept of a calendar's secret. It has 256 random bits, so one round of hashing does."""
    return hashlib.sha256(token.encode()).hexdigest()


@audited
def make_feed(
    *,
    actor: Actor,
    workspace: Workspace | None,
    role: Role | None,
    at: datetime,
    about: str = "",
) -> tuple[Feed, str]:
    """A calendar and its secret, which is told this once.

    It is of a person; in a workspace of a role's work, or of one thing there with days of its own.
    """
    if queries.feeds_of(actor).count() >= MOST_CALENDARS:
        raise TooManyCalendarsError(most=MOST_CALENDARS)
    assert actor.user_id is not None, "a calendar belongs to somebody who signed in"
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        user_id=actor.user_id,
        workspace=workspace,
        role=role.value if role else "",
        about=about,
        token_hash=hash_of(token),
        made_at=at,
    )
    slug = workspace.slug if workspace else ""
    record(
        Event.CALENDAR_MADE,
        about=feed,
        by=actor,
        at=at,
        workspace=slug,
        role=feed.role,
        of=feed.about,
    )
    return feed, token


@audited
def revoke_feed(*, feed: Feed, actor: Actor, at: datetime) -> None:
    """The calendar's address opens nothing from now on."""
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    slug = feed.workspace.slug if feed.workspace else ""
    record(Event.CALENDAR_REVOKED, about=feed, by=actor, at=at, workspace=slug)

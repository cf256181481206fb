"""Reading the ledger. Entries of another workspace are not there for whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import make_aware

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.events import Happened as AccountHappened
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import AUDITORS
from headwater.web.audit.models import Entry, Head

MOST_NAMES = 200
EVENTS = """
WITH RECURSIVE found(event) AS (
    SELECT MIN(event) FROM audit_entry WHERE workspace = %s
    UNION ALL
    SELECT (SELECT MIN(event) FROM audit_entry WHERE workspace = %s AND event > found.event)
    FROM found WHERE found.event IS NOT NULL
)
SELECT event FROM found WHERE event IS NOT NULL
"""
"""Each event once, by as many steps along the index as there are events."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries somebody asks for. Empty means any."""

    first_day: date | None = None
    last_day: date | None = None
    event: str = ""
    actor: str = ""
    """Part of a name, or a reference."""
    about: str = ""
    """A reference."""


def entries_for(actor: Actor, workspace: str) -> QuerySet[Entry]:
    """Entries of a workspace and of its people's accounts, the latest first.

    Raises `NotYours` but for its auditors.
    """
    if not actor.has_role(workspace, AUDITORS):
        raise NotYours
    found = Entry.objects.alias(day=TruncDate("at"))
    return found.filter(Q(workspace=workspace) | _of_people(workspace)).order_by("-number")


def _of_people(workspace: str) -> Q:
    """Sign-ins and what else was done to an account on days on which it had a role here.

    Nobody signs in to a workspace, so such entries name none. Those of other days belong to other
    partnerships, and so do those by somebody who never had a role here.
    """
    here = User.objects.filter(memberships__organisation__workspace__slug=workspace)
    then = here.filter(
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=OuterRef("day")),
        Q(memberships__ended_at__isnull=True)
        | Q(memberships__ended_at__date__gte=F("memberships__starts_on")),
        memberships__organisation__workspace__slug=workspace,
        memberships__starts_on__lte=OuterRef("day"),
        reference=OuterRef("about"),
    )
    by_one_of_ours = Q(actor__in=("", HEADWATER.reference)) | Q(actor__in=here.values("reference"))
    return Q(by_one_of_ours, Exists(then), workspace="", about_kind="user")


def entry_for(actor: Actor, workspace: str, number: int) -> Entry:
    """One entry. Raises `NotYours` for those of other workspaces, there or not."""
    found = entries_for(actor, workspace).filter(number=number).first()
    if found is None:
        raise NotYours
    return found


def narrowed(entries: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    """Those that were asked for. Days are days in the United Kingdom."""
    asked = Q()
    if wanted.first_day:
        asked &= Q(at__gte=make_aware(datetime.combine(wanted.first_day, time.min)))
    if wanted.last_day:
        asked &= Q(at__lte=make_aware(datetime.combine(wanted.last_day, time.max)))
    if wanted.event:
        asked &= Q(event=wanted.event)
    if wanted.actor:
        asked &= Q(actor__in=_references_of(wanted.actor))
    if wanted.about:
        asked &= Q(about__iexact=wanted.about)
    return entries.filter(asked)


def _references_of(words: str) -> list[str]:
    """References of people by name or reference, and the words themselves: headwater has none."""
    by_name = Q(name__icontains=words) | Q(reference__iexact=words)
    found = User.objects.filter(by_name).values_list("reference", flat=True)
    return [*found[:MOST_NAMES], words, words.lower()]


def events_of(workspace: str) -> list[str]:
    """Every event the ledger has of a workspace, and all there are of accounts, by its word."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, [workspace, workspace])
        found = {row[0] for row in cursor.fetchall()}
    return sorted(found | {each.value for each in AccountHappened})


def names_of(references: Iterable[str]) -> dict[str, str]:
    """People's names today by reference. Whoever's account is deleted has none."""
    found = User.objects.filter(reference__in=set(references))
    return dict(found.values_list("reference", "name"))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The entries before and after one that its reader may see, and those it is chained to."""

    earlier: int | None
    later: int | None
    seal_before: str | None
    """The seal of the entry one number before, whatever workspace it is of."""
    follows_on: str | None
    """What the next entry in the chain keeps as the seal before it; at the end, the end's own."""


def neighbours_of(entry: Entry, *, among: QuerySet[Entry]) -> Neighbours:
    """What stands around an entry, `among` those that its reader may see."""
    here = among.values_list("number", flat=True)
    chained = dict(
        Entry.objects.filter(number__in=(entry.number - 1, entry.number + 1)).values_list(
            "number", "fingerprint"
        )
    )
    after = Entry.objects.filter(number=entry.number + 1).values_list("previous", flat=True)
    end = Head.objects.filter(number=entry.number).values_list("fingerprint", flat=True)
    return Neighbours(
        earlier=here.filter(number__lt=entry.number).order_by("-number").first(),
        later=here.filter(number__gt=entry.number).order_by("number").first(),
        seal_before=chained.get(entry.number - 1),
        follows_on=after.first() or end.first(),
    )

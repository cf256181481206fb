"""Who is behind an application, and what of a reader it may be compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.grants.applying.models import Answer, Application, Member
from headwater.web.grants.deciding.models import Involvement
from headwater.web.grants.deciding.rules.interests import Side, traces
from headwater.web.grants.deciding.rules.permissions import VISITORS
from headwater.web.partners.models import Membership, Workspace
from headwater.web.partners.queries import in_force

Told = Mapping[int, Collection[str]]


def reader_side(actor: Actor, workspace: str) -> Side:
    """What is known of somebody who would read."""
    mails = User.objects.filter(reference=actor.reference).values_list("email", flat=True)
    seats = {each.organisation for each in actor.seats if each.workspace == workspace}
    entered = Involvement.objects.filter(
        workspace__slug=workspace, person=actor.reference, ended_at=None
    )
    return _reader(actor.name, tuple(mails), seats, entered)


def readers_of(workspace: Workspace, *, today: date) -> dict[str, tuple[User, Side]]:
    """By reference, everybody who may read applications of a workspace today."""
    seats: dict[User, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(
        in_force(today),
        organisation__workspace=workspace,
        role__in=[role.value for role in VISITORS],
        user__is_active=True,
    )
    for each in rows.select_related("user", "organisation").order_by("user__name", "user"):
        seats[each.user].add(each.organisation.name)
    entered: dict[str, list[Involvement]] = defaultdict(list)
    for entry in Involvement.objects.filter(workspace=workspace, ended_at=None):
        entered[entry.person].append(entry)
    return {
        user.reference: (user, _reader(user.name, (user.email,), held, entered[user.reference]))
        for user, held in seats.items()
    }


def _reader(
    name: str, mails: tuple[str, ...], seats: Iterable[str], entered: Iterable[Involvement]
) -> Side:
    entries = list(entered)
    return Side(
        names=(name,),
        mails=mails,
        organisations=(*sorted(seats), *(each.organisation for each in entries)),
        postcodes=tuple(each.postcode for each in entries if each.postcode),
        numbers=tuple(each.number for each in entries if each.number),
    )


def parties(applications: QuerySet[Application], *, reader: Side | None = None) -> dict[int, Side]:
    """By application, who is behind it.

    With a reader, only those answers are looked at that may speak of them; the rest are many.
    """
    names: dict[int, set[str]] = defaultdict(set)
    mails: dict[int, set[str]] = defaultdict(set)
    chosen = applications.order_by()
    members = Member.objects.filter(application__in=chosen)
    for application, name, mail in members.values_list(
        "application", "applicant__name", "applicant__email"
    ):
        names[application].add(name)
        mails[application].add(mail)
    texts = _texts(chosen, reader)
    return {
        pk: Side(
            names=(*sorted(names[pk]), certified, started_name),
            mails=(*sorted(mails[pk]), started_mail),
            organisations=(organisation,),
            numbers=(charity, company),
            texts=tuple(texts[pk]),
        )
        for (
            pk, organisation, charity, company, certified, started_name, started_mail,
        ) in applications.order_by().values_list(
            "pk", "organisation", "charity_number", "company_number", "certified_name",
            "started_by__name", "started_by__email",
        )
    }  # fmt: skip


def _texts(chosen: QuerySet[Application], reader: Side | None) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Answer.objects.filter(application__in=chosen).annotate(
        text=Cast(F("given"), TextField())
    )
    if reader is not None:
        wanted = Q(pk__in=[])
        for trace in traces(reader):
            wanted |= Q(text__icontains=trace)
        rows = rows.filter(wanted)
    for application, given in rows.values_list("application", "given"):
        found[application].extend(_strings(given))
    return found


def _strings(given: object) -> list[str]:
    """Every text in an answer, whatever its shape."""
    if isinstance(given, str):
        return [given]
    if isinstance(given, Mapping):
        return [text for each in given.values() for text in _strings(each)]
    if isinstance(given, list):
        return [text for each in given for text in _strings(each)]
    return []

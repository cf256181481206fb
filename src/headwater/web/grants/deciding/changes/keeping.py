"""Refused and withdrawn applications lose what they say of people once their time is over.

A lead asks for it and an approver agrees or keeps them longer; then the clock removes answers,
members, letters and names. The applications stay, with what was asked for and how it was decided:
who decides owes that answer for longer. Files are put to the two people who dispose of files.
"""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from headwater.core.words import counted
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import audited, record
from headwater.web.documents.models import Document
from headwater.web.grants.applying.models import Applicant, Application, LateRequest
from headwater.web.grants.applying.rules.keeping import REMOVED
from headwater.web.grants.deciding.events import Event, Work
from headwater.web.grants.deciding.models import LettingGo
from headwater.web.grants.deciding.queries import keeping as queries
from headwater.web.grants.deciding.rules.keeping import (
    A_YEAR_LONGER,
    DAYS_TO_ACT,
    KeepingError,
    check_is_another,
)
from headwater.web.grants.deciding.rules.permissions import (
    DECIDERS,
    RUNNERS,
    check_can_decide,
    check_can_run,
)
from headwater.web.grants.rounds.models import Round
from headwater.web.partners.models import Workspace
from headwater.web.worklist import changes as worklist

MOST_AT_ONCE = 500
LONGEST_TITLE = 100


def tell_of_removal(at: datetime) -> str:
    """Put rounds whose time is over on the list of leads, once each."""
    found = queries.rounds_due(timezone.localdate(at))
    for each in found:
        _post(each, Work.LET_GO, "can be removed", RUNNERS, at=at)
    return f"{counted(len(found), 'round')} at the end of its time"


def _post(round_: Round, kind: Work, words: str, roles: frozenset[Role], *, at: datetime) -> None:
    worklist.post(
        workspace=round_.workspace,
        kind=kind,
        title=f"People in refused applications of {round_.title[:LONGEST_TITLE]} {words}",
        link=reverse("deciding:keeping", args=[round_.workspace.slug]),
        about=round_.reference,
        due_on=timezone.localdate(at) + DAYS_TO_ACT,
        roles=roles,
        at=at,
    )


@audited
def ask_removal(*, workspace: Workspace, actor: Actor, at: datetime) -> int:
    """Every round at the end of its time waits for somebody else's yes. How many rounds."""
    check_can_run(actor, workspace.slug, what="ask for people to be removed")
    due = queries.due_in(workspace.slug, timezone.localdate(at))
    if not due:
        raise KeepingError.nothing_due()
    for each in due:
        LettingGo.objects.update_or_create(
            round=each,
            defaults={"asked_by": actor.reference, "asked_at": at, "kept_until": None},
        )
        worklist.close(workspace=workspace, kind=Work.LET_GO, about=each.reference, at=at)
        _post(each, Work.APPROVE_LET_GO, "wait for your yes to be removed", DECIDERS, at=at)
        _record(Event.REMOVAL_ASKED, each, actor=actor, at=at)
    return len(due)


@audited
def approve_removal(*, workspace: Workspace, actor: Actor, at: datetime) -> int:
    """What others asked for goes with the next turn of the clock. How many rounds."""
    asked = _asked_by_others(workspace, actor)
    for each in asked:
        each.approved_by, each.approved_at = actor.reference, at
        each.save(update_fields=["approved_by", "approved_at"])
        _settled(each.round, Event.REMOVAL_APPROVED, actor=actor, at=at)
    return len(asked)


@audited
def refuse_removal(*, workspace: Workspace, actor: Actor, reason: str, at: datetime) -> int:
    """What others asked for is kept another year, for a stated reason. How many rounds."""
    asked = _asked_by_others(workspace, actor)
    for each in asked:
        each.asked_by, each.asked_at = "", None
        each.kept_until, each.reason = timezone.localdate(at) + A_YEAR_LONGER, reason
        each.save(update_fields=["asked_by", "asked_at", "kept_until", "reason"])
        _settled(each.round, Event.REMOVAL_REFUSED, actor=actor, at=at)
    return len(asked)


def _asked_by_others(workspace: Workspace, actor: Actor) -> list[LettingGo]:
    check_can_decide(actor, workspace.slug, what="decide that people are removed")
    asked = list(queries.asked_in(workspace.slug).select_for_update(of=("self",)))
    if not asked:
        raise KeepingError.nothing_due()
    others = [each for each in asked if each.asked_by != actor.reference]
    if not others:
        check_is_another(actor.reference, asked_by=asked[0].asked_by)
    return others


def _settled(round_: Round, event: Event, *, actor: Actor, at: datetime) -> None:
    place, about = round_.workspace, round_.reference
    worklist.close(workspace=place, kind=Work.APPROVE_LET_GO, about=about, at=at)
    _record(event, round_, actor=actor, at=at)


def _record(event: Event, round_: Round, *, actor: Actor, at: datetime) -> None:
    record(event, about=round_, by=actor, at=at, workspace=round_.workspace.slug)


def remove_people(at: datetime) -> str:
    """Remove what refused applications say of people, where two people agreed."""
    done = 0
    for each in queries.approved():
        for application in queries.still_told().filter(round=each).order_by("pk")[:MOST_AT_ONCE]:
            _remove(application=application, at=at)
            done += 1
    return f"removed people from {counted(done, 'application')}"


@audited
def _remove(*, application: Application, at: datetime) -> None:
    rows = Application.objects.select_for_update(of=("self",)).select_related("round__workspace")
    held = rows.get(pk=application.pk)
    people = list(_people(held))
    files = Document.objects.filter(attached__application=held, disposed_at=None)
    asked = files.update(keep_until=timezone.localdate(at))
    answers, _ = held.answers.all().delete()
    held.members.all().delete()
    held.links.all().delete()
    held.letters.all().delete()
    held.clarifications.exclude(answered_by="").update(answered_by="")
    LateRequest.objects.filter(application=held).delete()
    held.certified_name, held.certified_role = REMOVED, ""
    held.version += 1
    held.save(update_fields=["certified_name", "certified_role", "version"])
    forgotten = [each for each in people if queries.has_nothing_else(each)]
    for person in forgotten:
        _forget(person)
    record(
        Event.PEOPLE_REMOVED,
        about=held,
        by=HEADWATER,
        at=at,
        workspace=held.round.workspace.slug,
        answers=answers,
        files=asked,
        people=len(forgotten),
    )


def _people(application: Application) -> list[Applicant]:
    """Everybody who wrote an application or sent it in."""
    wrote = Q(memberships__application=application)
    sent = Q(started=application) | Q(submitted=application)
    return list(Applicant.objects.filter(wrote | sent).distinct())


def _forget(person: Applicant) -> None:
    """What an application was begun by stays a row: it says nothing of anybody."""
    person.name = person.phone = ""
    person.email = f"{person.reference.lower()}@removed.invalid"
    person.save(update_fields=["name", "phone", "email"])

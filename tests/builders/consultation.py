"""A register of authorities and a round of consultation, made through the changes people make."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.consultation.changes import register, requests, rounds
from headwater.web.partnership.consultation.models import Asked, Consultee, Request, Round
from headwater.web.partnership.consultation.rules.consulting import Method, Sort
from headwater.web.partnership.consultation.rules.importing import Described

A_WEEK = timedelta(days=7)


def keeper_of(workspace: Workspace) -> Actor:
    """Somebody who keeps the register."""
    organisation = build_organisation(workspace)
    email = f"keeper@{workspace.slug}.example"
    return actor_of(build_member(Role.LEAD, organisation=organisation, email=email))


def build_consultee(
    name: str = "Alder School",
    *,
    sort: Sort = Sort.EDUCATIONAL,
    workspace: Workspace | None = None,
    said: str = "",
) -> Consultee:
    """An authority on the register."""
    there = workspace or build_workspace()
    return register.add(
        workspace=there,
        said=Described(name, sort, said[:80], said[:20], said[:80], said[:120]),
        starts_on=timezone.localdate() - 60 * timedelta(days=1),
        actor=keeper_of(there),
        at=clock.now(),
    )


def build_round(
    workspace: Workspace | None = None, *, title: str = "Strategy", about: str = "Your view?"
) -> Round:
    """A round whose day for answers is past."""
    there = workspace or build_workspace()
    today = timezone.localdate()
    return rounds.open_round(
        workspace=there,
        said=rounds.Described(title, about, today - 4 * A_WEEK, today - A_WEEK),
        document="",
        actor=keeper_of(there),
        at=clock.now(),
    )


def ask(found: Round, *consultees: Consultee) -> str:
    """They were asked three weeks ago. Gives what undoes it."""
    return rounds.ask(
        consultation=found,
        consultees=[each.reference for each in consultees],
        method=Method.EMAIL,
        on=timezone.localdate() - 3 * A_WEEK,
        actor=keeper_of(found.workspace),
        at=clock.now(),
    )


def reply(found: Round, consultee: Consultee, *, said: str = "More on the bus routes.") -> None:
    """It answered two weeks ago."""
    asked = found.asked.get(consultee=consultee)
    rounds.reply(
        consultation=found,
        consultee=consultee,
        said=rounds.Reply(timezone.localdate() - 2 * A_WEEK, said, said),
        version=asked.version,
        actor=keeper_of(found.workspace),
        at=clock.now(),
    )


def remind(found: Round, *consultees: Consultee) -> None:
    """They were reminded two weeks ago."""
    rounds.remind(
        consultation=found,
        consultees=[each.reference for each in consultees],
        on=timezone.localdate() - 2 * A_WEEK,
        actor=keeper_of(found.workspace),
        at=clock.now(),
    )


def settle(found: Round, consultee: Consultee) -> None:
    """No reply came."""
    asked = found.asked.get(consultee=consultee)
    rounds.no_reply(
        consultation=found,
        consultee=consultee,
        version=asked.version,
        actor=keeper_of(found.workspace),
        at=clock.now(),
    )


def build_request(consultee: Consultee, *, what: str = "Share a youth worker.") -> Request:
    """A partner asks an authority to work together."""
    today = timezone.localdate()
    return requests.request(
        consultee=consultee,
        wanted=requests.Wanted(
            build_organisation(consultee.workspace), False, what, today - A_WEEK, today + A_WEEK
        ),
        actor=keeper_of(consultee.workspace),
        at=clock.now(),
    )


def consultation_rows(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    """One of each thing, saying the same everywhere."""
    today = timezone.localdate()
    consultee = Consultee.objects.create(
        workspace=workspace,
        sort=Sort.EDUCATIONAL,
        starts_on=today,
        name=said[:160],
        kind=said[:80],
        number=said[:20],
        place=said[:80],
        post=said[:120],
    )
    found = Round.objects.create(
        workspace=workspace, title=said[:160], about=said, opens_on=today, answers_by=today
    )
    found.asked.create(
        consultee=consultee,
        asked_on=today,
        method=Method.EMAIL,
        asked_by=person.reference,
        batch="abcdef",
        replied_on=today,
        summary=said,
        changed=said,
    )
    asked = Request.objects.create(
        workspace=workspace,
        consultee=consultee,
        organisation=organisation,
        what=said,
        reason=said,
        asked_on=today,
        answer_by=today,
    )
    return {"consultee": consultee, "consultation_round": found, "collaboration": asked}


def crowd_consultation() -> None:
    """Every authority was asked in every round, and most answered."""
    first = Asked.objects.order_by("pk")[0]
    Asked.objects.bulk_create(
        [
            Asked(
                round=found,
                consultee=consultee,
                asked_on=first.asked_on,
                method=first.method,
                asked_by=first.asked_by,
                batch=first.batch,
                replied_on=first.replied_on if number % 3 else None,
                summary=first.summary,
                changed=first.changed,
            )
            for found in Round.objects.order_by("pk")
            for number, consultee in enumerate(found.workspace.consultees.order_by("pk"))
        ],
        ignore_conflicts=True,
    )


def consultation_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    they = {"reference": rows["consultee"].reference}
    entry: dict[str, object] = {
        "reference": rows["consultation_round"].reference,
        "consultee": rows["consultee"].reference,
        "batch": "abcdef",
        "kind": "docx",
    }
    return (
        ("consultation:consultee", they),
        ("consultation:give_action", they),
        ("consultation:request_new", they),
        ("consultation:request", {"reference": rows["collaboration"].reference}),
        ("consultation:", entry),
    )

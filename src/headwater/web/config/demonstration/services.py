"""The directory of services of Loamshire: taken in from a feed, kept right since, partly.

Some entries are confirmed, some lack what nobody wrote down, one provider's answer waits.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.provision.services.changes import chasing, files, links, services
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.queries import files as file_queries
from headwater.web.provision.services.queries.services import record_of
from headwater.web.provision.services.rules.record import FIELDS, Record

FEED = Path("loamshire", "feeds", "services", "services_openreferral.json")
TAKEN_IN = 290
LEAD = "lead@loamshire.example"
KEEPER = cast.HOSPITALS
FILLED_IN: tuple[tuple[str, dict[str, object]], ...] = (
    (
        "emergency department youth workers",
        {
            "contact_role": "Team leader, emergency department",
            "contact_email": "youth.workers@hospitals.loamshire.example",
            "eligibility": "Anybody aged 11 to 25 who comes to the department after violence",
            "languages": ("English", "Polish", "Urdu"),
            "access_needs": "Step-free, hearing loop, interpreters by telephone",
            "setting": "Hospital",
            "referral_route": "By staff of the department at any hour, or by the young person",
            "people_now": 31,
            "wait_days_90": 21,
            "funder": "Loamshire Violence Reduction Partnership",
            "strand": "toolkit",
            "opening": "Every day, 16:00 to 02:00",
            "evenings": True,
            "weekends": True,
        },
    ),
    (
        "workers for exploited children",
        {
            "contact_role": "Duty manager",
            "contact_email": "duty@bridgewell.example",
            "eligibility": "Children who are thought to be exploited, criminally or sexually",
            "languages": ("English",),
            "access_needs": "Workers come to where the child is",
            "setting": "Home and street",
            "referral_route": "By children's social care, schools and police",
            "people_now": 58,
            "wait_days_90": 60,
            "funder": "Loamshire County Council",
            "strand": "evaluated",
        },
    ),
)
"""Entries by the end of their name, and what partners wrote into them."""
ASKED_BY_TELEPHONE: dict[str, object] = {
    "contact_role": "Duty worker",
    "eligibility": "Young people of the ages given who live in the district",
    "languages": ("English",),
    "setting": "Youth centre",
    "referral_route": "By schools, families and young people themselves",
}
"""What an officer wrote into every third entry in the spring."""
ROUNDS = ((160, 0), (75, 1), (20, 2))
"""Days ago, and which third of the entries was confirmed then. One third stays old in each."""
STILL_OLD = 4
"""Every so manieth entry nobody confirmed."""
CONFIRMED_OVER_LINK, LINK_ANSWERED = 36, 5
ANSWERING, CONFIRMING = "into work", "support after violence"
CLOSED, CLOSED_ON = "evening youth club", 55
ASKED_AFTER = 2


def steps(workspace: Workspace) -> Iterator[Step]:
    """A year of the directory, told from the day its feed was taken in."""
    if not _feed().exists():
        return
    yield Step(TAKEN_IN, lambda at: _take_in(workspace, at))
    for number, (ending, given) in enumerate(FILLED_IN):
        yield Step(TAKEN_IN - 20 - number, _filling(workspace, ending, given))
    yield Step(TAKEN_IN - 60, lambda at: _ask_by_telephone(workspace, at))
    for days_ago, third in ROUNDS:
        yield Step(days_ago, _confirming(workspace, third))
    yield Step(CLOSED_ON, lambda at: _close(workspace, at))
    yield Step(CONFIRMED_OVER_LINK, lambda at: _confirm_over_link(workspace, at))
    yield Step(LINK_ANSWERED, lambda at: _answer_over_link(workspace, at))
    yield Step(ASKED_AFTER, chasing.ask_after)


def _feed() -> Path:
    return settings.HOME / FEED


def _lead() -> Actor:
    return actor_for(User.objects.get(email=LEAD), today=timezone.localdate())


def _rows(workspace: Workspace) -> Sequence[Service]:
    return list(Service.objects.filter(workspace=workspace).order_by("name", "pk"))


def _ending(workspace: Workspace, ending: str) -> Service:
    """The first entry whose name ends so."""
    return next(each for each in _rows(workspace) if each.name.endswith(ending))


def _take_in(workspace: Workspace, at: datetime) -> None:
    file = files.look_at(
        workspace=workspace,
        name=_feed().name,
        raw=_feed().read_bytes(),
        actor=_lead(),
        at=at,
    )
    seal = file_queries.seal_of(file_queries.preview_of(file))
    files.take_in(file=file, closes_gone=False, seal=seal, actor=_lead(), at=at)


def _filling(
    workspace: Workspace, ending: str, given: dict[str, object]
) -> Callable[[datetime], object]:
    def fill(at: datetime) -> None:
        service = _ending(workspace, ending)
        now = {name: getattr(record_of(service), name) for name in FIELDS}
        keeper = Organisation.objects.get(workspace=workspace, name=KEEPER)
        is_theirs = "emergency" in ending
        services.change(
            service=service,
            said=Record(**{**now, **given}),
            version=service.version,
            kept_by=keeper if is_theirs else None,
            confirms=True,
            actor=_lead(),
            at=at,
        )

    return fill


def _ask_by_telephone(workspace: Workspace, at: datetime) -> None:
    for each in _rows(workspace)[::3]:
        now = {name: getattr(record_of(each), name) for name in FIELDS}
        if now["contact_role"]:
            continue
        services.change(
            service=each,
            said=Record(**{**now, **ASKED_BY_TELEPHONE}),
            version=each.version,
            kept_by=each.kept_by,
            confirms=True,
            actor=_lead(),
            at=at,
        )


def _confirming(workspace: Workspace, third: int) -> Callable[[datetime], object]:
    def confirm(at: datetime) -> None:
        for number, each in enumerate(_rows(workspace)):
            if number % len(ROUNDS) == third and number % STILL_OLD and each.status == "active":
                services.confirm(service=each, version=each.version, actor=_lead(), at=at)

    return confirm


def _close(workspace: Workspace, at: datetime) -> None:
    service = _ending(workspace, CLOSED)
    services.close(
        service=service,
        status="inactive",
        reason="The hall is closed for repair until the spring",
        version=service.version,
        actor=_lead(),
        at=at,
    )


def _confirm_over_link(workspace: Workspace, at: datetime) -> None:
    service = _ending(workspace, CONFIRMING)
    link, _ = links.make_link(service=service, actor=_lead(), at=at)
    links.answer(link=link, said=None, version=service.version, note="", at=at)


def _answer_over_link(workspace: Workspace, at: datetime) -> None:
    service = _ending(workspace, ANSWERING)
    now = {name: getattr(record_of(service), name) for name in FIELDS}
    said = {
        **now,
        "capacity_per_year": 110,
        "people_now": 74,
        "wait_days": 31,
        "wait_days_90": 66,
        "opening": "Monday to Friday, 09:00 to 17:30; Thursdays until 20:00",
        "evenings": True,
        "referral_route": "By anybody, on our page or by telephone",
    }
    link, _ = links.make_link(service=service, actor=_lead(), at=at)
    links.answer(
        link=link,
        said=Record(**said),
        version=service.version,
        note="One of our two workers left in the autumn, so we take fewer people.",
        at=at,
    )

"""Services of a directory, files of them, links and answers."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.provision.services.changes import files, links, services
from headwater.web.provision.services.changes.links import hash_of
from headwater.web.provision.services.models import File, Link, Service
from headwater.web.provision.services.queries import files as file_queries
from headwater.web.provision.services.queries.services import record_of
from headwater.web.provision.services.rules.record import FIELDS, Record

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""
A_DAY = timedelta(days=1)
FULL: dict[str, Any] = {
    "description": "One worker for each young person.",
    "contact_role": "Duty worker",
    "contact_email": "duty@opendoor.example",
    "need_type": "mentoring",
    "minimum_age": 10,
    "maximum_age": 17,
    "eligibility": "Anybody who lives in Larkminster",
    "send_friendly": True,
    "languages": ("English", "Polish"),
    "access_needs": "Step-free",
    "setting": "School",
    "referral_route": "By school or by themselves",
    "evenings": True,
    "weekends": False,
    "lon": -0.5,
    "lat": 54.2,
    "reach_km": 6.0,
    "capacity_per_year": 40,
    "people_now": 22,
    "wait_days": 14,
    "wait_days_90": 40,
    "cost_per_start": 1150.0,
    "funder": "Home Office",
    "funded_until": date(2027, 3, 31),
    "strand": "promising",
}
"""Everything that an entry should say."""


TEXTS = ("description", "eligibility", "access_needs", "setting", "referral_route", "place",
         "opening", "funder")  # fmt: skip


def lead() -> Actor:
    """Somebody who keeps the directory."""
    return actor_of(build_member(Role.LEAD))


def said(**given: Any) -> Record:
    """What an entry says."""
    return Record(**{"name": "Open Door mentors", "organisation": "Open Door", **given})


def build_service(
    workspace: Workspace | None = None,
    *,
    kept_by: Organisation | None = None,
    at: datetime = AT,
    **given: Any,
) -> Service:
    """An entry of the directory."""
    return services.write(
        workspace=workspace or build_workspace(),
        said=said(**given),
        kept_by=kept_by,
        actor=HEADWATER,
        at=at,
    )


def with_said(record: Record, **given: Any) -> Record:
    """A record with something else in places."""
    return Record(**{**{name: getattr(record, name) for name in FIELDS}, **given})


def change(
    service: Service, *, actor: Actor = HEADWATER, version: int = 0, **given: Any
) -> Service:
    """Say something else of an entry."""
    return services.change(
        service=service,
        said=with_said(record_of(service), **given),
        version=version or service.version,
        kept_by=service.kept_by,
        confirms=False,
        actor=actor,
        at=AT + A_DAY,
    )


def open_referral(identifier: str = "s-1", **given: Any) -> dict[str, Any]:
    """A service as a directory elsewhere gives it, with parts that mean nothing to us."""
    return {
        "id": identifier,
        "name": "Harbour boxing",
        "status": "active",
        "organization": {"id": "o-1", "name": "Harbour Light", "charity_number": 1234},
        "description": "A club.",
        "eligibilitys": [{"id": "e-1", "minimum_age": 10, "maximum_age": 17}],
        "service_at_locations": [
            {"id": "l-1", "location": {"name": "Hall", "latitude": 54.2, "longitude": -0.5}}
        ],
        "service_areas": [{"name": "Larkminster", "uri": "Z99D00007"}],
        "cost_options": [{"option": "Free", "amount": 0}],
        "accreditations": None,
        "local_extra": {"kept": [1, 2.5, "three"]},
        "headwater": {"need_type": "sport", "tier": "primary", "capacity_per_year": 60},
        **given,
    }


def build_file(
    *given: dict[str, Any], workspace: Workspace | None = None, at: datetime = AT
) -> File:
    """A file that was looked at."""
    raw = json.dumps({"contents": list(given)}).encode()
    return files.look_at(
        workspace=workspace or build_workspace(), name="all.json", raw=raw, actor=HEADWATER, at=at
    )


def take_in(*given: dict[str, Any], closes_gone: bool = False, at: datetime = AT) -> File:
    """A file that was looked at and taken in."""
    file = build_file(*given, at=at)
    seal = file_queries.seal_of(file_queries.preview_of(file))
    return files.take_in(file=file, closes_gone=closes_gone, seal=seal, actor=HEADWATER, at=at)


def build_link(service: Service, *, at: datetime = AT) -> tuple[Link, str]:
    """A link to an entry and its secret."""
    return links.make_link(service=service, actor=HEADWATER, at=at)


def build_services_life(
    workspace: Workspace, organisation: Organisation, person: User, words: str
) -> dict[str, Any]:
    """One of each thing of a directory. `words` stand in every text that somebody enters."""
    now = datetime.now(tz=UTC)
    texts: dict[str, Any] = dict.fromkeys(TEXTS, words)
    service = services.write(
        workspace=workspace,
        said=Record(
            name=words[:300],
            organisation=words[:300],
            contact_role=words[:300],
            languages=(words,),
            **texts,
        ),
        kept_by=organisation,
        actor=HEADWATER,
        at=now,
    )
    answered, _ = links.make_link(service=service, actor=HEADWATER, at=now)
    answer = links.answer(
        link=answered,
        said=with_said(record_of(service), opening=f"{words} again"),
        version=service.version,
        note=words,
        at=now,
    )
    token = f"secret-for-{workspace.slug}"
    link = Link.objects.create(
        service=service,
        token_hash=hash_of(token),
        made_by=person.reference,
        made_at=now,
        ends_at=now + 30 * A_DAY,
    )
    looked_at = files.look_at(
        workspace=workspace,
        name=words[:100],
        raw=json.dumps([open_referral(name=words[:300]), {"id": "s-2"}]).encode(),
        actor=HEADWATER,
        at=now,
    )
    return {
        "service": service,
        "service_answer": answer,
        "service_link": link,
        "service_token": token,
        "service_file": looked_at,
    }


def services_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    return (
        ("services:file", {"reference": rows["service_file"].reference}),
        ("services:link_revoke", {"reference": rows["service_link"].reference}),
        ("services:answer", {"reference": rows["service_answer"].reference}),
        ("services:update", {"token": rows["service_token"]}),
        ("services:", {"reference": rows["service"].reference}),
    )

"""Reading entries: lists of them, one with what it said before, and rows for other rooms."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.provision.services.models import Service, Version
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.completeness import CONFIRM_EVERY
from headwater.web.provision.services.rules.record import FIELDS, TUPLES, Record
from headwater.web.provision.services.rules.writing import written

SERVICE, APPROACH = "service", "approach"
"""Kinds on the thread."""
RUNNING = "active"
LAKE = (
    "name",
    "organisation",
    "status",
    "need_type",
    "tier",
    "approach",
    "minimum_age",
    "maximum_age",
    "sex",
    "capacity_per_year",
    "places_taken",
    "wait_days",
    "lon",
    "lat",
    "reach_km",
    "area_code",
    "send_friendly",
    "evenings",
    "weekends",
    "cost_per_start",
    "funded_until",
    "url",
)
"""Columns of the lake's table of services that an entry has by the same name."""
MAY_LACK = frozenset({"approach", "area_code", "url"})
"""Texts that are null in the lake where an entry says nothing."""


def services_for(actor: Actor, workspace: str) -> QuerySet[Service]:
    """Every entry of a workspace whose directory the actor reads, by name."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Service.objects.filter(workspace__slug=workspace)
    return rows.select_related("workspace", "kept_by")


def service_for(actor: Actor, workspace: str, reference: str) -> Service:
    """One entry of a workspace. Raises `NotYours` for any other, there or not."""
    found = services_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def chosen(found: QuerySet[Service], *, today: date, **asked: Any) -> QuerySet[Service]:
    """Entries that meet everything that was asked for; what is empty asks for nothing."""
    for name in ("need_type", "tier", "status"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("area"):
        code = asked["area"]
        # Containment within JSON is not there on every database; codes have a length of their own.
        found = found.filter(Q(area_code=code) | Q(catchment__icontains=f'"{code}"'))
    if asked.get("age") is not None:
        age = asked["age"]
        found = found.filter(
            Q(minimum_age=None) | Q(minimum_age__lte=age),
            Q(maximum_age=None) | Q(maximum_age__gte=age),
        )
    if asked.get("words"):
        words = asked["words"]
        found = found.filter(
            Q(name__icontains=words)
            | Q(organisation__icontains=words)
            | Q(description__icontains=words)
        )
    return _looked_for(found, asked.get("look", ""), today=today)


def _looked_for(found: QuerySet[Service], look: str, *, today: date) -> QuerySet[Service]:
    match look:
        case "complete":
            return found.filter(lacks=0)
        case "lacking":
            return found.filter(lacks__gt=0)
        case "unconfirmed":
            return unconfirmed(found, today=today)
        case "waiting":
            return found.filter(answers__state="waiting").distinct()
        case _:
            return found


def unconfirmed(found: QuerySet[Service], *, today: date) -> QuerySet[Service]:
    """Entries that nobody confirmed for six months."""
    old = Q(confirmed_on=None) | Q(confirmed_on__lt=today - CONFIRM_EVERY)
    return found.filter(old)


def record_of(service: Service) -> Record:
    """What an entry says now."""
    said = {name: getattr(service, name) for name in FIELDS}
    return Record(**{**said, **{name: tuple(said[name]) for name in TUPLES}})


def json_of(service: Service) -> dict[str, Any]:
    """An entry as Open Referral UK, with everything that came with it."""
    return written(service.service_id, service.kept, record_of(service))


def version_of(service: Service, number: int) -> Version | None:
    """What an entry said in a version; None where it never had that version."""
    return service.versions.filter(number=number).first()


def areas_of(actor: Actor, workspace: str) -> list[tuple[str, str]]:
    """Codes of the areas that entries serve, each with its name, by name."""
    found = services_for(actor, workspace).exclude(area_code="").order_by("area_name", "area_code")
    pairs = found.values_list("area_code", "area_name").distinct()
    return [(code, name or code) for code, name in dict(pairs).items()]


def names_of(references: Collection[str]) -> dict[str, str]:
    """Names of people by reference, and headwater's own."""
    rows = User.objects.filter(reference__in=references).values_list("reference", "name")
    return {HEADWATER.reference: HEADWATER.name, **dict(rows)}


def directory_rows(workspace_id: int, on: date) -> list[dict[str, object]]:
    """A workspace's directory as it stood at the end of a day, as rows of the lake's `services`."""
    versions = Version.objects.filter(service__workspace=workspace_id, at__date__lte=on)
    found = versions.order_by("service__service_id", "number").values_list(
        "service__service_id", "said"
    )
    last = dict(found)
    return [_lake_row(identifier, Record.of(said)) for identifier, said in last.items()]


def _lake_row(identifier: str, record: Record) -> dict[str, object]:
    said: dict[str, object] = {name: getattr(record, name) for name in LAKE}
    empty = {name: None for name in MAY_LACK if said[name] == ""}
    return {"service_id": identifier, **said, **empty, "assured_on": record.confirmed_on}

"""A record of ours as a service of an Open Referral UK directory, with nothing lost.

What came from elsewhere is given back as it came, but for the fields that were changed here. So a
directory that nobody touched is given back equal, and fields that mean nothing to us stay.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from headwater.sources.found_faults import FoundFaults
from headwater.sources.open_referral.reading import number_of
from headwater.sources.open_referral.words import EXTENSION
from headwater.web.provision.services.rules.reading import (
    FALLS_BACK,
    PLACES,
    STANDARD,
    first_place,
    read,
)
from headwater.web.provision.services.rules.record import FIELDS, Record

Service = dict[str, Any]
MOST_ROUNDS = 3


def written(service_id: str, kept: Mapping[str, Any], record: Record) -> Service:
    """The service as JSON. `kept` is how it came; empty for one that was written here."""
    out: Service = deepcopy(dict(kept)) if kept else _begun(service_id, record)
    # A need is guessed from the name and a tier from the need where nobody says them, so that one
    # change may call for another.
    for _ in range(MOST_ROUNDS):
        now = read(out, faults=FoundFaults(""), place=0)
        changed = [name for name in FIELDS if now is None or _differs(now, record, name)]
        for name in changed:
            WRITERS.get(name, _into_ours(name))(out, record)
    return out


def _begun(service_id: str, record: Record) -> Service:
    return {
        "id": service_id,
        "name": record.name,
        "status": record.status,
        "organization": {"name": record.organisation},
        EXTENSION: {"need_type": record.need_type, "tier": record.tier},
    }


def _differs(now: Record, record: Record, name: str) -> bool:
    return bool(getattr(now, name) != getattr(record, name))


def _ours(out: Service) -> Service:
    if not isinstance(out.get(EXTENSION), dict):
        out[EXTENSION] = {}
    ours: Service = out[EXTENSION]
    return ours


def _into_ours(name: str) -> Callable[[Service, Record], None]:
    """Into the part of a service that is ours."""

    def write(out: Service, record: Record) -> None:
        value = _json(getattr(record, name))
        ours = _ours(out)
        if value is not None or name in FALLS_BACK:
            ours[name] = value
        else:
            ours.pop(name, None)

    return write


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value) or None
    return None if value == "" else value


def _standard(name: str, theirs: str) -> Callable[[Service, Record], None]:
    def write(out: Service, record: Record) -> None:
        _put(out, theirs, _json(getattr(record, name)))

    return write


def _put(holder: Service, name: str, value: Any) -> None:
    if value is None:
        holder.pop(name, None)
    else:
        holder[name] = value


def _organisation(out: Service, record: Record) -> None:
    """Into the object that names it now; American spelling where there is none."""
    for name in ("organization", "organisation"):
        holder = out.get(name)
        if isinstance(holder, dict) and holder.get("name"):
            holder["name"] = record.organisation
            return
    out["organization"] = {"name": record.organisation}


def _age(name: str, beyond: Callable[[float, float], bool]) -> Callable[[Service, Record], None]:
    """Into every rule of eligibility that said so before, or would now say more than we do."""

    def write(out: Service, record: Record) -> None:
        age = getattr(record, name)
        rules = [each for each in _rules(out) if each.get(name) is not None]
        ages = [number_of(each[name]) for each in rules]
        known = [each for each in ages if each is not None]
        deciding = None
        if known:
            deciding = min(known) if name == "minimum_age" else max(known)
        for rule, said in zip(rules, ages, strict=True):
            if age is None:
                rule.pop(name)
            elif said is None or said == deciding or beyond(said, age):
                rule[name] = age
        if not rules and age is not None:
            out[name] = age

    return write


def _rules(out: Service) -> list[Service]:
    found = [out]
    for name in ("eligibility", "eligibilitys", "eligibilities"):
        if isinstance(out.get(name), list):
            return found + [each for each in out[name] if isinstance(each, dict)]
    return found


def _point(out: Service, record: Record) -> None:
    holder = _located(out)
    if record.lat is None or holder is None:
        for each in _every_place(out):
            each.pop("latitude", None)
            each.pop("longitude", None)
    if record.lat is not None:
        holder = holder if holder is not None else _place_of(out)
        holder |= {"latitude": record.lat, "longitude": record.lon}


def _located(out: Service) -> Service | None:
    """The place whose latitude and longitude count now."""
    for each in _every_place(out):
        if None not in (number_of(each.get("latitude")), number_of(each.get("longitude"))):
            return each
    return None


def _every_place(out: Service) -> list[Service]:
    for name in PLACES:
        if isinstance(out.get(name), list):
            found = [each.get("location", each) for each in out[name] if isinstance(each, dict)]
            return [each for each in found if isinstance(each, dict)]
    return []


def _place_of(out: Service) -> Service:
    """The first place of a service, made where it has none."""
    found = first_place(out)
    if found is not None:
        return found
    name = next((name for name in PLACES if isinstance(out.get(name), list)), PLACES[0])
    made: Service = {}
    if not isinstance(out.get(name), list):
        out[name] = []
    out[name].insert(0, {"location": made})
    return made


def _place(out: Service, record: Record) -> None:
    _put(_place_of(out), "name", record.place or None)


def _languages(out: Service, record: Record) -> None:
    """Languages that stay keep whatever else was said of them."""
    given = out.get("languages")
    held = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    by_name = {each.get("name"): each for each in held if isinstance(each.get("name"), str)}
    out["languages"] = [by_name.get(name, {"name": name}) for name in record.languages]


def _confirmed(out: Service, record: Record) -> None:
    _put(out, "assured_date", _json(record.confirmed_on))
    if record.confirmed_on is None and isinstance(out.get(EXTENSION), dict):
        out[EXTENSION].pop("assured_on", None)


WRITERS: dict[str, Callable[[Service, Record], None]] = {
    "name": _standard("name", "name"),
    "status": _standard("status", "status"),
    **{name: _standard(name, theirs) for name, theirs in STANDARD.items()},
    "organisation": _organisation,
    "minimum_age": _age("minimum_age", lambda said, age: said < age),
    "maximum_age": _age("maximum_age", lambda said, age: said > age),
    "lon": _point,
    "lat": _point,
    "place": _place,
    "languages": _languages,
    "confirmed_on": _confirmed,
}
"""Fields that stand where Open Referral UK has a place for them; all others stand in our part."""

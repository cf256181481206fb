"""One service of an Open Referral UK directory as a record of ours.

The fields that assessments use are read as every other reader of directories here reads them;
these add what only the directory's own pages show. What is not read is kept as it came.
"""

from collections.abc import Mapping
from typing import Any

from headwater.sources.found_faults import FoundFaults, is_code
from headwater.sources.open_referral.reading import Guesses, Reader, row_of
from headwater.sources.open_referral.words import EXTENSION
from headwater.web.provision.services.rules.record import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Record,
    Strand,
)

STANDARD = {
    "description": "description",
    "url": "url",
    "contact_email": "email",
    "eligibility": "eligibility_description",
    "referral_route": "application_process",
}
"""Texts of ours and what Open Referral UK calls them."""
OURS = ("contact_role", "access_needs", "setting", "opening", "funder")
"""Texts that Open Referral UK has no one field for."""
FALLS_BACK = ("evenings", "weekends", "cost_per_start", "area_code")
"""Read from elsewhere where our part does not name them; null in our part means not known."""
PLACES = ("service_at_locations", "locations")
LONGEST = {"name": LONGEST_NAME, "organisation": LONGEST_NAME, "url": 2_000, "contact_email": 254}
SHORT = 120


def read(service: Any, *, faults: FoundFaults, place: int) -> Record | None:
    """The record of one service; None, with its faults noted by its place, where some are wrong."""
    before = faults.total
    row = row_of(service, faults=faults, place=place, guesses=Guesses())
    reader = Reader(service if isinstance(service, dict) else {}, faults, place)
    extra = reader.part(EXTENSION)
    unknown = {name for name in FALLS_BACK if name in extra and extra[name] is None}
    texts = {name: reader.text(theirs) or "" for name, theirs in STANDARD.items()}
    texts |= {name: reader.plain(extra.get(name), name) or "" for name in OURS}
    said = {
        **{name: _filled(name, value) for name, value in row.items() if name in _FROM_ROW},
        **{name: "" if name == "area_code" else None for name in unknown},
        **texts,
        "strand": reader.choice(extra.get("strand"), tuple(Strand), "strand") or "",
        "languages": _languages(reader),
        "catchment": _catchment(reader, extra.get("catchment")),
        "place": _place(reader),
        "people_now": reader.whole(extra.get("people_now"), "people_now"),
        "wait_days_90": reader.whole(extra.get("wait_days_90"), "wait_days_90"),
        "confirmed_on": row["assured_on"],
    }
    _check_lengths(said, row["service_id"], reader)
    return None if faults.total > before else Record(**said)


_TEXTS = ("name", "organisation", "status", "need_type", "tier", "approach", "sex", "area_code")
_FROM_ROW = frozenset(
    (
        *_TEXTS,
        "minimum_age",
        "maximum_age",
        "capacity_per_year",
        "places_taken",
        "wait_days",
        "lon",
        "lat",
        "reach_km",
        "send_friendly",
        "evenings",
        "weekends",
        "cost_per_start",
        "funded_until",
    )
)


def _filled(name: str, value: Any) -> Any:
    """Ours says nothing by an empty text where the lake has none."""
    return "" if value is None and name in _TEXTS else value


def _languages(reader: Reader) -> tuple[str, ...]:
    found = [each.get("name") for each in reader.parts("languages")]
    return tuple(name for name in found if isinstance(name, str) and name)


def _catchment(reader: Reader, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(c, str) and is_code(c) for c in value):
        reader.fault("catchment", "it is not a list of area codes", "Use codes such as E01017940")
        return ()
    return tuple(value)


def first_place(service: dict[str, Any]) -> dict[str, Any] | None:
    """The first place a service is at, as its directory has it."""
    for name in PLACES:
        if isinstance(service.get(name), list):
            found = [each for each in service[name] if isinstance(each, dict)]
            inner = found[0].get("location", found[0]) if found else None
            return inner if isinstance(inner, dict) else None
    return None


def _place(reader: Reader) -> str:
    found = first_place(reader.service)
    name = found.get("name") if found else None
    return name if isinstance(name, str) else ""


def _check_lengths(said: dict[str, Any], service_id: str, reader: Reader) -> None:
    """What is longer than anybody reads is a fault, not a record."""
    for name, value in {**said, "id": service_id}.items():
        most = SHORT if name in ("id", "approach") else LONGEST.get(name, LONGEST_TEXT)
        if isinstance(value, str) and len(value) > most:
            reader.fault(name, f"it is longer than {most:,} characters", "Shorten it")
        if isinstance(value, tuple) and len(value) > LONGEST_TEXT:
            reader.fault(name, f"it has more than {LONGEST_TEXT:,} parts", "Leave some out")


def area_name(service: Mapping[str, Any], code: str) -> str:
    """What a directory calls the area with a code; nothing where it does not say.

    >>> area_name({"service_areas": [{"name": "Farholt", "uri": "Z99D00006"}]}, "Z99D00006")
    'Farholt'
    """
    areas = service.get("service_areas")
    for area in areas if code and isinstance(areas, list) else []:
        if isinstance(area, dict) and str(area.get("uri") or "").endswith(code):
            name = area.get("name")
            return name[:LONGEST_NAME] if isinstance(name, str) else ""
    return ""

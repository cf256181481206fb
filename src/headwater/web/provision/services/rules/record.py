"""What the directory says of one service."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from headwater.core.errors import HeadwaterError
from headwater.sources.found_faults import is_code
from headwater.sources.open_referral.reading import OLDEST
from headwater.sources.open_referral.words import NEED_TYPES, SEXES, STATUSES, TIERS

DATES = ("funded_until", "confirmed_on")
TUPLES = ("languages", "catchment")
LONGEST_NAME = 300
LONGEST_TEXT = 10_000


class Strand(StrEnum):
    """What is known of whether a service works."""

    TOOLKIT = "toolkit"
    EVALUATED = "evaluated"
    PROMISING = "promising"
    NONE = "none"

    @property
    def words(self) -> str:
        """As it stands on pages."""
        return STRANDS[self]


STRANDS = {
    Strand.TOOLKIT: "Listed in a published toolkit",
    Strand.EVALUATED: "Evaluated here",
    Strand.PROMISING: "Promising, not evaluated",
    Strand.NONE: "Nobody has looked",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A service in plain values. Nothing in it names a person: contacts are roles."""

    name: str
    organisation: str
    status: str = "active"
    description: str = ""
    url: str = ""
    contact_role: str = ""
    contact_email: str = ""
    need_type: str = "other"
    tier: str = "secondary"
    approach: str = ""
    """Its identifier in the evidence toolkit."""
    strand: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    sex: str = "any"
    eligibility: str = ""
    send_friendly: bool | None = None
    languages: tuple[str, ...] = ()
    access_needs: str = ""
    setting: str = ""
    referral_route: str = ""
    place: str = ""
    opening: str = ""
    evenings: bool | None = None
    weekends: bool | None = None
    lon: float | None = None
    lat: float | None = None
    reach_km: float | None = None
    area_code: str = ""
    catchment: tuple[str, ...] = ()
    """Codes of the areas it takes people from; empty where it says a distance or one area."""
    capacity_per_year: int | None = None
    people_now: int | None = None
    places_taken: int | None = None
    wait_days: int | None = None
    wait_days_90: int | None = None
    """Nine in ten people start within these days."""
    cost_per_start: float | None = None
    funder: str = ""
    funded_until: date | None = None
    confirmed_on: date | None = None

    def plain(self) -> dict[str, Any]:
        """As it is kept: dates as text, tuples as lists."""
        said = asdict(self)
        days = {name: said[name].isoformat() if said[name] else None for name in DATES}
        return {**said, **days, **{name: list(said[name]) for name in TUPLES}}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Record":
        """What was kept."""
        days = {name: date.fromisoformat(plain[name]) if plain[name] else None for name in DATES}
        return cls(**{**plain, **days, **{name: tuple(plain[name]) for name in TUPLES}})


FIELDS = tuple(each.name for each in fields(Record))
EDITED = tuple(name for name in FIELDS if name != "confirmed_on")
"""What a form asks for. The day it was confirmed follows from confirming."""
LABELS = {
    "name": "Name",
    "organisation": "Who runs it",
    "status": "Status",
    "description": "What it does",
    "url": "Public page",
    "contact_role": "Whom to ask there",
    "contact_email": "E-mail",
    "need_type": "Need it meets",
    "tier": "Level of prevention",
    "approach": "Approach",
    "strand": "Evidence",
    "minimum_age": "Youngest age",
    "maximum_age": "Oldest age",
    "sex": "Sex",
    "eligibility": "Who can use it",
    "send_friendly": "Suits special educational needs and disabilities",
    "languages": "Languages",
    "access_needs": "Access needs it meets",
    "setting": "Setting",
    "referral_route": "How people are referred",
    "place": "Place",
    "opening": "When it is open",
    "evenings": "Open in the evening",
    "weekends": "Open at weekends",
    "lon": "Longitude",
    "lat": "Latitude",
    "reach_km": "How far people come, in kilometres",
    "area_code": "Area it serves",
    "catchment": "Areas it takes people from",
    "capacity_per_year": "Places per year",
    "people_now": "People now",
    "places_taken": "People taken in the last year",
    "wait_days": "Wait in days, median",
    "wait_days_90": "Wait in days, nine in ten",
    "cost_per_start": "Cost for each person who starts",
    "funder": "Funder",
    "funded_until": "Funded until",
    "confirmed_on": "Last confirmed",
}
"""What each field is called on pages."""


class ServiceRefusedError(HeadwaterError):
    """A service that cannot be written so."""


def check_record(said: Record) -> None:
    """Refuse what no directory could hold. Raises `ServiceRefusedError`."""
    if not said.name.strip() or not said.organisation.strip():
        raise ServiceRefusedError("A service needs a name and who runs it.")
    for value, allowed in (
        (said.status, STATUSES),
        (said.need_type, NEED_TYPES),
        (said.tier, TIERS),
        (said.sex, SEXES),
        (said.strand, ("", *Strand)),
    ):
        if value not in allowed:
            raise ServiceRefusedError(f"[{value}] is not one of the words of the directory.")
    _check_numbers(said)
    wrong = [code for code in said.catchment if not is_code(code)]
    if wrong or (said.area_code and not is_code(said.area_code)):
        raise ServiceRefusedError(
            "Areas are given by their nine-character codes, such as E01017940. "
            f"Correct [{(wrong or [said.area_code])[0][:40]}]."
        )


def _check_numbers(said: Record) -> None:
    youngest, oldest = said.minimum_age, said.maximum_age
    if youngest is not None and oldest is not None and youngest > oldest:
        raise ServiceRefusedError("The youngest age is above the oldest. Swap them.")
    if max(youngest or 0, oldest or 0) > OLDEST:
        raise ServiceRefusedError("Nobody is older than 120. Leave the oldest age out where open.")
    if (said.lat is None) != (said.lon is None):
        raise ServiceRefusedError("Give latitude and longitude together, or neither.")
    if said.lat is not None and said.lon is not None and not _is_place(said.lat, said.lon):
        raise ServiceRefusedError(
            "The place is not in this country. Latitude is about 49 to 61, longitude -8 to 2."
        )
    long_wait, usual_wait = said.wait_days_90, said.wait_days
    if long_wait is not None and usual_wait is not None and long_wait < usual_wait:
        raise ServiceRefusedError("Nine in ten people cannot start sooner than half of them do.")


def _is_place(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180 and not (-11 <= lat <= 4 and 48 <= lon <= 62)

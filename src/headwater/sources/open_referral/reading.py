"""One service of an Open Referral UK directory, as a row of the lake.

Version 1 and version 3 names are both read: `eligibilitys` and `eligibility`,
`regular_schedules` and `schedules`, `service_taxonomys` and `attributes`. Names, telephones and
addresses of contact people are not read. FoundFaults give the service's place in the list and the
field, never the value: a directory may hold people's details.
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from headwater.sources.found_faults import FoundFaults, day_of, is_code
from headwater.sources.open_referral.words import (
    EXTENSION,
    NEED_TYPES,
    SEXES,
    STATUSES,
    TIERS,
    USUAL_TIER,
    WHOLES,
    need_words,
)

Row = dict[str, Any]

EVENING_FROM = "18:00"
WEEKEND_DAYS = {"SA", "SU"}
OLDEST = 120
_CODE_AT_END = re.compile(r"\b([EWK]\d{8}|Z99[A-Z]\d{5})\b")


@dataclass(slots=True)
class Guesses:
    """How many services did not say their need or their tier."""

    needs: int = 0
    tiers: int = 0


def row_of(service: Any, *, faults: FoundFaults, place: int, guesses: Guesses) -> Row:
    """The lake row of one service. What is wrong with it is noted by its place in the list."""
    reader = Reader(service if isinstance(service, dict) else {}, faults, place)
    if not isinstance(service, dict):
        faults.add("it is not a service", "Send each service as an object", row=place)
    extra = reader.part(EXTENSION)
    latitude, longitude = reader.point()
    youngest, oldest = reader.ages()
    need = reader.choice(extra.get("need_type"), NEED_TYPES, "need_type")
    if need is None:
        guesses.needs += 1
        need = reader.need()
    tier = reader.choice(extra.get("tier"), TIERS, "tier")
    if tier is None:
        guesses.tiers += 1
        tier = USUAL_TIER[need]
    sessions = reader.sessions()
    return {
        "service_id": reader.text("id", required=True),
        "name": reader.text("name", required=True),
        "organisation": reader.organisation(),
        "status": reader.status(),
        "need_type": need,
        "tier": tier,
        "approach": reader.plain(extra.get("approach"), "approach"),
        "minimum_age": youngest,
        "maximum_age": oldest,
        "sex": reader.choice(extra.get("sex"), SEXES, "sex") or "any",
        **{name: reader.whole(extra.get(name), name) for name in WHOLES},
        "lon": longitude,
        "lat": latitude,
        "reach_km": reader.amount(extra.get("reach_km"), "reach_km"),
        "area_code": reader.area(),
        "send_friendly": reader.truth(extra.get("send_friendly"), "send_friendly"),
        "evenings": _first(reader.truth(extra.get("evenings"), "evenings"), _evenings(sessions)),
        "weekends": _first(reader.truth(extra.get("weekends"), "weekends"), _weekends(sessions)),
        "cost_per_start": reader.cost(extra),
        "funded_until": reader.day(extra.get("funded_until"), "funded_until"),
        "assured_on": reader.day(
            _first(field_of(service, "assured_date"), extra.get("assured_on")), "assured_date"
        ),
        "url": reader.text("url"),
    }


def field_of(service: Any, name: str) -> Any:
    """A field of a service, or None; empty texts count as absent."""
    value = service.get(name) if isinstance(service, dict) else None
    return None if value == "" else value


class Reader:
    """Reads the fields of one service, noting what is wrong with them."""

    def __init__(self, service: dict[str, Any], faults: FoundFaults, place: int) -> None:
        self.service = service
        self.faults = faults
        self.place = place

    def fault(self, column: str, problem: str, remedy: str) -> None:
        """Note something wrong. Values stay out: a directory may hold people's details."""
        self.faults.add(problem, remedy, row=self.place, column=column)

    def part(self, name: str) -> dict[str, Any]:
        """An object inside the service."""
        value = self.service.get(name)
        return value if isinstance(value, dict) else {}

    def parts(self, *names: str) -> list[dict[str, Any]]:
        """The objects of the first list there is under some names."""
        for name in names:
            value = self.service.get(name)
            if isinstance(value, list):
                return [each for each in value if isinstance(each, dict)]
        return []

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A field of words."""
        value = field_of(self.service, name)
        if value is None:
            if required:
                self.fault(name, "it is missing", "Every service needs it")
            return "" if required else None
        return self.plain(value, name)

    def plain(self, value: Any, name: str) -> str | None:
        """Words, and nothing else."""
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.fault(name, "it is not text", "Write it as text in quotes")
            return None
        return value

    def choice(self, value: Any, allowed: tuple[str, ...], name: str) -> str | None:
        """One of a list of words."""
        word = self.plain(value, name)
        if word is not None and word not in allowed:
            self.fault(name, "it is not one of the words allowed", f"Use {', '.join(allowed)}")
            return None
        return word

    def truth(self, value: Any, name: str) -> bool | None:
        """Yes or no."""
        if value is not None and not isinstance(value, bool):
            self.fault(name, "it is neither true nor false", "Write true or false, unquoted")
            return None
        return value

    def amount(self, value: Any, name: str) -> float | None:
        """A number that is not below zero."""
        if value is None or value == "":
            return None
        number = number_of(value)
        if number is None or number < 0:
            self.fault(name, "it is not a number of zero or more", "Correct the number")
            return None
        return number

    def whole(self, value: Any, name: str) -> int | None:
        """A whole number that is not below zero."""
        number = self.amount(value, name)
        if number is None:
            return None
        if not number.is_integer() or number >= 2**31:
            self.fault(name, "it is not a whole number", "Correct the number")
            return None
        return int(number)

    def day(self, value: Any, name: str) -> date | None:
        """A day; a time after it is passed over."""
        word = self.plain(value, name)
        if word is None:
            return None
        day: date | None = day_of(word[:10])
        if day is None:
            self.fault(name, "it is not a day", "Write days as 2024-04-01")
        return day

    def organisation(self) -> str:
        """Who runs it."""
        name = self.part("organization").get("name") or self.part("organisation").get("name")
        if not isinstance(name, str) or not name:
            self.fault("organization", "it has no name", "Nest the organization with its name")
            return ""
        return name

    def status(self) -> str:
        """Whether it is running."""
        word = field_of(self.service, "status")
        if word is None:
            self.fault("status", "it is missing", f"Use {', '.join(STATUSES)}")
            return ""
        return self.choice(word, STATUSES, "status") or ""

    def ages(self) -> tuple[int | None, int | None]:
        """Youngest and oldest age taken, over all eligibility rules."""
        rules = [self.service, *self.parts("eligibility", "eligibilitys", "eligibilities")]
        lows = [self.whole(rule.get("minimum_age"), "minimum_age") for rule in rules]
        highs = [self.whole(rule.get("maximum_age"), "maximum_age") for rule in rules]
        youngest = min((age for age in lows if age is not None), default=None)
        oldest = max((age for age in highs if age is not None), default=None)
        if youngest is not None and oldest is not None and youngest > oldest:
            self.fault("minimum_age", "the ages are the wrong way round", "Swap them")
        if max(youngest or 0, oldest or 0) > OLDEST:
            self.fault("maximum_age", "it is more than 120 years", "Leave it out where open")
        return youngest, oldest

    def point(self) -> tuple[float | None, float | None]:
        """Latitude and longitude of the first place that has them."""
        places = [
            each.get("location", each) for each in self.parts("service_at_locations", "locations")
        ]
        for place in places:
            if not isinstance(place, dict):
                continue
            lat, lon = number_of(place.get("latitude")), number_of(place.get("longitude"))
            if lat is not None and lon is not None:
                self._check_point(lat, lon)
                return lat, lon
        return None, None

    def _check_point(self, lat: float, lon: float) -> None:
        if abs(lat) > 90 or abs(lon) > 180:
            self.fault("location", "it is not in degrees", "Use WGS84 latitude and longitude")
        elif -11 <= lat <= 4 and 48 <= lon <= 62:
            self.fault(
                "location",
                "latitude and longitude are the wrong way round",
                "Latitude is about 49 to 61 in this country, longitude about -8 to 2",
            )

    def area(self) -> str | None:
        """Code of the area it serves, where one is said."""
        stated = self.part(EXTENSION).get("area_code")
        if isinstance(stated, str) and stated:
            if not is_code(stated):
                self.fault("area_code", "it is not an area code", "Use a code such as E07000008")
            return stated
        for area in self.parts("service_areas"):
            words = f"{area.get('uri') or ''} {area.get('extent') or ''}"
            if match := _CODE_AT_END.search(words):
                return match[1]
        return None

    def sessions(self) -> list[dict[str, Any]]:
        """When it is open, wherever the directory says so."""
        found = self.parts("schedules", "regular_schedules", "regular_schedule")
        for each in self.parts("service_at_locations"):
            for name in ("schedules", "regular_schedule", "regular_schedules"):
                inner = each.get(name)
                found += [one for one in inner or [] if isinstance(one, dict)]
        return found

    def cost(self, extra: dict[str, Any]) -> float | None:
        """Cost for each person who starts: ours, or the first priced option."""
        if extra.get("cost_per_start") is not None:
            return self.amount(extra["cost_per_start"], "cost_per_start")
        for option in self.parts("cost_options"):
            if option.get("amount") is not None:
                return self.amount(option["amount"], "cost_options")
        return None

    def need(self) -> str:
        """The need its terms and name speak of, or `other`."""
        terms = [_term(each) for each in self.parts("attributes", "service_taxonomys")]
        words = " ".join([*terms, str(self.service.get("name") or "")]).lower()
        for exact in NEED_TYPES:
            if exact != "other" and exact.replace("_", " ") in words.replace("_", " "):
                return exact
        return next((need for word, need in need_words().items() if word in words), "other")


def _term(attribute: dict[str, Any]) -> str:
    """The name of a taxonomy term, in version 1 or 3."""
    term = attribute.get("taxonomy_term") or attribute.get("taxonomy") or attribute
    return str(term.get("name") or term.get("label") or "") if isinstance(term, dict) else str(term)


def _evenings(sessions: list[dict[str, Any]]) -> bool | None:
    """Whether any session runs past six; None where no closing time is given."""
    ends = [str(each["closes_at"])[:5] for each in sessions if each.get("closes_at")]
    return any(end > EVENING_FROM or end == "00:00" for end in ends) if ends else None


def _weekends(sessions: list[dict[str, Any]]) -> bool | None:
    """Whether any session is on a Saturday or Sunday; None where no days are given."""
    days = [set(re.findall(r"[A-Z]{2}", _days(each))) for each in sessions if _days(each)]
    return any(each & WEEKEND_DAYS for each in days) if days else None


def _days(session: dict[str, Any]) -> str:
    """The days of a session: `byday`, or the BYDAY part of its rule."""
    if session.get("byday"):
        return str(session["byday"]).upper()
    match = re.search(r"BYDAY=([^;]*)", str(session.get("rrule") or "").upper())
    return match[1] if match else ""


def number_of(value: Any) -> float | None:
    """A number, or a text that is one; not infinite, not true or false."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _first(*values: Any) -> Any:
    """The first value that is there."""
    return next((value for value in values if value is not None), None)

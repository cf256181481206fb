"""Emergency departments, ambulance service and fire and rescue: a file for each month."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.core.periods import Month
from headwater.loamshire import hospital, offences
from headwater.loamshire.hospital import IN_PUB, OTHER_HOME, OWN_HOME, SITES
from headwater.loamshire.places import FACILITY
from headwater.loamshire.streams import IntArray, draw, draw_words, stream
from headwater.loamshire.world import World
from headwater.loamshire.writing import Outbox, months_of, stamps

ISTV_HEADER = (
    "REPORTING PERIOD START DATE", "REPORTING PERIOD END DATE", "SITE CODE (OF TREATMENT)",
    "ARRIVAL DATE AND TIME AT ACCIDENT AND EMERGENCY DEPARTMENT", "ASSAULT DATE AND TIME",
    "ASSAULT METHOD", "ASSAULT METHOD OTHER DESCRIPTION", "ASSAULT LOCATION TYPE",
    "ASSAULT LOCATION DESCRIPTION",
)  # fmt: skip
AMBULANCE_HEADER = (
    "incident_ref", "call_datetime", "incident_type", "lsoa21_code", "age_band", "sex",
    "conveyed", "hospital_site",
)  # fmt: skip
FIRE_HEADER = ("incident_ref", "call_datetime", "incident_type", "lsoa21_code", "property_type")
XML_SITE = SITES[1]
WINDOWS_SITE = SITES[2]
MISSING_AREA = 0.03
FIRES_A_YEAR = {"deliberate_secondary": 620, "deliberate_primary": 240, "attack_on_crew": 26}
_VAGUE = ("town centre", "outside a club", "not recorded", "at a party", "in the street",
          "patient unsure", "near the shops")  # fmt: skip
# Telephone numbers kept for drama by the regulator, and a postcode area that does not exist.
_SLIPS = ("call back on 07700 900{number:03d}", "lives at {postcode}", "ring 01632 960{number:03d}")


@dataclass(frozen=True, slots=True)
class EmergencyOddities:
    """Which months carry which fault."""

    late: tuple[str, Month]  # site and month whose file has not come
    with_people: tuple[str, Month]  # site and month with columns that do not belong
    ambulance_late: Month
    fire_windows: Month


def write_istv(world: World, out: Outbox, oddities: EmergencyOddities) -> None:
    """Three sites, one of them in XML."""
    rng = stream(world.seed, "istv")
    visits = world.visits
    month = months_of(visits.arrived)
    arrived, assaulted = stamps(visits.arrived), stamps(visits.assaulted)
    unknown_time = rng.random(len(visits)) < 0.06
    told = _location_texts(rng, world)
    other = ["struck with a belt" if at == hospital.OTHER_METHOD else "" for at in visits.method]
    method = [hospital.METHODS[at] for at in visits.method]
    location = [hospital.LOCATIONS[at] for at in visits.location]
    for each in world.period:
        for site_at, site in enumerate(SITES):
            rows = [
                (each.first_day.isoformat(), each.last_day.isoformat(), site, arrived[at],
                 "" if unknown_time[at] else assaulted[at], method[at], other[at], location[at],
                 told[at])
                for at in np.flatnonzero((month == each.index) & (visits.site == site_at))
            ]  # fmt: skip
            ages = [offences.AGE_BANDS[at] for at in
                    visits.age_band[(month == each.index) & (visits.site == site_at)]]  # fmt: skip
            if (site, each) == oddities.late:
                continue
            path = f"feeds/istv_ed/istv_{site}_{each}"
            if site == XML_SITE:
                out.data(f"{path}.xml", _xml(rows, each, site), rows=len(rows))
            elif (site, each) == oddities.with_people:
                wide = [(*row, age) for row, age in zip(rows, ages, strict=True)]
                out.table(f"{path}.csv", (*ISTV_HEADER, "AGE BAND"), wide)
            else:
                encoding = "cp1252" if site == WINDOWS_SITE else "utf-8"
                out.table(f"{path}.csv", ISTV_HEADER, rows, encoding=encoding, newline="\r\n")


def _xml(rows: Sequence[tuple[str, ...]], month: Month, site: str) -> bytes:
    """The standard's shape: one header, then assaults. Element names are its data item names."""
    root = ET.Element("InformationSharingToTackleViolence")
    header = ET.SubElement(root, "SubmissionHeader")
    ET.SubElement(header, "ReportingPeriodStartDate").text = month.first_day.isoformat()
    ET.SubElement(header, "ReportingPeriodEndDate").text = month.last_day.isoformat()
    ET.SubElement(header, "SiteCodeOfTreatment").text = site
    names = (
        "ArrivalDateAndTimeAtAccidentAndEmergencyDepartment", "AssaultDateAndTime",
        "AssaultMethod", "AssaultMethodOtherDescription", "AssaultLocationType",
        "AssaultLocationDescription",
    )  # fmt: skip
    for row in rows:
        assault = ET.SubElement(root, "Assault")
        for name, value in zip(names, row[3:], strict=True):
            if value:
                ET.SubElement(assault, name).text = value
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def _location_texts(rng: np.random.Generator, world: World) -> list[str]:
    """What the receptionist typed: a place, a street, something vague, or nothing."""
    visits, places = world.visits, world.places
    size = len(visits)
    manner = draw(rng, np.array([0.66, 0.07, 0.06, 0.12, 0.09]), size)
    vague = rng.integers(0, len(_VAGUE), size)
    slip = rng.random(size)
    number = rng.integers(0, 1_000, size)
    texts: list[str] = []
    for at in range(size):
        place = int(visits.place[at])
        if visits.location[at] in (OWN_HOME, OTHER_HOME):
            text = "home address" if manner[at] < 3 else ""
        else:
            text = _told(gazetteer_name(world, place), int(manner[at]), _VAGUE[vague[at]])
        if slip[at] < 0.01:
            form = _SLIPS[int(number[at]) % len(_SLIPS)]
            postcode = places.postcode[place]
            text = f"{text} {form.format(number=number[at], postcode=postcode)}".strip()
        elif visits.location[at] == IN_PUB and slip[at] > 0.97:
            text = text.replace("The ", "‘The ").replace(",", "’,")
        texts.append(text)
    return texts


def _told(name: str, manner: int, vague: str) -> str:
    """The same place as different people type it."""
    place, _, locality = name.partition(", ")
    if manner == 0:
        return name
    if manner == 1:
        return place.upper()
    if manner == 2:
        # Two letters the wrong way round: the commonest slip at a keyboard.
        middle = len(place) // 2
        swapped = place[: middle - 1] + place[middle] + place[middle - 1] + place[middle + 1 :]
        return f"{swapped}, {locality}"
    return vague if manner == 3 else ""


def gazetteer_name(world: World, place: int) -> str:
    """A place as the gazetteer calls it, told apart from its namesakes elsewhere."""
    places, geography = world.places, world.geography
    name, locality = places.name[place], places.locality[place]
    if places.kind[place] == FACILITY:
        name = f"{geography.ward_names[int(geography.ground.ward[places.cell[place]])]} {name}"
    return f"{name}, {locality}"


def write_ambulance(world: World, out: Outbox, oddities: EmergencyOddities) -> None:
    """The ambulance trust's monthly extract."""
    rng = stream(world.seed, "ambulance feed")
    calls = world.calls
    size = len(calls.area)
    month = months_of(calls.called)
    called = stamps(calls.called)
    placed = rng.random(size) >= MISSING_AREA
    code = np.where(placed, np.array(world.geography.lsoa21.codes)[calls.area], "").tolist()
    sex = np.where(rng.random(size) < 0.03, "U", np.where(calls.male, "M", "F")).tolist()
    for each in world.period:
        rows = [
            (f"AM{each.year}{each.number:02d}-{number:04d}", called[at],
             hospital.AMBULANCE_TYPES[calls.kind[at]], code[at],
             offences.AGE_BANDS[calls.age_band[at]], sex[at],
             "Y" if calls.site[at] >= 0 else "N",
             SITES[calls.site[at]] if calls.site[at] >= 0 else "")
            for number, at in enumerate(np.flatnonzero(month == each.index), start=1)
        ]  # fmt: skip
        if each != oddities.ambulance_late:
            out.table(f"feeds/ambulance/ambulance_northsea_{each}.csv", AMBULANCE_HEADER,
                      rows, bom=True)  # fmt: skip


def write_fire(world: World, out: Outbox, oddities: EmergencyOddities) -> None:
    """Deliberate fires and attacks on crews."""
    rng = stream(world.seed, "fire")
    tilt = 0.5 - world.deprivation.share_more_deprived
    weight = world.people.totals * np.exp(1.5 * tilt + rng.normal(0, 0.35, len(tilt)))
    weight /= weight.sum()
    for each in world.period:
        rows: list[tuple[str, ...]] = []
        for kind, a_year in FIRES_A_YEAR.items():
            season = 1 + 0.35 * np.cos(2 * np.pi * (each.number - 6) / 12)
            area = draw(rng, weight, int(rng.poisson(a_year / 12 * season)))
            rows += _fire_rows(rng, world, each, kind, area)
        rows.sort(key=lambda row: row[1])
        numbered = [(f"FR{each.year}{each.number:02d}-{at:03d}", *row[1:])
                    for at, row in enumerate(rows, start=1)]  # fmt: skip
        encoding = "cp1252" if each == oddities.fire_windows else "utf-8"
        out.table(f"feeds/fire/fire_loamshire_{each}.csv", FIRE_HEADER, numbered, encoding=encoding)


def _fire_rows(
    rng: np.random.Generator, world: World, month: Month, kind: str, area: IntArray
) -> list[tuple[str, ...]]:
    start = np.datetime64(month.first_day, "m").astype(np.int64)
    day = rng.integers(0, month.last_day.day, len(area)) * 1_440
    minute = rng.normal(20.5 * 60, 200, len(area)).astype(np.int64) % 1_440
    when = stamps((start + day + minute).astype(np.float64))
    kinds = {"Refuse or bins": 0.4, "Grass or scrub": 0.25, "Vehicle": 0.2, "Dwelling": 0.1,
             "Café or shop": 0.05}  # fmt: skip
    property_type = draw_words(rng, kinds, len(area)).tolist()
    lost = rng.random(len(area)) < MISSING_AREA
    return [
        ("", when[at], kind, "" if lost[at] else world.geography.lsoa21.codes[area[at]],
         property_type[at])
        for at in range(len(area))
    ]  # fmt: skip


def write_places(world: World, out: Outbox) -> None:
    """The gazetteer that ED locations are matched against."""
    rng = stream(world.seed, "gazetteer")
    places, geography = world.places, world.geography
    codes = geography.lsoa21.codes
    kinds = ("premises", "premises", "street", "premises")
    rows: list[tuple[str, ...]] = []
    for at in range(len(places.name)):
        postcode = "" if rng.random() < 0.04 else places.postcode[at]
        area = codes[int(geography.lsoa21.of_cell[places.cell[at]])]
        rows.append((gazetteer_name(world, at), kinds[int(places.kind[at])], area, postcode))
    for ward, name in enumerate(geography.ward_names):
        homes = np.flatnonzero(geography.ward == ward)
        most = homes[int(np.argmax(world.people.totals[homes]))]
        rows.append((name, "area", codes[most], ""))
    unique = {row[0]: row for row in reversed(rows)}
    kept = [row for row in rows if unique[row[0]] is row]
    out.table("feeds/places/places_loamshire.csv", ("name", "kind", "lsoa21_code", "postcode"),
              kept)  # fmt: skip

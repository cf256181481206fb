"""The directory of services, in the shape of Open Referral UK with local fields beside it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from headwater.loamshire import names
from headwater.loamshire.geography import FORCE_AREA_CODE, district_code
from headwater.loamshire.streams import stream
from headwater.loamshire.truths import ServiceGap
from headwater.loamshire.world import World
from headwater.loamshire.writing import Outbox

PATH = "feeds/services/services_openreferral.json"
THIN_CAPACITY, THIN_WAIT_DAYS = 6, 168
_HOSTS = ("Lantern Trust", "Kestrel Youth", "Harbour Light", "Open Door", "Rowan House",
          "Bridgewell", "Second Field", "Stepping Tide")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of service that each district has, unless a gap is planted there."""

    need_type: str
    title: str
    tier: str
    approach: str | None
    ages: tuple[int, int]
    capacity: int
    cost: int
    county_wide: bool = False


OFFERS = (
    Offer("mentoring", "mentoring for young people", "secondary", "mentoring", (10, 14), 50, 1_150),
    Offer("mentoring", "one-to-one mentors", "secondary", "mentoring", (15, 17), 45, 1_300),
    Offer("therapy", "talking therapy", "tertiary", "cognitive_behavioural_therapy", (12, 24), 60,
          1_900),
    Offer("youth_work", "evening youth club", "primary", "after_school_programmes", (10, 17), 220,
          160),
    Offer("family_support", "help for families", "secondary", "functional_family_therapy", (8, 17),
          40, 2_600),
    Offer("substance_misuse", "young people's drug and alcohol service", "secondary", None,
          (11, 17), 55, 980),
    Offer("substance_misuse", "drug and alcohol service for young adults", "secondary", None,
          (18, 24), 70, 1_050),
    Offer("sport", "sport and boxing club", "primary", "sports_programmes", (10, 21), 180, 210),
    Offer("victim_support", "support after violence", "tertiary", "trauma_specific_therapies",
          (10, 99), 400, 520, county_wide=True),
    Offer("exploitation_support", "workers for exploited children", "tertiary", None, (10, 17), 90,
          3_100, county_wide=True),
    Offer("employment", "into work", "secondary", None, (16, 24), 150, 1_400, county_wide=True),
    Offer("therapy", "emergency department youth workers", "tertiary", "ae_navigators", (11, 25),
          120, 740, county_wide=True),
    Offer("other", "knife awareness workshops", "primary", "knife_crime_education", (11, 16), 900,
          25, county_wide=True),
)  # fmt: skip


def write_services(world: World, out: Outbox) -> None:
    """About sixty services. One need goes unmet in one district, another all but unmet."""
    rng = stream(world.seed, "services")
    services: list[dict[str, object]] = []
    for offer in OFFERS:
        if offer.county_wide:
            services.append(_service(rng, world, offer, district=None))
            continue
        for district in range(len(names.DISTRICTS)):
            if not _meets(offer, district, world.plan.missing):
                thin = _meets(offer, district, world.plan.thin)
                services.append(_service(rng, world, offer, district=district, thin=thin))
    page = {
        "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services),
        "first_page": True, "last_page": True, "empty": False, "contents": services,
    }  # fmt: skip
    out.json(PATH, page, rows=len(services), indent=1)


def _meets(offer: Offer, district: int, gap: ServiceGap) -> bool:
    overlaps = offer.ages[0] <= gap.age_to and offer.ages[1] >= gap.age_from
    return district == gap.district and offer.need_type == gap.need_type and overlaps


def _service(
    rng: np.random.Generator, world: World, offer: Offer, *, district: int | None,
    thin: bool = False,
) -> dict[str, object]:  # fmt: skip
    host = str(rng.choice(_HOSTS))
    where = names.COUNTY if district is None else names.DISTRICTS[district]
    capacity = offer.capacity
    if district is not None:
        people = world.people.by_district[district].sum() / 80_000
        capacity = max(8, round(offer.capacity * float(people) * float(rng.uniform(0.8, 1.2))))
    capacity = THIN_CAPACITY if thin else capacity
    taken = capacity if thin else round(capacity * float(rng.uniform(0.45, 0.98)))
    wait = THIN_WAIT_DAYS if thin else int(rng.integers(3, 60))
    lon, lat = _spot(rng, world, district)
    funded_until = world.period.last_day + timedelta(days=int(rng.integers(60, 900)))
    assured = world.period.last_day - timedelta(days=int(rng.integers(10, 400)))
    evening = bool(rng.random() < 0.55)
    organisation = f"{where} {host}"
    reach = 60.0 if district is None else float(rng.choice([6.0, 8.0, 10.0]))
    identity = _identity(rng)
    served = FORCE_AREA_CODE if district is None else district_code(district)
    return {
        "id": identity,
        "name": f"{organisation}: {offer.title}",
        "description": f"An invented service of {organisation}.",
        "status": "active",
        "url": f"https://{host.lower().replace(' ', '-')}.example/{identity[:8]}",
        "assured_date": assured.isoformat(),
        "organization": {"id": _identity(rng), "name": organisation,
                         "description": "An invented organisation."},
        "eligibilitys": [{"id": _identity(rng), "minimum_age": offer.ages[0],
                          "maximum_age": offer.ages[1]}],
        "minimum_age": offer.ages[0],
        "maximum_age": offer.ages[1],
        "cost_options": [{"id": _identity(rng), "option": "Free to the young person",
                          "amount": 0}],
        "schedules": _schedules(rng, evening=evening),
        "service_areas": [{"id": _identity(rng), "name": where,
                           "uri": served}],
        "service_at_locations": [
            {"id": _identity(rng),
             "location": {"id": _identity(rng), "name": f"{where} centre", "latitude": lat,
                          "longitude": lon}}
        ],
        "attributes": [
            {"id": _identity(rng), "link_entity": "service",
             "taxonomy_term": {"id": _identity(rng), "name": offer.need_type,
                               "taxonomy": "headwater need types"}}
        ],
        "headwater": {
            "need_type": offer.need_type, "tier": offer.tier, "approach": offer.approach,
            "sex": "any", "capacity_per_year": capacity, "places_taken": taken,
            "wait_days": wait, "reach_km": reach,
            "area_code": served,
            "send_friendly": bool(rng.random() < 0.6), "evenings": evening,
            "weekends": bool(rng.random() < 0.3), "cost_per_start": offer.cost,
            "funded_until": funded_until.isoformat(),
        },
    }  # fmt: skip


def _spot(rng: np.random.Generator, world: World, district: int | None) -> tuple[float, float]:
    """Somewhere in the middle of the district's town; of the city for county-wide services."""
    home = len(names.TOWNS) if district is None else district
    geography = world.geography
    central = np.where(geography.district == home, geography.centrality, -1.0)
    cell = geography.lsoa21.cells[int(np.argmax(central))][0]
    spots = np.flatnonzero(world.places.cell == cell)
    spot = int(rng.choice(spots))
    return float(world.places.lon[spot]), float(world.places.lat[spot])


def _schedules(rng: np.random.Generator, *, evening: bool) -> list[dict[str, object]]:
    opens, closes = ("17:00", "21:00") if evening else ("09:00", "17:00")
    return [
        {"id": _identity(rng), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": opens,
         "closes_at": closes}
    ]  # fmt: skip


def _identity(rng: np.random.Generator) -> str:
    return str(uuid.UUID(bytes=rng.bytes(16), version=4))

"""The stage before anything happens on it: ground, people, places and what is planted."""

from dataclasses import dataclass

from headwater.core.periods import Period
from headwater.loamshire.deprivation import Deprivation, build_deprivation
from headwater.loamshire.geography import Geography, build_geography
from headwater.loamshire.people import People, build_people
from headwater.loamshire.places import Places, build_places
from headwater.loamshire.truths import Plan, draw_plan


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """Everything that events are drawn from."""

    seed: int
    period: Period
    geography: Geography
    deprivation: Deprivation
    people: People
    places: Places
    plan: Plan


def build_setting(seed: int, period: Period) -> Setting:
    """The stage of a seed over a period."""
    geography = build_geography(seed)
    deprivation = build_deprivation(seed, geography)
    return Setting(
        seed=seed,
        period=period,
        geography=geography,
        deprivation=deprivation,
        people=build_people(seed, geography, deprivation),
        places=build_places(seed, geography),
        plan=draw_plan(seed, geography, deprivation, period),
    )

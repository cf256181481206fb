"""Twelve authorities of other counties that do not exist either, so that Loamshire has its like.

Each is made from a district of Loamshire and differs from it by so much that chance decides which
is nearest to which, but for one: the twin of the city, whose suspensions and admissions for
violence fall while the city's do not.
"""

from dataclasses import dataclass

import numpy as np

from headwater.loamshire import names
from headwater.loamshire.geography import (
    CITY_DISTRICT,
    KM_PER_DEGREE_LAT,
    KM_PER_DEGREE_LON,
    district_code,
)
from headwater.loamshire.streams import FloatArray, stream
from headwater.loamshire.world import World

NAMES = (
    "Saltmarrow", "Fennowick", "Greywether", "Oldenshore", "Pewterholm", "Quernstead",
    "Rimewater", "Skerrowby", "Thornavon", "Umberfold", "Vintlemere", "Yarrowgate",
)  # fmt: skip
FIRST_NUMBER = 101
TWIN = 0
"""Position of the twin."""
FALLS = {"suspension_rate": 0.30, "violence_admissions_rate": 0.40}
"""By how much these fell in the twin, from the first year to the last."""
AGES = ((0, 9), (10, 17), (18, 24), (25, 90))
CARRIED_BACK = 0.98
"""Residents of 2020 for each of now."""
DOMAINS = ("income", "education")


@dataclass(frozen=True, slots=True, eq=False)
class Others:
    """The twelve: residents by single year of age, size, deprivation, need beside Loamshire's."""

    like: tuple[int, ...]
    """The district of Loamshire that each was made from."""
    by_age: FloatArray
    square_km: FloatArray
    scores: dict[str, FloatArray]
    need: FloatArray

    @property
    def codes(self) -> list[str]:
        """Their codes, which cannot be real."""
        return [code_of(at) for at in range(len(NAMES))]


def code_of(at: int) -> str:
    """Code of one of them by position."""
    return f"Z99D{FIRST_NUMBER + at:05d}"


def draw_others(world: World, need: FloatArray) -> Others:
    """The twelve of a county. `need` is the deprivation of its own districts."""
    rng = stream(world.seed, "elsewhere")
    like = (CITY_DISTRICT, *(int(at) for at in rng.integers(0, len(names.DISTRICTS), 11)))
    places = list(like)
    apart = np.ones(len(NAMES))
    apart[TWIN] = 0.0

    def varied(values: FloatArray, spread: float) -> FloatArray:
        """As in the district each is like, but for the twin times something by chance."""
        return np.asarray(values[places] * np.exp(apart * rng.normal(0, spread, len(NAMES))))

    by_age = world.people.by_district.sum(axis=1).astype(np.float64)
    older = np.linspace(-1, 1, by_age.shape[1])
    tilt = np.exp(apart[:, None] * rng.normal(0, 0.12, len(NAMES))[:, None] * older)
    whole = varied(np.ones(len(names.DISTRICTS)), 0.35)
    return Others(
        like=like,
        by_age=by_age[places] * tilt * whole[:, None],
        square_km=varied(_square_km(world), 0.3),
        scores={
            domain: varied(_by_district(world, world.deprivation.score[domain]), 0.18)
            for domain in DOMAINS
        },
        need=need[places] + apart * rng.normal(0, 0.15, len(NAMES)),
    )


def _by_district(world: World, values: FloatArray) -> FloatArray:
    district = world.geography.district
    return np.asarray(np.bincount(district, weights=values) / np.bincount(district))


def _square_km(world: World) -> FloatArray:
    """Size of each district of Loamshire."""
    ground = world.geography.ground
    # Degrees shrink towards the pole, and the island is small enough for one scale.
    cells = np.array([polygon.area for polygon in ground.polygons])
    return np.asarray(
        np.bincount(ground.district, weights=cells) * KM_PER_DEGREE_LAT * KM_PER_DEGREE_LON
    )


def movement(indicator: str, at: int, *, year: int, years: int) -> float:
    """What an indicator is in a year, over what it was in the first."""
    fall = FALLS.get(indicator, 0.0) if at == TWIN else 0.0
    return 1.0 - fall * year / (years - 1)


def told() -> dict[str, object]:
    """What is planted elsewhere."""
    return {
        "twin_code": code_of(TWIN),
        "twin_name": NAMES[TWIN],
        "twin_of": district_code(CITY_DISTRICT),
        "falls": FALLS,
    }

"""How many offences to expect in each neighbourhood, month and group, before chance has its say."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from headwater.core.periods import Month
from headwater.loamshire.geography import CITY_KIND, TOWN_KIND, Geography
from headwater.loamshire.setting import Setting
from headwater.loamshire.streams import FloatArray, IntArray, stream
from headwater.loamshire.truths import (
    GROUPS,
    KNIFE_GROUPS,
    VIOLENCE_GROUPS,
    Group,
    Plan,
    Programme,
)

PER_YEAR = {
    Group.INJURY: 6300,
    Group.KNIFE_INJURY: 330,
    Group.NO_INJURY: 7000,
    Group.HARASSMENT: 5300,
    Group.KNIFE_THREAT: 150,
    Group.SEXUAL: 1900,
    Group.ROBBERY: 430,
    Group.KNIFE_ROBBERY: 230,
    Group.KNIFE_POSSESSION: 620,
    Group.OTHER_WEAPONS: 200,
    Group.DRUGS: 1700,
}
# How much a night out in the middle of town adds, as a log ratio.
_TOWN_CENTRE = {
    Group.INJURY: 1.7,
    Group.KNIFE_INJURY: 0.9,
    Group.NO_INJURY: 1.3,
    Group.HARASSMENT: 0.1,
    Group.SEXUAL: 0.5,
    Group.ROBBERY: 1.8,
    Group.KNIFE_ROBBERY: 1.2,
    Group.DRUGS: 1.3,
}
_NEIGHBOURHOOD_SPREAD = 0.22
_MONTH_SHAPE = 30.0  # of the gamma that shakes each neighbourhood's months: mild overdispersion
_SUMMER = 0.09
_DAYS_IN_MONTH = 30.4375
BURN_IN = 1  # months simulated before the first, whose late-recorded offences belong to it


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Expected offences, and the chance-shaken means they were drawn from."""

    months: tuple[Month, ...]  # includes the burn-in
    by_area: FloatArray  # (2021 LSOA, month, group)
    shaken: FloatArray
    gradient_slope: float

    def columns(self, groups: tuple[Group, ...]) -> IntArray:
        """Positions of some groups along the last axis."""
        return np.array([GROUPS.index(group) for group in groups], dtype=np.int64)


def town_centre(geography: Geography) -> FloatArray:
    """1 in the middle of the city and the towns, falling to 0 outside their centres."""
    central = geography.centrality
    return np.select(
        [geography.kind == CITY_KIND, geography.kind == TOWN_KIND],
        [np.clip((central - 0.78) / 0.22, 0, 1), np.clip((central - 0.90) / 0.10, 0, 1)],
        0.0,
    )


def expect(setting: Setting) -> Expected:
    """Means for every neighbourhood, month and group with every truth but the outbreak in them."""
    geography, deprivation, plan = setting.geography, setting.deprivation, setting.plan
    rng = stream(setting.seed, "intensity")
    spread = rng.normal(0, _NEIGHBOURHOOD_SPREAD, (len(geography.lsoa21), len(GROUPS)))
    residents = setting.people.totals
    centre = np.outer(town_centre(geography), [_TOWN_CENTRE.get(group, 0.0) for group in GROUPS])
    first = setting.period.first
    months = tuple(first.plus(step) for step in range(-BURN_IN, len(setting.period)))
    time = _time_factors(geography, plan, months)

    def surface(slope: float) -> FloatArray:
        tilt = slope * (0.5 - deprivation.share_more_deprived)
        weight = residents[:, None] * np.exp(spread + centre + tilt[:, None])
        yearly = weight / weight.sum(axis=0) * np.array([PER_YEAR[group] for group in GROUPS])
        return _with_hot_spots(yearly, time, plan)

    violence = np.array([GROUPS.index(group) for group in VIOLENCE_GROUPS])

    def miss(slope: float) -> float:
        yearly = (surface(slope)[:, None, :] * time)[..., violence].sum(axis=(1, 2))
        most, least = deprivation.fifth == 1, deprivation.fifth == 5
        ratio = (yearly[most].sum() / residents[most].sum()) / (
            yearly[least].sum() / residents[least].sum()
        )
        return float(ratio - plan.gradient)

    slope = float(brentq(miss, -2.0, 6.0, xtol=1e-6))
    by_area = surface(slope)[:, None, :] * time / 12
    shake = rng.gamma(_MONTH_SHAPE, 1 / _MONTH_SHAPE, by_area.shape[:2])
    return Expected(months, by_area, by_area * shake[:, :, None], slope)


def _with_hot_spots(yearly: FloatArray, time: FloatArray, plan: Plan) -> FloatArray:
    """Move knife offences into the hot spots until they carry their stated share."""
    yearly = yearly.copy()
    hot = np.zeros(len(yearly), dtype=bool)
    hot[list(plan.hot_spots.areas)] = True
    mean_time = time.mean(axis=1)
    for column in (GROUPS.index(group) for group in KNIFE_GROUPS):
        weighted = yearly[:, column] * mean_time[:, column]
        total = weighted.sum()
        # The pattern among hot spots is evened out, so that each of them is one.
        weighted[hot] = plan.hot_spots.share * total / hot.sum()
        weighted[~hot] *= (1 - plan.hot_spots.share) * total / weighted[~hot].sum()
        yearly[:, column] = weighted / mean_time[:, column]
    return yearly


def _time_factors(geography: Geography, plan: Plan, months: tuple[Month, ...]) -> FloatArray:
    """(2021 LSOA, month, group): season, length of month, programmes and the trend."""
    season = np.array(
        [
            (1 + _SUMMER * np.cos(2 * np.pi * (month.number - 7) / 12))
            * (month.last_day.day / _DAYS_IN_MONTH)
            for month in months
        ]
    )
    time = np.tile(season[None, :, None], (len(geography.lsoa21), 1, len(GROUPS)))
    for programme in (plan.worked, plan.idle):
        _apply_programme(time, geography, programme, months)
    since = np.arange(len(months)) - BURN_IN
    for group in plan.trend.groups:
        here = np.flatnonzero(geography.district == plan.trend.district)
        growth = (1 + plan.trend.per_month) ** since
        time[here, :, GROUPS.index(group)] *= growth / growth.mean()
    return np.asarray(time)


def _apply_programme(
    time: FloatArray, geography: Geography, programme: Programme, months: tuple[Month, ...]
) -> None:
    here = geography.district == programme.district
    after = np.array([month >= programme.starts for month in months])
    for group in programme.groups:
        column = time[:, :, GROUPS.index(group)]
        column[np.ix_(np.flatnonzero(here), np.flatnonzero(after))] *= 1 - programme.reduction

"""Datasets that publishers hand out, the same for every partner: areas, people, indicators.

`SOURCES` has one source for each subject. Each knows several layouts, and tells them apart by
their columns.
"""

from headwater.sources.base import Source
from headwater.sources.reference import (
    areas,
    deprivation,
    indicators,
    local_authorities,
    lookups,
    residents,
    services,
    travel_times,
)

SOURCES: tuple[Source, ...] = (
    areas.SOURCE,
    lookups.SOURCE,
    local_authorities.SOURCE,
    residents.SOURCE,
    deprivation.SOURCE,
    indicators.SOURCE,
    services.SOURCE,
    travel_times.SOURCE,
)

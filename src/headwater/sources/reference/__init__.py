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
)
from headwater.sources.reference.open_referral_writing import write_open_referral

SOURCES: tuple[Source, ...] = (
    areas.SOURCE,
    lookups.SOURCE,
    local_authorities.SOURCE,
    residents.SOURCE,
    deprivation.SOURCE,
    indicators.SOURCE,
    services.SOURCE,
)

__all__ = ["SOURCES", "write_open_referral"]

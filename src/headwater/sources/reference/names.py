"""What the columns of official lookups and boundaries are called, in any of their dialects.

The Office for National Statistics writes `LSOA21CD`, the files gathered by humaniverse
`lsoa21_code`. Both mean a level and the vintage of its codes.
"""

import re
from dataclasses import dataclass

from headwater.core.areas import Level

LEVEL_OF_WORD = {
    "lsoa": Level.LSOA,
    "msoa": Level.MSOA,
    "ward": Level.WARD,
    "wd": Level.WARD,
    "ltla": Level.LAD,
    "lad": Level.LAD,
    "csp": Level.CSP,
    "utla": Level.COUNTY,
    "cty": Level.COUNTY,
    "county": Level.COUNTY,
    "pfa": Level.PFA,
    "rgn": Level.REGION,
    "region": Level.REGION,
    "ctry": Level.COUNTRY,
    "country": Level.COUNTRY,
}
SIZE = {level: place for place, level in enumerate(Level)}
_COLUMN = re.compile(
    rf"(?P<level>{'|'.join(LEVEL_OF_WORD)})(?P<year>\d\d)_?(?P<part>code|name|cd|nm)", re.IGNORECASE
)
_PART = {"code": "code", "cd": "code", "name": "name", "nm": "name"}


@dataclass(frozen=True, slots=True, order=True)
class Geography:
    """A level of area in one vintage of its codes."""

    size: int
    level: Level
    vintage: str

    @property
    def label(self) -> str:
        """Short, as used in slice names: `lsoa21`."""
        return f"{self.level}{self.vintage[2:]}"


@dataclass(frozen=True, slots=True)
class GeographyColumns:
    """Where the code and, if there is one, the name of a geography stand."""

    geography: Geography
    code: str
    name: str | None


def geography_columns(names: tuple[str, ...]) -> tuple[GeographyColumns, ...]:
    """The geographies a file has codes for, smallest first.

    >>> [g.geography.label for g in geography_columns(("LAD24CD", "lsoa21_code", "lsoa21_name"))]
    ['lsoa21', 'lad24']
    """
    found: dict[Geography, dict[str, str]] = {}
    for name in names:
        if match := _COLUMN.fullmatch(name):
            level = LEVEL_OF_WORD[match["level"].lower()]
            geography = Geography(SIZE[level], level, f"20{match['year']}")
            found.setdefault(geography, {})[_PART[match["part"].lower()]] = name
    return tuple(
        GeographyColumns(geography, parts["code"], parts.get("name"))
        for geography, parts in sorted(found.items())
        if "code" in parts
    )

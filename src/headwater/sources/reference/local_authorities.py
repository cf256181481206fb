"""Counties, regions and the country, from the Department for Education's list of authorities.

Boundary files and lookups know districts; much about children is published for counties. This
list is where counties come from, with the region and the force area each lies in (joined from
the table beside `authorities`). Unitary authorities and boroughs are districts already: for them
only the link to their region is written.
"""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from headwater.core.areas import Level, level_of
from headwater.sources.base import Conformed, Supplied
from headwater.sources.reference.authorities import LATEST, Authority, authorities
from headwater.sources.reference.columns import is_filled, lake_table, mapped, repeats
from headwater.sources.reference.layouts import Layout, ReferenceSource
from headwater.sources.reference.texts import header_has, read_texts

REQUIRED = ("LA Number", "LA Name", "Region", "Type")
VINTAGE = 2024
NO_LEVEL = ("E13",)
"""Inner and Outer London have codes and are no level of area here."""


def is_list(supplied: Supplied) -> bool:
    """Whether a file is the department's list of local authorities."""
    return header_has(supplied, *REQUIRED)


def conform_list(supplied: Supplied) -> Conformed:
    """Areas and links for every number on the list that has a code."""
    texts = read_texts(supplied, required=REQUIRED[:2])
    faults, number = texts.faults, texts["LA Number"]
    faults.filled(number, name="LA Number")
    faults.filled(texts["LA Name"], name="LA Name")
    faults.unique(repeats(number), number, column="LA Number", what="number")
    if faults:
        return faults.refusal(len(texts))
    known = {each.number for each in authorities()}
    coded = is_filled(mapped(number, {each: each for each in known}))
    listed = set(number.to_pylist())
    every = [a for a in authorities() if a.number in listed and a.code[:3] not in NO_LEVEL]
    unknown = int((~coded).sum())
    return Conformed(
        {"areas": _areas(every), "area_links": _links(every)},
        len(texts),
        rejected={"number without an area code": unknown} if unknown else {},
    )


def _areas(every: Sequence[Authority]) -> Any:
    """Rows for the levels that no boundary file draws."""
    drawn_elsewhere = (Level.LAD,)
    rows = [each for each in every if level_of(each.code) not in drawn_elsewhere]
    return lake_table(
        "areas",
        {
            "code": [each.code for each in rows],
            "name": [each.name for each in rows],
            "level": [str(level_of(each.code)) for each in rows],
            "vintage": [_vintage(each) for each in rows],
        },
        rows=len(rows),
    )


def _links(every: Sequence[Authority]) -> Any:
    """Authority to region, region to country, county to force area."""
    pairs = [
        (each, code)
        for each in every
        for code in (each.region_code, each.pfa_code)
        if code and (each.is_current or code == each.pfa_code)
    ]
    return lake_table(
        "area_links",
        {
            "from_code": [each.code for each, _ in pairs],
            "to_code": [code for _, code in pairs],
            "from_level": [str(level_of(each.code)) for each, _ in pairs],
            "to_level": [str(level_of(code)) for _, code in pairs],
            "from_vintage": [_vintage(each) for each, _ in pairs],
            "to_vintage": pa.repeat(pa.scalar(str(VINTAGE)), len(pairs)),
            "relation": "part_of",
        },
        rows=len(pairs),
    )


def _vintage(authority: Authority) -> str:
    """The year of the code list: the present one, or the last an authority was on."""
    return str(VINTAGE if authority.last_year == LATEST else authority.last_year)


SOURCE = ReferenceSource(
    id="local_authorities",
    title="Local authorities of England",
    supplier="Department for Education",
    tables=("areas", "area_links"),
    layouts=(Layout("areas/local_authorities", is_list, conform_list),),
)

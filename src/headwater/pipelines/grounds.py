"""Which areas and months a lake holds enough of to be assessed."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir

from headwater.analysis.needs import tables
from headwater.core.areas import Level, level_of
from headwater.core.periods import Month, Period
from headwater.lake.store import Rows, Store

MEMORY_LIMIT = "500MB"
RECORDS = {
    "recorded_crimes": "police records shared with the partnership",
    "crimes": "police records published for every area",
    "ed_assaults": "assaults seen in emergency departments",
    "ambulance_incidents": "ambulance incidents",
}
"""Records of violence, any of which is enough for an assessment."""
BY_MONTH = re.compile(r".*/(?P<month>\d{4}-\d{2})")


@dataclass(frozen=True, slots=True)
class Ground:
    """An area made of small areas that the lake knows."""

    code: str
    name: str
    level: str
    within: tuple[str, ...]
    """Codes of the larger areas it is part of."""


@dataclass(frozen=True, slots=True)
class Held:
    """The months from the first to the last of which records of one kind are held."""

    table: str
    words: str
    period: Period


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that can be asked for."""

    areas: tuple[Ground, ...]
    held: tuple[Held, ...]


def grounds(lake: Path) -> Grounds:
    """The areas and months of a lake. Nothing is counted, so it is quick."""
    with Store(lake, memory_limit=MEMORY_LIMIT) as store:
        return Grounds(areas=_areas(store), held=_held(store))


def _areas(store: Store) -> tuple[Ground, ...]:
    links = store.table("area_links")
    districts = store.rows(_districts(links), name="districts with small areas")
    larger = store.rows(_larger(links), name="larger areas of districts")
    within: dict[str, set[str]] = {str(code): set() for code in districts["code"]}
    for code, parent in zip(larger["code"], larger["parent"], strict=True):
        if code in within:
            within[str(code)].add(str(parent))
    names = _names(store.rows(tables.area_names(store.table("areas")), name="names of areas"))
    codes = [*within, *sorted({parent for parents in within.values() for parent in parents})]
    return tuple(
        Ground(
            code,
            names.get(code, code),
            level_of(code).words,
            tuple(sorted(within.get(code, ()))),
        )
        for code in codes
    )


def _districts(links: ir.Table) -> ir.Table:
    """Districts that small areas belong to: `code`."""
    return (
        links.filter(
            links.relation == "part_of",
            links.from_level == Level.LSOA.value,
            links.to_level == Level.LAD.value,
        )
        .select(code="to_code")
        .distinct()
    )


def _larger(links: ir.Table) -> ir.Table:
    """Areas that districts are part of: `code`, `parent`."""
    part = links.filter(links.relation == "part_of", links.from_level == Level.LAD.value)
    return part.select(code="from_code", parent="to_code").distinct()


def _names(rows: Rows) -> dict[str, str]:
    """The latest name of each area."""
    found = sorted(zip(rows["vintage"], rows["code"], rows["name"], strict=True))
    return {str(code): str(name) for _, code, name in found}


def _held(store: Store) -> tuple[Held, ...]:
    months: dict[str, list[Month]] = defaultdict(list)
    for table in RECORDS:
        for supply in store.slices(table):
            found = BY_MONTH.fullmatch(supply)
            if found:
                months[table].append(Month.parse(found["month"]))
    return tuple(
        Held(table, RECORDS[table], Period(min(found), max(found)))
        for table, found in months.items()
    )

"""Boundaries, lookups, residents and deprivation, in the layouts of their publishers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from shapely.geometry import Polygon, mapping

from headwater.loamshire import names
from headwater.loamshire.geography import (
    CITY_KIND,
    FORCE_AREA_CODE,
    REGION_CODE,
    RURAL_KIND,
    SMALL_TOWN_KIND,
    TOWN_KIND,
    Neighbourhoods,
    dissolved,
    district_code,
    msoa_code,
    partnership_code,
    to_lonlat,
    ward_code,
)
from headwater.loamshire.people import OLDEST, SEXES
from headwater.loamshire.streams import IntArray, stream
from headwater.loamshire.world import World
from headwater.loamshire.writing import Outbox

CENSUS_YEAR, MID_YEAR, MID_YEAR_2011_CODES = 2021, 2023, 2020
RURAL_URBAN_21 = {
    CITY_KIND: ("UN1", "Urban: Nearer to a major town or city", "Urban"),
    TOWN_KIND: ("UF1", "Urban: Further from a major town or city", "Urban"),
    SMALL_TOWN_KIND: ("RLF1", "Larger rural: Further from a major town or city", "Rural"),
    RURAL_KIND: ("RSF1", "Smaller rural: Further from a major town or city", "Rural"),
}
RURAL_URBAN_11 = {
    CITY_KIND: ("C1", "Urban", "Urban city and town"),
    TOWN_KIND: ("C1", "Urban", "Urban city and town"),
    SMALL_TOWN_KIND: ("D1", "Rural", "Rural town and fringe"),
    RURAL_KIND: ("E1", "Rural", "Rural village"),
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A district of the next county, a few of whose offences turn up in this force's files."""

    name: str = "Farholme"
    district: str = "Z99D00091"
    partnership: str = "Z99C00091"
    force_area: str = "Z99P00091"
    force_area_name: str = "Farholme"
    areas: int = 12

    @property
    def codes(self) -> list[str]:
        """Its LSOAs, the same in both vintages."""
        return [f"Z99L{90_001 + at:05d}" for at in range(self.areas)]

    @property
    def area_names(self) -> list[str]:
        """Names of its LSOAs."""
        return [f"{self.name} {1 + at // 4:03d}{'ABCD'[at % 4]}" for at in range(self.areas)]

    @property
    def lonlat(self) -> list[tuple[float, float]]:
        """A point in each, west of the county and over the water from it."""
        xy = np.array([(-62.0 - 3.1 * (at % 4), -6.0 + 4.3 * (at // 4)) for at in range(12)])
        return [(float(lon), float(lat)) for lon, lat in to_lonlat(xy)]


NEIGHBOUR = Neighbour()


def write_areas(world: World, out: Outbox) -> None:
    """Outlines as GeoJSON, and the areas that have none as a list."""
    geography = world.geography
    _geojson(
        out,
        "lsoa21",
        [
            (
                {
                    "lsoa21_name": geography.lsoa21.names[at],
                    "lsoa21_code": geography.lsoa21.codes[at],
                    "ward24_name": geography.ward_names[ward],
                    "ward24_code": ward_code(ward),
                    "ltla24_name": names.DISTRICTS[district],
                    "ltla24_code": district_code(district),
                },
                geography.lsoa21.polygons[at],
            )
            for at, (ward, district) in enumerate(
                zip(geography.ward, geography.district, strict=True)
            )
        ],
    )
    district11 = geography.ground.district[geography.lsoa11.first_cell]
    _geojson(
        out,
        "lsoa11",
        [
            (
                {
                    "lsoa11_code": code,
                    "lsoa11_name": name,
                    "ltla21_code": district_code(district),
                    "ltla21_name": names.DISTRICTS[district],
                },
                polygon,
            )
            for code, name, district, polygon in zip(
                geography.lsoa11.codes, geography.lsoa11.names, district11,
                geography.lsoa11.polygons, strict=True,
            )
        ],
    )  # fmt: skip
    _larger_areas(world, out)
    rows: list[tuple[object, ...]] = [
        (REGION_CODE, names.REGION, "region", "2024", *_middle(list(geography.ground.polygons))),
        (NEIGHBOUR.district, NEIGHBOUR.name, "lad", "2024", *NEIGHBOUR.lonlat[0]),
    ]
    for vintage in ("2011", "2021"):
        rows += [
            (code, name, "lsoa", vintage, lon, lat)
            for code, name, (lon, lat) in zip(
                NEIGHBOUR.codes, NEIGHBOUR.area_names, NEIGHBOUR.lonlat, strict=True
            )
        ]
    out.table("feeds/areas/areas.csv", ("code", "name", "level", "vintage", "lon", "lat"), rows)


def _larger_areas(world: World, out: Outbox) -> None:
    ground = world.geography.ground
    _geojson(
        out,
        "msoa21",
        [
            (
                {"msoa21_name": name, "msoa21_code": msoa_code(at)},
                _whole(ground.polygons, ground.msoa == at),
            )
            for at, name in enumerate(world.geography.msoa_names)
        ],
    )
    _geojson(
        out,
        "ltla24",
        [
            (
                {"ltla24_name": name, "ltla24_code": district_code(at)},
                _whole(ground.polygons, ground.district == at),
            )
            for at, name in enumerate(names.DISTRICTS)
        ],
    )
    _geojson(
        out,
        "pfa20",
        [
            (
                {"pfa20_name": names.COUNTY, "pfa20_code": FORCE_AREA_CODE},
                _whole(ground.polygons, ground.district >= 0),
            )
        ],
    )


def _whole(polygons: tuple[Polygon, ...], wanted: np.ndarray[tuple[int], np.dtype[np.bool_]]
           ) -> Polygon:  # fmt: skip
    return dissolved([polygons[at] for at in np.flatnonzero(wanted)])


def _middle(polygons: list[Polygon]) -> tuple[float, float]:
    point = dissolved(polygons).representative_point()
    return round(point.x, 6), round(point.y, 6)


def _geojson(out: Outbox, level: str, areas: list[tuple[dict[str, str], Polygon]]) -> None:
    features = [
        {"type": "Feature", "properties": properties, "geometry": mapping(polygon)}
        for properties, polygon in areas
    ]
    out.json(
        f"feeds/areas/loamshire_{level}.geojson.gz",
        {"type": "FeatureCollection", "features": features},
        rows=len(features),
    )


def write_lookups(world: World, out: Outbox) -> None:
    """The lookups of the statistics office, for this county and the district next door."""
    _write_changes(world, out)
    _write_districts_of_2011(world, out)
    _write_middle_areas_of_2011(world, out)
    _write_wards(world, out)
    _write_partnerships(out)
    _write_rural_urban(world, out)


def _write_changes(world: World, out: Outbox) -> None:
    """What became of each neighbourhood of 2011; nothing changed next door."""
    geography = world.geography
    old, new = geography.lsoa11, geography.lsoa21
    changes = [
        (
            old.names[row.old], old.codes[row.old], row.change, new.names[row.new],
            new.codes[row.new], *_district(int(geography.district[row.new])),
        )
        for row in geography.changes
    ]  # fmt: skip
    out.table(
        "feeds/lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz",
        ("lsoa11_name", "lsoa11_code", "change_code", "lsoa21_name", "lsoa21_code",
         "ltla22_name", "ltla22_code"),
        changes
        + [
            (name, code, "U", name, code, NEIGHBOUR.name, NEIGHBOUR.district)
            for name, code in _next_door()
        ],
    )  # fmt: skip


def _write_districts_of_2011(world: World, out: Outbox) -> None:
    old = world.geography.lsoa11
    district11 = world.geography.ground.district[old.first_cell]
    out.table(
        "feeds/lookups/lookup_lsoa11_ltla21.csv.gz",
        ("lsoa11_name", "lsoa11_code", "ltla21_name", "ltla21_code"),
        [
            (name, code, *_district(int(at)))
            for name, code, at in zip(old.names, old.codes, district11, strict=True)
        ]
        + [(name, code, NEIGHBOUR.name, NEIGHBOUR.district) for name, code in _next_door()],
    )


def _write_middle_areas_of_2011(world: World, out: Outbox) -> None:
    old = world.geography.lsoa11
    msoa11 = world.geography.ground.msoa[old.first_cell]
    out.table(
        "feeds/lookups/lookup_lsoa11_msoa11.csv.gz",
        ("lsoa11_name", "lsoa11_code", "msoa11_name", "msoa11_code"),
        [
            (name, code, world.geography.msoa_names[at], msoa_code(int(at)))
            for name, code, at in zip(old.names, old.codes, msoa11, strict=True)
        ],
    )


def _write_wards(world: World, out: Outbox) -> None:
    geography = world.geography
    new = geography.lsoa21
    out.table(
        "feeds/lookups/lookup_lsoa21_ward24_ltla24.csv.gz",
        ("lsoa21_name", "lsoa21_code", "ward24_name", "ward24_code", "ltla24_name", "ltla24_code"),
        [
            (name, code, geography.ward_names[ward], ward_code(int(ward)), *_district(int(at)))
            for name, code, ward, at in zip(
                new.names, new.codes, geography.ward, geography.district, strict=True
            )
        ]
        + [
            (name, code, f"{NEIGHBOUR.name} Ward", "Z99W09001", NEIGHBOUR.name, NEIGHBOUR.district)
            for name, code in _next_door()
        ],
    )


def _write_partnerships(out: Outbox) -> None:
    out.table(
        "feeds/lookups/lookup_ltla24_csp24_pfa24.csv.gz",
        ("ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name"),
        [
            (district_code(at), name, partnership_code(at), name, FORCE_AREA_CODE, names.COUNTY)
            for at, name in enumerate(names.DISTRICTS)
        ]
        + [
            (NEIGHBOUR.district, NEIGHBOUR.name, NEIGHBOUR.partnership, NEIGHBOUR.name,
             NEIGHBOUR.force_area, NEIGHBOUR.force_area_name)
        ],
    )  # fmt: skip


def _next_door() -> list[tuple[str, str]]:
    """Name and code of each neighbourhood of the district next door."""
    return list(zip(NEIGHBOUR.area_names, NEIGHBOUR.codes, strict=True))


def _district(at: int) -> tuple[str, str]:
    return names.DISTRICTS[at], district_code(at)


def _write_rural_urban(world: World, out: Outbox) -> None:
    old = world.geography.lsoa11
    kind11 = world.geography.ground.kind[old.first_cell]
    out.table(
        "feeds/lookups/ruc11_lsoa11.csv.gz",
        ("lsoa11_code", "ruc11_code", "ruc", "classification"),
        [(code, *RURAL_URBAN_11[int(kind)]) for code, kind in zip(old.codes, kind11, strict=True)],
    )
    out.table(
        "feeds/lookups/ruc21_lsoa21.csv.gz",
        ("lsoa21_code", "ruc21_code", "classification", "ruc"),
        [
            (code, *RURAL_URBAN_21[int(kind)])
            for code, kind in zip(world.geography.lsoa21.codes, world.geography.kind, strict=True)
        ],
    )


def write_residents(world: World, out: Outbox) -> None:
    """Residents by neighbourhood and district, in four published layouts and the tidy one."""
    people, lsoa21, lsoa11 = world.people, world.geography.lsoa21, world.geography.lsoa11
    by_lsoa21 = people.by_lsoa21
    tidy = ("area_code", "area_level", "vintage", "year", "sex", "age_from", "age_to", "persons",
            "basis")  # fmt: skip
    out.table(
        f"feeds/residents/residents_lsoa21_mid_{MID_YEAR}.csv.gz",
        tidy,
        _tidy_rows(lsoa21, by_lsoa21),
    )
    ethnic = people.ethnic_by_lsoa21
    columns: dict[str, pa.Array[Any]] = {
        "lsoa21_code": pa.array(lsoa21.codes, pa.large_string()),
        "total_residents": pa.array(ethnic.sum(axis=1), pa.int32()),
    }
    for at, name in enumerate(
        ("asian_asian_british_or_asian_welsh",
         "black_black_british_black_welsh_caribbean_or_african",
         "mixed_or_multiple_ethnic_groups", "other_ethnic_group", "white")
    ):  # fmt: skip
        columns[f"n_{name}"] = pa.array(ethnic[:, at], pa.int32())
    out.parquet(f"feeds/residents/census{CENSUS_YEAR}_lsoa21_ethnic_group.parquet", columns)
    _write_single_years(world, out, lsoa11)
    _write_sex_bands(world, out)


def _tidy_rows(areas: Neighbourhoods, counts: IntArray) -> list[tuple[object, ...]]:
    basis = f"mid_{MID_YEAR}"
    rows: list[tuple[object, ...]] = []
    for at, code in enumerate(areas.codes):
        for sex_at, sex in enumerate(SEXES):
            for age, persons in enumerate(counts[at, sex_at].tolist()):
                end = 120 if age == OLDEST else age
                rows.append((code, "lsoa", areas.vintage, MID_YEAR, sex, age, end, persons, basis))
    return rows


def _write_single_years(world: World, out: Outbox, lsoa11: Neighbourhoods) -> None:
    """Mid-2020, before the last few years' growth: about two in a hundred fewer."""
    rng = stream(world.seed, "residents 2020")
    counts = rng.binomial(world.people.by_lsoa11.sum(axis=1), 0.98)
    columns: dict[str, pa.Array[Any]] = {
        "lsoa11_name": pa.array(lsoa11.names, pa.large_string()),
        "lsoa11_code": pa.array(lsoa11.codes, pa.large_string()),
        "total_population": pa.array(counts.sum(axis=1), pa.int16()),
    }
    for age in range(OLDEST + 1):
        name = f"age_{age}plus" if age == OLDEST else f"age_{age}"
        columns[name] = pa.array(counts[:, age], pa.int16())
    out.parquet(
        f"feeds/residents/population_mid{MID_YEAR_2011_CODES}_lsoa11_single_year_age.parquet",
        columns,
    )
    district = world.geography.ground.district[lsoa11.first_cell]
    sums = np.zeros((len(names.DISTRICTS), OLDEST + 1), dtype=np.int64)
    np.add.at(sums, district, counts)
    out.table(
        f"feeds/residents/population_mid{MID_YEAR_2011_CODES}_ltla21_single_year_age.csv.gz",
        ("ltla21_code", "ltla21_name", "total_population", *map(str, range(OLDEST)), "90+"),
        [
            (district_code(at), name, int(sums[at].sum()), *sums[at].tolist())
            for at, name in enumerate(names.DISTRICTS)
        ],
    )


def _write_sex_bands(world: World, out: Outbox) -> None:
    by_district = world.people.by_district
    rows: list[tuple[object, ...]] = []
    for at in range(len(names.DISTRICTS)):
        bands = [
            [
                int(by_district[at, sex, low:high].sum())
                for low, high in ((0, 16), (16, 65), (65, 91))
            ]
            for sex in range(2)
        ]
        female, male = sum(bands[0]), sum(bands[1])
        rows.append((district_code(at), female + male, female, male, *bands[0], *bands[1]))
    out.table(
        f"feeds/residents/census{CENSUS_YEAR}_ltla21_age_sex_bands.csv.gz",
        ("ltla21_code", "total_population", "total_females", "total_males", "younger_females",
         "working_age_females", "older_females", "younger_males", "working_age_males",
         "older_males"),
        rows,
    )  # fmt: skip


def write_deprivation(world: World, out: Outbox) -> None:
    """The invented index, tidy, all domains."""
    index = world.deprivation
    rows = [
        (code, "2021", "LIMD", domain, f"{index.score[domain][at]:.3f}",
         int(index.rank[domain][at]), int(index.decile[domain][at]))
        for domain in ("overall", *(name for name in index.score if name != "overall"))
        for at, code in enumerate(world.geography.lsoa21.codes)
    ]  # fmt: skip
    out.table(
        "feeds/deprivation/deprivation_limd.csv",
        ("area_code", "vintage", "edition", "domain", "score", "rank", "decile"),
        rows,
    )

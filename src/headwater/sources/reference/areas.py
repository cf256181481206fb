"""Areas with their outlines: GeoJSON and GeoParquet from any publisher, and a plain list.

A boundary file is known by its columns: the smallest geography with a code (`lsoa21_code`,
`LSOA21CD`) is what its outlines are of; larger geographies beside it say what each is part of.
Areas of levels without an outline come from the lookups; see `lookups`.

The same area may arrive in several files (a county's and the nation's). Each file keeps its rows,
so that it can be replaced or undone alone; readers take one row for each code and vintage.
"""

import json
import re
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import shape as shape_of

from headwater.core.areas import Level
from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import (
    is_filled,
    lake_table,
    mask,
    repeats,
    stacked,
    trimmed,
)
from headwater.sources.reference.faults import Faults, unreadable
from headwater.sources.reference.layouts import Layout, ReferenceSource
from headwater.sources.reference.names import GeographyColumns, geography_columns
from headwater.sources.reference.outlines import POLYGONAL, Outlines, Shapes, prepared
from headwater.sources.reference.texts import column_names, header_has, read_texts

LIST_COLUMNS = ("code", "name", "level", "vintage", "lon", "lat")
UK_LON, UK_LAT = (-11.0, 4.0), (48.0, 62.0)
FEATURES = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
SWAPPED = "longitude and latitude are the wrong way round"
SWAPPED_REMEDY = "Put longitude first (about -8 to 2 in this country), then latitude (49 to 61)"
NOT_DEGREES = "it is not in degrees"
NOT_DEGREES_REMEDY = "Export the file again in WGS84 longitude and latitude (EPSG:4326)"


def is_area_list(supplied: Supplied) -> bool:
    """Whether a file is a plain list of areas."""
    name = PurePosixPath(supplied.name).name.lower()
    named = name == "areas.csv" or (name.startswith("areas_") and name.endswith(".csv"))
    return supplied.kind is FileKind.CSV and (
        named or header_has(supplied, "code", "name", "level", "vintage")
    )


def is_geoparquet(supplied: Supplied) -> bool:
    """Whether a Parquet file holds outlines of official areas."""
    names = column_names(supplied)
    return (
        supplied.kind is FileKind.PARQUET and "geometry" in names and bool(geography_columns(names))
    )


def is_geojson(supplied: Supplied) -> bool:
    """Whether a JSON file is a collection of map features."""
    if supplied.kind is not FileKind.JSON:
        return False
    if PurePosixPath(supplied.name).suffix.lower() == ".geojson":
        return True
    with supplied.path.open("rb") as handle:
        # The word alone may be somebody's name for a service.
        return bool(FEATURES.search(handle.read(2048)))


def conform_list(supplied: Supplied) -> Conformed:
    """A plain list of areas: code, name, level, vintage and a point."""
    texts = read_texts(supplied, required=LIST_COLUMNS[:4])
    faults, rows = texts.faults, len(texts)
    code, level = texts["code"], texts["level"]
    faults.codes(code, name="code")
    faults.plain(faults.filled(texts["name"], name="name"), name="name")
    faults.choices(faults.filled(level, name="level"), list(Level), name="level")
    faults.where(
        ~mask(pc.match_substring_regex(texts["vintage"], r"^(19|20)\d\d$")),
        texts["vintage"],
        column="vintage",
        problem="it is not a year",
        remedy="Write the year of the code list, such as 2021",
    )
    faults.unique(
        repeats(code, texts["vintage"]), code, column="code", what="code of the same vintage"
    )
    lon = faults.numbers(texts.get("lon"), name="lon")
    lat = faults.numbers(texts.get("lat"), name="lat")
    _check_points(lon, lat, faults)
    if faults:
        return faults.refusal(rows)
    columns = {name: texts[name] for name in LIST_COLUMNS[:4]}
    return Conformed(
        {"areas": lake_table("areas", {**columns, "lon": lon, "lat": lat}, rows=rows)}, rows
    )


def conform_geoparquet(supplied: Supplied) -> Conformed:
    """Outlines and codes from a GeoParquet file."""
    try:
        table = pq.read_table(supplied.path)
        shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    except (pa.ArrowInvalid, OSError, TypeError, shapely.errors.ShapelyError):
        return unreadable(
            supplied, "its outlines cannot be read", "Save it as GeoParquet with WKB geometry"
        )
    columns = {name: trimmed(table[name]) for name in _text_columns(table)}
    return _conform_outlines(supplied, columns, shapes)


def conform_geojson(supplied: Supplied) -> Conformed:
    """Outlines and codes from a GeoJSON feature collection."""
    try:
        document = json.loads(supplied.path.read_bytes())
    except (ValueError, RecursionError) as error:
        return unreadable(supplied, f"it is not valid JSON ({error})", "Export it again as GeoJSON")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        return unreadable(
            supplied, "it has no list of features", "Export it as a GeoJSON FeatureCollection"
        )
    properties = [feature.get("properties") or {} for feature in features]
    names = sorted({name for each in properties for name in each})
    columns = {
        name: trimmed(pa.array([_text(each.get(name)) for each in properties], pa.string()))
        for name in names
    }
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [_shape(feature.get("geometry")) for feature in features]
    return _conform_outlines(supplied, columns, shapes)


def _conform_outlines(supplied: Supplied, columns: dict[str, Any], shapes: Shapes) -> Conformed:
    """Area rows and part-of links from texts and outlines."""
    faults = Faults(supplied.name, np.arange(1, len(shapes) + 1))
    geographies = geography_columns(tuple(columns))
    if not geographies or not len(shapes):
        faults.add(
            "no feature has an area code under a name headwater knows",
            "Name the code column after the level and year, such as lsoa21_code or LSOA21CD",
        )
        return faults.refusal(len(shapes))
    own = geographies[0]
    _check_codes(own, columns, faults)
    _check_shapes(shapes, columns[own.code], faults)
    if faults:
        return faults.refusal(len(shapes))
    outlines = prepared(shapes)
    tables = {"areas": _areas(own, columns, outlines)}
    if links := _part_of(own, geographies[1:], columns):
        tables["area_links"] = stacked("area_links", links)
    return Conformed(tables, len(shapes), warnings=_warnings(outlines))


def _areas(own: GeographyColumns, columns: dict[str, Any], outlines: Outlines) -> Any:
    """The `areas` rows of one boundary file."""
    code = columns[own.code]
    name = columns[own.name] if own.name else code
    return lake_table(
        "areas",
        {
            "code": code,
            "name": pc.coalesce(name, code),
            "level": str(own.geography.level),
            "vintage": own.geography.vintage,
            "lon": pa.array(outlines.lon, from_pandas=True),
            "lat": pa.array(outlines.lat, from_pandas=True),
            "area_m2": pa.array(outlines.area_m2, from_pandas=True),
            "geometry": outlines.wkb,
        },
        rows=len(code),
    )


def _part_of(
    own: GeographyColumns, larger: tuple[GeographyColumns, ...], columns: dict[str, Any]
) -> list[Any]:
    """Links from each area to the larger areas named beside it."""
    links = []
    for other in larger:
        known = pa.array(is_filled(columns[other.code]))
        links.append(
            lake_table(
                "area_links",
                {
                    "from_code": columns[own.code].filter(known),
                    "to_code": columns[other.code].filter(known),
                    "from_level": str(own.geography.level),
                    "to_level": str(other.geography.level),
                    "from_vintage": own.geography.vintage,
                    "to_vintage": other.geography.vintage,
                    "relation": "part_of",
                },
                rows=pc.sum(known).as_py() or 0,
            )
        )
    return links


def _check_codes(own: GeographyColumns, columns: dict[str, Any], faults: Faults) -> None:
    """Every feature needs its own code, once."""
    faults.codes(columns[own.code], name=own.code)
    faults.unique(repeats(columns[own.code]), columns[own.code], column=own.code, what="code")


def _check_shapes(shapes: Shapes, codes: Any, faults: Faults) -> None:
    """Outlines must be polygons in degrees, longitude first."""
    present = ~shapely.is_missing(shapes)
    faults.where(
        present & ~np.isin(shapely.get_type_id(shapes), POLYGONAL),
        codes,
        column="geometry",
        problem="its outline is not a polygon",
        remedy="Export areas, not points or lines",
    )
    west, south, east, north = shapely.bounds(shapes).T
    swapped = _inside(west, east, UK_LAT) & _inside(south, north, UK_LON)
    faults.where(swapped, codes, column="geometry", problem=SWAPPED, remedy=SWAPPED_REMEDY)
    degrees = (np.abs(west) <= 180) & (np.abs(east) <= 180)
    degrees &= (np.abs(south) <= 90) & (np.abs(north) <= 90)
    faults.where(
        present & ~degrees & ~swapped,
        codes,
        column="geometry",
        problem=NOT_DEGREES,
        remedy=NOT_DEGREES_REMEDY,
    )


def _check_points(lon: Any, lat: Any, faults: Faults) -> None:
    """Points must be in degrees, longitude first."""
    x = np.asarray(pc.fill_null(lon, np.nan).to_numpy(zero_copy_only=False))
    y = np.asarray(pc.fill_null(lat, np.nan).to_numpy(zero_copy_only=False))
    swapped = _inside(x, x, UK_LAT) & _inside(y, y, UK_LON)
    faults.where(swapped, lon, column="lon", problem=SWAPPED, remedy=SWAPPED_REMEDY)
    wild = (np.abs(x) > 180) | (np.abs(y) > 90)
    faults.where(wild, lon, column="lon", problem=NOT_DEGREES, remedy=NOT_DEGREES_REMEDY)


def _inside(low: Any, high: Any, limits: tuple[float, float]) -> Any:
    """Where a span lies within limits. Missing spans do not."""
    return (low >= limits[0]) & (high <= limits[1])


def _warnings(outlines: Outlines) -> tuple[str, ...]:
    if not outlines.mended:
        return ()
    return (
        f"[{outlines.mended}] outlines crossed themselves and were mended; "
        "their codes and names are unchanged.",
    )


def _text_columns(table: Any) -> list[str]:
    return [
        field.name
        for field in table.schema
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
    ]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _shape(geometry: Any) -> Any:
    """An outline from its GeoJSON; a point at nowhere stands for what cannot be read."""
    if geometry is None:
        return None
    try:
        return shape_of(geometry)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError):
        return shapely.Point()


SOURCE = ReferenceSource(
    id="areas",
    title="Areas and their outlines",
    supplier="Office for National Statistics, Open Geography Portal",
    tables=("areas", "area_links"),
    layouts=(
        Layout("areas/outlines", is_geoparquet, conform_geoparquet),
        Layout("areas/outlines", is_geojson, conform_geojson),
        Layout("areas/list", is_area_list, conform_list),
    ),
)

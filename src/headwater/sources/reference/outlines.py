"""Outlines of areas: mended, measured and given a point inside.

Areas are measured on the WGS84 ellipsoid itself: coordinates are put on the cylindrical
equal-area projection (Snyder, Map Projections: A Working Manual, 1987, equations 3-12 and
10-1 to 10-3 with a standard parallel at the equator), which keeps the area of every shape, and
the plain area of the result is taken. The one approximation is that an edge is taken as straight
on that projection: in this country an edge of 10 km then strays less than 3 m from the shortest
line between its ends.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

EQUATOR_M = 6_378_137.0
ECCENTRICITY = float(np.sqrt(1 / 298.257223563 * (2 - 1 / 298.257223563)))
POLYGONAL = (3, 6)
COLLECTION = 7

Shapes = NDArray[Any]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outlines:
    """Outlines of equal number to what was given, ready for the lake. None stays none."""

    wkb: list[bytes | None]
    lon: FloatArray
    lat: FloatArray
    area_m2: FloatArray
    mended: int


def prepared(shapes: Shapes) -> Outlines:
    """Mend what crosses itself, measure, and find a point inside each outline."""
    flat = shapely.force_2d(shapes)
    broken = ~shapely.is_valid(flat) & ~shapely.is_missing(flat)
    flat[broken] = [_mended(shape) for shape in flat[broken]]
    inside = shapely.point_on_surface(flat)
    return Outlines(
        wkb=list(shapely.to_wkb(flat)),
        lon=shapely.get_x(inside),
        lat=shapely.get_y(inside),
        area_m2=np.where(shapely.is_missing(flat), np.nan, area_m2(flat)),
        mended=int(broken.sum()),
    )


def area_m2(shapes: Shapes) -> FloatArray:
    """Area of each outline in square metres on the WGS84 ellipsoid.

    >>> square = shapely.box(0.0, 52.0, 0.01, 52.01)
    >>> round(float(area_m2(np.array([square]))[0]))
    764078
    """
    return np.asarray(shapely.area(shapely.transform(shapes, _equal_area)), np.float64)


def _equal_area(degrees: FloatArray) -> FloatArray:
    """Degrees of longitude and latitude to metres on the cylindrical equal-area projection."""
    lon, sine = np.radians(degrees[:, 0]), np.sin(np.radians(degrees[:, 1]))
    turned = ECCENTRICITY * sine
    q = (1 - ECCENTRICITY**2) * (
        sine / (1 - turned**2) + np.log((1 + turned) / (1 - turned)) / (2 * ECCENTRICITY)
    )
    return np.column_stack([EQUATOR_M * lon, EQUATOR_M * q / 2])


def _mended(shape: Any) -> Any:
    """The polygons of a shape that crossed itself, without stray lines and points."""
    valid = shapely.make_valid(shape)
    if shapely.get_type_id(valid) != COLLECTION:
        return valid
    parts = shapely.get_parts(valid)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), POLYGONAL)])

"""Shapes of areas, made light enough to draw."""

import shapely

from headwater.analysis.needs.scope import Scope
from headwater.core.areas import Level
from headwater.core.editions import Outline

TOLERANCE_DEGREES = 0.0004
"""About 30 to 40 metres: finer than a pixel on a printed map of a county."""
DECIMALS = 4


def outlines_of(scope: Scope) -> tuple[Outline, ...]:
    """Outlines of the small areas and districts of a scope that have one."""
    levels = ((scope.lsoa, Level.LSOA), (scope.district, Level.LAD))
    return tuple(
        Outline(code, name, level.value, rings_of(shape))
        for dimension, level in levels
        for code, name in zip(dimension.codes, dimension.names, strict=True)
        if (shape := scope.shapes.outlines.get(code)) is not None
    )


def rings_of(well_known_binary: bytes) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outer and inner rings of a shape, simplified and rounded."""
    shape = shapely.from_wkb(well_known_binary)
    light = shapely.simplify(shape, TOLERANCE_DEGREES, preserve_topology=True)
    polygons = [part for part in shapely.get_parts(light) if part.geom_type == "Polygon"]
    return tuple(
        tuple((round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring.coords)
        for polygon in polygons
        for ring in (polygon.exterior, *polygon.interiors)
    )

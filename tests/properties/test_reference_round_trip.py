"""What goes into the directory comes out; outlines are measured as geometry says they must be."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from builders.reference import accepted, build_json
from headwater.sources.open_referral.reading import OLDEST
from headwater.sources.open_referral.words import NEED_TYPES, SEXES, STATUSES, TIERS
from headwater.sources.open_referral.writing import write_open_referral
from headwater.sources.reference.columns import repeats
from headwater.sources.reference.outlines import ECCENTRICITY, EQUATOR_M, area_m2, prepared

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1)
COUNTS = st.none() | st.integers(0, 2**31 - 1)
AMOUNTS = st.none() | st.floats(0, 1e9, allow_nan=False)
TRUTHS = st.none() | st.booleans()
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))
AREAS = st.none() | st.sampled_from(["E07000008", "E23000023", "Z99P00001", "W06000015"])


@st.composite
def services(draw: st.DrawFn) -> dict[str, Any]:
    """A row of the lake table of services, with any of its columns empty that may be."""
    ages = sorted(draw(st.lists(st.integers(0, OLDEST), min_size=2, max_size=2)))
    located = draw(st.booleans())
    return {
        "service_id": draw(WORDS),
        "name": draw(WORDS),
        "organisation": draw(WORDS),
        "status": draw(st.sampled_from(STATUSES)),
        "need_type": draw(st.sampled_from(NEED_TYPES)),
        "tier": draw(st.sampled_from(TIERS)),
        "approach": draw(st.none() | WORDS),
        "minimum_age": draw(st.none() | st.just(ages[0])),
        "maximum_age": draw(st.none() | st.just(ages[1])),
        "sex": draw(st.sampled_from(SEXES)),
        "capacity_per_year": draw(COUNTS),
        "places_taken": draw(COUNTS),
        "wait_days": draw(COUNTS),
        "lon": draw(st.floats(-8, 4)) if located else None,
        "lat": draw(st.floats(49, 61)) if located else None,
        "reach_km": draw(AMOUNTS),
        "area_code": draw(AREAS),
        "send_friendly": draw(TRUTHS),
        "evenings": draw(TRUTHS),
        "weekends": draw(TRUTHS),
        "cost_per_start": draw(AMOUNTS),
        "funded_until": draw(DAYS),
        "assured_on": draw(DAYS),
        "url": draw(st.none() | WORDS),
    }


@given(rows=st.lists(services(), min_size=1, unique_by=lambda row: row["service_id"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_directory_written_and_read_is_the_same(
    tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    written = write_open_referral(rows)
    supplied = build_json("services_openreferral.json", written, scratch=tmp_path)
    assert accepted(supplied).tables["services"].to_pylist() == rows


@given(
    west=st.floats(-180, 170),
    south=st.floats(-85, 80),
    wide=st.floats(0.001, 10),
    tall=st.floats(0.001, 5),
)
def test_a_cell_of_the_grid_measures_what_the_ellipsoid_says(
    west: float, south: float, wide: float, tall: float
) -> None:
    # By another route: the radii of curvature along and across the meridian, integrated.
    def strip(latitude: float) -> float:
        lost = 1 - (ECCENTRICITY * np.sin(latitude)) ** 2
        return float(EQUATOR_M**2 * (1 - ECCENTRICITY**2) * np.cos(latitude) / lost**2)

    north = south + tall
    expected = np.radians(wide) * quad(strip, np.radians(south), np.radians(north))[0]
    measured = area_m2(np.array([shapely.box(west, south, west + wide, north)]))[0]
    assert measured == pytest.approx(expected, rel=1e-6)


@given(
    corners=st.lists(
        st.tuples(st.floats(-2, 2).map(lambda x: round(x, 3)), st.floats(50, 55)),
        min_size=3,
        max_size=12,
        unique=True,
    )
)
def test_any_ring_becomes_a_valid_outline_that_is_never_larger_than_its_box(
    corners: list[tuple[float, float]],
) -> None:
    ring = shapely.Polygon(corners)
    outlines = prepared(np.array([ring]))
    (shape,) = shapely.from_wkb(np.array(outlines.wkb))
    assert shapely.is_valid(shape)
    box = shapely.box(*shapely.bounds(ring))
    assert 0 <= outlines.area_m2[0] <= area_m2(np.array([box]))[0] * (1 + 1e-9)


@given(
    keys=st.lists(st.tuples(st.sampled_from("ab"), st.none() | st.sampled_from("xy")), max_size=20)
)
def test_repeats_are_the_rows_whose_key_came_before(
    keys: list[tuple[str, str | None]],
) -> None:
    columns = [pa.array([key[place] for key in keys], pa.string()) for place in (0, 1)]
    expected = [key in keys[:place] for place, key in enumerate(keys)]
    assert repeats(*columns).tolist() == expected

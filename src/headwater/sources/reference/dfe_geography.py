"""The columns that say where, in the Department for Education's open tables."""

from typing import Any

import pyarrow as pa

from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import BoolArray, mask
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.texts import Texts

COLUMNS = (
    "time_period",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "new_la_code",
    "la_name",
)
NATIONAL, REGIONAL, LOCAL = "National", "Regional", "Local authority"
PUBLISHER = "Department for Education"


def place_columns(texts: Texts, faults: Faults) -> tuple[dict[str, Any], BoolArray]:
    """Code and name of each row's place, and which rows are of a single authority."""
    level = texts["geographic_level"]
    faults.choices(
        faults.filled(level, name="geographic_level"),
        (NATIONAL, REGIONAL, LOCAL),
        name="geographic_level",
    )
    code = _by_level(level, texts["country_code"], texts["region_code"], texts["new_la_code"])
    name = _by_level(level, texts["country_name"], texts["region_name"], texts["la_name"])
    faults.codes(code, name="new_la_code")
    local = mask(pc.equal(level, LOCAL))
    return {"area_code": code, "area_name": name}, local


def _by_level(level: Any, national: Any, regional: Any, local: Any) -> Any:
    """The column that applies to each row."""
    nothing = pa.scalar(None, pa.string())
    return pc.case_when(
        pc.make_struct(
            pc.fill_null(pc.equal(level, NATIONAL), False),
            pc.fill_null(pc.equal(level, REGIONAL), False),
            pc.fill_null(pc.equal(level, LOCAL), False),
        ),
        national,
        regional,
        local,
        nothing,
    )

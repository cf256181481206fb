"""Measures from the Local Authority Interactive Tool (Department for Education).

The file names places by the department's own numbers and its values are text: `-` is not
available and small numbers may be written `6.2E-2`. What each measure is (unit, polarity, kind of
year) is in `tables/lait_measures.csv`, in our words, from the tool's own dictionary.

Two checks guard against figures that cannot be what they say. A rate for England lies between
those of its regions, because it is their average; where it does not (first-time entrants, where
the published row is the regions' rates added up) the value is taken out and marked. And where
every value of a percentage in one year is at most 1 while other years reach above 20, that year
was written as fractions and is multiplied by 100.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from headwater.sources.base import Conformed, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.authorities import PACKAGE, codes_by_number
from headwater.sources.reference.columns import BoolArray, is_filled, mapped, mask, repeats
from headwater.sources.reference.dfe_geography import PUBLISHER
from headwater.sources.reference.indicator_rows import accepted, rows_of
from headwater.sources.reference.layouts import Layout
from headwater.sources.reference.marks import Flag, values_and_flags, where, without
from headwater.sources.reference.spans import YearType, span_of
from headwater.sources.reference.texts import Texts, header_has, read_texts

REQUIRED = ("measure_code", "years", "area_name", "value", "la_number")
ENGLAND = "E92000001"
REGION = "E12"
REGIONS = 9
ROUNDING = 0.01
MOST_AS_FRACTION, LEAST_AS_PERCENT = 1.0, 20.0
JOIN = "\x1f"
NOT_A_RATE = ("gbp", "count")

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Measure:
    """What one measure of the tool is."""

    code: str
    name: str
    unit: str
    polarity: str
    year_type: YearType
    sex: str
    age: str

    @property
    def indicator(self) -> str:
        """Our identifier: the tool's code in lower case, other signs as underscores.

        >>> measures()["16-17 NEET"].indicator
        'lait_16_17_neet'
        """
        return "lait_" + re.sub(r"[^a-z0-9]+", "_", self.code.lower()).strip("_")


@cache
def measures() -> dict[str, Measure]:
    """Every measure headwater knows, by the tool's code."""
    text = files(PACKAGE).joinpath("tables", "lait_measures.csv").read_text(encoding="utf-8")
    return {
        row["measure_code"]: Measure(
            row["measure_code"],
            row["name"],
            row["unit"],
            row["polarity"],
            YearType(row["year_type"]),
            row["sex"],
            row["age"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def is_lait(supplied: Supplied) -> bool:
    """Whether a file is measures of the tool in long form."""
    return header_has(supplied, *REQUIRED)


def conform_lait(supplied: Supplied) -> Conformed:
    """One row for each measure, year and place."""
    texts = read_texts(supplied, required=REQUIRED)
    faults = texts.faults
    for name in ("measure_code", "years", "la_number"):
        faults.filled(texts[name], name=name)
    faults.unique(
        repeats(texts["measure_code"], texts["years"], texts["la_number"]),
        texts["measure_code"],
        column="measure_code",
        what="measure, year and place",
    )
    values, flags = values_and_flags(texts["value"], faults, name="value")
    if faults:
        return faults.refusal(len(texts))
    columns = {**_described(texts), "value": values, "flag": flags}
    left_out = _left_out(columns)
    kept = ~np.logical_or.reduce(list(left_out.values()))
    columns = {name: column.filter(pa.array(kept)) for name, column in columns.items()}
    columns, warnings = _checked(columns)
    columns["publisher"] = PUBLISHER
    del columns["place"]
    return accepted(
        [rows_of(columns, rows=int(kept.sum()))],
        len(texts),
        rejected={why: int(rows.sum()) for why, rows in left_out.items()},
        warnings=warnings,
    )


def _described(texts: Texts) -> dict[str, Any]:
    """What each row measures, where and when."""
    measure, known = texts["measure_code"], measures()
    period = pc.binary_join_element_wise(measure, texts["years"], JOIN)
    attributes = ("indicator", "name", "unit", "polarity", "sex", "age")
    return {
        **{
            name: mapped(measure, {code: str(getattr(m, name)) for code, m in known.items()})
            for name in attributes
        },
        "area_code": mapped(texts["la_number"], codes_by_number()),
        "area_name": texts["area_name"],
        "period": texts["years"],
        "period_start": mapped(period, lambda text: _day(text, 0), pa.date32()),
        "period_end": mapped(period, lambda text: _day(text, 1), pa.date32()),
        "place": period,
    }


def _day(text: str, end: int) -> Any:
    """First or last day of a measure's year, or None."""
    code, years = text.split(JOIN, 1)
    measure = measures().get(code)
    span = span_of(years, measure.year_type) if measure else None
    return span[end] if span else None


def _left_out(columns: dict[str, Any]) -> dict[str, BoolArray]:
    """Rows left out, each for one reason."""
    unknown = ~is_filled(columns["indicator"])
    nowhere = ~is_filled(columns["area_code"])
    undated = ~is_filled(columns["period_start"])
    return {
        "measure not in headwater's list": unknown,
        "authority without an area code": nowhere & ~unknown,
        "period is not a year": undated & ~unknown & ~nowhere,
    }


def _checked(columns: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Mend or take out values that cannot be what they say."""
    group, numbers = _groups(columns)
    fractions = _fractions(columns, group, numbers)
    numbers = np.where(fractions, numbers * 100, numbers)
    summed = _not_an_average(columns, group, numbers)
    values = pa.array(numbers, from_pandas=True)
    warnings = [
        f"[{name}] for [{period}] was written as fractions and multiplied by 100."
        for name, period in _named(columns, fractions)
    ]
    warnings += [
        f"[{name}] for England in [{', '.join(sorted(periods))}] lies outside its regions, so it "
        "is no average of them. The value was taken out and marked as not available."
        for name, periods in _by_name(_named(columns, summed)).items()
    ]
    return {
        **columns,
        "value": without(values, summed),
        "flag": where(summed, Flag.NOT_AVAILABLE, columns["flag"]),
    }, warnings


def _groups(columns: dict[str, Any]) -> tuple[IntArray, FloatArray]:
    """A number for each measure and year, and the values with missing ones as NaN."""
    group = np.asarray(columns["place"].dictionary_encode().indices.to_numpy(), np.int64)
    numbers = pc.fill_null(columns["value"], np.nan).to_numpy(zero_copy_only=False)
    return group, np.asarray(numbers, np.float64)


def _fractions(columns: dict[str, Any], group: IntArray, numbers: FloatArray) -> BoolArray:
    """Rows of a percentage in a year that was written as fractions of one."""
    if not len(group):
        return np.zeros(0, dtype=bool)
    top = _extreme(np.maximum, group, numbers, start=-np.inf)
    measure = np.asarray(columns["indicator"].dictionary_encode().indices.to_numpy(), np.int64)
    of_group = np.zeros(len(top), np.int64)
    of_group[group] = measure
    usual = np.array([_median(top[of_group == one]) for one in range(measure.max() + 1)])
    odd = (top <= MOST_AS_FRACTION) & (top > 0) & (usual[of_group] > LEAST_AS_PERCENT)
    return odd[group] & mask(pc.equal(columns["unit"], "percent"))


def _not_an_average(columns: dict[str, Any], group: IntArray, numbers: FloatArray) -> BoolArray:
    """England's rows of a rate that lies outside the range of its nine regions."""
    regional = mask(pc.starts_with(columns["area_code"], REGION)) & ~np.isnan(numbers)
    size = int(group.max()) + 1 if len(group) else 0
    count = np.bincount(group[regional], minlength=size)
    low = _extreme(np.minimum, group, np.where(regional, numbers, np.nan), start=np.inf)
    high = _extreme(np.maximum, group, np.where(regional, numbers, np.nan), start=-np.inf)
    england = mask(pc.equal(columns["area_code"], ENGLAND)) & ~np.isnan(numbers)
    rate = ~mask(pc.is_in(columns["unit"], pa.array(NOT_A_RATE)))
    below = numbers < low[group] * (1 - ROUNDING)
    above = numbers > high[group] * (1 + ROUNDING)
    return np.asarray(england & rate & (count[group] == REGIONS) & (below | above))


def _extreme(choose: Any, group: IntArray, numbers: FloatArray, *, start: float) -> FloatArray:
    """The least or greatest number of each group; `start` where it has none."""
    answer = np.full(int(group.max()) + 1 if len(group) else 0, start)
    known = ~np.isnan(numbers)
    choose.at(answer, group[known], numbers[known])
    return answer


def _median(numbers: FloatArray) -> float:
    finite = numbers[np.isfinite(numbers)]
    return float(np.median(finite)) if len(finite) else 0.0


def _named(columns: dict[str, Any], rows: BoolArray) -> list[tuple[str, str]]:
    """Name and period of some rows, each pair once."""
    kept = pa.array(rows)
    names = columns["name"].filter(kept).to_pylist()
    return sorted(set(zip(names, columns["period"].filter(kept).to_pylist(), strict=True)))


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    answer: dict[str, list[str]] = {}
    for name, period in pairs:
        answer.setdefault(name, []).append(period)
    return answer


LAYOUT = Layout("indicators/dfe_lait", is_lait, conform_lait)

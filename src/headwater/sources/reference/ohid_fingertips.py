"""Public health indicators in the Fingertips export format (OHID).

Any indicator exported from Fingertips is read. The export does not say its unit, so it is worked
out: the value is the count over the denominator times 100, 1,000, 10,000 or 100,000. Whether high
is bad is read from its words for trends. A row comes once for each thing it is compared to; rows
that say the same are taken once. The value note says why a value is missing.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from headwater.sources.base import Conformed, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import is_filled, mapped, mask, repeats
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.indicator_rows import accepted, kept, rows_of
from headwater.sources.reference.layouts import Layout
from headwater.sources.reference.marks import Flag, missing, where
from headwater.sources.reference.spans import YearType, span_of
from headwater.sources.reference.texts import Texts, header_has, read_texts

KEY = ("Indicator ID", "Area Code", "Sex", "Age", "Time period")
REQUIRED = (*KEY, "Indicator Name", "Area Name", "Value")
LOW, HIGH = "Lower CI 95.0 limit", "Upper CI 95.0 limit"
SEXES = {"Persons": "persons", "Male": "male", "Female": "female"}
UNITS = {100: "percent", 1_000: "per_1000", 10_000: "per_10000", 100_000: "per_100000"}
CLOSE = 0.02
WORSE_WHEN_HIGH = ("Increasing and getting worse", "Decreasing and getting better")
WORSE_WHEN_LOW = ("Increasing and getting better", "Decreasing and getting worse")


def is_fingertips(supplied: Supplied) -> bool:
    """Whether a file is an export from Fingertips."""
    return header_has(supplied, *REQUIRED)


def conform_fingertips(supplied: Supplied) -> Conformed:
    """One row for each indicator, place, period, sex and age."""
    texts = read_texts(supplied, required=REQUIRED)
    faults = texts.faults
    for name in ("Indicator ID", "Indicator Name", "Time period", "Age"):
        faults.filled(texts[name], name=name)
    faults.codes(texts["Area Code"], name="Area Code")
    faults.choices(faults.filled(texts["Sex"], name="Sex"), SEXES, name="Sex")
    numbers = {
        name: faults.numbers(texts.get(column), name=column)
        for name, column in {
            "value": "Value",
            "numerator": "Count",
            "denominator": "Denominator",
            "low": LOW,
            "high": HIGH,
        }.items()
    }
    faults.where(
        mask(pc.greater(numbers["low"], numbers["high"])),
        texts.get(LOW),
        column=LOW,
        problem="the limits are the wrong way round",
        remedy="Export the file again",
    )
    again = repeats(*(texts[name] for name in KEY))
    same = repeats(*(texts[name] for name in KEY), *numbers.values())
    faults.unique(
        again & ~same, texts["Area Code"], column="Area Code", what="indicator, place and period"
    )
    units = _units(texts, numbers)
    _check_units(texts, units, faults)
    if faults:
        return faults.refusal(len(texts))
    columns = {**_described(texts), **numbers, "unit": units, "flag": _flags(texts, numbers)}
    once = pa.array(~again)
    table = rows_of(kept(columns, once), rows=pc.sum(once).as_py() or 0)
    return accepted(
        [table], len(texts), rejected={"the same row for another comparison": int(again.sum())}
    )


def _described(texts: Texts) -> dict[str, Any]:
    """What each row measures, of whom, where and when."""
    period = texts["Time period"]
    spans = {text: span_of(text, YearType.CALENDAR) for text in pc.unique(period).to_pylist()}
    starts = {text: span[0] for text, span in spans.items() if span}
    ends = {text: span[1] for text, span in spans.items() if span}
    return {
        "indicator": mapped(texts["Indicator ID"], lambda text: f"fingertips_{text}"),
        "name": texts["Indicator Name"],
        "area_code": texts["Area Code"],
        "area_name": texts["Area Name"],
        "period": period,
        "period_start": mapped(period, starts, pa.date32()),
        "period_end": mapped(period, ends, pa.date32()),
        "sex": mapped(texts["Sex"], SEXES),
        "age": texts["Age"],
        "polarity": mapped(texts["Indicator ID"], _polarities(texts)),
        "publisher": "Office for Health Improvement and Disparities",
    }


def _units(texts: Texts, numbers: dict[str, Any]) -> Any:
    """The unit of each row's indicator, from the rows that have a count and a denominator."""
    ids = texts["Indicator ID"].dictionary_encode(null_encoding="encode")
    index = np.asarray(ids.indices.to_numpy(), np.int64)
    value, count, of = (
        np.asarray(pc.fill_null(numbers[name], np.nan).to_numpy(zero_copy_only=False))
        for name in ("value", "numerator", "denominator")
    )
    usable = (count > 0) & (of > 0) & (value > 0)
    multiple = np.full(len(value), np.nan)
    multiple[usable] = value[usable] * of[usable] / count[usable]
    found = [_unit(multiple[(index == place) & usable]) for place in range(len(ids.dictionary))]
    return pa.array(found, pa.string()).take(ids.indices)


def _unit(multiples: Any) -> str | None:
    """The unit whose multiple the rows agree on, or None."""
    if not len(multiples):
        return None
    middle = float(np.median(multiples))
    return next((name for size, name in UNITS.items() if abs(middle / size - 1) < CLOSE), None)


def _check_units(texts: Texts, units: Any, faults: Faults) -> None:
    """Every indicator must have a unit that can be worked out."""
    first = ~repeats(texts["Indicator ID"])
    faults.where(
        first & ~is_filled(units),
        texts["Indicator ID"],
        column="Indicator ID",
        problem="its unit cannot be worked out from value, count and denominator",
        remedy="Send it as tidy indicators with its unit; the template has the columns",
    )


def _polarities(texts: Texts) -> dict[str, str]:
    """Whether high is bad for each indicator, from its words for trends."""
    trend = texts.get("Recent Trend")
    answer: dict[str, str] = {}
    for words, polarity in ((WORSE_WHEN_HIGH, "high_is_bad"), (WORSE_WHEN_LOW, "low_is_bad")):
        told = pc.fill_null(pc.is_in(trend, pa.array(words)), False)
        answer |= dict.fromkeys(texts["Indicator ID"].filter(told).to_pylist(), polarity)
    return {one: answer.get(one, "neutral") for one in pc.unique(texts["Indicator ID"]).to_pylist()}


def _flags(texts: Texts, numbers: dict[str, Any]) -> Any:
    """Why a value is missing."""
    note = texts.get("Value note")
    absent = missing(numbers["value"])
    suppressed = absent & mask(pc.match_substring(note, "suppressed"))
    flags = where(absent, Flag.NOT_AVAILABLE, pa.nulls(len(texts), pa.string()))
    return where(suppressed, Flag.SUPPRESSED, flags)


LAYOUT = Layout("indicators/fingertips", is_fingertips, conform_fingertips)

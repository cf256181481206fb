"""Indicators already in the tidy columns of the lake: any partner's own, and Loamshire's."""

from typing import Any

import pyarrow as pa

from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import is_filled, mask, repeats
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.indicator_rows import UNSPLIT, accepted, rows_of
from headwater.sources.reference.layouts import Layout, name_starts
from headwater.sources.reference.marks import WITHOUT_VALUE, Flag
from headwater.sources.reference.texts import Texts, header_has, read_texts

REQUIRED = ("indicator", "name", "area_code", "period", "value", "unit", "publisher")
KEY = ("indicator", "area_code", "period", "sex", "age", "stratum")
NUMBERS = ("value", "numerator", "denominator", "low", "high")
TEXTS = ("indicator", "name", "area_name", "period", "age", "stratum", "publisher")
UNITS = ("count", "percent", "per_1000", "per_10000", "per_100000", "gbp", "ratio")
POLARITIES = ("high_is_bad", "low_is_bad", "neutral")
NEVER_NEGATIVE = ("count", "percent", "per_1000", "per_10000", "per_100000")


def is_tidy(supplied: Supplied) -> bool:
    """Whether a file is a tidy table of indicators."""
    return supplied.kind is FileKind.CSV and (
        name_starts(supplied, "indicators_", "indicators.")
        or header_has(supplied, "indicator", "area_code", "period", "unit", "publisher")
    )


def conform_tidy(supplied: Supplied) -> Conformed:
    """The rows as they are, checked."""
    texts = read_texts(supplied, required=REQUIRED)
    faults = texts.faults
    columns = _texts(texts, faults)
    columns |= {name: faults.numbers(texts.get(name), name=name) for name in NUMBERS}
    columns |= {
        name: faults.dates(texts.get(name), name=name) for name in ("period_start", "period_end")
    }
    _check_numbers(columns, texts, faults)
    faults.unique(
        repeats(*(columns[name] for name in KEY)),
        texts["indicator"],
        column="indicator",
        what="indicator, place, period, sex, age and stratum",
    )
    if faults:
        return faults.refusal(len(texts))
    return accepted([rows_of(columns, rows=len(texts))], len(texts))


def _texts(texts: Texts, faults: Faults) -> dict[str, Any]:
    """The columns of words, checked."""
    for name in ("indicator", "name", "period", "publisher"):
        faults.filled(texts[name], name=name)
    columns = {name: faults.plain(texts.get(name), name=name) for name in TEXTS}
    columns["area_code"] = faults.codes(texts["area_code"], name="area_code")
    columns["sex"] = faults.choices(texts.get("sex"), ("persons", "female", "male"), name="sex")
    columns |= {name: pc.fill_null(columns[name], word) for name, word in UNSPLIT.items()}
    columns["unit"] = faults.choices(faults.filled(texts["unit"], name="unit"), UNITS, name="unit")
    columns["polarity"] = faults.choices(texts.get("polarity"), POLARITIES, name="polarity")
    columns["flag"] = faults.choices(texts.get("flag"), list(Flag), name="flag")
    return columns


def _check_numbers(columns: dict[str, Any], texts: Texts, faults: Faults) -> None:
    """Numbers must agree with one another."""
    faults.where(
        ~is_filled(columns["value"]) & ~is_filled(columns["flag"]),
        texts["indicator"],
        column="value",
        problem="there is neither a value nor a flag that says why",
        remedy="Fill in the value, or put suppressed, not_available or not_applicable in flag",
    )
    below = pc.and_(
        pc.less(columns["value"], 0), pc.is_in(columns["unit"], pa.array(NEVER_NEGATIVE))
    )
    hidden = pc.is_in(columns["flag"], pa.array(list(map(str, WITHOUT_VALUE))))
    pairs = (
        (
            "value",
            pc.and_(hidden, pc.is_valid(columns["value"])),
            "there is a value and a flag that says there is none",
            "Empty the value, or the flag",
        ),
        ("value", below, "a count or a rate is below zero", "Correct the value"),
        (
            "low",
            pc.greater(columns["low"], columns["high"]),
            "the limits are the wrong way round",
            "Put the lower limit in low and the upper in high",
        ),
        (
            "period_end",
            pc.less(columns["period_end"], columns["period_start"]),
            "the period ends before it starts",
            "Put the first day in period_start and the last in period_end",
        ),
    )
    for name, wrong, problem, remedy in pairs:
        faults.where(mask(wrong), texts.get(name), column=name, problem=problem, remedy=remedy)


LAYOUT = Layout("indicators/tidy", is_tidy, conform_tidy)

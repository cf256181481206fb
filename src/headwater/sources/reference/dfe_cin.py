"""Factors named at the end of assessments of children in need (Department for Education).

Counts of assessments in the year to 31 March. National and regional counts are rounded by the
publisher. `c` is suppressed, `u` and `x` not available, `z` not applicable. A factor that is 0
everywhere in a year was not collected that year under that name: it is marked, not taken for 0.
More assessments that name a factor may mean more harm or better sight of it, so polarity is
neutral.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from headwater.sources.base import Conformed, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import BoolArray, mapped, mask, repeats
from headwater.sources.reference.dfe_geography import COLUMNS, PUBLISHER, place_columns
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.indicator_rows import accepted, rows_of
from headwater.sources.reference.layouts import Layout
from headwater.sources.reference.marks import Flag, missing, values_and_flags, where, without
from headwater.sources.reference.spans import YearType, span_of
from headwater.sources.reference.texts import Texts, column_names, header_has, read_texts

EPISODES = "Episodes_with_assessment_factor"
WHOSE = ("child", "parent", "person", "unknown")


def is_cin(supplied: Supplied) -> bool:
    """Whether a file is the table of factors at the end of assessment."""
    return header_has(supplied, "time_period", "new_la_code", EPISODES, "Gangs")


def conform_cin(supplied: Supplied) -> Conformed:
    """One row for each place, year and factor."""
    names = column_names(supplied)
    factors = names[names.index(EPISODES) :]
    texts = read_texts(supplied, required=(*COLUMNS, *factors))
    faults = texts.faults
    places, local = place_columns(texts, faults)
    places |= _years(texts, faults)
    faults.unique(
        repeats(places["area_code"], texts["time_period"], texts.get("category")),
        places["area_code"],
        column="new_la_code",
        what="place and year",
    )
    # Faults of this column are noted once, below, where it is a factor like the others.
    episodes, _ = values_and_flags(texts[EPISODES], Faults(supplied.name), name=EPISODES)
    warnings: list[str] = []
    read = [_factor(factor, texts, local, warnings) for factor in factors]
    if faults:
        return faults.refusal(len(texts))
    fixed = {
        **places,
        "denominator": episodes,
        "unit": "count",
        "polarity": "neutral",
        "publisher": PUBLISHER,
    }
    return accepted(
        [rows_of({**fixed, **columns}, rows=len(texts)) for columns in read],
        len(texts),
        warnings=warnings,
    )


def _factor(factor: str, texts: Texts, local: BoolArray, warnings: list[str]) -> dict[str, Any]:
    """The columns of one factor. Years it was not collected in are said in `warnings`."""
    values, flags = values_and_flags(texts[factor], texts.faults, name=factor)
    uncollected = _uncollected(values, texts["time_period"])
    if uncollected.any():
        warnings.append(_uncollected_warning(factor, texts["time_period"], uncollected))
    values = without(values, uncollected)
    flags = where(uncollected, Flag.NOT_APPLICABLE, flags)
    return {
        "indicator": f"dfe_cin_{factor.lower()}",
        "name": factor_name(factor),
        "value": values,
        "numerator": values,
        "flag": where(~missing(values) & ~local, Flag.ROUNDED, flags),
    }


def factor_name(factor: str) -> str:
    """A factor in words.

    >>> factor_name("Drug_Misuse_child")
    'Assessments of children in need that named drug misuse (child)'
    """
    if factor == EPISODES:
        return "Assessments of children in need that named any factor"
    words = factor.lower().split("_")
    whose = f" ({words.pop()})" if words[-1] in WHOSE else ""
    return f"Assessments of children in need that named {' '.join(words)}{whose}"


def _years(texts: Texts, faults: Faults) -> dict[str, Any]:
    """The period as published and the days it covers: the year to 31 March."""
    period = faults.filled(texts["time_period"], name="time_period")
    spans = {
        text: span_of(text, YearType.FINANCIAL)
        for text in pc.unique(period).to_pylist()
        if text is not None
    }
    faults.choices(period, [text for text, span in spans.items() if span], name="time_period")
    return {
        "period": period,
        "period_start": mapped(
            period, {text: span[0] for text, span in spans.items() if span}, pa.date32()
        ),
        "period_end": mapped(
            period, {text: span[1] for text, span in spans.items() if span}, pa.date32()
        ),
    }


def _uncollected(values: Any, period: Any) -> Any:
    """Rows of years in which every number there is, is 0."""
    coded = period.dictionary_encode(null_encoding="encode")
    year = np.asarray(coded.indices.to_numpy())
    known = ~missing(values)
    above = np.bincount(year, weights=mask(pc.greater(values, 0)), minlength=len(coded.dictionary))
    return known & (above[year] == 0)


def _uncollected_warning(factor: str, period: Any, uncollected: Any) -> str:
    years = sorted(set(period.filter(pa.array(uncollected)).to_pylist()))
    return (
        f"[{factor}] is 0 everywhere in [{', '.join(years)}]: it was not collected under that "
        "name. It is marked as not applicable."
    )


LAYOUT = Layout("indicators/dfe_cin", is_cin, conform_cin)

"""Hospital admissions for assault by a sharp object (NHS Digital, Hospital Episode Statistics).

By month and region, ICD-10 X99. Below England, counts of 1 to 7 are `*` and others are rounded
to the nearest 5; England is not rounded. Parts therefore do not add up to totals, and a region's
rows are never to be summed to England. 2021-22 was provisional when published. Rows for people
of no English region have no area code and are left out; England includes them.
"""

from typing import Any

import pyarrow as pa

from headwater.sources.base import Conformed, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.authorities import codes_by_name, plain
from headwater.sources.reference.columns import is_filled, mapped, mask, repeats
from headwater.sources.reference.indicator_rows import accepted, kept, rows_of
from headwater.sources.reference.layouts import Layout
from headwater.sources.reference.marks import Flag, missing, values_and_flags, where
from headwater.sources.reference.spans import month_span
from headwater.sources.reference.texts import Texts, header_has, read_texts

REQUIRED = ("fin_year", "month", "region", "breakdown", "group", "fae", "fce")
BREAKDOWNS = ("total", "sex", "age_group", "ethnic_group")
PROVISIONAL_YEAR = "2021-22"
ENGLAND = "E92000001"
MEASURES = {
    "fae": ("nhs_sharp_object_admissions", "Hospital admissions for assault by a sharp object"),
    "fce": (
        "nhs_sharp_object_episodes",
        "Consultant episodes for assault by a sharp object",
    ),
}


def is_sharp(supplied: Supplied) -> bool:
    """Whether a file is the table of admissions by region and month."""
    return header_has(supplied, *REQUIRED)


def conform_sharp(supplied: Supplied) -> Conformed:
    """Two rows for each line: admissions and consultant episodes."""
    texts = read_texts(supplied, required=REQUIRED)
    faults = texts.faults
    columns = _described(texts)
    faults.where(
        ~is_filled(columns["period_start"]),
        texts["month"],
        column="month",
        problem="it is not a month",
        remedy="Write it as 2012-04",
    )
    faults.choices(
        faults.filled(texts["breakdown"], name="breakdown"), BREAKDOWNS, name="breakdown"
    )
    faults.filled(texts["region"], name="region")
    faults.unique(
        repeats(*(texts[name] for name in ("month", "region", "breakdown", "group"))),
        texts["month"],
        column="month",
        what="month, region and group",
    )
    counts = {name: values_and_flags(texts[name], faults, name=name) for name in MEASURES}
    if faults:
        return faults.refusal(len(texts))
    placed = pa.array(is_filled(columns["area_code"]))
    rows = pc.sum(placed).as_py() or 0
    tables = [
        rows_of(kept({**columns, **_counted(name, counts[name], texts)}, placed), rows=rows)
        for name in MEASURES
    ]
    provisional = mask(pc.equal(texts["fin_year"], PROVISIONAL_YEAR)).any()
    return accepted(
        tables,
        len(texts),
        rejected={"place is not a region of England": len(texts) - rows},
        warnings=(f"[{PROVISIONAL_YEAR}] was provisional when published.",) if provisional else (),
    )


def _described(texts: Texts) -> dict[str, Any]:
    """Place, month and split of each line."""
    codes = codes_by_name()
    breakdown, group = texts["breakdown"], texts["group"]
    nothing = pa.scalar(None, pa.string())
    age = pc.if_else(pc.equal(breakdown, "age_group"), group, nothing)
    sex = pc.if_else(pc.equal(breakdown, "sex"), mapped(group, str.lower), nothing)
    stratum = pc.if_else(pc.equal(breakdown, "ethnic_group"), group, nothing)
    return {
        "area_code": mapped(texts["region"], lambda name: codes.get(plain(name))),
        "area_name": texts["region"],
        "period": texts["month"],
        "period_start": mapped(texts["month"], lambda text: _day(text, 0), pa.date32()),
        "period_end": mapped(texts["month"], lambda text: _day(text, 1), pa.date32()),
        "sex": pc.fill_null(sex, "persons"),
        "age": pc.fill_null(age, "all"),
        "stratum": pc.fill_null(stratum, "all"),
        "unit": "count",
        "polarity": "high_is_bad",
        "publisher": "NHS Digital",
    }


def _counted(name: str, counted: tuple[Any, Any], texts: Texts) -> dict[str, Any]:
    """Value and flag of one measure."""
    values, flags = counted
    england = mask(pc.equal(texts["region"], "England"))
    provisional = mask(pc.equal(texts["fin_year"], PROVISIONAL_YEAR))
    shown = ~missing(values)
    flags = where(shown & ~england, Flag.ROUNDED, flags)
    flags = where(shown & england & provisional, Flag.PROVISIONAL, flags)
    indicator, title = MEASURES[name]
    return {
        "indicator": indicator,
        "name": title,
        "value": values,
        "numerator": values,
        "flag": flags,
    }


def _day(text: str, end: int) -> Any:
    span = month_span(text)
    return span[end] if span else None


LAYOUT = Layout("indicators/nhs_sharp_objects", is_sharp, conform_sharp)

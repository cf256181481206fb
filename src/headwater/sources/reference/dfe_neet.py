"""Young people of 16 and 17 not in education, employment or training (Department for Education).

The figures are the average of December, January and February around the end of the year before,
participation that of March. `c` is suppressed, `z` not applicable.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from headwater.sources.base import Conformed, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import mapped, mask, repeats
from headwater.sources.reference.dfe_geography import COLUMNS, PUBLISHER, place_columns
from headwater.sources.reference.indicator_rows import accepted, rows_of
from headwater.sources.reference.layouts import Layout
from headwater.sources.reference.marks import values_and_flags
from headwater.sources.reference.texts import header_has, read_texts

AGE = "16 to 17"


@dataclass(frozen=True, slots=True)
class Measure:
    """One column that is read, and the column it is a share of."""

    column: str
    indicator: str
    name: str
    of: str | None
    polarity: str = "high_is_bad"
    in_march: bool = False


MEASURES = (
    Measure(
        "NEET_percent",
        "dfe_neet_percent",
        "Young people not in education, employment or training",
        "Cohort_DJFavg",
    ),
    Measure(
        "NEET_not_known_percent",
        "dfe_neet_or_not_known_percent",
        "Young people not in education, employment or training, or not known to be",
        "Cohort_DJFavg",
    ),
    Measure(
        "Notknown_percent",
        "dfe_neet_not_known_percent",
        "Young people whose activity is not known",
        "Cohort_DJFavg",
    ),
    Measure(
        "TOTAL_participating_in_education_and_training_percent",
        "dfe_neet_participation_percent",
        "Young people in education or training",
        "cohort_March",
        polarity="low_is_bad",
        in_march=True,
    ),
    Measure(
        "NEET_NK_EHCP_percent",
        "dfe_neet_or_not_known_ehcp_percent",
        "Young people with an education, health and care plan who are not in education, "
        "employment or training, or not known to be",
        None,
    ),
    Measure(
        "NEET_NK_SENDsupport_percent",
        "dfe_neet_or_not_known_sen_support_percent",
        "Young people on SEN support who are not in education, employment or training, "
        "or not known to be",
        None,
    ),
    Measure(
        "VG_NEET_NK_percentage",
        "dfe_neet_or_not_known_vulnerable_percent",
        "Young people in a vulnerable group who are not in education, employment or training, "
        "or not known to be",
        "VG_cohort_DJF_avg",
    ),
)


def is_neet(supplied: Supplied) -> bool:
    """Whether a file is the table of participation at 16 and 17."""
    return header_has(supplied, "time_period", "new_la_code", "NEET_percent", "Notknown_percent")


def conform_neet(supplied: Supplied) -> Conformed:
    """One row for each place and measure."""
    numbers = {each.column for each in MEASURES} | {each.of for each in MEASURES if each.of}
    texts = read_texts(supplied, required=(*COLUMNS, *sorted(numbers)))
    faults = texts.faults
    places, _ = place_columns(texts, faults)
    year = faults.filled(texts["time_period"], name="time_period")
    faults.where(
        ~mask(pc.match_substring_regex(year, r"^20\d\d$")),
        year,
        column="time_period",
        problem="it is not a year",
        remedy="Write the year, such as 2023",
    )
    faults.unique(
        repeats(places["area_code"], year),
        places["area_code"],
        column="new_la_code",
        what="place and year",
    )
    read = {name: values_and_flags(texts[name], faults, name=name) for name in sorted(numbers)}
    if faults:
        return faults.refusal(len(texts))
    fixed = {**places, "period": year, "age": AGE, "unit": "percent", "publisher": PUBLISHER}
    return accepted(
        [rows_of({**fixed, **_columns(each, year, read)}, rows=len(texts)) for each in MEASURES],
        len(texts),
    )


def _columns(measure: Measure, year: Any, read: dict[str, Any]) -> dict[str, Any]:
    """The columns of one measure."""
    values, flags = read[measure.column]
    span = _march if measure.in_march else _winter
    return {
        "indicator": measure.indicator,
        "name": measure.name,
        "period_start": mapped(year, lambda text: span(int(text))[0], pa.date32()),
        "period_end": mapped(year, lambda text: span(int(text))[1], pa.date32()),
        "value": values,
        "denominator": read[measure.of][0] if measure.of else None,
        "polarity": measure.polarity,
        "flag": flags,
    }


def _winter(year: int) -> tuple[date, date]:
    """December of the year before to February."""
    return date(year - 1, 12, 1), date(year, 3, 1) - timedelta(days=1)


def _march(year: int) -> tuple[date, date]:
    return date(year, 3, 1), date(year, 3, 31)


LAYOUT = Layout("indicators/dfe_neet", is_neet, conform_neet)

"""Indicators as files: CSV with its CSV on the Web description, JSON and GeoJSON."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from headwater.core.plain_cells import inert
from headwater.core.words import MARK_MEANINGS
from headwater.rulebook import Indicator, table_version
from headwater.web.editions.figures import Value
from headwater.web.editions.indicators import Reading

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("indicator", "string", "The indicator's stable id"),
    ("area_code", "string", "The area's official code"),
    ("area_name", "string", "The area's name"),
    ("area_level", "string", "The kind of area; `whole area` for what the edition is of"),
    ("age", "string", "Ages it is about"),
    ("sex", "string", "Sexes it is about"),
    ("period", "string", "The period in words"),
    ("first_month", "gYearMonth", "The first month of the period"),
    ("last_month", "gYearMonth", "The last month of the period"),
    ("numerator", "number", "What is counted"),
    ("denominator", "number", "What it is set over"),
    ("value", "number", "The value"),
    ("lower_95", "number", "The lower 95% limit"),
    ("upper_95", "number", "The upper 95% limit"),
    ("unit", "string", "The unit of the value"),
    ("benchmark", "number", "What the publisher sets beside it"),
    ("compared", "string", "How it stands to the larger area, by the 95% limits"),
    ("flag", "string", "Why there is no value, where there is none"),
    ("method", "string", "How the value was worked out"),
    ("definition", "string", "The version of the definition that decided what was counted"),
    ("edition", "string", "The edition the number was released in"),
    ("figure", "string", "The number's name in the edition: table, row and column"),
    ("loads", "string", "The loads the number rests on"),
)
NUMBERS = frozenset(name for name, kind, _ in COLUMNS if kind == "number")


def record(reading: Reading) -> dict[str, Value]:
    """One reading as a flat record; marks stay where numbers are hidden."""
    indicator = reading.indicator
    made = reading.column["provenance"] or {}
    return {
        "indicator": indicator.id,
        "area_code": reading.area_code,
        "area_name": reading.area_name,
        "area_level": "whole area" if reading.is_whole else indicator.area_level,
        "age": indicator.age,
        "sex": indicator.sex,
        "period": reading.period,
        "first_month": f"{reading.first:%Y-%m}",
        "last_month": f"{reading.last:%Y-%m}",
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "value": reading.value,
        "lower_95": reading.low,
        "upper_95": reading.high,
        "unit": indicator.unit,
        "benchmark": reading.benchmark,
        "compared": reading.compared,
        "flag": MARK_MEANINGS.get(reading.mark, ""),
        "method": made.get("method", ""),
        "definition": reading.definition,
        "edition": reading.edition.reference,
        "figure": reading.figure,
        "loads": " ".join(made.get("loads", ())),
    }


def csv_text(readings: Iterable[Reading]) -> str:
    """Readings as CSV: UTF-8, one header row, full precision, marks where numbers are hidden."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for name, _, _ in COLUMNS])
    for reading in readings:
        said = record(reading)
        writer.writerow([_cell(said[name], name) for name, _, _ in COLUMNS])
    return text.getvalue()


def _cell(value: Value, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if name in NUMBERS and value in MARK_MEANINGS else inert(value)
    return repr(value)


def metadata(
    indicator: Indicator, readings: Sequence[Reading], *, csv_address: str, contact: str
) -> dict[str, Any]:
    """What the CSV holds, as CSV on the Web metadata."""
    facts: Mapping[str, Any] = readings[0].edition.facts if readings else {}
    months = [f"{each:%Y-%m}" for reading in readings for each in (reading.first, reading.last)]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "Table",
        "url": csv_address,
        "dc:title": indicator.title,
        "dc:description": " ".join([indicator.description, *indicator.caveats]),
        "dc:publisher": str(facts.get("publisher", "")),
        "dc:license": licence_address(facts),
        "dc:rights": " ".join(facts.get("attribution", ())),
        "dc:source": list(indicator.sources),
        "dc:temporal": f"{min(months)}..{max(months)}" if months else "",
        "dc:identifier": indicator.id,
        "dc:accrualPeriodicity": indicator.refresh,
        "headwater:method": indicator.method,
        "headwater:contact": contact or str(facts.get("contact", "")),
        "headwater:catalogue": table_version("indicators"),
        "dialect": {"encoding": "utf-8", "header": True, "headerRowCount": 1, "delimiter": ","},
        "notes": [{"type": "mark", "mark": k, "means": v} for k, v in MARK_MEANINGS.items()],
        "tableSchema": {
            "columns": [_described(name, kind, meaning) for name, kind, meaning in COLUMNS],
            "primaryKey": ["indicator", "area_code", "first_month", "last_month", "edition"],
        },
    }


def _described(name: str, kind: str, meaning: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "titles": name, "datatype": kind}
    entry["dc:description"] = meaning
    if name in NUMBERS:
        entry["null"] = ["", *MARK_MEANINGS]
    return entry


LICENCES = {
    "Open Government Licence v3.0": (
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ),
}


def licence_address(facts: Mapping[str, Any]) -> str:
    """Where the licence is; its name where we know no address."""
    licence = str(facts.get("licence", ""))
    return LICENCES.get(licence, licence)


def json_value(indicator: Indicator, readings: Iterable[Reading]) -> dict[str, Any]:
    """An indicator with its readings. A number that is hidden is null, and `flag` says why."""
    return {
        "id": indicator.id,
        "title": indicator.title,
        "theme": indicator.theme,
        "description": indicator.description,
        "rationale": indicator.rationale,
        "definition": indicator.definition,
        "numerator": indicator.numerator_words,
        "denominator": indicator.denominator_words,
        "unit": indicator.unit,
        "multiplier": indicator.multiplier,
        "method": indicator.method,
        "value_type": indicator.value_type.value,
        "polarity": indicator.polarity.value,
        "period_type": indicator.period_type,
        "sources": list(indicator.sources),
        "refresh": indicator.refresh,
        "caveats": list(indicator.caveats),
        "catalogue": table_version("indicators"),
        "values": [_without_marks(record(each)) for each in readings],
    }


def _without_marks(said: Mapping[str, Value]) -> dict[str, Value]:
    return {
        name: None if name in NUMBERS and isinstance(value, str) else value
        for name, value in said.items()
    }


def json_text(value: Mapping[str, Any], *, indent: int | None = 1) -> str:
    """JSON for people and machines; without indent on one line."""
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"

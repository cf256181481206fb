"""Authorities elsewhere in a lake: each a little more unlike the one that is ours."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from builders.provision import (
    AREA,
    PERIOD,
    County,
    Row,
    build_indicator,
    build_lake,
    district_code,
)
from headwater.analysis.needs.scope import scope_of
from headwater.analysis.needs.topics import elsewhere
from headwater.analysis.needs.topics.elsewhere import Elsewhere
from headwater.lake.store import Store

OWN = district_code(0)
OTHERS = 12
PEOPLE = 10_000


def other_code(number: int) -> str:
    """The code of an authority elsewhere, from 1."""
    return f"Z99D{100 + number:05d}"


def codes(others: int = OTHERS) -> list[str]:
    """Ours, then those elsewhere."""
    return [OWN, *(other_code(n) for n in range(1, others + 1))]


def features(*, scale: float = 1.0, others: int = OTHERS) -> dict[str, list[Row]]:
    """Authority n has 5,000 (1 + n/10) residents on 100 square kilometres and scores 0.1 + n/100.

    One in ten is 10 to 17 and one in ten 18 to 24, everywhere. `scale` is of sizes and people.
    """
    areas: list[Row] = []
    residents: list[Row] = []
    deprivation: list[Row] = []
    for n, code in enumerate(codes(others)):
        people = round(5_000 * scale * (1 + n / 10))
        areas.append({"code": code, "name": f"Place {n}", "level": "lad", "vintage": "2023",
                      "area_m2": 1e8 * scale})  # fmt: skip
        residents += [
            {"area_code": code, "area_level": "lad", "vintage": "2021", "year": 2020,
             "sex": "persons", "age_from": low, "age_to": high, "basis": "mid_2020",
             "persons": people // 10 * tenths}
            for low, high, tenths in ((0, 9, 1), (10, 17, 1), (18, 24, 1), (25, 90, 7))
        ]  # fmt: skip
        deprivation += [
            {"area_code": code, "vintage": "2021", "edition": "LIMD", "domain": domain,
             "score": 0.1 + n / 100}
            for domain in ("income", "education")
        ]  # fmt: skip
    return {"areas": areas, "residents": residents, "deprivation": deprivation}


def published(code: str, counts: tuple[float | None, float | None], **given: Any) -> list[Row]:
    """Suspensions of a year and of two years later, of 10,000 pupils; None is a hidden count."""
    rows = []
    for year, count in zip((2022, 2024), counts, strict=True):
        row = build_indicator(
            area_code=code,
            area_name=f"Place {code}",
            period=f"{year}",
            period_start=date(year - 1, 9, 1),
            period_end=date(year, 8, 31),
            denominator=PEOPLE,
            numerator=count,
            value=None if count is None else count / PEOPLE * 100,
            flag="suppressed" if count is None else None,
        )
        rows.append({**row, **given})
    return rows


def look_elsewhere(
    folder: Path,
    indicators: Sequence[Row],
    *,
    scale: float = 1.0,
    others: int = OTHERS,
    turned: bool = False,
) -> Elsewhere | None:
    """What is found elsewhere. `turned` writes every table in the opposite order."""
    extra = features(scale=scale, others=others)
    order = -1 if turned else 1
    county = County(
        districts=1,
        ages=False,
        indicators=list(indicators)[::order],
        extra={name: rows[::order] for name, rows in extra.items()},
    )
    with Store(build_lake(folder, county)) as store:
        return elsewhere.measure(store, scope_of(store, area=AREA, period=PERIOD))

"""Editions with the tables that indicators are read from, for tests of their pages."""

import copy
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from builders.editions_web import plain_edition, stored_edition
from builders.releases import build_proposal, published
from headwater.web.editions.models import Edition, Status
from headwater.web.partners.models import Workspace
from headwater.web.releases.models import Release

HIDDEN = "[c]"
DISTRICTS = (
    ("Z99D00001", "Thimblewick"),
    ("Z99D00002", "Candlemere"),
    ("Z99D00007", "Larkminster"),
)
MADE: dict[str, Any] = {
    "method": "Events ÷ (residents × years) × 1,000",
    "definition": "definition public_proxy v1 (2026-11-22)",
    "expressions": [],
    "loads": ["load-5f0c2a91"],
    "cautions": [],
    "seed": None,
}
RATES = ("count", "residents", "rate", "rate_low", "rate_high")
NEXT_YEAR: dict[str, Any] = {
    "first_month": date(2025, 9, 1),
    "last_month": date(2026, 8, 1),
    "period_words": "September 2025 to August 2026",
}


def column(key: str, kind: str, *, unit: str = "", definition: str | None = None) -> dict[str, Any]:
    """A column that says how it was made, where it holds numbers."""
    is_text = kind in ("code", "name", "text")
    made = {**MADE, "definition": MADE["definition"] if definition is None else definition}
    return {
        "key": key,
        "label": key.replace("_", " ").capitalize(),
        "kind": kind,
        "unit": unit,
        "decimals": 1 if kind in ("rate", "percent", "number") else 0,
        "provenance": None if is_text else made,
    }


def table(
    slug: str, columns: Sequence[dict[str, Any]], rows: Sequence[Sequence[Any]], keys: int = 1
) -> dict[str, Any]:
    """A released table as `edition.json` holds it."""
    return {
        "id": slug,
        "title": slug.replace("-", " ").capitalize(),
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "profile": "police",
        "rule": "Counts from 1 to 4 are shown as [c].",
        "key_columns": keys,
        "notes": [],
        "in_full": True,
    }


def rate_columns(definition: str | None = None) -> list[dict[str, Any]]:
    """Columns of a count and its rate."""
    kinds = ("count", "count", "rate", "rate", "rate")
    return [column(k, kind, definition=definition) for k, kind in zip(RATES, kinds, strict=True)]


AREA = (column("area_code", "code"), column("area_name", "name"))


def rate_row(rate: float, *, times: float = 1.0) -> list[Any]:
    """A count of 40,000 residents with a rate and limits a tenth either side."""
    value = round(rate * times, 3)
    return [round(value * 40), 40_000, value, round(value * 0.9, 3), round(value * 1.1, 3)]


HIDDEN_ROW = [HIDDEN, 40_000, HIDDEN, HIDDEN, HIDDEN]


def indicator_tables(*, times: float = 1.0, definition: str | None = None) -> dict[str, Any]:
    """Three districts, the second hidden, and the whole area; `times` makes another year of it."""
    compared = column("compared", "text")
    rates = [rate_row(30, times=times), HIDDEN_ROW, rate_row(42, times=times)]
    districts = [
        [*names, *row, "lower" if at == 0 else "higher"]
        for at, (names, row) in enumerate(zip(DISTRICTS, rates, strict=True))
    ]
    neighbourhoods = [
        [f"Z99L{at:05}", f"Thimblewick {at:03}A", "Thimblewick", *rate_row(10 + at), "similar", 9.5]
        for at in range(30)
    ]
    named = (column("area_name", "text"), column("name", "name"))
    indicator = [
        [code, "neet_rate 16-17", name, "NEET", "2024/25", *numbers, 6.1, "Loamshire", compares]
        for (code, name), numbers, compares in (
            (DISTRICTS[0], [5.4, 4.3, 6.4], "similar"),
            (DISTRICTS[1], [HIDDEN, HIDDEN, HIDDEN], "not compared"),
        )
    ]
    return {
        "where-districts": table(
            "where-districts", [*AREA, *rate_columns(definition), compared], districts
        ),
        "what-categories": table(
            "what-categories",
            [column("category_code", "code"), *rate_columns(definition)],
            [["violence", *rate_row(36, times=times)], ["robbery", *rate_row(2)]],
        ),
        "where-neighbourhoods": table(
            "where-neighbourhoods",
            [
                *AREA,
                column("district", "text"),
                *rate_columns(),
                compared,
                column("harm_days", "days", unit="days"),
            ],
            neighbourhoods,
        ),
        "why-indicators": table(
            "why-indicators",
            [
                column("area_code", "code"),
                column("indicator", "code"),
                *named,
                column("period", "text"),
                *(column(key, "number") for key in ("value", "low", "high", "benchmark")),
                column("of", "text"),
                compared,
            ],
            indicator,
            keys=2,
        ),
    }


def square(at: int) -> list[list[list[float]]]:
    """An outline as its single ring."""
    west = 1.0 + at
    ring = [[west, 54.0], [west + 1, 54.0], [west + 1, 55.0], [west, 55.0], [west, 54.0]]
    return [ring]


def plain_with_indicators(**given: Any) -> dict[str, Any]:
    """An edition as `edition.json` holds it, with outlines of the three districts."""
    plain = copy.deepcopy(plain_edition())
    plain["tables"].update(indicator_tables(**given))
    plain["outlines"] = [
        {"code": code, "name": name, "level": "lad", "rings": square(at)}
        for at, (code, name) in enumerate(DISTRICTS)
    ]
    return plain


def edition_with_indicators(
    *,
    workspace: Workspace | None = None,
    status: Status = Status.LOCKED,
    tables: Mapping[str, Any] | None = None,
    **given: Any,
) -> Edition:
    """A stored edition with the tables of indicators."""
    plain = plain_with_indicators(**(tables or {}))
    if "period_words" in given:
        plain["period_words"] = given["period_words"]
    return stored_edition(workspace=workspace, plain=plain, status=status, **given)


def published_indicators(*, slug: str = "loamshire", **given: Any) -> Release:
    """An edition with the tables of indicators that the public may read."""
    edition = edition_with_indicators(**given)
    return published(build_proposal(edition, slug=slug))

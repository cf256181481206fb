"""What the open API answers."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

Value = str | int | float | None


class PageInfo(Schema):
    """Where a list goes on."""

    count: int
    page: int
    per_page: int
    next: str | None
    previous: str | None


class EditionOut(Schema):
    """One released edition: an assessment of months, or early warning of the week it names."""

    title: str
    slug: str
    number: int
    is_current: bool
    area_code: str
    area_name: str
    first_month: date
    last_month: date
    week: str
    summary: str
    published_at: datetime
    licence: str
    correction: str
    url: str
    page: str


class EditionList(PageInfo):
    """Released editions."""

    results: list[EditionOut]


class FindingOut(Schema):
    """Something the data say, and how much weight it bears."""

    id: str
    sentence: str
    strength: str
    because: str
    cautions: list[str]
    figures: list[str]


class TableOut(Schema):
    """A table without its rows."""

    id: str
    title: str
    rows: int
    rule: str
    url: str
    csv: str
    metadata: str


class EditionWhole(EditionOut):
    """One edition with its findings and tables."""

    findings: list[FindingOut]
    tables: list[TableOut]


class TableWhole(TableOut):
    """A table with what its columns mean."""

    notes: list[str]
    columns: list[dict[str, Any]]
    marks: dict[str, str]


class RowList(PageInfo):
    """Rows of a table by column name. A mark in place of a number is a string."""

    results: list[dict[str, Value]]


class FigureOut(Schema):
    """One number and what it rests on."""

    figure: str
    value: Value
    words: str
    about: str
    interval: str
    unit: str
    method: str
    definition: str
    rule: str
    cautions: list[str]
    sources: list[str]
    page: str


class UpdateOut(Schema):
    """A post."""

    title: str
    slug: str
    number: int
    summary: str
    body: str
    published_at: datetime
    page: str


class UpdateList(PageInfo):
    """Posts."""

    results: list[UpdateOut]


class AlgorithmOut(Schema):
    """An algorithm's released record."""

    title: str
    slug: str
    published_at: datetime
    record: dict[str, Any]
    page: str


class AlgorithmList(PageInfo):
    """Released records of algorithms."""

    results: list[AlgorithmOut]


class ScorecardOut(Schema):
    """What each rule of early warning of a partnership turned out to be worth."""

    title: str
    slug: str
    number: int
    published_at: datetime
    record: dict[str, Any]
    page: str


class ScorecardList(PageInfo):
    """Released scorecards."""

    results: list[ScorecardOut]


class IndicatorOut(Schema):
    """An indicator without its values."""

    id: str
    title: str
    theme: str
    description: str
    unit: str
    url: str
    page: str


class IndicatorList(PageInfo):
    """Indicators of which something was published."""

    results: list[IndicatorOut]


class IndicatorWhole(Schema):
    """An indicator with its definition and every published value. A hidden number is null."""

    id: str
    title: str
    theme: str
    description: str
    rationale: str
    definition: str
    numerator: str
    denominator: str
    unit: str
    multiplier: float | None
    method: str
    value_type: str
    polarity: str
    period_type: str
    sources: list[str]
    refresh: str
    caveats: list[str]
    catalogue: str
    page: str
    values: list[dict[str, Value]]


class AreaOut(Schema):
    """An area of which something was published."""

    code: str
    name: str
    level: str
    parent: str
    page: str


class AreaList(PageInfo):
    """Areas."""

    results: list[AreaOut]


class ProblemOut(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str

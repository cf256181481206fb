"""Keeping what the worker measured in the lake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from headwater.web.insights.data_in.models import ExpectedFile, SourceReport, Supply
from headwater.web.insights.data_in.rules.scoring import OTHERWISE_DUE_DAYS, scores

MOST_FINDINGS = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """One supply as the lake holds it today."""

    slice: str
    supplier: str
    month: date | None
    load_id: str
    loaded_at: datetime
    rows: int
    completeness: float | None
    validity: float | None
    days_after: int | None
    times_usual: float | None


@transaction.atomic
def note_supplies(
    *,
    source: str,
    held: Sequence[Measured],
    findings: Sequence[Mapping[str, object]],
    at: datetime,
) -> None:
    """Hold exactly these supplies of a source, and what the quality report says of it.

    Nothing is done to anybody's records, so nothing goes into the ledger.
    """
    due = dict(ExpectedFile.objects.filter(source=source).values_list("supplier", "due_days"))
    Supply.objects.filter(source=source, is_held=True).update(is_held=False)
    for each in held:
        points = scores(
            completeness=each.completeness,
            validity=each.validity,
            days_after=each.days_after,
            times_usual=each.times_usual,
            due_days=due.get(each.supplier, OTHERWISE_DUE_DAYS),
        )
        Supply.objects.update_or_create(
            source=source,
            slice=each.slice,
            load_id=each.load_id,
            defaults={
                "supplier": each.supplier,
                "month": each.month,
                "loaded_at": each.loaded_at,
                "rows": each.rows,
                "is_held": True,
                "completeness": points.completeness,
                "validity": points.validity,
                "timeliness": points.timeliness,
                "consistency": points.consistency,
                "overall": points.overall,
                "facts": {
                    "completeness": each.completeness,
                    "validity": each.validity,
                    "days_after": each.days_after,
                    "times_usual": each.times_usual,
                },
            },
        )
    SourceReport.objects.update_or_create(
        source=source, defaults={"at": at, "findings": list(findings)[:MOST_FINDINGS]}
    )

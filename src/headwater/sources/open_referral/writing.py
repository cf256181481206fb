"""Rows of the lake as an Open Referral UK directory."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from headwater.sources.open_referral.words import EXTENSION, START_COST, TRUTHS, WHOLES


def write_open_referral(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Services as Open Referral UK, from rows with the columns of the lake table.

    Reading what is written gives the same rows.
    """
    return [_service(row) for row in rows]


def _service(row: Mapping[str, Any]) -> dict[str, Any]:
    """One service as Open Referral UK."""
    service: dict[str, Any] = {
        "id": row["service_id"],
        "name": row["name"],
        "status": row["status"],
        "organization": {"name": row["organisation"]},
        "attributes": [
            {"taxonomy_term": {"name": row["need_type"].replace("_", " "), "taxonomy": EXTENSION}}
        ],
    }
    if row["url"] is not None:
        service["url"] = row["url"]
    if row["assured_on"] is not None:
        service["assured_date"] = row["assured_on"].isoformat()
    if ages := _present(row, ("minimum_age", "maximum_age")):
        service["eligibility"] = [ages]
    if row["lat"] is not None and row["lon"] is not None:
        place = {"latitude": row["lat"], "longitude": row["lon"]}
        service["service_at_locations"] = [{"location": place}]
    if row["area_code"] is not None:
        service["service_areas"] = [
            {"uri": f"http://statistics.data.gov.uk/id/statistical-geography/{row['area_code']}"}
        ]
    if row["cost_per_start"] is not None:
        service["cost_options"] = [{"option": START_COST, "amount": row["cost_per_start"]}]
    service[EXTENSION] = _present(
        row,
        ("need_type", "tier", "approach", "sex", *WHOLES, "reach_km", *TRUTHS, "funded_until"),
    )
    return service


def _present(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The columns that hold something, as JSON."""
    return {
        name: row[name].isoformat() if isinstance(row[name], date) else row[name]
        for name in names
        if row[name] is not None
    }

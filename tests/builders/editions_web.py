"""Assessments as rows, for tests of pages: the small edition of tests of documents, stored."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings

from builders.editions import build_edition, build_hostile_edition
from builders.provision import (
    LAT,
    NAMES,
    SMALL_AREAS,
    County,
    build_lake,
    district_code,
    lon_of,
    small_area_code,
)
from builders.web import build_workspace
from headwater.core.editions import Edition as EngineEdition
from headwater.core.periods import Period
from headwater.reporting.assembly import file_name
from headwater.reporting.csv_files import csv_bytes, metadata_bytes
from headwater.reporting.edition_json import edition_bytes
from headwater.reporting.manifest import manifest_bytes
from headwater.web.editions import changes
from headwater.web.editions.models import Edition, Status
from headwater.web.partners.models import Workspace

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
PERIOD = Period.parse("2024-09..2025-08")
ACCEPTED = {"load-5f0c2a91": {"at": "2025-10-02T08:15:00+00:00", "by": "Ann Bell"}}
RATE = "districts:Z99D00001:rate"
"""A figure of the small edition: 11.3 for every 1,000 residents, with limits beside it."""
RATE_WORDS = "11.3"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


@cache
def plain_edition() -> dict[str, Any]:
    """The small edition as `edition.json` holds it."""
    read: dict[str, Any] = json.loads(edition_bytes(build_edition()))
    return read


def plain_hostile_edition() -> dict[str, Any]:
    """The same with markup, code and formulas in every free text."""
    read: dict[str, Any] = json.loads(edition_bytes(build_hostile_edition()))
    return read


@cache
def plain_large_edition() -> dict[str, Any]:
    """An edition as large as a county's: 71 tables, 18 in one chapter, one of 400 rows."""
    plain: dict[str, Any] = json.loads(edition_bytes(build_edition(side=20)))
    like = plain["tables"]["headline"]
    rows = like["rows"] * 2
    for number in range(71 - len(plain["tables"])):
        name = f"extra-{number:02}"
        keyed = [[f"{row[0]} {at}", *row[1:]] for at, row in enumerate(rows)]
        plain["tables"][name] = {**like, "id": name, "title": f"Extra {number}", "rows": keyed}
    blocks = plain["chapters"][2]["blocks"]
    for number in range(15):
        blocks.append({"kind": "table", "text": "", "items": [], "ref": f"extra-{number:02}"})
    return plain


def queued_edition(*, workspace: Workspace | None = None, **given: Any) -> Edition:
    """An assessment that was asked for."""
    fields = {
        "area_code": "Z99P00001",
        "area_name": "Loamshire",
        "first_month": PERIOD.first.first_day,
        "last_month": PERIOD.last.first_day,
        "period_words": PERIOD.words,
        "requested_by": "P-2222-2222",
        "requested_at": AT,
        **given,
    }
    return Edition.objects.create(workspace=workspace or build_workspace(), **fields)


def stored_edition(
    *,
    workspace: Workspace | None = None,
    plain: Mapping[str, Any] | None = None,
    status: Status = Status.DRAFT,
    **given: Any,
) -> Edition:
    """An assessment that was made, with its tables and pictures as files."""
    edition = changes.begin(reference=queued_edition(workspace=workspace, **given).reference, at=AT)
    plain = plain or plain_edition()
    folder = Path(settings.EDITIONS) / edition.reference
    made = changes.store_made(
        edition=edition, plain=plain, folder=write_files(folder, plain), at=AT, accepted=ACCEPTED
    )
    if status is not Status.DRAFT:
        Edition.objects.filter(pk=made.pk).update(status=status)
        made.refresh_from_db()
    return made


def write_files(folder: Path, plain: Mapping[str, Any]) -> Path:
    """The folder of an edition, with drawings and documents that only say what they are."""
    for part in ("tables", "charts", "maps"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    engine: EngineEdition = build_edition()
    for slug, released in engine.tables.items():
        path = folder / "tables" / f"{file_name(slug)}.csv"
        path.write_bytes(csv_bytes(released.value))
        beside = path.with_name(f"{path.name}-metadata.json")
        beside.write_bytes(metadata_bytes(engine, released.value))
    for slug in plain["tables"].keys() - engine.tables.keys():
        (folder / "tables" / f"{file_name(slug)}.csv").write_text("a table\n", encoding="utf-8")
    for kind in ("charts", "maps"):
        for slug in plain[kind]:
            (folder / kind / f"{file_name(slug)}.svg").write_text(DRAWING, encoding="utf-8")
    for slug in plain["charts"]:
        (folder / "charts" / f"{file_name(slug)}.narrow.svg").write_text(DRAWING, encoding="utf-8")
    for name in ("pdf", "docx", "xlsx", "html"):
        (folder / f"needs-assessment.{name}").write_text(f"a {name}", encoding="utf-8")
    (folder / "edition.json").write_text(json.dumps(plain), encoding="utf-8")
    vouched = manifest_bytes(folder, edition=plain["id"], code_version=plain["code_version"])
    (folder / "manifest.json").write_bytes(vouched)
    return folder


def build_small_lake(folder: Path) -> Path:
    """A lake with three districts, their outlines and a year of street-level records."""
    districts = range(County().districts)
    shapes = [
        *((district_code(d), NAMES[d], "lad", lon_of(d), 0.4) for d in districts),
        *(
            (small_area_code(d, n), f"{NAMES[d]} {n + 1}", "lsoa", lon_of(d, n), 0.05)
            for d in districts
            for n in range(SMALL_AREAS)
        ),
    ]
    areas = [
        {
            "code": code,
            "name": name,
            "level": level,
            "vintage": "2024",
            "lon": lon,
            "lat": LAT,
            "geometry": shapely.to_wkb(shapely.box(lon, LAT, lon + wide, LAT + wide)),
        }
        for code, name, level, lon, wide in shapes
    ]
    return build_lake(folder, County(extra={"areas": areas}))

"""A gap map of a small county as rows, for tests of pages: one hole, one thin service."""

import json
import tempfile
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from builders.editions_web import AT, PERIOD, stored_edition
from builders.provision import AREA, County, build_full_offer, build_lake
from headwater.pipelines.gaps import build_gap_map
from headwater.reporting.edition_json import edition_bytes
from headwater.web.accounts.models import User
from headwater.web.editions.models import Edition, Kind
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.provision.gaps.models import Intention

HOLE = "Z99D00002:15-17:mentoring"
"""Nobody mentors there; others have it."""
COVERED = "Z99D00001:15-17:mentoring"
HOLE_WORDS = "Mentoring for ages 15 to 17 in Brinmouth"


@cache
def _plain(is_whole: bool) -> dict[str, Any]:
    hole = None if is_whole else (1, "mentoring", 15, 17)
    with tempfile.TemporaryDirectory() as folder:
        lake = build_lake(Path(folder), County(services=build_full_offer(3, without=hole)))
        edition = build_gap_map(lake, area=AREA, period=PERIOD)
    read: dict[str, Any] = json.loads(edition_bytes(edition))
    return read


def plain_gap_map(*, said: str = "", is_whole: bool = False) -> dict[str, Any]:
    """A gap map as `edition.json` holds it; `said` in place of names that suppliers wrote.

    One that is whole has every kind of help everywhere.
    """
    plain = deepcopy(_plain(is_whole))
    for table in plain["tables"].values() if said else ():
        free = ("area_name", "name", "organisation", "district")
        names = [at for at, column in enumerate(table["columns"]) if column["key"] in free]
        for row in table["rows"]:
            for at in names:
                row[at] = said
    return plain


def stored_gap_map(
    workspace: Workspace, *, said: str = "", is_whole: bool = False, **given: Any
) -> Edition:
    """A gap map that was made for a workspace."""
    return stored_edition(
        workspace=workspace,
        plain=plain_gap_map(said=said, is_whole=is_whole),
        kind=Kind.GAP_MAP,
        area_code=AREA,
        **given,
    )


def gaps_rows(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    """A map, and an intention to close its hole, with something said wherever people write."""
    edition = stored_gap_map(workspace, said=said[:100], requested_by=person.reference)
    draft = {
        "workspace": workspace,
        "gap": HOLE,
        "title": said[:200],
        "what": said,
        "places": 20,
        "money_low": 1_000,
        "money_high": 2_000,
        "by_when": date(2026, 9, 1),
        "organisation": organisation,
        "written_by": person.reference,
        "written_at": AT,
    }
    agreed = {"status": "agreed", "moved_by": person.reference, "moved_at": AT, "reason": said}
    return {
        "gap_map": edition,
        "intention": Intention.objects.create(**draft),
        "agreed": Intention.objects.create(**draft, **agreed),
    }


def gaps_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """What fills the addresses of gaps."""
    return (
        ("gaps:intention_commission", {"reference": rows["agreed"].reference}),
        ("gaps:intention", {"reference": rows["intention"].reference}),
        ("gaps:", {"place": HOLE}),
    )

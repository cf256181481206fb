"""Open data from its publishers, by name: police.uk by force and month, areas, lookups,
residents and deprivation. Addresses are rows of the rulebook table `publishers`.
"""

import csv
import io
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from headwater.core.errors import FetchError
from headwater.lake.journal import sha256_of
from headwater.pipelines.downloads import Downloaded, Progress, download, full_disk_is_plain
from headwater.pipelines.visitor import Visitor
from headwater.rulebook.open_data import Publisher, publisher

EVERY_AREA = "TYPE151"
"""What Nomis calls all the LSOAs of 2021."""


class Subject(StrEnum):
    """What can be fetched besides police.uk."""

    AREAS = "areas"
    LOOKUPS = "lookups"
    RESIDENTS = "residents"
    DEPRIVATION = "deprivation"


DATASETS = {
    Subject.AREAS: ("lsoa21_boundaries", "pfa24_boundaries"),
    Subject.LOOKUPS: ("lsoa11_lsoa21_lookup", "lsoa21_ward_lad_lookup", "lad_csp_pfa_lookup"),
    Subject.RESIDENTS: ("residents_census2021",),
    Subject.DEPRIVATION: ("deprivation_2025", "deprivation_2019"),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file that is now here. `fresh` is false where it was here before."""

    path: Path
    address: str
    bytes: int
    sha256: str
    fresh: bool


def fetch_subject(
    subject: Subject,
    into: Path,
    *,
    visitor: Visitor,
    mirror: str = "",
    progress: Progress | None = None,
) -> tuple[Fetched, ...]:
    """Bring every dataset of a subject into `into/<subject>/`.

    `mirror` is the start of an address that stands in for the publishers' own, for networks that
    keep a copy. Raises `FetchError` with what to do; what had arrived is kept for the next try.
    """
    folder = into / subject.value
    return tuple(
        _fetch_one(publisher(row), folder, visitor=visitor, mirror=mirror, progress=progress)
        for row in DATASETS[subject]
    )


def address_of(row: Publisher, *, mirror: str = "", **fills: object) -> str:
    """A publisher's address with its blanks filled in.

    >>> from headwater.rulebook.open_data import publisher
    >>> address_of(publisher("police_uk_archive"), month="2025-08").endswith("/2025-08.zip")
    True
    """
    address = row.address.format(**fills)
    if not mirror:
        return address
    theirs, ours = urlsplit(address), urlsplit(mirror)
    path = ours.path.rstrip("/") + theirs.path
    return urlunsplit((ours.scheme, ours.netloc, path, theirs.query, ""))


def _fetch_one(
    row: Publisher, folder: Path, *, visitor: Visitor, mirror: str, progress: Progress | None
) -> Fetched:
    """One dataset, in one request or page by page as its publisher gives it."""
    if "offset" in row.fills:
        return _fetch_paged(row, folder, visitor=visitor, mirror=mirror, progress=progress)
    fills = {"geography": EVERY_AREA} if "geography" in row.fills else {}
    target = folder / f"{row.id}.{row.format}"
    return _fetched(
        download(visitor, address_of(row, mirror=mirror, **fills), target, progress=progress)
    )


def _fetched(found: Downloaded) -> Fetched:
    return Fetched(found.path, found.address, found.bytes, found.sha256, found.fresh)


def _fetch_paged(
    row: Publisher, folder: Path, *, visitor: Visitor, mirror: str, progress: Progress | None
) -> Fetched:
    """Pages of features put together as one file: GeoJSON where they have shapes, else CSV.

    Each page is a file of its own until all are here, so another run asks only for the rest.
    """
    target = folder / f"{row.id}.{'geojson' if row.format == 'geojson' else 'csv'}"
    address = address_of(row, mirror=mirror, offset=0)
    if target.exists():
        return Fetched(target, address, target.stat().st_size, sha256_of(target), fresh=False)
    pages = folder / f".{row.id}.pages"
    features: list[dict[str, Any]] = []
    for page in _pages(row, pages, visitor=visitor, mirror=mirror):
        features += page
        if progress:
            progress(row.id, len(features), 0)
    if not features:
        raise FetchError(
            f"[{address}] has no rows. The publisher may have changed the service: correct the "
            "address in the rulebook table [publishers]."
        )
    waiting = target.with_name(target.name + ".part")
    with full_disk_is_plain(target):
        waiting.write_text(_together(features, target.suffix), encoding="utf-8")
    waiting.replace(target)
    shutil.rmtree(pages)
    return Fetched(target, address, target.stat().st_size, sha256_of(target), fresh=True)


def _pages(
    row: Publisher, folder: Path, *, visitor: Visitor, mirror: str
) -> Iterator[list[dict[str, Any]]]:
    """The features of each page, until a page has none."""
    offset = 0
    while True:
        address = address_of(row, mirror=mirror, offset=offset)
        path = download(visitor, address, folder / f"{offset:08d}.json").path
        features = _features(path, address)
        if not features:
            return
        yield features
        offset += len(features)


def _features(path: Path, address: str) -> list[dict[str, Any]]:
    """The features of one page. Map services answer "all well" even when they report an error."""
    try:
        page = json.loads(path.read_text(encoding="utf-8"))
        features = page["features"]
    except (ValueError, KeyError, TypeError) as error:
        path.unlink()
        raise FetchError(
            f"[{address}] did not answer with features. Try again later, or open the address in "
            "a browser to see what it says."
        ) from error
    return list(features)


def _together(features: Sequence[dict[str, Any]], suffix: str) -> str:
    """Features as one document, in the order they came."""
    if suffix == ".geojson":
        return json.dumps({"type": "FeatureCollection", "features": features})
    rows = [feature["attributes"] for feature in features]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()

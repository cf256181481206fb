"""data.police.uk: street-level crime, outcomes, stop and search.

The three published tables conform through their schemas like any feed. `police_uk_bulk` reads
thousands of clean files at once by a shorter road and sends every odd one through here.
"""

import hashlib
import re
from typing import Any

import pyarrow as pa

from headwater.sources.base import Supplied
from headwater.sources.feeds import Columns, Feed

PUBLISHED_ID = re.compile(r"[0-9a-fA-F]{64}")


def street() -> Feed:
    """Crimes and anti-social behaviour by month and map point."""
    return Feed("police_uk_street", finish=_finish)


def outcomes() -> Feed:
    """What happened to crimes, by month of the outcome."""
    return Feed("police_uk_outcomes", finish=_finish)


def stop_search() -> Feed:
    """Stops and searches."""
    return Feed("police_uk_stop_search", finish=_finish)


def force_of(feed: Feed, name: str) -> str:
    """The force's slug, from the file name."""
    found = feed.published.file_pattern.search(name)
    assert found is not None, "only files named like the published ones get here"
    return found["force"].lower()


def id_bytes(text: str) -> bytes:
    """A published identifier as 32 bytes.

    Anything that is not 64 hexadecimal digits is kept under the SHA-256 of its text, so that the
    same identifier still matches between street and outcome files.

    >>> id_bytes("00" * 31 + "ff")[-1]
    255
    """
    if PUBLISHED_ID.fullmatch(text):
        return bytes.fromhex(text)
    return hashlib.sha256(text.encode()).digest()


def _finish(columns: Columns, supplied: Supplied) -> tuple[Columns, tuple[str, ...]]:
    """Add the force and pack the identifiers."""
    rows = len(next(iter(columns.values())))
    feed = next(feed for feed in FEEDS if feed.is_named(supplied.name))
    filled: dict[str, Any] = {**columns, "force": _constant(force_of(feed, supplied.name), rows)}
    if "crime_id" in columns:
        texts = columns["crime_id"].to_pylist()
        filled["crime_id"] = pa.array(
            [None if text is None else id_bytes(text) for text in texts], pa.binary()
        )
    return filled, ()


def _constant(text: str, rows: int) -> Any:
    return pa.repeat(pa.scalar(text, pa.string()), rows)


FEEDS = (street(), outcomes(), stop_search())

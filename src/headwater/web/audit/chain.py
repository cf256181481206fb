"""How entries are chained: plain functions on plain values."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

START = "0" * 64
"""What the first entry holds as the fingerprint of the one before."""

Fact = str | int | bool | None | list[str]


def fingerprint(  # noqa: PLR0913 - every column is under the seal
    *,
    previous: str,
    number: int,
    at: datetime,
    event: str,
    actor: str,
    workspace: str,
    about_kind: str,
    about: str,
    facts: Mapping[str, Fact],
) -> str:
    """SHA-256 over an entry and the fingerprint of the one before it.

    >>> import datetime as d
    >>> at = d.datetime(2026, 1, 1, tzinfo=d.UTC)
    >>> made = dict(number=1, at=at, event="e", actor="P", workspace="", about_kind="k", about="r")
    >>> len(fingerprint(previous=START, facts={}, **made))
    64
    """
    said = [
        previous,
        number,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        event,
        actor,
        workspace,
        about_kind,
        about,
        dict(facts),
    ]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

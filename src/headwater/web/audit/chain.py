"""How entries are chained: plain functions on plain values."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from headwater.web.audit.rules import Fact

START = "0" * 64
"""What the first entry holds as the fingerprint of the one before."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says, before it has its place in the chain."""

    at: datetime
    event: str
    actor: str
    workspace: str
    about_kind: str
    about: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def fingerprint(said: Said, *, number: int, previous: str) -> str:
    """SHA-256 over an entry, its number and the fingerprint of the one before it.

    >>> import datetime as d
    >>> at = d.datetime(2026, 1, 1, tzinfo=d.UTC)
    >>> said = Said(at, event="e", actor="P", workspace="", about_kind="k", about="r")
    >>> fingerprint(said, number=1, previous=START)[:12]
    '2c2a3d2bbd86'
    """
    sealed = [
        previous,
        number,
        said.at.astimezone(UTC).isoformat(timespec="microseconds"),
        said.event,
        said.actor,
        said.workspace,
        said.about_kind,
        said.about,
        dict(said.facts),
    ]
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

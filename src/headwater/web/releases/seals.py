"""The fingerprint of what is proposed: what goes out is what was looked at, or nothing goes out."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from headwater.core.errors import TamperedError
from headwater.web.editions.models import Edition
from headwater.web.releases.models import Release

NOT_SHOWN = frozenset({"status", "step", "steps_done", "steps_total", "failure", "version"})
"""What an edition says of its own making, which may change without a word of it changing."""


def seal_of(release: Release) -> str:
    """SHA-256 of what a release publishes, as it is stored now."""
    parts = _of_edition(release.edition) if release.edition else iter([release.snapshot])
    seal = hashlib.sha256()
    for part in parts:
        seal.update(_canonical(part))
        seal.update(b"\n")
    return seal.hexdigest()


def check_seal(release: Release) -> None:
    """Raises `TamperedError` where what would go out is not what was proposed."""
    found = seal_of(release)
    if found != release.fingerprint:
        raise TamperedError(what=str(release), expected=release.fingerprint, found=found)


def _of_edition(edition: Edition) -> Iterator[Any]:
    """Every row of an edition, and the fingerprint of every file, in one order."""
    fresh = Edition.objects.filter(pk=edition.pk)
    for row in _rows(fresh):
        yield {name: value for name, value in row.items() if name not in NOT_SHOWN}
    yield from _rows(edition.chapters.order_by("position", "slug"))
    yield from _rows(edition.tables.order_by("slug"))
    yield from _rows(edition.pictures.order_by("slug"))
    yield from _rows(edition.findings.order_by("position", "slug"))
    yield from _rows(edition.workings.order_by("kind", "key"))
    yield from _files(edition.folder)


def _rows(rows: QuerySet[Any, Any]) -> Iterator[dict[str, Any]]:
    yield from rows.values().iterator(chunk_size=50)


def _files(folder: str) -> Iterator[list[str]]:
    if not folder:
        return
    home = Path(settings.EDITIONS) / folder
    for path in sorted(home.rglob("*")):
        if path.is_file():
            sha = hashlib.sha256(path.read_bytes()).hexdigest()
            yield [path.relative_to(home).as_posix(), sha]


def _canonical(value: Any) -> bytes:
    text = json.dumps(
        value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return text.encode()

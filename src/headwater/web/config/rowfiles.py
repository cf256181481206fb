"""A database as files: one JSON line a row, one file a model, by Django's own serialisers.

The same files go into SQLite and PostgreSQL, so a backup of one can be restored into the other.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connections, models, transaction

from headwater.core.errors import TamperedError

LEFT_OUT = frozenset({"contenttypes.contenttype", "auth.permission", "sessions.session"})
"""Made anew by Django, or, for sessions, not to be brought back to life."""
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class RowFile:
    """One model's rows as they were written."""

    model: str
    rows: int
    sha256: str


def kept_models() -> list[type[models.Model]]:
    """Every model with a table of its own, those others point at first."""
    every = [
        model
        for config in apps.get_app_configs()
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return list(serializers.sort_dependencies([(None, every)])) if every else []


def write_rows(folder: Path, *, alias: str) -> list[RowFile]:
    """Every row of a database as it stands at one moment."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = connections[alias]
    with transaction.atomic(using=alias):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        there = set(connection.introspection.table_names())
        return [
            _write(model, folder / f"{model._meta.label_lower}.jsonl", alias=alias)
            for model in kept_models()
            if model._meta.db_table in there
        ]


def _write(model: type[models.Model], path: Path, *, alias: str) -> RowFile:
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for line in _lines(model, alias=alias):
            stream.write(line)
            count += 1
    return RowFile(model._meta.label_lower, count, _sha256(path))


def _lines(model: type[models.Model], *, alias: str) -> Iterator[str]:
    """Rows in the order of their keys, one line each."""
    primary = model._meta.pk
    assert primary is not None
    rows = model._base_manager.using(alias).order_by(primary.attname)
    for row in rows.iterator(chunk_size=BATCH):
        yield serializers.serialize("jsonl", [row], ensure_ascii=False).rstrip("\n") + "\n"


def read_rows(folder: Path, expected: list[RowFile], *, alias: str) -> None:
    """Fill an empty database from files, all or nothing.

    Raises `TamperedError` where a file is not as it was written, or where the rows that were
    stored are not those of the file.
    """
    connection = connections[alias]
    # Migrations put a few rows there themselves; those of the backup take their place.
    with transaction.atomic(using=alias), connection.constraint_checks_disabled():
        for each in expected:
            path = folder / f"{each.model}.jsonl"
            _check(path.name, expected=each.sha256, found=_sha256(path))
            with path.open(encoding="utf-8") as stream:
                for found in serializers.deserialize("jsonl", stream, using=alias):
                    found.save(using=alias)
        connection.check_constraints()
        _reset_sequences(alias)
    for each in expected:
        model = apps.get_model(each.model)
        digest = hashlib.sha256()
        for line in _lines(model, alias=alias):
            digest.update(line.encode())
        _check(f"rows of {each.model}", expected=each.sha256, found=digest.hexdigest())


def _reset_sequences(alias: str) -> None:
    connection = connections[alias]
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _check(what: str, *, expected: str, found: str) -> None:
    if expected != found:
        raise TamperedError(what=what, expected=expected, found=found)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

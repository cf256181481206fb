"""An edition as a file, and back again with every hash checked."""

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

from headwater.core.counts import Released
from headwater.core.editions import Edition, Table
from headwater.core.errors import ExitCode, HeadwaterError, NotFoundError
from headwater.reporting import manifest

FORMAT = "headwater-edition/1"
FILE = "edition.json"


class EditionFormatError(HeadwaterError):
    """A file is not an edition, or not one this version can read."""

    exit_code = ExitCode.SOURCE_FAULTS


def edition_bytes(edition: Edition) -> bytes:
    """An edition as UTF-8 JSON with sorted keys: the same bytes for the same edition."""
    plain = {"format": FORMAT, **_plain(edition)}
    text = json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode() + b"\n"


def read_edition(folder: Path) -> Edition:
    """The edition in a folder of documents.

    Raises `TamperedError` when its bytes are not those the manifest vouches for, since the
    promise that its numbers were released rests on them.
    """
    path = folder / FILE
    if not path.is_file():
        raise NotFoundError(
            kind="edition in folder",
            name=folder.name,
            hint=f"A folder made by headwater assess holds a file {FILE}.",
        )
    manifest.check_file(folder, FILE)
    return edition_from(path.read_bytes())


def edition_from(data: bytes) -> Edition:
    """An edition from its bytes, which the caller has reason to trust."""
    from pydantic import TypeAdapter, ValidationError

    from headwater.core.disclosure import restored

    try:
        plain = json.loads(data)
    except ValueError as error:
        raise EditionFormatError(
            f"[{FILE}] is not JSON. Make the edition again with headwater assess."
        ) from error
    found = plain.pop("format", "") if isinstance(plain, dict) else ""
    if found != FORMAT:
        raise EditionFormatError(
            f"[{FILE}] has format [{found}] and this version reads [{FORMAT}]. "
            "Make the edition again with headwater assess."
        )
    types = get_type_hints(Edition)
    read: dict[str, Any] = {}
    try:
        for each in fields(Edition):
            if each.name == "tables":
                tables = TypeAdapter(dict[str, Table]).validate_python(plain["tables"])
                read["tables"] = {
                    id: restored(table, profile=table.profile) for id, table in tables.items()
                }
            elif each.name in plain:
                adapter: TypeAdapter[Any] = TypeAdapter(types[each.name])
                read[each.name] = adapter.validate_python(plain[each.name])
        return Edition(**read)
    except (ValidationError, KeyError, TypeError) as error:
        raise EditionFormatError(
            f"[{FILE}] does not have the shape of an edition. "
            "Make the edition again with headwater assess."
        ) from error


def _plain(value: object) -> Any:
    """Dataclasses as dictionaries; a released table as its table. Rows and rings go as they are."""
    if isinstance(value, Released):
        return _plain(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return [_plain(each) for each in value]
    return value

"""A file of services as it arrives: read, and refused in plain words where it is not one."""

import json
from dataclasses import dataclass
from typing import Any

from headwater.core.errors import Fault, HeadwaterError
from headwater.sources.found_faults import FoundFaults
from headwater.sources.open_referral.pages import PAGE_KEYS, services_in
from headwater.web.provision.services.rules.reading import read
from headwater.web.provision.services.rules.record import Record

LARGEST_BYTES = 20_000_000
MOST_SERVICES = 5_000
DEEPEST = 60


class FileRefusedError(HeadwaterError):
    """A file that is no directory of services."""


class _TwiceError(ValueError):
    """A name that stands twice in one object."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One service of a file: as it came, and as we read it."""

    service_id: str
    kept: dict[str, Any]
    record: Record


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything in a file: what can be taken in, and what is wrong with the rest."""

    services: tuple[Arrived, ...]
    faults: tuple[Fault, ...]
    wrong: int
    """How many services have a fault and are left out."""


def directory_of(raw: bytes, *, name: str) -> Directory:
    """The services of a file. Raises `FileRefusedError` where it is no directory at all.

    A service with a fault is left out and said; all others can be taken in.
    """
    given = _given(_document(raw))
    faults = FoundFaults(name)
    found: list[Arrived] = []
    seen: set[str] = set()
    for place, service in enumerate(given, start=1):
        record = read(service, faults=faults, place=place)
        if record is None:
            continue
        if service["id"] in seen:
            faults.add(
                "the same id is already further up",
                "Keep one service for each id",
                row=place,
                column="id",
            )
            continue
        seen.add(service["id"])
        found.append(Arrived(service["id"], service, record))
    return Directory(tuple(found), tuple(faults.kept), len(given) - len(found))


def _document(raw: bytes) -> Any:
    if len(raw) > LARGEST_BYTES:
        raise FileRefusedError(
            f"The file is larger than {LARGEST_BYTES // 1_000_000} MB. Send it in parts, such as "
            "one page of the directory at a time."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError("The file is not in UTF-8. Export it again as UTF-8.") from None
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        _check_storable(document)
    except _TwiceError as error:
        raise FileRefusedError(f"The file is not clear: {error}. Export it again.") from None
    except RecursionError:
        raise FileRefusedError("The file is nested too deeply to be a directory.") from None
    except ValueError as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise FileRefusedError(
            f"The file is not valid JSON{where}. It may be cut short: export it again."
        ) from None
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _TwiceError(f"[{twice[:60]}] stands twice in one object")
    return made


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number of JSON")


def _check_storable(value: Any, depth: int = 0) -> None:
    """Refuse what no database keeps as it is. Raises `ValueError` or `RecursionError`."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= each <= "\udfff" for each in value):
            raise ValueError("a character that cannot be kept")
    elif isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            raise ValueError("a number that is too large")
    elif isinstance(value, dict):
        for name, each in value.items():
            _check_storable(name, depth + 1)
            _check_storable(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _check_storable(each, depth + 1)


def _given(document: Any) -> list[Any]:
    """The services of a file: of one page, of several pages in a list, or of a plain list."""
    if isinstance(document, list) and document and all(map(_is_page, document)):
        given = [each for page in document for each in services_in(page) or []]
    else:
        given = services_in(document) or []
        if isinstance(document, dict) and isinstance(document.get("services"), list):
            given = document["services"]
    if not given:
        raise FileRefusedError(
            "The file has no services. Send a list of services, or a page of a directory with its "
            "services under contents."
        )
    if len(given) > MOST_SERVICES:
        raise FileRefusedError(
            f"The file has more than {MOST_SERVICES:,} services. Send it in parts."
        )
    return given


def _is_page(each: Any) -> bool:
    return isinstance(each, dict) and any(isinstance(each.get(key), list) for key in PAGE_KEYS)

"""One value in one cell of a sheet, and back again without loss.

Text stands as it is wherever it can. What would be read as something else is written as JSON: an
empty text, or a text that looks like a number where the standard knows no type for the field. What
a spreadsheet would run as a formula gets an apostrophe before it, which reading takes away again.
"""

import json
import re
from typing import Any

from headwater.core.plain_cells import RISKY_STARTS
from headwater.sources.giving_360.fields import Field, Kind

BETWEEN = ";"
"""What stands between several texts in one cell."""
EMPTIES: tuple[Any, ...] = (None, [], {})
_RISKY = re.compile(f"'*[{re.escape(''.join(RISKY_STARTS))}]")
_GUARDED = re.compile(f"'+[{re.escape(''.join(RISKY_STARTS))}]")


def written(value: Any, field: Field | None) -> str:
    """A value as it stands in a cell; `field` is None where the standard has no such field.

    >>> written("=1+1", None), written("", None), written(3500, None), written("3500", None)
    ("'=1+1", '""', '3500', '"3500"')
    """
    if field is not None and field.kind is Kind.NUMBER and isinstance(value, int | float):
        return json.dumps(value)
    if field is not None and field.kind is Kind.TEXTS and _can_be_joined(value):
        return _guarded(BETWEEN.join(value))
    if isinstance(value, str) and _reads_as_itself(value, field):
        return _guarded(value)
    return _guarded(json.dumps(value, ensure_ascii=False))


def read(cell: str, field: Field | None) -> Any:
    """What a cell that is not empty says.

    >>> read("'=1+1", None), read('""', None), read("3500", None), read('"3500"', None)
    ('=1+1', '', 3500, '3500')
    """
    text = cell[1:] if _GUARDED.match(cell) else cell
    said = _as_json(text)
    if said is _NOT_JSON:
        return text.split(BETWEEN) if _is_texts(field) else text
    if field is None or said in EMPTIES:
        return said
    if _is_texts(field):
        return said if isinstance(said, list) else text.split(BETWEEN)
    if field.kind is Kind.NUMBER and isinstance(said, int | float | str):
        return said
    return said if text.startswith('"') and isinstance(said, str) else text


def _is_texts(field: Field | None) -> bool:
    return field is not None and field.kind is Kind.TEXTS


def _guarded(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) else text


def _reads_as_itself(text: str, field: Field | None) -> bool:
    """Whether a text comes back as it is when it is written bare."""
    return text != "" and read(_guarded(text), field) == text


def _can_be_joined(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, str) and each and BETWEEN not in each for each in value)
        and _as_json(BETWEEN.join(value)) is _NOT_JSON
    )


_NOT_JSON = object()


def _as_json(text: str) -> Any:
    """What a text says as JSON, where it is JSON that a cell may hold."""
    if text[:1] not in '"[{-0123456789tfn':
        return _NOT_JSON
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return _NOT_JSON


def _no_number(word: str) -> Any:
    raise ValueError(word)

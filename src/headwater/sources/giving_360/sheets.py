"""Grants as rows of a sheet under the standard's titles, and rows as grants again.

A list takes a column for each of its parts: `Recipient Org:Identifier` where no grant has more
than one, `Recipient Org:0:Identifier`, `Recipient Org:1:Identifier` where some have. What the
standard does not know stands under its own name after all others.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from headwater.sources.giving_360 import cells
from headwater.sources.giving_360.fields import GRANT, Field, Kind, by_name, by_title

Step = str | int
Path = tuple[Step, ...]
Grant = dict[str, Any]

MOST_PARTS = 500
"""Of one list, so that no heading asks for a list without end."""
_COMPONENT = re.compile(r'"(?:[^"\\]|\\.)*"|[^:]*')


def to_rows(grants: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of grants that the standard allows."""
    flat = [dict(_leaves(grant, GRANT, ())) for grant in grants]
    paths = sorted({path for row in flat for path in row}, key=_order)
    several = {path[:at] for path in paths for at, step in enumerate(path) if _is_second(step)}
    header = [_heading(path, several) for path in paths]
    fields = [_field_of(path) for path in paths]
    rows = [
        [
            cells.written(row[path], field) if path in row else ""
            for path, field in zip(paths, fields, strict=True)
        ]
        for row in flat
    ]
    return header, rows


def from_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Grant]:
    """Grants from a sheet; empty rows say nothing and are left out."""
    return [grant for grant in each_row(header, rows) if grant]


def each_row(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Grant]:
    """One grant a row, empty where the row is."""
    paths = [path_of(heading) for heading in header]
    fields = [_field_of(path) for path in paths]
    for row in rows:
        grant: Grant = {}
        for path, field, cell in zip(paths, fields, row, strict=False):
            if cell != "" and path:
                _put(grant, path, cells.read(cell, field))
        yield _closed(grant)


def _leaves(said: Mapping[str, Any], fields: Sequence[Field], path: Path) -> Iterator[Any]:
    """Every value of a grant that stands in a cell of its own, with its path."""
    for name, value in said.items():
        field, here = by_name(name, fields), (*path, name)
        if field is None or value in cells.EMPTIES:
            yield here, value
        elif field.kind is Kind.PART:
            yield from _leaves(value, field.inside, here)
        elif field.kind is Kind.PARTS:
            for at, part in enumerate(value):
                yield from (
                    _leaves(part, field.inside, (*here, at)) if part else [((*here, at), part)]
                )
        else:
            yield here, value


def _is_second(step: Step) -> bool:
    return isinstance(step, int) and step > 0


def _order(path: Path) -> tuple[Any, ...]:
    """The standard's order, then what it does not know, by name."""
    fields: Sequence[Field] = GRANT
    key: list[tuple[int, str]] = []
    for step in path:
        if isinstance(step, int):
            key.append((step, ""))
            continue
        field = by_name(step, fields)
        key.append((fields.index(field), "") if field else (len(fields), step))
        fields = field.inside if field else ()
    return tuple(key)


def _heading(path: Path, several: set[Path]) -> str:
    """The heading of a column."""
    fields: Sequence[Field] = GRANT
    words: list[str] = []
    for at, step in enumerate(path):
        if isinstance(step, int):
            is_last = at == len(path) - 1
            if path[:at] in several or is_last:
                words.append(str(step))
            continue
        field = by_name(step, fields)
        words.append(field.title if field else _named(step, fields))
        fields = field.inside if field else ()
    return ":".join(words)


def _named(name: str, fields: Sequence[Field]) -> str:
    """A name of the publisher's own as a heading, in quotes where it would be misread."""
    first = name.partition("/")[0]
    is_clear = (
        name != ""
        and name == name.strip()
        and not re.search(r'[:"\r\n]', name)
        and name[0] not in "'=+-@\t"
        and not first.isdigit()
        and by_title(name, fields) is None
        and by_name(first, fields) is None
    )
    return name if is_clear else json.dumps(name, ensure_ascii=True)


def path_of(heading: str) -> Path:
    """Where the values of a column go. Titles of the standard and names as in JSON are both read.

    >>> path_of("Recipient Org:Identifier"), path_of("recipientOrganization/0/id")
    (('recipientOrganization', 0, 'id'), ('recipientOrganization', 0, 'id'))
    """
    words = _words_of(heading.strip())
    fields: Sequence[Field] = GRANT
    path: list[Step] = []
    at = 0
    while at < len(words):
        name, is_quoted = words[at]
        field = None if is_quoted else by_title(name, fields) or by_name(name, fields)
        path.append(field.name if field else name)
        at += 1
        if field is None:
            # What is below a name of the publisher's own is one name.
            rest = [word for word, _ in words[at:]]
            return (*path[:-1], ":".join([name, *rest])) if rest else tuple(path)
        if field.kind is Kind.PARTS:
            index, at = _index(words, at)
            if index is not None:
                path.append(index)
        fields = field.inside
    return tuple(path)


def _index(words: Sequence[tuple[str, bool]], at: int) -> tuple[int | None, int]:
    """Which part of a list is meant, and where the heading goes on; the list itself by none."""
    if at >= len(words):
        return None, at
    word, is_quoted = words[at]
    if not is_quoted and word.isascii() and word.isdigit() and len(word) <= 4:
        return min(int(word), MOST_PARTS), at + 1
    return 0, at


def _words_of(heading: str) -> list[tuple[str, bool]]:
    """The parts of a heading, and whether each was in quotes."""
    found: list[tuple[str, bool]] = []
    first = heading.partition("/")[0].strip()
    if ":" not in heading and "/" in heading and by_name(first, GRANT):
        return [(each.strip(), False) for each in heading.split("/")]
    at = 0
    while at <= len(heading):
        match = _COMPONENT.match(heading, at)
        assert match is not None
        found.append(_unquoted(match[0]))
        at = match.end() + 1
        if heading[match.end() : match.end() + 1] not in ("", ":"):
            found[-1] = (heading[match.start() :], False)
            break
    return found


def _unquoted(word: str) -> tuple[str, bool]:
    if len(word) > 1 and word[0] == word[-1] == '"':
        try:
            return str(json.loads(word)), True
        except ValueError:
            return word, False
    return word.strip(), False


def _field_of(path: Path) -> Field | None:
    """The field of the standard that a column holds, or None."""
    fields: Sequence[Field] = GRANT
    found: Field | None = None
    for step in path:
        if isinstance(step, int):
            continue
        found = by_name(step, fields)
        if found is None:
            return None
        fields = found.inside
    return found


class _Parts(dict[int, Any]):
    """A list while its parts come in, in any order and with gaps."""


def _put(grant: Grant, path: Path, value: Any) -> None:
    """Set a value deep inside a grant. What is in the way is left: the first column counts."""
    here: Any = grant
    for step, following in pairwise(path):
        if not isinstance(here, dict):
            return
        here = here.setdefault(step, _Parts() if isinstance(following, int) else {})
    if isinstance(here, dict):
        here.setdefault(path[-1], value)


def _closed(value: Any) -> Any:
    """The same with every list whole, in order and without gaps."""
    if isinstance(value, _Parts):
        return [_closed(value[at]) for at in sorted(value)]
    if isinstance(value, dict):
        return {name: _closed(each) for name, each in value.items()}
    return value

"""Grants as files: JSON and CSV of the 360Giving Data Standard."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from headwater.sources.giving_360.fields import GRANT, PACKAGE, Field, Kind
from headwater.sources.giving_360.sheets import to_rows


def json_text(package: Mapping[str, Any]) -> str:
    """A package of grants as JSON that people can read.

    Fields come in the standard's order, what it does not know after them by name: a database that
    keeps objects in an order of its own does not change the bytes.
    """
    about = {name: value for name, value in package.items() if name != "grants"}
    made = _in_order(about, PACKAGE)
    made["grants"] = [_in_order(grant, GRANT) for grant in package["grants"]]
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _in_order(said: Any, fields: Sequence[Field]) -> Any:
    if not isinstance(said, Mapping):
        return said
    known = [each for each in fields if each.name in said]
    made: dict[str, Any] = {each.name: _value(said[each.name], each) for each in known}
    return made | {name: said[name] for name in sorted(said) if name not in made}


def _value(value: Any, field: Field) -> Any:
    if field.kind is Kind.PART:
        return _in_order(value, field.inside)
    if field.kind is Kind.PARTS and isinstance(value, list):
        return [_in_order(each, field.inside) for each in value]
    return value


def csv_text(grants: Sequence[Mapping[str, Any]]) -> str:
    """Grants as CSV under the standard's titles. Reading it gives equal grants.

    Lines end so that a carriage return inside a cell is quoted, and begins no row.
    """
    header, rows = to_rows(grants)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()

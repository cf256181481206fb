"""The XML form of the information standard DCB1594, as a table.

Parsed without external entities: a document that declares a type or an entity is refused, which
is how entity bombs and file disclosure start.
"""

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from headwater.core.errors import Fault
from headwater.sources.base import FileKind, Supplied
from headwater.sources.offered import UnreadableError
from headwater.sources.table_schema import normal

DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
ASSAULT = "assault"


def as_table(supplied: Supplied, fields: Sequence[str], *, target: Path) -> Supplied:
    """The same supply as a CSV file. Elements outside the standard become columns that are dropped.

    Raises `UnreadableError` for what is not XML, declares entities, or has no assaults.
    """
    root = _parsed(supplied)
    header = {_item(child): _text(child) for child in _leaves(root, inside_assaults=False)}
    rows = [
        {_item(child): _text(child) for child in element}
        for element in root.iter()
        if _local(element.tag) == ASSAULT
    ]
    if not rows:
        raise UnreadableError(_fault(supplied, "it has no assaults", "Send it again with its rows"))
    known = {_squeezed(name): name for name in fields}
    found = dict.fromkeys([*header, *(item for row in rows for item in row)])
    columns = [known.get(item, item) for item in found]
    with target.open("w", encoding="utf-8", newline="") as handle:
        # Lines end so that a carriage return inside a value is quoted, and begins no row.
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([{**header, **row}.get(item, "") for item in found] for row in rows)
    return replace(supplied, path=target, kind=FileKind.CSV, header=tuple(columns))


def _parsed(supplied: Supplied) -> ET.Element:
    text = supplied.path.read_text(encoding="utf-8")
    if DECLARATION.search(text):
        raise UnreadableError(
            _fault(
                supplied,
                "it declares a document type or an entity, as an attack would",
                "Remove the DOCTYPE and send it again",
            )
        )
    try:
        # Declarations were refused above, so nothing can expand or reach out.
        return ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314
    except ET.ParseError as error:
        line = error.position[0]
        raise UnreadableError(
            Fault(supplied.name, line, "", "", "it stops being XML on this line", "Export it again")
        ) from error


def _leaves(root: ET.Element, *, inside_assaults: bool) -> list[ET.Element]:
    """Elements that hold text, without those of the assaults unless asked for."""
    found = []
    for child in root:
        if _local(child.tag) == ASSAULT and not inside_assaults:
            continue
        found += _leaves(child, inside_assaults=inside_assaults) if len(child) else [child]
    return found


def _local(tag: str) -> str:
    """An element's name without its namespace, in small letters."""
    return tag.rsplit("}", 1)[-1].casefold()


def _item(element: ET.Element) -> str:
    return _squeezed(_local(element.tag))


def _squeezed(name: str) -> str:
    """A data item name without spaces and signs: SiteCodeOfTreatment, SITE CODE (OF TREATMENT)."""
    return re.sub(r"[^a-z0-9]", "", normal(name))


def _text(element: ET.Element) -> str:
    return " ".join((element.text or "").split())


def _fault(supplied: Supplied, problem: str, remedy: str) -> Fault:
    return Fault(supplied.name, 0, "", "", problem, remedy)

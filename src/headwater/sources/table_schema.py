"""Published Table Schemas: the one place that says what a supplied table must look like.

Each schema is a Frictionless Table Schema 1.0 document in `schemas/`. What that standard has no
word for is under keys that start `headwater:`. The checks, the templates and the supplier guides
are all made from these documents.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

OURS = "headwater:"


class FieldType(StrEnum):
    """The types of the standard that headwater's schemas use."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    YEARMONTH = "yearmonth"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a supplied table.

    `column` is the lake column it fills, empty where it is checked and not kept. A `lenient`
    field's odd values are a warning, not a fault: numbers that break its rule are left empty and
    texts are kept as they are. The values of a `personal` field are never shown.
    """

    name: str
    title: str
    description: str
    type: FieldType
    formats: tuple[str, ...]
    example: str
    column: str
    required: bool
    unique: bool
    enum: tuple[str, ...]
    pattern: str
    minimum: str
    maximum: str
    shape: str
    true_values: tuple[str, ...]
    false_values: tuple[str, ...]
    personal: bool
    free_text: bool
    lenient: bool

    @property
    def rule(self) -> str:
        """What the column must hold, as the end of the sentence "it must be ..."."""
        if self.enum:
            return f"one of {', '.join(self.enum)}"
        if self.type is FieldType.BOOLEAN:
            return f"{self.true_values[0]} or {self.false_values[0]}"
        words = self.shape or TYPE_WORDS[self.type]
        if self.minimum and self.maximum:
            words += f" from {self.minimum} to {self.maximum}"
        elif self.minimum:
            words += f" from {self.minimum} on"
        elif self.maximum:
            words += f" up to {self.maximum}"
        return words


TYPE_WORDS = {
    FieldType.STRING: "text",
    FieldType.INTEGER: "a whole number",
    FieldType.NUMBER: "a number",
    FieldType.BOOLEAN: "yes or no",
    FieldType.DATE: "a date such as 2024-09-30",
    FieldType.DATETIME: "a date and time such as 2024-09-30T21:45",
    FieldType.YEARMONTH: "a month such as 2024-09",
}
DEFAULT_FORMATS = {FieldType.DATE: "%Y-%m-%d", FieldType.DATETIME: "%Y-%m-%dT%H:%M:%S"}


@dataclass(frozen=True, eq=False)
class TableSchema:
    """One supplied table. `document` is the published schema as it stands in its file."""

    name: str
    title: str
    description: str
    version: str
    supplier: str
    table: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    file_name: str
    file_pattern: re.Pattern[str]
    slice_form: str
    month_of: str
    orders: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    document: Mapping[str, Any]

    def field(self, name: str) -> Field:
        """One field by its name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields in order."""
        return tuple(field.name for field in self.fields)


@cache
def table_schema(source: str) -> TableSchema:
    """The schema of a source, read from its published document."""
    text = files("headwater.sources").joinpath("schemas", f"{source}.json").read_text("utf-8")
    return parse(json.loads(text))


def parse(document: Mapping[str, Any]) -> TableSchema:
    """Read a schema document."""
    return TableSchema(
        name=document["name"],
        title=document["title"],
        description=document["description"],
        version=document[OURS + "version"],
        supplier=document[OURS + "supplier"],
        table=document[OURS + "table"],
        fields=tuple(_field(field) for field in document["fields"]),
        key=_key(document),
        file_name=document[OURS + "fileName"],
        file_pattern=re.compile(document[OURS + "filePattern"], re.IGNORECASE),
        slice_form=document[OURS + "slice"],
        month_of=document.get(OURS + "monthOf", ""),
        orders=tuple((early, late) for early, late in document.get(OURS + "order", ())),
        missing=tuple(text for text in document.get("missingValues", ()) if text),
        notes=tuple(document.get(OURS + "notes", ())),
        document=document,
    )


def normal(name: str) -> str:
    """A column name without the differences that do not matter.

    >>> normal(" Home_Office  Code ")
    'home office code'
    """
    return re.sub(r"[\s_]+", " ", name.strip()).casefold()


def _key(document: Mapping[str, Any]) -> tuple[str, ...]:
    key = document.get("primaryKey", ())
    return (key,) if isinstance(key, str) else tuple(key)


def _field(field: Mapping[str, Any]) -> Field:
    rules = field.get("constraints", {})
    kind = FieldType(field["type"])
    main = field.get("format", DEFAULT_FORMATS.get(kind, ""))
    return Field(
        name=field["name"],
        title=field.get("title", field["name"]),
        description=field["description"],
        type=kind,
        formats=tuple(text for text in (main, *field.get(OURS + "formats", ())) if text),
        example=str(field.get("example", "")),
        column=field.get(OURS + "column", ""),
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        enum=tuple(rules.get("enum", ())),
        pattern=rules.get("pattern", ""),
        minimum=str(rules.get("minimum", "")),
        maximum=str(rules.get("maximum", "")),
        shape=field.get(OURS + "shape", ""),
        true_values=tuple(field.get("trueValues", ("true", "True", "TRUE", "1"))),
        false_values=tuple(field.get("falseValues", ("false", "False", "FALSE", "0"))),
        personal=field.get(OURS + "personal", False),
        free_text=field.get(OURS + "freeText", False),
        lenient=field.get(OURS + "otherwise", "") == "warn",
    )

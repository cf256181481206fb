"""From a number to what it rests on, as one page shows it: method, rule, queries, loads, files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core import words
from headwater.web.design_system.parts import Cell, Column, Row, Table
from headwater.web.editions import figures
from headwater.web.editions.figures import Figure
from headwater.web.editions.models import Edition, Working
from headwater.web.editions.presenters import Links, breakable
from headwater.web.editions.queries import Foundations
from headwater.web.editions.rules.narrative import quote

SCALES = frozenset({"rate", "ratio", "percent", "number"})


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was run on the lake."""

    id: str
    name: str
    tables: str
    sql: str


@dataclass(frozen=True, slots=True)
class Load:
    """An accepted load with its files."""

    id: str
    source: str
    words: str
    accepted: str
    files_words: str
    files: Table


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything one number rests on."""

    name: str
    quote: str
    """How a narrative quotes it."""
    title: str
    value: str
    label: str
    interval: str
    rows: Sequence[Row]
    beside: Table | None
    queries: Sequence[Query]
    loads: Sequence[Load]


def explanation(
    edition: Edition,
    figure: Figure,
    found: Foundations,
    links: Links,
    *,
    people: Mapping[str, str] | None,
) -> Explanation:
    """A figure with its working. `people` names who accepted loads; None leaves them out."""
    return Explanation(
        name=figure.name,
        quote=breakable(quote(figure.name)),
        title=f"{figure.column['label']}, {figure.row_name}",
        value=figure.words,
        label=f"{figures.heading(figure.column)}, {figure.row_name}",
        interval=interval_words(figure),
        rows=_rows(edition, figure, links),
        beside=_beside(figure, links),
        queries=[_query(each) for each in found.expressions],
        loads=[_load(each, people=people) for each in found.loads],
    )


def interval_words(figure: Figure) -> str:
    """The limits in the same row, where the number has them; a mark with its meaning."""
    if figure.words in words.MARK_MEANINGS:
        return f"Not shown: {words.MARK_MEANINGS[figure.words]}"
    low, high = _limits(figure)
    return f"95% interval {low} to {high}" if low and high else ""


def _limits(figure: Figure) -> tuple[str, str]:
    key = figure.column["key"]
    if figure.column["kind"] not in SCALES or key.endswith(("low", "high")):
        return "", ""
    cells = {
        column["key"]: figures.shown(value, column)
        for column, value in zip(figure.table.columns, figure.row, strict=True)
    }
    own = (f"{key}_low", f"{key}_high")
    shared = ("low", "high") if _has_one_scale(figure) else own
    for low, high in (own, shared):
        if low in cells and high in cells:
            return cells[low], cells[high]
    return "", ""


def _has_one_scale(figure: Figure) -> bool:
    """Whether plain `low` and `high` can only be the limits of this column: the one before them."""
    keys = [column["key"] for column in figure.table.columns]
    return "low" in keys and keys.index("low") == keys.index(figure.column["key"]) + 1


def _rows(edition: Edition, figure: Figure, links: Links) -> list[Row]:
    made = figure.column["provenance"]
    table = figure.table
    rows = [
        Row("How it was made", made["method"]),
        Row("Definition", made["definition"] or "Counted as supplied"),
        Row("Area and period", f"{edition.area_name}, {edition.period_words}"),
        Row("Table", Cell(table.title, href=links.table(table.slug))),
        Row("Small numbers", f"{table.rule} ({table.profile})"),
        *(Row("With care", caution) for caution in made["cautions"]),
        *(Row("Note", note) for note in table.notes),
    ]
    if made["seed"] is not None:
        rows.append(Row("Seed", str(made["seed"])))
    version = edition.facts.get("code_version", "")
    return [*rows, Row("Made by", f"headwater {version}, edition {edition.engine_id}")]


def _beside(figure: Figure, links: Links) -> Table | None:
    """Every other number of the row, each with its own explanation."""
    others = [
        (column, value)
        for column, value in zip(figure.table.columns, figure.row, strict=True)
        if figures.is_number(column) and column["key"] != figure.column["key"]
    ]
    if not others:
        return None
    return Table(
        caption=f"Beside it: {figure.row_name}",
        columns=[Column("What"), Column("Number", numeric=True)],
        rows=[
            [_linked(figure, column, links), figures.shown(value, column)]
            for column, value in others
        ],
        marks=words.MARK_MEANINGS,
    )


def _linked(figure: Figure, column: Mapping[str, Any], links: Links) -> Cell:
    if not column["provenance"]:
        return Cell(figures.heading(column))
    name = figures.name_of(figure.table, figure.row, column)
    return Cell(figures.heading(column), href=links.number(name))


def _query(working: Working) -> Query:
    body = working.body
    return Query(working.key, body["name"], words.listed(body["tables"]), body["sql"])


def _load(working: Working, *, people: Mapping[str, str] | None) -> Load:
    body = working.body
    refused = words.counted(body["rejected"], "row")
    return Load(
        id=working.key,
        source=body["source"],
        words=f"{words.counted(body['rows'], 'row')} of {body['table']}, {refused} refused, "
        f"schema {body['schema_version']}",
        accepted=_accepted(body.get("accepted", {}), people),
        files_words=words.counted(len(body["files"]), "file"),
        files=_files(working.key, body["files"]),
    )


def _accepted(accepted: Mapping[str, str], people: Mapping[str, str] | None) -> str:
    """When a load was accepted and, for those signed in, by whom."""
    if not accepted:
        return ""
    moment = timezone.localtime(datetime.fromisoformat(accepted["at"]))
    when = f"Accepted on {dated(moment, 'j F Y')}"
    if people is None:
        return when
    return f"{when} by {people.get(accepted['by'], accepted['by'])}"


def _files(load: str, files: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        caption=f"Files of {load}",
        columns=[
            Column("File"),
            Column("Rows", numeric=True),
            Column("Refused", numeric=True),
            Column("Fingerprint (SHA-256)"),
        ],
        rows=[
            [
                each["name"],
                words.number(each["rows"]),
                words.number(each["rejected"]),
                each["sha256"],
            ]
            for each in files
        ],
        is_dense=True,
    )


def accepters(found: Foundations) -> frozenset[str]:
    """References of those who accepted the loads, to look their names up."""
    return frozenset(
        each.body["accepted"]["by"] for each in found.loads if each.body.get("accepted")
    )

"""The register in words, tags and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as dated

from headwater.web.design_system.parts import (
    Cell,
    Colour,
    Column,
    Entry,
    Row,
    Table,
    Tag,
)
from headwater.web.insights.algorithms import atrs
from headwater.web.insights.algorithms.models import Algorithm, Edit
from headwater.web.insights.algorithms.rules import Status, is_expiring

COLOURS = {
    Status.DRAFT: Colour.GREY,
    Status.IN_USE: Colour.GREEN,
    Status.SUSPENDED: Colour.ORANGE,
    Status.WITHDRAWN: Colour.GREY,
}
MEANINGS = {
    Status.DRAFT: "Does not run until a lead puts it into use",
    Status.IN_USE: "May run until its entry ends",
    Status.SUSPENDED: "Does not run until a lead puts it back into use",
    Status.WITHDRAWN: "Never runs again; its record is kept",
}
PER_DAY = "j F Y"


def status_tag(algorithm: Algorithm, *, today: date) -> Tag:
    """Whether an algorithm may run, in words."""
    status = Status(algorithm.status)
    if status is Status.IN_USE and algorithm.expires_on < today:
        return Tag("Expired", Colour.RED, "Does not run until somebody reviews it")
    if status is Status.IN_USE and is_expiring(algorithm.expires_on, today=today):
        return Tag("In use, ends soon", Colour.YELLOW, "Review it before its entry ends")
    return Tag(status.words, COLOURS[status], MEANINGS[status])


def register_table(algorithms: Iterable[Algorithm], *, workspace: str, today: date) -> Table:
    """The register as a list."""
    rows = [
        (
            Cell(each.name, reverse("insights:algorithm", args=[workspace, each.reference])),
            each.key,
            f"{each.owner_role}, {each.owner_organisation}",
            Cell(tag=status_tag(each, today=today)),
            dated(each.expires_on, PER_DAY),
        )
        for each in algorithms
    ]
    return Table(
        "Algorithms of this partnership",
        (
            Column("Algorithm"),
            Column("Key"),
            Column("Who answers for it"),
            Column("Status"),
            Column("Entry ends"),
        ),
        rows,
        when_empty="Nothing is on the register, so nothing runs. A lead adds the first entry.",
    )


def facts(algorithm: Algorithm) -> Sequence[Row]:
    """What the register keeps beside the record."""
    return (
        Row("Key", algorithm.key),
        Row("Tool version", algorithm.tool_version),
        Row("Last reviewed", dated(algorithm.reviewed_on, PER_DAY)),
        Row("Entry ends", dated(algorithm.expires_on, PER_DAY)),
        Row("Predicts about people", "No. headwater refuses any that does."),
        Row("Reference", algorithm.reference),
    )


def record_sections(said: Mapping[str, Any]) -> list[tuple[str, list[Row]]]:
    """The public record, section by section, with what was left open said so."""
    sections: dict[str, list[Row]] = {}
    for answer in atrs.answers(said):
        words = answer.words or "Not stated"
        sections.setdefault(answer.field.section, []).append(Row(answer.field.title, words))
    return list(sections.items())


def history(edits: Iterable[Edit], names: Mapping[str, str]) -> list[Entry]:
    """Every version of the entry, the latest first."""
    return [
        Entry(
            title=f"Version {each.number}: {Status(each.said['status']).words.lower()}",
            at=each.at,
            by=names.get(each.by, each.by),
            text=each.said["status_reason"],
        )
        for each in edits
    ]


def lines(said: Mapping[str, Any]) -> list[list[str]]:
    """The record as rows for a file: number, field, answer."""
    return [[a.field.number, a.field.tier_words, a.field.section, a.field.title, a.words]
            for a in atrs.answers(said)]  # fmt: skip

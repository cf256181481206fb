"""Assessments in words and tables for those signed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateformat import format as dated
from django.utils.text import capfirst

from headwater.core import words
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, Colour, Column, Entry, Link, Row, Table, Tag
from headwater.web.editions.files import Document
from headwater.web.editions.models import Chapter, Edition, NarrativeVersion
from headwater.web.editions.models import Table as EditionTable
from headwater.web.editions.presenters import status_tag
from headwater.web.insights.assessments.links import address, number_address
from headwater.web.insights.assessments.models import Comment, Comparison, HeldMonths

KILOBYTE = 1_000
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A remark with who made it and what became of it."""

    reference: str
    by: str
    at: datetime
    text: str
    mentions: str
    resolved: str
    resolve_href: str


def listing(editions: Iterable[Edition], names: Mapping[str, str]) -> Table:
    """Assessments, each leading to its page."""
    return Table(
        caption="Assessments",
        caption_is_hidden=True,
        columns=[Column("Area"), Column("Months"), Column("Status"), Column("Asked for")],
        rows=[
            [
                Cell(f"{each.area_name or each.area_code}", href=address(each, "")),
                each.period_words,
                Cell(tag=status_tag(each)),
                Cell(moment(each.requested_at), hint=names.get(each.requested_by, "")),
            ]
            for each in editions
        ],
        when_empty="No assessment is here yet. Somebody who leads assessments can start one.",
    )


def held(months: Iterable[HeldMonths]) -> list[str]:
    """Which months of which records there are."""
    return [
        f"{each.words[:1].upper()}{each.words[1:]}: "
        f"{dated(each.first_month, 'F Y')} to {dated(each.last_month, 'F Y')}"
        for each in months
    ]


def facts(edition: Edition, names: Mapping[str, str]) -> list[Row]:
    """What an assessment is of, who asked and where it stands."""
    asked = f"{moment(edition.requested_at)} by {_name(edition.requested_by, names)}"
    rows = [
        Row("Status", Cell(tag=status_tag(edition))),
        Row("Area", f"{edition.area_name} ({edition.area_level or edition.area_code})"),
        Row("Week" if edition.is_early_warning else "Months", capfirst(edition.period_words)),
        Row("Asked for", asked),
    ]
    if edition.made_at:
        rows.append(Row("Made", moment(edition.made_at)))
    if edition.locked_at:
        locked = f"{moment(edition.locked_at)} by {_name(edition.locked_by, names)}"
        rows.append(Row("Locked", locked))
    if edition.engine_id:
        rows.append(Row("Edition", edition.engine_id))
    return rows


def _name(reference: str, names: Mapping[str, str]) -> str:
    return names.get(reference, reference)


def progress_words(edition: Edition) -> str:
    """How far it has come, as a sentence."""
    if not edition.steps_total:
        return f"{edition.step or 'Waiting'}. A county takes a few minutes."
    step = f"Step {edition.steps_done + 1} of {edition.steps_total}"
    return f"{step}: {edition.step[:1].lower()}{edition.step[1:]}."


def small_numbers(edition: Edition) -> Table:
    """What was done about small numbers, by the rule tables went out under."""
    profiles = edition.checks.get("profiles", {})
    return Table(
        caption="Small numbers",
        columns=[
            Column("Rule"),
            Column("Tables", numeric=True),
            Column("Cells hidden", numeric=True),
        ],
        rows=[
            [found["title"], words.number(found["tables"]), words.number(found["hidden"])]
            for found in profiles.values()
        ],
        notes=[
            "Before anything was stored, a program tried to work out hidden counts from the "
            "shown ones, across all tables, and could not."
        ],
    )


def chapter_rows(chapters: Iterable[Chapter], edition: Edition) -> Table:
    """Chapters with the narrative's state and the remarks that wait."""
    return Table(
        caption="Chapters",
        caption_is_hidden=True,
        columns=[Column("Chapter"), Column("Narrative"), Column("Open comments", numeric=True)],
        rows=[
            [
                Cell(
                    f"{each.position}. {each.title}",
                    href=address(edition, "chapter", each.slug),
                    hint=each.question,
                ),
                Cell(tag=_narrative_tag(each)),
                str(each.waiting) if each.waiting else "None",  # type: ignore[attr-defined]
            ]
            for each in chapters
        ],
    )


def _narrative_tag(chapter: Chapter) -> Tag:
    if chapter.narrative:
        return Tag("Written", Colour.GREEN, "The partnership says something about the figures")
    return Tag("None yet", Colour.GREY, "Only the figures speak")


def chapter_links(chapters: Iterable[Chapter], edition: Edition, *, here: str) -> list[Link]:
    """The chapters as a way from one to the next."""
    return [
        Link(each.title, address(edition, "chapter", each.slug), current=each.slug == here)
        for each in chapters
    ]


def downloads(edition: Edition, made: Iterable[tuple[Document, int]]) -> list[Link]:
    """The documents with their size."""
    return [
        Link(f"{document.words} ({size_words(size)})", address(edition, "document", document.name))
        for document, size in made
    ]


def size_words(size: int) -> str:
    """A file's size.

    >>> size_words(696_305), size_words(2_086_241), size_words(12)
    ('696 kB', '2.1 MB', '1 kB')
    """
    if size < MEGABYTE:
        return f"{max(1, round(size / KILOBYTE))} kB"
    return f"{size / MEGABYTE:.1f} MB"


def comment(
    said: Comment, names: Mapping[str, str], *, edition: Edition, slug: str
) -> ShownComment:
    """A remark for a chapter's page."""
    resolved = ""
    if said.resolved_at:
        resolved = f"Resolved {moment(said.resolved_at)} by {_name(said.resolved_by, names)}"
    return ShownComment(
        reference=said.reference,
        by=_name(said.by, names),
        at=said.at,
        text=said.text,
        mentions=words.listed([person.name for person in said.mentions.all()]),
        resolved=resolved,
        resolve_href=address(edition, "resolve", slug, said.reference),
    )


def history(versions: Iterable[NarrativeVersion], names: Mapping[str, str]) -> list[Entry]:
    """Every narrative a chapter has had."""
    return [
        Entry(
            title=f"Version {each.number}",
            at=each.at,
            by=_name(each.by, names),
            text=each.text or "The narrative was taken away.",
        )
        for each in versions
    ]


def table_rows(tables: Iterable[EditionTable], edition: Edition) -> Table:
    """Every table of an assessment."""
    return Table(
        caption="Tables",
        caption_is_hidden=True,
        columns=[
            Column("Table"),
            Column("Rows", numeric=True),
            Column("Hidden", numeric=True),
            Column("Rule"),
        ],
        rows=[
            [
                Cell(each.title, href=address(edition, "table", each.slug)),
                words.number(each.row_count),
                words.number(each.hidden),
                each.profile,
            ]
            for each in tables
        ],
        when_empty="No table holds these words.",
    )


def differences(found: Sequence[Mapping[str, Any]], edition: Edition) -> Table:
    """Figures that changed from one assessment to the other."""
    return Table(
        caption="Figures that changed",
        columns=[
            Column("Figure"),
            Column("Before", numeric=True),
            Column("After", numeric=True),
            Column("Change", numeric=True),
        ],
        rows=[
            [
                Cell(each["label"], href=number_address(edition, each["figure"])),
                _value(each["before"]),
                _value(each["after"]),
                _percent(each["percent"]),
            ]
            for each in found
        ],
        marks=words.MARK_MEANINGS,
        when_empty="No figure that both have differs.",
    )


def _value(value: str | float | None) -> Cell | str:
    if isinstance(value, str):
        return Cell(mark=value) if value in words.MARK_MEANINGS else value
    if value is None:
        return Cell(mark=words.NO_NUMBER)
    return words.number(value, decimals=0 if float(value).is_integer() else 1)


def _percent(percent: float | None) -> str:
    if percent is None:
        return "–"
    return f"{'+' if percent > 0 else ''}{words.percent(percent, decimals=1)}"


def changed_findings(comparison: Comparison) -> Table:
    """Findings that are new, gone or say something else."""
    return Table(
        caption="Findings that say something else",
        columns=[Column("Before"), Column("After")],
        rows=[
            [each["before"] or "Not said", each["after"] or "No longer said"]
            for each in comparison.found.get("findings", ())
        ],
        row_headers=False,
        when_empty="Every finding says the same in both.",
    )

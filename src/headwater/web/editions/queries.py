"""Reading assessments. Each page reads the rows it shows and no more."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.editions.figures import Figure, find, parts_of
from headwater.web.editions.models import (
    Chapter,
    Edition,
    Finding,
    Kind,
    NarrativeVersion,
    Picture,
    Table,
    Working,
)
from headwater.web.editions.rules import permissions
from headwater.web.editions.rules.narrative import quoted_figures
from headwater.web.editions.rules.workflow import READABLE, Status

Row = TypeVar("Row", Chapter, Table, Picture)


@dataclass(frozen=True, slots=True)
class Contents:
    """A chapter with everything its blocks show."""

    chapter: Chapter
    findings: Mapping[str, Finding]
    pictures: Mapping[str, Picture]
    tables: Mapping[str, Table]
    figures: Mapping[str, Figure]
    """Figures that findings rest on and that the narrative quotes, by name."""


@dataclass(frozen=True, slots=True)
class Foundations:
    """What a column of numbers rests on."""

    expressions: tuple[Working, ...]
    loads: tuple[Working, ...]


def editions_for(actor: Actor, workspace: str) -> QuerySet[Edition]:
    """Editions of every kind of a workspace that the actor reads, latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return (
        Edition.objects.filter(workspace__slug=workspace)
        .exclude(status=Status.DISCARDED)
        .select_related("workspace")
    )


def of_kind(actor: Actor, workspace: str, kind: Kind) -> QuerySet[Edition]:
    """Those of a workspace that are of one kind, latest first."""
    return editions_for(actor, workspace).filter(kind=kind)


def edition_for(actor: Actor, workspace: str, reference: str) -> Edition:
    """One edition of a workspace. Raises `NotYours` for any other, there or not."""
    found = editions_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def kind_of(reference: str) -> Kind | None:
    """What kind of edition one is; None where there is none."""
    found = Edition.objects.filter(reference=reference).values_list("kind", flat=True).first()
    return None if found is None else Kind(found)


def readable_for(actor: Actor, workspace: str, reference: str) -> Edition:
    """One edition that has chapters to read."""
    edition = edition_for(actor, workspace, reference)
    if edition.stands not in READABLE:
        raise NotYours
    return edition


def latest_locked(workspace_id: int, area_code: str) -> Edition | None:
    """The locked assessment of an area with the latest months."""
    locked = Edition.objects.filter(
        workspace_id=workspace_id,
        kind=Kind.ASSESSMENT,
        area_code=area_code,
        status=Status.LOCKED,
    )
    return locked.order_by("-last_month", "-locked_at").first()


def chapters(edition: Edition) -> QuerySet[Chapter]:
    """The chapters in order, without what stands in them."""
    return edition.chapters.defer("blocks", "narrative")


def chapter(edition: Edition, slug: str) -> Chapter:
    """One chapter. Raises `NotYours` where there is none."""
    return _one(edition.chapters.select_related("edition__workspace"), slug)


def tables(edition: Edition) -> QuerySet[Table]:
    """Every table, without its rows."""
    return edition.tables.defer("rows", "columns", "notes")


def chapters_of(shown: Iterable[Edition]) -> dict[int, list[Chapter]]:
    """By the key of each of several assessments, its chapters in order. One query."""
    return _by_edition(Chapter.objects.defer("blocks", "narrative"), shown)


def tables_of(shown: Iterable[Edition]) -> dict[int, list[Table]]:
    """By the key of each of several assessments, its tables without their rows. One query."""
    return _by_edition(Table.objects.defer("rows", "columns", "notes"), shown)


def table(edition: Edition, slug: str) -> Table:
    """One table. Raises `NotYours` where there is none."""
    return _one(edition.tables.all(), slug)


def picture(edition: Edition, slug: str) -> Picture:
    """One picture. Raises `NotYours` where there is none."""
    return _one(edition.pictures.all(), slug)


def key_findings(edition: Edition) -> tuple[Finding, ...]:
    """Findings for the first page, in their order."""
    found = {each.slug: each for each in edition.findings.filter(slug__in=edition.key_findings)}
    return tuple(found[slug] for slug in edition.key_findings if slug in found)


def chapters_of_findings(edition: Edition) -> dict[str, Chapter]:
    """The chapter each finding stands in. One query reads every chapter's blocks."""
    return {
        block["ref"]: each
        for each in edition.chapters.defer("narrative")
        for block in each.blocks
        if block["kind"] == "finding"
    }


def contents(shown: Chapter) -> Contents:
    """Everything a chapter shows, in three queries."""
    edition_id = shown.edition_id
    refs: dict[str, set[str]] = {}
    for block in shown.blocks:
        refs.setdefault(block["kind"], set()).add(block["ref"])
    findings = Finding.objects.filter(edition_id=edition_id, slug__in=refs.get("finding", ()))
    drawn = refs.get("chart", set()) | refs.get("map", set())
    pictures = Picture.objects.filter(edition_id=edition_id, slug__in=drawn)
    told = {each.slug: each for each in findings}
    pictured = {each.slug: each for each in pictures}
    named = {name for each in told.values() for name in each.figures}
    named |= set(quoted_figures(shown.narrative))
    wanted = refs.get("table", set()) | {each.table for each in pictured.values()}
    wanted |= {parts_of(name)[0] for name in named}
    tables = {
        each.slug: each for each in Table.objects.filter(edition_id=edition_id, slug__in=wanted)
    }
    return Contents(shown, told, pictured, tables, _found(tables, named))


def figures(edition: Edition, names: Collection[str]) -> dict[str, Figure]:
    """Figures by name; names that nothing has are left out."""
    if not names:
        return {}
    wanted = {parts_of(name)[0] for name in names}
    tables = {each.slug: each for each in edition.tables.filter(slug__in=wanted)}
    return _found(tables, names)


def _found(tables: Mapping[str, Table], names: Iterable[str]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for name in names:
        held = tables.get(parts_of(name)[0])
        figure = find(held, name) if held else None
        if figure is not None:
            found[name] = figure
    return found


def figure(edition: Edition, name: str) -> Figure:
    """One figure that has a working. Raises `NotYours` where there is none."""
    found = figures(edition, [name]).get(name)
    if found is None or not found.column["provenance"]:
        raise NotYours
    return found


def foundations(edition: Edition, shown: Figure) -> Foundations:
    """The queries and loads that a figure rests on, in the order its working names them."""
    made = shown.column["provenance"]
    keys = [*made["expressions"], *made["loads"]]
    held = {each.key: each for each in edition.workings.filter(key__in=keys)}
    return Foundations(
        expressions=tuple(held[key] for key in made["expressions"] if key in held),
        loads=tuple(held[key] for key in made["loads"] if key in held),
    )


def versions(shown: Chapter) -> QuerySet[NarrativeVersion]:
    """Every narrative a chapter has had, latest first."""
    return shown.versions.all()


def _by_edition(rows: QuerySet[Row], shown: Iterable[Edition]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {each.pk: [] for each in shown}
    for row in rows.filter(edition__in=found):
        found[row.edition_id].append(row)
    return found


def _one(rows: QuerySet[Row], slug: str) -> Row:
    found = rows.filter(slug=slug).first()
    if found is None:
        raise NotYours
    return found

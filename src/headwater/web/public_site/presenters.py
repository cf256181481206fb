"""Words and tables for public pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.text import capfirst

from headwater.core.words import counted
from headwater.web.design_system.parts import Cell, CellLike, Column, Link, Row, Table
from headwater.web.editions import files as documents
from headwater.web.editions import presenters as editions
from headwater.web.editions import queries
from headwater.web.editions.models import Table as StoredTable
from headwater.web.public_site import addresses, writing
from headwater.web.public_site.addresses import Addresses
from headwater.web.public_site.feeds import Entry
from headwater.web.public_site.models import Post, Problem
from headwater.web.public_site.queries import Showing
from headwater.web.public_site.queries import first_findings as chosen_findings
from headwater.web.public_site.reading import KnownIssue
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.presenters import status_tag
from headwater.web.releases.rules.workflow import Status


def day(at: datetime | None) -> str:
    """A day as people say it."""
    return dated(timezone.localtime(at), "j F Y") if at else ""


def links_of(at: Addresses) -> editions.Links:
    """Where the parts of an edition are, as the shared presenters ask for them."""
    return editions.Links(
        number=at.figure,
        table=at.table,
        csv=lambda slug: at.table_file(slug, "csv"),
        picture=at.picture,
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader must know before anything else on the page."""

    title: str
    text: str
    link: Link | None = None


def notices(release: Release, numbers: Sequence[Release]) -> list[Notice]:
    """A newer edition, a correction of this one, or what this one corrects.

    `numbers` are all that were ever public of the same thing.
    """
    found = []
    current = next((each for each in numbers if each.status == Status.PUBLISHED), None)
    correction = next((each for each in numbers if each.corrects_id == release.pk), None)
    if correction is not None and correction.status == Status.WITHDRAWN:
        found.append(
            Notice(
                "A correction of this was withdrawn",
                f"On {day(correction.withdrawn_at)}: {correction.withdrawal}",
            )
        )
    elif correction is not None:
        found.append(
            Notice(
                "This was corrected",
                f"On {day(correction.published_at)}: {correction.correction}",
                _to(correction),
            )
        )
    has_newer = current is not None and current.number > release.number
    if current is not None and has_newer and correction != current:
        found.append(
            Notice("There is a newer edition", "This one is kept as it was.", _to(current))
        )
    if release.corrects is not None and release.correction:
        found.append(
            Notice(
                "This corrects an earlier edition",
                f"On {day(release.published_at)}: {release.correction}",
            )
        )
    return found


def _to(release: Release) -> Link:
    return Link(f"Read {release.title}, number {release.number}", addresses.page_of(release))


@dataclass(frozen=True, slots=True)
class Listed:
    """A released edition in a list."""

    release: Release
    href: str
    day: str


def listed(found: Iterable[Release]) -> list[Listed]:
    """Released editions, each leading to its first page."""
    return [Listed(each, addresses.page_of(each), day(each.published_at)) for each in found]


def list_of(release: Release) -> Link:
    """The list that a released edition stands in."""
    if release.kind == Kind.WARNING:
        return Link("Early warning", reverse("public_site:warnings"))
    return Link("Assessments", reverse("public_site:assessments"))


def chapter_links(shown: Showing, *, current: str = "") -> list[Link]:
    """The chapters of an edition."""
    return [
        Link(each.title, shown.addresses.chapter(each.slug), each.slug == current)
        for each in queries.chapters(shown.edition)
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding on a first page, with the chapter that tells it."""

    finding: editions.ShownFinding
    chapter: Link | None


def first_findings(shown: Showing) -> list[Told]:
    """The findings that say most, each with the figures it rests on."""
    said = chosen_findings(shown.edition)
    names = {name for each, _ in said for name in each.figures}
    figures = queries.figures(shown.edition, names)
    links = links_of(shown.addresses)
    return [
        Told(
            editions.finding(each, figures, links),
            Link(told.title, shown.addresses.chapter(told.slug)) if told else None,
        )
        for each, told in said
    ]


def edition_facts(shown: Showing, *, owner: str) -> list[Row]:
    """What a release says of itself: area, period, dates, method, files, contact."""
    release, edition = shown.release, shown.edition
    facts = edition.facts
    rows = [
        Row("Area", f"{edition.area_name} ({edition.area_code})"),
        Row("Period", capfirst(edition.period_words)),
        Row("Published", day(release.published_at) or "Not yet"),
        Row("Number", release.number),
        Row("Published by", owner or str(facts.get("publisher", ""))),
        Row("Licence", str(facts.get("licence", ""))),
    ]
    rows += [Row("Contains", str(words)) for words in facts.get("attribution", [])]
    rows.append(Row("Made by", f"headwater {facts.get('code_version', '')}, {edition.engine_id}"))
    return rows


def document_links(shown: Showing) -> list[Link]:
    """Documents that were made, with their size."""
    return [
        Link(f"{each.words} ({_size(size)})", shown.addresses.document(each.name))
        for each, size in documents.documents(shown.edition)
    ]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


def tables_table(shown: Showing, tables: Sequence[StoredTable]) -> Table:
    """Every table of an edition with its files."""
    at = shown.addresses
    rows: list[list[CellLike]] = [
        [
            Cell(each.title, href=at.table(each.slug)),
            each.row_count,
            Cell("CSV", href=at.table_file(each.slug, "csv"), hint=each.slug),
            Cell("Metadata", href=at.table_file(each.slug, "csv-metadata.json"), hint=each.slug),
            Cell("JSON", href=at.table_file(each.slug, "json"), hint=each.slug),
        ]
        for each in tables
    ]
    headings = ["Table", "Rows", "CSV", "CSV on the Web", "JSON"]
    return Table(
        caption="Every table, with its files",
        columns=[Column(name, numeric=name == "Rows") for name in headings],
        rows=rows,
    )


def numbers_table(found: Sequence[Release]) -> Table:
    """Every edition of one thing there was."""
    rows: list[list[CellLike]] = [
        [
            Cell(f"Number {each.number}", href=addresses.page_of(each)),
            each.title,
            day(each.published_at),
            Cell(tag=status_tag(each)),
        ]
        for each in found
    ]
    return Table(
        caption="Every edition",
        columns=[Column("Edition"), Column("Title"), Column("Published"), Column("Status")],
        rows=rows,
    )


@dataclass(frozen=True, slots=True)
class Update:
    """A published post."""

    title: str
    summary: str
    blocks: tuple[writing.Block, ...]
    href: str
    published_at: datetime
    day: str
    number: int


def update(release: Release) -> Update:
    """A post as it was released."""
    assert release.published_at is not None
    return shown_post(release.snapshot, release, at=release.published_at)


def update_entry(release: Release) -> Entry:
    """A post for the feed."""
    assert release.published_at is not None
    words, href = release.snapshot, reverse("public_site:update", args=[release.slug])
    return Entry(words["title"], words["summary"], href, release.published_at)


def warning_entry(release: Release) -> Entry:
    """A week for the feed."""
    assert release.edition is not None
    assert release.published_at is not None
    latest = addresses.of(release).latest
    return Entry(release.title, release.edition.summary, latest, release.published_at)


def shown_post(words: dict[str, str], release: Release, *, at: datetime) -> Update:
    """A post with its words in parts."""
    return Update(
        title=words["title"],
        summary=words["summary"],
        blocks=writing.blocks(words["body"]),
        href=reverse("public_site:update", args=[release.slug]),
        published_at=at,
        day=day(at),
        number=release.number,
    )


def posts_table(posts: Sequence[Post], made: dict[str, Release]) -> Table:
    """Posts as those who write them see them."""
    rows: list[list[CellLike]] = []
    for each in posts:
        here = reverse("public_site:post", args=[each.workspace.slug, each.reference])
        release = made.get(each.reference)
        stands = Cell(tag=status_tag(release)) if release else Cell("Draft")
        rows.append([Cell(each.title, href=here), stands, day(each.changed_at)])
    return Table(
        caption="Updates, the latest first",
        columns=[Column("Title"), Column("Where it stands"), Column("Changed")],
        rows=rows,
        when_empty="There are no updates yet. Choose “Write an update”.",
    )


def issues_table(issues: Sequence[KnownIssue]) -> Table:
    """What is not accessible yet."""
    rows: list[list[CellLike]] = [
        [
            each.what,
            each.who_it_affects,
            f"{each.criterion} {each.criterion_name}",
            each.status,
            dated(each.fix_by, "j F Y") if each.fix_by else "No date",
        ]
        for each in issues
    ]
    headings = ["What", "Who it affects", "WCAG 2.2 criterion", "Status", "Planned fix"]
    return Table(
        caption=f"{counted(len(rows), 'known problem')}",
        columns=[Column(name) for name in headings],
        rows=rows,
        row_headers=False,
        when_empty="No problems are known.",
    )


def corrections_table(found: Sequence[Release]) -> Table:
    """Every correction and withdrawal."""
    rows: list[list[CellLike]] = []
    for each in found:
        is_withdrawn = each.status == Status.WITHDRAWN
        rows.append(
            [
                day(each.withdrawn_at if is_withdrawn else each.published_at),
                Cell(f"{each.title}, number {each.number}", href=addresses.page_of(each)),
                "Withdrawn" if is_withdrawn else "Corrected",
                each.withdrawal if is_withdrawn else each.correction,
            ]
        )
    return Table(
        caption="Corrections and withdrawals, the latest first",
        columns=[Column("Day"), Column("What"), Column("What was done"), Column("Why")],
        rows=rows,
        when_empty="Nothing has been corrected or withdrawn.",
    )


def algorithms_table(found: Sequence[Release]) -> Table:
    """Every algorithm whose record was released."""
    rows: list[list[CellLike]] = [
        [
            Cell(each.title, href=reverse("public_site:algorithm", args=[each.slug])),
            str(each.snapshot.get("phase", "")),
            day(each.published_at),
        ]
        for each in found
    ]
    return Table(
        caption="Algorithms we use",
        columns=[Column("Algorithm"), Column("Phase"), Column("Record published")],
        rows=rows,
        when_empty="No record of an algorithm has been published yet.",
    )


def algorithm_rows(snapshot: Mapping[str, Any]) -> list[Row]:
    """A record as questions and answers, whatever its template asks."""
    return list(_rows_of(snapshot))


def _rows_of(said: Mapping[str, Any]) -> Iterator[Row]:
    for key, value in said.items():
        if isinstance(value, Mapping):
            yield from _rows_of(value)
        elif isinstance(value, list):
            yield Row(_label(key), ", ".join(str(each) for each in value))
        elif isinstance(value, bool):
            yield Row(_label(key), "Yes" if value else "No")
        elif value not in ("", None):
            yield Row(_label(key), str(value))


def _label(key: str) -> str:
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def problems_table(found: Sequence[Problem], workspace: str) -> Table:
    """What readers reported."""
    rows: list[list[CellLike]] = [
        [
            Cell(
                each.reference,
                href=reverse("public_site:problem", args=[workspace, each.reference]),
            ),
            each.page or "Not said",
            day(each.at),
            day(each.closed_at) or "Not yet",
        ]
        for each in found
    ]
    return Table(
        caption="Problems readers reported, the latest first",
        columns=[Column(name) for name in ("Reference", "Page", "Reported", "Dealt with")],
        rows=rows,
        when_empty="Nobody has reported a problem.",
    )


def problem_rows(problem: Problem) -> list[Row]:
    """One report, question by question."""
    return [
        Row("Page", Cell(problem.page, href=problem.page) if problem.page else "Not said"),
        Row("What they were doing", problem.doing),
        Row("What went wrong", problem.wrong),
        Row("Answer to", problem.reply_to or "They want no answer"),
        Row("Reported", day(problem.at)),
        Row("Dealt with", day(problem.closed_at) or "Not yet"),
    ]

"""Documents of others in words and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import reverse

from headwater.core import words
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, Column, Row, Table
from headwater.web.evidence.links import approach_address, publication_address
from headwater.web.evidence.models import Publication
from headwater.web.evidence.rules.library import library
from headwater.web.evidence.rules.publishing import KINDS, DocumentKind, Noted

CSV_COLUMNS = (
    "reference",
    "title",
    "publisher",
    "area_code",
    "area_name",
    "published_on",
    "link",
    "kind",
    "takes",
    "approaches",
    "noted_by",
    "noted_at",
)


def approach_names(ids: Iterable[str]) -> str:
    """Names of approaches, as a phrase."""
    known = library()
    return words.listed([known[each].name for each in ids if each in known])


def table(rows: Sequence[Publication], *, when_empty: str, caption: str = "Documents") -> Table:
    """Documents, the latest published first."""
    return Table(
        caption=caption,
        caption_is_hidden=True,
        columns=[
            Column("Document"),
            Column("What it is"),
            Column("Published"),
            Column("What we take from it"),
            Column("Approaches"),
        ],
        rows=[
            [
                Cell(each.title, href=publication_address(each), hint=_whose(each)),
                KINDS[DocumentKind(each.kind)],
                day(each.published_on),
                each.takes,
                approach_names(each.approaches),
            ]
            for each in rows
        ],
        when_empty=when_empty,
    )


def _whose(publication: Publication) -> str:
    names = dict.fromkeys(x for x in (publication.publisher, publication.area_name) if x)
    return ", ".join(names)


def noted_rows(noted: Noted) -> list[Row]:
    """What is noted of a document."""
    return [
        Row("Published by", noted.publisher),
        Row("Authority it is about", noted.area_name or "Another place"),
        Row("Published", day(noted.published_on)),
        Row("What it is", KINDS[noted.kind]),
        Row("Link", Cell(noted.link, href=noted.link) if noted.link else "None"),
        Row("What we take from it", noted.takes),
    ]


def all_rows(publication: Publication, names: Mapping[str, str]) -> list[Row]:
    """A document with its approaches and who noted it."""
    known, slug = library(), publication.workspace.slug
    found = noted_rows(publication.noted)
    told = [each for each in publication.approaches if each in known]
    found += [
        Row(
            "Approach it tells of" if n == 0 else "And of",
            Cell(known[each].name, href=approach_address(slug, each)),
        )
        for n, each in enumerate(told)
    ]
    by = names.get(publication.noted_by, publication.noted_by)
    found.append(Row("Noted by", f"{by}, {moment(publication.noted_at)}"))
    if publication.changed_at != publication.noted_at:
        by = names.get(publication.changed_by, publication.changed_by)
        found.append(Row("Changed by", f"{by}, {moment(publication.changed_at)}"))
    return found


def theirs(noted: Noted, version: int) -> Table:
    """What is noted now, beside what somebody typed."""
    rows = [["Title", noted.title], *([row.key, _plain(row.value)] for row in noted_rows(noted))]
    return Table(
        caption=f"What it says now, version {version}",
        columns=[Column("Field"), Column("It says")],
        rows=[*rows, ["Approaches", approach_names(noted.approaches) or "None"]],
    )


def _plain(value: object) -> str:
    return value.text if isinstance(value, Cell) else str(value)


def csv_rows(rows: Iterable[Publication], names: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Documents for a file."""
    for each in rows:
        yield [
            each.reference,
            each.title,
            each.publisher,
            each.area_code,
            each.area_name,
            each.published_on.isoformat(),
            each.link,
            each.kind,
            each.takes,
            " ".join(each.approaches),
            names.get(each.noted_by, each.noted_by),
            each.noted_at.date().isoformat(),
        ]


def list_address(workspace: str, *, area: str) -> str:
    """The documents that are about one authority."""
    return f"{reverse('evidence:publications', args=[workspace])}?area={area}"

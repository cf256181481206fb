"""Released rows as the API's answers."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from headwater.rulebook import Indicator
from headwater.web.editions import explaining
from headwater.web.editions.figures import Figure
from headwater.web.editions.indicator_pages import Place
from headwater.web.editions.models import Edition, Finding, Table
from headwater.web.editions.queries import Foundations
from headwater.web.public_site import addresses, files
from headwater.web.public_site.addresses import page_of
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.rules.workflow import Status

Plain = dict[str, Any]
ROOT = "/api/v1"
COLLECTIONS = {Kind.ASSESSMENT: "assessments", Kind.WARNING: "warnings"}
"""Where the API has editions of each kind."""


def edition(request: HttpRequest, release: Release) -> Plain:
    """One released assessment or week."""
    edition = release.edition
    assert edition is not None
    return {
        "title": release.title,
        "slug": release.slug,
        "number": release.number,
        "is_current": release.status == Status.PUBLISHED,
        "area_code": edition.area_code,
        "area_name": edition.area_name,
        "first_month": edition.first_month,
        "last_month": edition.last_month,
        "week": edition.week,
        "summary": edition.summary,
        "published_at": release.published_at,
        "licence": files.licence_address(edition),
        "correction": release.correction,
        "url": request.build_absolute_uri(here(release)),
        "page": request.build_absolute_uri(page_of(release)),
    }


def here(release: Release) -> str:
    """Where the API has an edition."""
    return f"{ROOT}/{COLLECTIONS[Kind(release.kind)]}/{release.slug}/{release.number}"


def finding(said: Finding) -> Plain:
    """One finding."""
    return {
        "id": said.slug,
        "sentence": said.sentence,
        "strength": said.strength,
        "because": said.because,
        "cautions": said.cautions,
        "figures": said.figures,
    }


def table(request: HttpRequest, release: Release, held: Table) -> Plain:
    """A table without its rows."""
    at = addresses.of(release)
    whole = request.build_absolute_uri
    return {
        "id": held.slug,
        "title": held.title,
        "rows": held.row_count,
        "rule": held.rule,
        "url": whole(f"{here(release)}/tables/{held.slug}"),
        "csv": whole(at.table_file(held.slug, "csv")),
        "metadata": whole(at.table_file(held.slug, "csv-metadata.json")),
    }


def columns(edition: Edition, held: Table) -> list[Plain]:
    """What the columns of a table mean, as CSV on the Web says it."""
    described: list[Plain] = files.description(edition, held)["tableSchema"]["columns"]
    return described


def figure(request: HttpRequest, release: Release, shown: Figure, found: Foundations) -> Plain:
    """One number and what it rests on."""
    made = shown.column["provenance"]
    at = addresses.of(release)
    return {
        "figure": shown.name,
        "value": shown.value,
        "words": shown.words,
        "about": f"{shown.column['label']}, {shown.row_name}",
        "interval": explaining.interval_words(shown),
        "unit": shown.column["unit"],
        "method": made["method"],
        "definition": made["definition"],
        "rule": shown.table.rule,
        "cautions": made["cautions"],
        "sources": [f"{load.body['source']} ({load.key})" for load in found.loads],
        "page": request.build_absolute_uri(at.figure(shown.name)),
    }


def update(request: HttpRequest, release: Release) -> Plain:
    """One post."""
    return {
        **release.snapshot,
        "slug": release.slug,
        "number": release.number,
        "published_at": release.published_at,
        "page": request.build_absolute_uri(page_of(release)),
    }


def algorithm(request: HttpRequest, release: Release) -> Plain:
    """One algorithm's record."""
    return {
        "title": release.title,
        "slug": release.slug,
        "published_at": release.published_at,
        "record": release.snapshot,
        "page": request.build_absolute_uri(page_of(release)),
    }


def scorecard(request: HttpRequest, release: Release) -> Plain:
    """One partnership's scorecards."""
    return {
        "title": release.title,
        "slug": release.slug,
        "number": release.number,
        "published_at": release.published_at,
        "record": release.snapshot,
        "page": request.build_absolute_uri(page_of(release)),
    }


def indicator(request: HttpRequest, said: Indicator) -> Plain:
    """One indicator without its values."""
    return {
        "id": said.id,
        "title": said.title,
        "theme": said.theme,
        "description": said.description,
        "unit": said.unit,
        "url": request.build_absolute_uri(f"{ROOT}/indicators/{said.id}"),
        "page": request.build_absolute_uri(reverse("public_site:indicator", args=[said.id])),
    }


def area(request: HttpRequest, place: Place) -> Plain:
    """One area."""
    return {
        "code": place.code,
        "name": place.name,
        "level": place.level,
        "parent": place.parent,
        "page": request.build_absolute_uri(reverse("public_site:area", args=[place.code])),
    }

"""Indicators for the public: the same functions as inside, on editions that were published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from headwater import rulebook
from headwater.core import clock
from headwater.core.errors import NotFoundError
from headwater.rulebook import Indicator
from headwater.web.accounts.errors import NotYours
from headwater.web.editions import indicator_answers, indicator_pages
from headwater.web.editions.indicator_words import Headline, IndicatorLinks
from headwater.web.editions.indicators import Shelf, held_indicators, latest, shelf
from headwater.web.editions.models import Edition
from headwater.web.public_site import addresses, presenters
from headwater.web.public_site.indicator_links import At, public_links
from headwater.web.public_site.views.assessments import withdrawn
from headwater.web.releases import queries as releases
from headwater.web.releases.errors import Withdrawn
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.rules.workflow import READABLE


@dataclass(frozen=True, slots=True)
class Public:
    """Published editions with their numbers, for one request."""

    found: Shelf
    links: IndicatorLinks
    releases: Mapping[int, Release]

    def latest_release(self, indicator: Indicator) -> Release:
        """The release that an indicator's latest numbers came out in."""
        readings = latest(self.found, indicator)
        if not readings:
            raise NotYours
        return self.releases[readings[0].edition.pk]


def published_releases(*, at: datetime) -> list[Release]:
    """For each area and months the release to believe, latest months first.

    Earlier years stay when a later edition comes out; of a correction only the corrected stays.
    """
    current = releases.published(Kind.ASSESSMENT, at=at).values_list("slug", flat=True)
    slugs = list(dict.fromkeys(current))
    numbers = releases.every_number(Kind.ASSESSMENT, at=at).filter(slug__in=slugs)
    found: dict[tuple[str, date, date], Release] = {}
    for release in sorted(numbers, key=lambda each: slugs.index(each.slug)):
        edition = release.edition
        if edition is None or release.status not in {each.value for each in READABLE}:
            continue
        if edition.area_code == release.workspace.area_code:
            key = (edition.area_code, edition.first_month, edition.last_month)
            found.setdefault(key, release)
    return sorted(found.values(), key=_last_month, reverse=True)


def _last_month(release: Release) -> tuple[date, date]:
    edition = _edition(release)
    return edition.last_month, edition.first_month


def _edition(release: Release) -> Edition:
    if release.edition is None:
        raise NotYours
    return release.edition


def public(*indicators: Indicator) -> Public:
    """What was published of some indicators; of all where none is named."""
    return _of(published_releases(at=clock.now()), At(), indicators)


def _of(held: Sequence[Release], at: At, indicators: Sequence[Indicator]) -> Public:
    by_edition = {_edition(each).pk: each for each in held}
    found = shelf([_edition(each) for each in held], indicators or rulebook.indicators())
    return Public(found, public_links(by_edition, at), by_edition)


def _one(slug: str, number: int, *indicators: Indicator) -> tuple[Public, Release]:
    """One released edition by its number. Raises `Withdrawn` or `NotYours`."""
    release = releases.published_one(Kind.ASSESSMENT, slug, number=number, at=clock.now())
    return _of([release], At(slug, number), indicators), release


def _named(name: str) -> Indicator:
    try:
        return rulebook.indicator(name)
    except NotFoundError as error:
        raise NotYours from error


def headlines(*names: str) -> list[Headline]:
    """Some indicators in a few words, those that were published."""
    wanted = [_named(name) for name in names]
    held = public(*wanted)
    there = held_indicators(held.found)
    return [indicator_pages.headline(held.found, one, held.links) for one in wanted if one in there]


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """The picture in numbers: every indicator under its theme, in words first."""
    held = public()
    shown = held_indicators(held.found)
    context = indicator_pages.overview_context(held.found, shown, held.links)
    return render(request, "public_site/indicators/overview.html", context)


@require_safe
def indicator(request: HttpRequest, indicator: str, area: str = "") -> HttpResponse:
    """One indicator as it was published last, and over every period that was published."""
    wanted = _named(indicator)
    held = public(wanted)
    page = indicator_pages.shown(held.found, wanted, area)
    return _page(request, page, held, held.latest_release(wanted))


@require_safe
def indicator_edition(
    request: HttpRequest, indicator: str, slug: str, number: int, area: str = ""
) -> HttpResponse:
    """One indicator as one edition had it. Its address never changes."""
    wanted = _named(indicator)
    try:
        held, release = _one(slug, number, wanted)
    except Withdrawn as gone:
        return withdrawn(request, gone)
    page = indicator_pages.shown(held.found, wanted, area)
    return _page(request, page, held, release, is_fixed=True)


def _page(
    request: HttpRequest,
    page: indicator_pages.Shown,
    held: Public,
    release: Release,
    *,
    is_fixed: bool = False,
) -> HttpResponse:
    at = At(release.slug, release.number)
    code = page.series[-1].area_code if page.series else ""
    fixed = public_links({}, at).indicator_area(page.indicator.id, code) if code else ""
    context: dict[str, Any] = {
        **indicator_pages.indicator_context(
            page,
            held.links,
            number=request.GET.get("page"),
            address=request.build_absolute_uri(fixed or held.links.indicator(page.indicator.id)),
        ),
        "release": release,
        "release_href": addresses.of(release).edition,
        "published_on": presenters.day(release.published_at),
        "is_fixed": is_fixed,
        "latest_href": held.links.indicator(page.indicator.id),
        "fixed_href": fixed,
    }
    return render(request, "public_site/indicators/indicator.html", context)


@require_safe
def indicator_latest(request: HttpRequest, indicator: str) -> HttpResponse:
    """A pointer that always leads to the fixed address of the latest edition."""
    wanted = _named(indicator)
    release = public(wanted).latest_release(wanted)
    return redirect("public_site:indicator_edition", wanted.id, release.slug, release.number)


@require_safe
def indicator_map(request: HttpRequest, indicator: str) -> HttpResponse:
    """An indicator as a list and a map."""
    wanted = _named(indicator)
    held = public(wanted)
    page = indicator_pages.shown(held.found, wanted)
    context = indicator_pages.map_context(page, held.links, number=request.GET.get("page"))
    return render(request, "public_site/indicators/map.html", context)


@require_safe
def indicator_file(request: HttpRequest, indicator: str, file: str) -> HttpResponse:
    """Everything published of an indicator as a file, or the latest as a picture."""
    wanted = _named(indicator)
    held = public(wanted)
    area = request.GET.get("area", "")
    return indicator_answers.indicator_file(held.found, wanted, file, held.links, area=area)


@require_safe
def indicator_edition_file(
    request: HttpRequest, indicator: str, slug: str, number: int, file: str
) -> HttpResponse:
    """What one edition says of an indicator as a file or a picture."""
    wanted = _named(indicator)
    try:
        held, _ = _one(slug, number, wanted)
    except Withdrawn as gone:
        return withdrawn(request, gone)
    area = request.GET.get("area", "")
    return indicator_answers.indicator_file(held.found, wanted, file, held.links, area=area)

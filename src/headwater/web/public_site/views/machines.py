"""Pages for machines: robots, site map, security contact, catalogue of data."""

import json
from datetime import datetime, time, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from headwater.core import clock
from headwater.web.editions import queries as editions
from headwater.web.public_site import catalogue as data
from headwater.web.public_site.addresses import EDITIONS, of, page_of
from headwater.web.public_site.queries import site_owner
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.serving import public_page

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIXED = (
    "home",
    "assessments",
    "warnings",
    "scorecards",
    "plans",
    "updates",
    "algorithms",
    "about",
    "about_data",
    "open_data",
    "api",
    "corrections",
    "accessibility",
    "privacy",
    "terms",
    "contact",
    "help",
)
BESIDE = ("publishing:projects", "publishing:months", "publishing:spending")
"""Public pages of other rooms."""


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read: everything public."""
    words = [
        "User-agent: *",
        "Disallow: /work/",
        "Disallow: /account/",
        "Allow: /",
        f"Sitemap: {_root(request)}{reverse('public_site:sitemap')}",
    ]
    return HttpResponse("\n".join(words) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116). It expires a year after today."""
    owner = site_owner(timezone.localdate())
    ends = datetime.combine(timezone.localdate() + timedelta(days=365), time())
    contact = f"mailto:{owner.email}" if owner else _root(request) + reverse("public_site:report")
    words = [
        f"Contact: {contact}",
        f"Expires: {timezone.make_aware(ends).isoformat()}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(words) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page there is to read."""
    now = clock.now()
    root = _root(request)
    addresses = [reverse(f"public_site:{name}") for name in FIXED]
    released = _editions(now)
    chapters = editions.chapters_of(each.edition for each in released if each.edition)
    for release in released:
        at = of(release)
        addresses.append(at.edition)
        addresses += [at.chapter(each.slug) for each in chapters.get(release.edition_id or 0, ())]
    for kind in (Kind.UPDATE, Kind.ALGORITHM, Kind.SCORECARD, Kind.PLAN):
        addresses += [page_of(each) for each in releases.published(kind, at=now)]
    addresses += [reverse(name) for name in BESIDE]
    urls = Element("urlset", {"xmlns": SITEMAP})
    for address in addresses:
        SubElement(SubElement(urls, "url"), "loc").text = root + address
    text = tostring(urls, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="application/xml")


def _editions(at: datetime) -> list[Release]:
    """Assessments and weeks that are current."""
    return [each for kind in EDITIONS for each in releases.published(kind, at=at)]


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """What is published as data (DCAT 3)."""
    found = data.catalogue(
        _editions(clock.now()),
        grants=list(releases.published(Kind.GRANTS, at=clock.now())),
        owner=site_owner(timezone.localdate()),
        root=_root(request),
    )
    return HttpResponse(
        json.dumps(found, indent=1, ensure_ascii=False), content_type="application/ld+json"
    )

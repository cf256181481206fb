"""Where the public finds indicators, areas and what numbers rest on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from headwater.web.editions.indicator_words import IndicatorLinks
from headwater.web.editions.models import Edition
from headwater.web.public_site import addresses
from headwater.web.releases.models import Release


@dataclass(frozen=True, slots=True)
class At:
    """Which edition the files of a page are of; the latest where none is named."""

    slug: str = ""
    number: int = 0

    def file(self, indicator: str, name: str) -> str:
        """A file of an indicator, at an address that never changes."""
        if self.slug:
            return _at("indicator_edition_file", indicator, self.slug, str(self.number), name)
        return _at("indicator_file", indicator, name)

    def area(self, indicator: str, area: str) -> str:
        """An indicator in one area."""
        if self.slug:
            return _at("indicator_area_edition", indicator, area, self.slug, str(self.number))
        return _at("indicator_area", indicator, area)


def _at(route: str, *more: str) -> str:
    return reverse(f"public_site:{route}", args=[*more])


def public_links(releases: Mapping[int, Release], at: At) -> IndicatorLinks:
    """Addresses on the public site. `releases` are by the edition they released."""

    def explain(edition: Edition, figure: str) -> str:
        return addresses.of(releases[edition.pk]).figure(figure)

    return IndicatorLinks(
        indicator=lambda indicator: _at("indicator", indicator),
        area=lambda area: _at("area", area),
        indicator_area=at.area,
        file=at.file,
        area_file=lambda area, name: _at("area_file", area, name),
        map=lambda indicator: _at("indicator_map", indicator),
        explain=explain,
        edition=lambda edition: addresses.of(releases[edition.pk]).edition,
    )

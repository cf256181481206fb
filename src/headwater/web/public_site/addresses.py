"""Where the parts of a release are: on the public site, or in its preview before it is public."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from django.urls import reverse

from headwater.web.releases.models import Kind, Release

EDITIONS = (Kind.ASSESSMENT, Kind.WARNING)
"""What is released as an edition, with chapters, tables and documents."""


def route_of(kind: str, part: str = "") -> str:
    """The route of a part of a released edition; of its first page by no part.

    >>> route_of(Kind.ASSESSMENT), route_of(Kind.ASSESSMENT, "table"), route_of(Kind.WARNING)
    ('assessment', 'table', 'warning')
    """
    if kind == Kind.WARNING:
        return f"warning_{part}" if part else "warning"
    return part or "assessment"


class Addresses(Protocol):
    """Where each part of one edition is."""

    @property
    def edition(self) -> str:
        """Its first page."""

    @property
    def tables(self) -> str:
        """The list of its tables and files."""

    def chapter(self, slug: str) -> str:
        """A chapter."""

    def table(self, slug: str) -> str:
        """A table."""

    def table_file(self, slug: str, ending: str) -> str:
        """A table as a file."""

    def picture(self, slug: str) -> str:
        """A picture."""

    def document(self, name: str) -> str:
        """A document."""

    def figure(self, name: str) -> str:
        """What one number rests on."""


@dataclass(frozen=True, slots=True)
class AtRelease:
    """Addresses on the public site. They never change and never lead elsewhere."""

    kind: str
    slug: str
    number: int

    def _at(self, part: str, *more: str) -> str:
        route = route_of(self.kind, part)
        return reverse(f"public_site:{route}", args=[self.slug, self.number, *more])

    @property
    def edition(self) -> str:
        """Its first page."""
        return self._at("")

    @property
    def latest(self) -> str:
        """What always leads to the number that is current."""
        return reverse(f"public_site:{route_of(self.kind, 'latest')}", args=[self.slug])

    @property
    def tables(self) -> str:
        """The list of its tables and files."""
        return self._at("tables")

    def chapter(self, slug: str) -> str:
        """A chapter."""
        return self._at("chapter", slug)

    def table(self, slug: str) -> str:
        """A table."""
        return self._at("table", slug)

    def table_file(self, slug: str, ending: str) -> str:
        """A table as a file."""
        return self._at("table_file", slug, ending)

    def picture(self, slug: str) -> str:
        """A picture."""
        return self._at("picture", slug)

    def document(self, name: str) -> str:
        """A document."""
        return self._at("document", name)

    def figure(self, name: str) -> str:
        """What one number rests on."""
        return f"{self._at('explain')}?figure={quote(name, safe='')}"


@dataclass(frozen=True, slots=True)
class InPreview:
    """Addresses of the same parts for those who decide, before anyone else may look."""

    workspace: str
    reference: str

    def _at(self, part: str, **asked: str) -> str:
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked.items())
        here = reverse("public_site:preview_part", args=[self.workspace, self.reference, part])
        return f"{here}?{query}" if query else here

    @property
    def edition(self) -> str:
        """Its first page."""
        return reverse("public_site:preview", args=[self.workspace, self.reference])

    @property
    def tables(self) -> str:
        """The list of its tables and files."""
        return self._at("tables")

    def chapter(self, slug: str) -> str:
        """A chapter."""
        return self._at("chapter", name=slug)

    def table(self, slug: str) -> str:
        """A table."""
        return self._at("table", name=slug)

    def table_file(self, slug: str, ending: str) -> str:
        """A table as a file."""
        return self._at("file", name=slug, ending=ending)

    def picture(self, slug: str) -> str:
        """A picture."""
        return self._at("picture", name=slug)

    def document(self, name: str) -> str:
        """A document."""
        return self._at("document", name=name)

    def figure(self, name: str) -> str:
        """What one number rests on."""
        return self._at("explain", figure=name)


def of(release: Release) -> AtRelease:
    """Where a released assessment or week is."""
    return AtRelease(release.kind, release.slug, release.number)


def page_of(release: Release) -> str:
    """The first page of a release of any kind."""
    if release.kind in EDITIONS:
        return of(release).edition
    if release.kind == Kind.SCORECARD:
        return reverse("public_site:scorecard", args=[release.slug, release.number])
    if release.kind == Kind.PLAN:
        return reverse("public_site:plan", args=[release.slug, release.number])
    if release.kind == Kind.GRANTS:
        return reverse("publishing:projects")
    if release.kind == Kind.UPDATE:
        return reverse("public_site:update_number", args=[release.slug, release.number])
    return reverse("public_site:algorithm", args=[release.slug])

"""What was published as Atom feeds (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.urls import reverse

ATOM = "http://www.w3.org/2005/Atom"
NEVER = datetime(2023, 1, 31, tzinfo=UTC)
"""When a feed without entries changed last: the day the Duty began."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was published."""

    title: str
    summary: str
    href: str
    """Stays the same however often it is corrected."""
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """What is told, where the feed is, and the page that tells the same."""

    of: str
    here: str
    page: str


UPDATES = Feed("updates", "public_site:feed", "public_site:updates")
WARNINGS = Feed("early warning", "public_site:warnings_feed", "public_site:warnings")


def atom(told: Feed, entries: Sequence[Entry], *, owner: str, root: str) -> bytes:
    """The feed as bytes. Addresses are whole, and an entry's id never changes."""
    here = root + reverse(told.here)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _say(feed, "id", here)
    _say(feed, "title", f"{owner}: {told.of}")
    latest = max((each.published_at for each in entries), default=NEVER)
    _say(feed, "updated", latest.isoformat())
    SubElement(feed, "link", {"rel": "self", "href": here, "type": "application/atom+xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": root + reverse(told.page)})
    _say(SubElement(feed, "author"), "name", owner)
    for each in entries:
        entry = SubElement(feed, "entry")
        _say(entry, "id", root + each.href)
        _say(entry, "title", each.title)
        _say(entry, "updated", each.published_at.isoformat())
        _say(entry, "published", each.published_at.isoformat())
        _say(entry, "summary", each.summary)
        SubElement(entry, "link", {"rel": "alternate", "href": root + each.href})
    made: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _say(parent: Element, name: str, words: str) -> None:
    """An element with words, without the characters that XML cannot hold."""
    SubElement(parent, name).text = "".join(c for c in words if c.isprintable() or c == "\n")

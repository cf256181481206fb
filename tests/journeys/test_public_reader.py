"""The public reads from finding to file, without a cookie and without being watched."""

import csv
import io
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from builders.visiting import Visitor, cookies_of
from conftest import Visits


def read_on(reader: Visitor) -> None:
    """From the home page into a chapter, a table and the files behind a number."""
    reader.open("/")
    reader.follow("Read the whole assessment")
    edition = reader.path
    reader.follow("What is happening")
    reader.follow("Explain this number")
    reader.sees("Loads and their files")
    reader.open(f"{edition}tables/")
    reader.follow("Districts of Loamshire")
    taken = reader.download("CSV").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken)))
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_the_public_reads_everything_and_leaves_no_trace(visits: Visits, has_script: bool) -> None:
    # Given a reader who follows the assessment down to a file
    reader = visits(has_script=has_script)
    read_on(reader)

    # When they read an indicator, an area, the updates and the feed
    reader.follow("The picture in numbers", within="nav")
    reader.follow("Violence in public crime data")
    reader.sees("95% interval")
    reader.follow("Areas", within="nav")
    reader.follow("Larkminster")
    reader.sees("Every indicator")
    reader.follow("Updates", within="nav")
    reader.follow("What Loamshire is doing about serious violence")
    feed = reader.page.request.get("/updates/feed.atom").text()
    assert ElementTree.fromstring(feed).tag.endswith("feed")  # noqa: S314 - our own words

    # And say that something is wrong with a page, and to whom
    reader.follow("Report a problem", within="footer")
    reader.fill("What were you doing?", "Reading the updates.")
    reader.fill("What went wrong?", "The second sentence stops in the middle.")
    reader.press("Send")
    reader.is_at("Thank you")
    reader.follow("Contact", within="footer")
    reader.is_at("Contact")

    # Then their browser kept nothing, and asked nobody else (which `visits` checks)
    assert not cookies_of(reader)


def test_whoever_needs_help_leaves_at_once(visits: Visits) -> None:
    # Given somebody on the page of help
    reader = visits()
    reader.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    reader.open("/")
    reader.follow("Get help now", within="body")
    reader.sees("call 999", "history of your browser")

    # When they press the key three times
    for _ in range(3):
        reader.page.keyboard.press("Shift")

    # Then they are elsewhere, and nothing else was asked
    expect(reader.page).to_have_url("https://www.bbc.co.uk/weather", timeout=10_000)
    assert set(reader.complaints) == {"asked www.bbc.co.uk"}
    reader.complaints.clear()

"""The public by keyboard alone, on a list of areas, and leaving in haste."""

import pytest
from playwright.sync_api import Locator

from builders.visiting import Visitor, cookies_of, reach_by_tab
from conftest import Visits


def go_by_key(reader: Visitor, link: Locator) -> None:
    """Tab to a link and press Enter."""
    reach_by_tab(reader.page, link)
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.look()


def test_the_public_gets_from_a_finding_to_its_explanation_by_keyboard_alone(
    visits: Visits,
) -> None:
    # Given a reader without a mouse, at the start page
    reader = visits()
    reader.open("/")
    main = reader.page.locator("main")

    # When they skip to what the page is about, then the focus is past the menu
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/#main")

    # When they tab to a chapter, and from its first number to where it comes from
    go_by_key(reader, main.get_by_role("link", name="What is happening").first)
    reader.is_at("What is happening")
    go_by_key(reader, main.get_by_role("link", name="Explain this number").first)

    # Then they read what it rests on, and were given no cookie
    reader.sees("Loads and their files")
    assert not cookies_of(reader)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_the_public_reads_an_indicator_by_area_without_needing_its_map(
    visits: Visits, has_script: bool
) -> None:
    # Given a reader of one indicator
    reader = visits(has_script=has_script)
    reader.open("/data/indicators/")
    reader.follow("Violence in public crime data")

    # When they turn to its map
    reader.follow("See it on a map, with a list")

    # Then every district is in the list, and the map is a picture or drawn
    assert reader.page.locator("main table tbody tr").count() == 7
    reader.page.locator("#indicator-map").locator(
        "canvas" if has_script else "img"
    ).first.wait_for()
    assert not cookies_of(reader)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_whoever_gets_help_may_leave_by_a_link(visits: Visits, has_script: bool) -> None:
    # Given somebody on the page of help
    reader = visits(has_script=has_script)
    reader.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    reader.open("/get-help/")

    # When they press the button that is always in sight
    reader.page.get_by_role("button", name="Leave this page now").first.click()

    # Then they are elsewhere, and no cookie tells where they were
    reader.page.wait_for_url("https://www.bbc.co.uk/weather")
    assert not cookies_of(reader)
    reader.complaints.clear()

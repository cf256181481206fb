"""A viewer sees what waits, reads numbers by area and on a map, and has pages as they need them."""

import pytest

from builders.visiting import Visitor, cookies_of
from conftest import Visits

LOOKS = (
    ("Largest", "look-largest"),
    ("Larger", "look-larger"),
    ("High contrast", "look-high"),
    ("Soft and dark", "look-dark"),
    ("Easy-read letters and wider spacing", "look-easy"),
    ("Nothing moves", "look-still"),
    ("Plain layout", "look-plain"),
)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_a_viewer_reads_numbers_in_words_by_area_and_on_a_map(
    visits: Visits, has_script: bool
) -> None:
    # Given a viewer who starts from what waits for them
    viewer = visits("viewer", has_script=has_script)
    viewer.open("/work/loamshire/")
    viewer.is_at("What waits for you")

    # When they go from the indicators to one of them, and on to its map
    viewer.follow("Understand", within="nav")
    viewer.follow("Indicators", within="nav")
    viewer.follow("Violence in public crime data")
    viewer.sees("95% interval", "With care")
    viewer.follow("See it on a map, with a list")

    # Then there is a list, and a map where scripts run
    assert viewer.page.locator("main table tbody tr").count() == 7
    holder = viewer.page.locator("#indicator-map")
    if has_script:
        holder.locator("canvas").wait_for()
    else:
        assert holder.locator("img").count() == 1

    # When they follow an area to its profile
    viewer.follow("Larkminster", within="table")
    viewer.open("/work/loamshire/areas/")
    viewer.fill("Name or code of an area", "Larkminster")
    viewer.press("Find")
    viewer.follow("Larkminster", within="table")

    # Then they read it beside others
    viewer.sees("Every indicator", "Where it stands out")


def test_a_viewer_has_notices_and_a_calendar_of_their_own(visits: Visits) -> None:
    # Given a viewer
    viewer = visits("viewer")
    viewer.open("/account/notices/")
    viewer.is_at("Notices")

    # When they make a calendar
    viewer.open("/account/calendars/")
    viewer.choose("Everything that waits for me, and my meetings")
    viewer.press("Make the calendar")
    address = viewer.page.get_by_label("Its address").input_value()

    # Then a calendar program reads it without signing in
    stranger = visits()
    answer = stranger.page.request.get(address)
    assert answer.text().startswith("BEGIN:VCALENDAR")

    # When they revoke it, then it is gone
    viewer.follow("Revoke")
    viewer.page.locator("main form button").first.click()
    viewer.page.wait_for_url("**/calendars/")
    assert stranger.page.request.get(address).status == 404


def classes_of(visitor: Visitor) -> list[str]:
    """How the page is asked to look."""
    return (visitor.page.locator("html").get_attribute("class") or "").split()


@pytest.mark.parametrize(("option", "kept"), LOOKS, ids=[kept for _, kept in LOOKS])
def test_how_pages_look_is_kept_without_script_and_forgotten_again(
    visits: Visits, option: str, kept: str
) -> None:
    # Given a reader without script who asks for one thing
    reader = visits(has_script=False)
    reader.open("/assessments/")
    reader.follow("Text and colours", within="header")
    reader.choose(option)
    reader.press("Use these")

    # Then they are back where they were, it looks so, and does on other pages too
    assert reader.path == "/assessments/"
    for path in ("/assessments/", "/", "/account/sign-in/"):
        reader.open(path)
        assert kept in classes_of(reader)

    # When they forget it, then pages look as designed and nothing is kept
    reader.open("/look/")
    reader.press("Forget my choices")
    reader.open("/")
    assert kept not in classes_of(reader)
    assert "look" not in cookies_of(reader)

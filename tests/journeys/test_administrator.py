"""An administrator gives and ends access, plans a new owner, and reads nobody's records."""

from datetime import timedelta

from django.utils import timezone

from conftest import Visits

MAYOR = "Mayor of Loamshire"


def test_an_administrator_invites_somebody_gives_a_role_and_ends_it(visits: Visits) -> None:
    # Given an administrator who invites somebody
    administrator = visits("administrator")
    administrator.open("/work/loamshire/")
    administrator.follow("Partners", within="nav")
    administrator.follow("People")
    administrator.follow("Invite somebody")
    administrator.fill("Full name", "Isla Fenwick")
    administrator.fill("Work e-mail address", "isla.fenwick@loamshire.example")
    administrator.select("Which organisation do they sit for?", "Riverside Youth Trust")
    administrator.choose("Viewer")
    administrator.press("Invite")

    # When they give them a second role
    administrator.open("/work/loamshire/partners/people/")
    administrator.follow("Isla Fenwick")
    administrator.follow("Give a role")
    administrator.select("Which organisation do they sit for?", "Riverside Youth Trust")
    administrator.choose("Contributor")
    administrator.press("Give the role")

    # Then they hold both
    administrator.sees("Viewer", "Contributor")

    # When one is ended
    administrator.follow("End")
    administrator.page.locator("main form button").first.click()
    administrator.page.wait_for_url("**/people/**")

    # Then it is over
    administrator.look()
    administrator.sees("Ended")


def test_an_administrator_enters_an_owner_that_begins_later(visits: Visits) -> None:
    # Given a commissioner whose place a mayor takes in half a year
    day = timezone.localdate() + timedelta(days=180)
    administrator = visits("administrator", has_script=False)
    administrator.open("/work/loamshire/partners/owner/")
    administrator.follow("Enter a change of owner")

    # When the change is entered
    administrator.choose("Mayor with policing functions")
    administrator.fill("Name people know it by", MAYOR)
    administrator.fill("Legal name", "The Mayor of Loamshire")
    administrator.fill("Contact e-mail address", "mayor@loamshire.example")
    administrator.date("From which day does it own the workspace?", day.day, day.month, day.year)
    administrator.press("Go on")
    administrator.sees("What this does", MAYOR)
    administrator.press("Enter the change")

    # Then the owner of today stays, and the one to come is announced
    administrator.sees(f"the owner is {MAYOR}", "Loamshire Police and Crime Commissioner")

    # When it is taken back
    administrator.follow("Take this change back")
    administrator.press("Take it back")

    # Then nothing is announced
    assert MAYOR not in administrator.page.locator("main .govuk-inset-text").all_inner_texts()


def test_an_administrator_reads_neither_uploads_nor_assessments(visits: Visits) -> None:
    # Given an administrator
    administrator = visits("administrator")

    # When they open what they have no business with, then it does not exist for them
    for path in ("data/uploads/", "assessments/", "documents/", "audit/", "releases/"):
        administrator.open(f"/work/loamshire/{path}")
        administrator.is_at("Page not found")

"""Two approvers let an assessment out, the public reads it at once; one takes something back."""

from builders.visiting import Visitor
from conftest import Visits

TITLE = "Serious violence in Loamshire: strategic needs assessment"
ITEM = f"Approve or refuse: {TITLE}"
NEWEST = "September 2024 to August 2025"
HARMLESS = "Comparing editions"


def approve(approver: Visitor) -> str:
    """Read a proposal from the list of work and approve it; where it is."""
    approver.open("/work/loamshire/")
    approver.follow(ITEM)
    release = approver.path
    approver.sees("Small numbers and sources", "No hidden number could be worked out")
    approver.follow("See it exactly as the public will")
    approver.sees("Preview.", NEWEST)
    approver.open(release)
    approver.follow("Approve or refuse")
    approver.choose("Approve it")
    approver.fill("Your reason", "I have read every chapter and its checks.")
    approver.press("Record my decision")
    return release


def test_two_approvers_publish_an_assessment_that_its_author_may_not_approve(
    visits: Visits,
) -> None:
    approver, second, lead, reader = (
        visits(role) for role in ("approver", "approver2", "lead", "")
    )
    # Given an assessment that waits, and a public that cannot read it
    reader.open("/assessments/")
    assert NEWEST not in reader.page.locator("main").inner_text()

    # When one approver agrees, with reasons
    release = approve(approver)

    # Then it is not enough
    approver.sees("1 of 2 approvals given")

    # And its author is no approver of it
    lead.open(release)
    lead.sees("You worked on this, so other people decide")
    lead.open(f"{release}answer/")
    lead.is_at("Page not found")

    # When the second agrees, and the first publishes
    approve(second)
    approver.open(release)
    approver.follow("Publish now")
    approver.press("Publish now")

    # Then the public reads it at once
    reader.open("/assessments/")
    reader.sees(NEWEST)
    reader.follow(TITLE)
    reader.sees(NEWEST)

    # And whoever kept the address of an earlier one is told of it
    reader.open("/assessments/loamshire-needs-assessment/2/")
    reader.sees("There is a newer edition")
    reader.follow("number 3")
    reader.sees(NEWEST)


def test_an_approver_withdraws_something_and_its_address_says_why(visits: Visits) -> None:
    # Given a record of an algorithm that the public reads, and no other journey needs
    approver, reader = visits("approver"), visits()
    reader.open("/algorithms/")
    reader.follow(HARMLESS)
    published = reader.path

    # When it is withdrawn, with the reason
    approver.open("/work/loamshire/releases/")
    approver.follow(HARMLESS)
    approver.follow("Withdraw it")
    approver.fill("Why it is withdrawn", "It names the wrong owner.")
    approver.press("Withdraw it")

    # Then its address says so, and shows no number
    reader.open(published)
    reader.is_at("This was withdrawn")
    reader.sees("It names the wrong owner.")

"""A lead has an assessment made, reads it, writes in it, compares it, locks it and proposes it."""

from builders.visiting import Visitor
from conftest import Visits

WORDS = "The partnership met in public in March to talk about these numbers."


def start(lead: Visitor, first: str, last: str) -> None:
    """Ask for an assessment of one district."""
    lead.open("/work/loamshire/assessments/start/")
    lead.select("Area", "Larkminster (district)")
    lead.select("First month", first)
    lead.select("Last month", last)
    lead.press("Start")


def test_a_lead_takes_an_assessment_from_its_start_to_a_proposal(visits: Visits) -> None:
    # Given a lead who starts an assessment
    lead = visits("lead")
    start(lead, "March 2025", "August 2025")

    # Then they watch it being made, without doing anything
    lead.sees("You can leave this page")
    lead.look_while_it_waits()
    lead.waits_for("Serious violence in Larkminster", seconds=150)
    overview = lead.path

    # When they read a chapter and ask where a number comes from
    lead.follow("What is happening")
    chapter = lead.path
    lead.follow("Explain this number")

    # Then they are led to the loads and the files it came from
    lead.sees("Loads and their files", "Queries")
    lead.page.locator("main summary").last.click()
    lead.sees(".csv")

    # When they write what the partnership says
    lead.open(chapter)
    lead.follow("Write a narrative")
    lead.fill("Narrative", WORDS)
    lead.press("Save narrative")

    # Then it stands in the chapter, beside figures nobody can change
    lead.sees("What the partnership says", WORDS)
    lead.follow("Earlier versions of this narrative")

    # When they set it beside another assessment
    lead.open(overview)
    lead.follow("Compare with another assessment")
    lead.press("Compare")

    # Then they read what changed as soon as it is worked out
    while lead.page.get_by_role("link", name="See whether the comparison is ready").is_visible():
        lead.follow("See whether the comparison is ready")
    lead.sees("figures that both have")

    # When they lock it and propose it
    lead.open(overview)
    lead.follow("Lock this assessment")
    lead.press("Lock")
    lead.sees("The assessment is locked")
    lead.follow("Propose for release")
    lead.sees("Small numbers and sources")
    lead.fill("Why should it be published now?", "The district asked for its own assessment.")
    lead.press("Propose")

    # Then it waits for others to decide
    lead.sees("You worked on this, so other people decide")


def test_a_lead_reads_and_writes_without_script(visits: Visits) -> None:
    # Given a lead whose browser runs no script, and an assessment that waits for approval
    lead = visits("lead", has_script=False)
    lead.open("/work/loamshire/")
    lead.follow("Understand", within="nav")
    lead.follow("Loamshire")

    # When they read a chapter and remark on it
    lead.follow("What is happening")
    lead.fill("Your comment", "Is the harbour counted?")
    lead.press("Add comment")

    # Then their remark waits for an answer, and they answer it
    lead.sees("Is the harbour counted?")
    lead.follow("Mark as resolved")
    lead.press("Mark as resolved")
    lead.sees("Is the harbour counted?")

    # And a number leads to its files
    lead.follow("Explain this number")
    lead.sees("Loads and their files")


def test_an_assessment_that_cannot_be_made_says_why_and_is_put_away(visits: Visits) -> None:
    # Given a lead who asks for months that nobody sent anything for
    lead = visits("lead")
    start(lead, "January 2019", "December 2019")

    # Then they read why it could not be made
    lead.waits_for("This assessment could not be made", seconds=150)
    failed = lead.path

    # When they try again, it cannot be made again
    lead.follow("Try again")
    lead.press("Try again")
    lead.waits_for("This assessment could not be made", seconds=150)

    # When they put it away, then it is not in the list any more
    lead.open(failed)
    lead.follow("Discard it")
    lead.press("Discard")
    lead.open("/work/loamshire/assessments/")
    assert "January 2019" not in lead.page.locator("main table").inner_text()

"""A duty lead gets ready for an inspection, and answers a finding with a tracked action."""

from dataclasses import dataclass

import docx

from builders.visiting import Visitor
from conftest import Visits

MOST_CLICKS = 10


@dataclass
class Counted:
    """Somebody whose clicks are counted: on links, buttons and choices, not letters typed."""

    visitor: Visitor
    clicks: int = 0

    def follow(self, words: str, *, within: str = "main") -> None:
        """Follow a link."""
        self.clicks += 1
        self.visitor.follow(words, within=within)

    def choose(self, label: str) -> None:
        """Choose a button or tick a box."""
        self.clicks += 1
        self.visitor.choose(label)

    def select(self, label: str, words: str) -> None:
        """Choose from a menu, which takes two."""
        self.clicks += 2
        self.visitor.select(label, words)

    def press(self, words: str) -> None:
        """Press a button."""
        self.clicks += 1
        self.visitor.press(words)


def test_a_finding_becomes_a_tracked_action_in_under_ten_clicks(visits: Visits) -> None:
    # Given a lead who reads what serious violence rests on
    lead = visits("lead")
    lead.open("/work/loamshire/assessments/")
    counted = Counted(lead)
    counted.follow("Loamshire", within="main table")
    counted.follow("When it happens")

    # When they answer a finding with an action
    counted.follow("Answer this with an action")
    lead.sees("Both will lead to each other")
    lead.fill("What is to be done?", "Open the quay's youth space until nine")
    counted.select("Organisation that leads (optional)", "Riverside Youth Trust")
    lead.date("Due", 30, 9, 2027)
    counted.press("Save")

    # Then it is tracked, has a day, and both lead to each other
    lead.sees(
        "Open the quay's youth space until nine", "Riverside Youth Trust", "30 September 2027"
    )
    counted.follow("thread")
    lead.sees("This answers")
    assert counted.clicks < MOST_CLICKS

    # And it stands in the plan's table with its day
    lead.open("/work/loamshire/plan/actions/?words=quay's+youth")
    lead.sees("Open the quay's youth space until nine")


def test_a_duty_lead_goes_from_sign_in_to_a_complete_inspection_pack(visits: Visits) -> None:
    # Given a lead who has signed in and sees what is not answered
    lead = visits("lead")
    lead.open("/work/loamshire/")
    lead.follow("The Duty", within="nav")
    lead.open("/work/loamshire/duty/?stands=not_assessed")
    task = lead.page.locator("main table a").first.inner_text()
    lead.follow(task, within="main table")
    there = lead.path

    # When they answer it and tie a decision that shows it
    lead.follow("Answer")
    lead.choose("Met")
    lead.fill("What is done, and what is missing?", "We sit on the board and named who signs.")
    lead.date("When will you look at it again?", 1, 9, 2027)
    lead.press("Save the answer")
    lead.sees("We sit on the board and named who signs.")
    lead.select("Kind of evidence", "Decisions")
    lead.press("Find evidence")
    lead.page.locator("main input[type=checkbox], main input[type=radio]").first.check()
    lead.press("Tie")
    assert lead.path == there
    lead.sees("decision")

    # Then the pack says it, and lists first what nobody answered
    lead.open("/work/loamshire/duty/pack/")
    lead.sees("We sit on the board and named who signs.", "not answered")
    document = docx.Document(str(lead.download("Save as Word")))
    said = [
        *(each.text for each in document.paragraphs),
        *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
    ]
    assert any("We sit on the board and named who signs." in each for each in said)
    assert lead.download("Save as PDF").read_bytes().startswith(b"%PDF")

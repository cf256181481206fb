"""A duty lead gets ready for an inspection, and answers a finding with a tracked action."""

from dataclasses import dataclass

import docx
from docx.document import Document
from playwright.sync_api import Locator, expect

from builders.visiting import Visitor, reach_by_tab, sign_in
from conftest import Visits
from headwater.web.config.demonstration import cast

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


def not_answered(lead: Visitor) -> list[str]:
    """Every row of the list of tasks that nobody answered, page after page."""
    lead.open("/work/loamshire/duty/?stands=not_assessed")
    tasks = lead.page.locator("main tbody tr").filter(has_text="Not assessed")
    rows = tasks.all_inner_texts()
    while lead.page.get_by_role("link", name="Next").count():
        lead.follow("Next")
        rows += tasks.all_inner_texts()
    return rows


def reported(document: Document) -> list[tuple[str, str]]:
    """What the pack says is not answered: each obligation, and who owes it."""
    tables = [table for table in document.tables if table.cell(0, 3).text == "Owed by"]
    return [(row.cells[0].text, row.cells[3].text) for row in tables[0].rows[1:]]


def test_a_duty_lead_goes_from_sign_in_to_a_complete_inspection_pack(visits: Visits) -> None:
    # Given a lead who signs in on the way to the Duty, and sees what is not answered
    lead = visits()
    lead.open("/work/loamshire/duty/")
    sign_in(lead, "lead@loamshire.example", cast.PASSWORD)
    lead.is_at("Tasks of the Duty")
    before = not_answered(lead)
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
    left = not_answered(lead)
    assert len(left) == len(before) - 1

    # Then the pack says it, and first of all each task that is left without an answer
    lead.open("/work/loamshire/duty/pack/")
    lead.sees("We sit on the board and named who signs.", "not answered")
    document = docx.Document(str(lead.download("Save as Word")))
    said = [
        *(each.text for each in document.paragraphs),
        *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
    ]
    assert any("We sit on the board and named who signs." in each for each in said)
    told = reported(document)
    assert len(told) == len(left)
    for row in left:
        assert any(title in row and owner in row for title, owner in told), row
    assert lead.download("Save as PDF").read_bytes().startswith(b"%PDF")


def enter(visitor: Visitor, button: Locator) -> None:
    """Tab to a button and press Enter."""
    reach_by_tab(visitor.page, button)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_a_card_of_the_plan_is_moved_by_keyboard_alone(visits: Visits) -> None:
    # Given a lead without a mouse at the board of actions, and an action that was not started
    lead = visits("lead")
    lead.open("/work/loamshire/plan/board/")
    title = "Find out who could mentor in Thimblewick, and what it would take"
    card = lead.page.locator(".hw-card", has_text=title)

    # When they Tab to its menu, choose by its first letters, and press Enter on Move
    menu = card.get_by_role("combobox", name=f"Move {title} to")
    reach_by_tab(lead.page, menu)
    lead.page.keyboard.type("Blocked")
    enter(lead, card.get_by_role("button", name=f"Move {title}"))

    # Then they are asked what the move needs, about that card, and answer by keyboard too
    lead.is_at("Tell how it goes")
    lead.sees("Say what holds the action up", title)
    held_up = lead.page.get_by_label("What holds it up? (optional)", exact=True)
    reach_by_tab(lead.page, held_up)
    lead.page.keyboard.type("People")
    enter(lead, lead.page.get_by_role("button", name="Save"))
    lead.is_at(title)
    lead.open("/work/loamshire/plan/board/")
    blocked = lead.page.get_by_role("region", name="Blocked")
    expect(blocked.locator(".hw-card", has_text=title)).to_have_count(1)


def test_a_chain_of_the_golden_thread_prints_as_it_reads(visits: Visits) -> None:
    # Given a lead who follows the thread of an action that answers a finding
    lead = visits("lead")
    lead.open("/work/loamshire/plan/board/")
    lead.follow("Place navigators in the emergency department of Larkminster")
    lead.follow("Follow its thread")
    chain = lead.page.locator("main table").filter(visible=True)
    expect(lead.page.get_by_role("button", name="Look for it")).to_be_visible()
    on_screen = chain.locator("tbody tr").count()

    # When they print it
    lead.page.emulate_media(media="print")

    # Then the paper holds each thing of the chain, its way there, and nothing to press
    lead.sees("What is needed", "What is planned", "Who helps, and how", "Who decided")
    assert chain.locator("tbody tr").count() == on_screen
    expect(chain.get_by_text("The clearest difference").first).to_be_visible()
    expect(lead.page.locator("button, select, input, nav").filter(visible=True)).to_have_count(0)
    paper = lead.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert paper <= 0

"""A round of the Youth Fund, from an application on a phone to what the public reads."""

import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from builders.documents import a_pdf
from builders.keyboard import Keyboard
from builders.site import Site
from builders.visiting import Visitor
from conftest import PATIENCE_MS, Visits

ROUND = "youth-fund-winter"
PHONE: ViewportSize = {"width": 360, "height": 740}
TREASURER = "treasurer@ropewalk.example"
GROUP = "Ropewalk Boxing and Homework Club"
PROJECT = "Gloves and homework"
BETWEEN_LETTERS, LETTER_SECONDS = b"\n" + b"-" * 79 + b"\n", 30.0


@pytest.fixture
def phone(browser: Browser, site: Site) -> Callable[[], Visitor]:
    """A phone whose browser runs no script."""

    def taken() -> Visitor:
        context = browser.new_context(
            base_url=site.address, java_script_enabled=False, viewport=PHONE
        )
        context.set_default_timeout(PATIENCE_MS)
        return Visitor(context.new_page(), has_script=False)

    return taken


def letter_to(site: Site, email: str, words: str) -> str:
    """The latest letter to an address with these words in it, once the worker has sent it."""
    until = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < until:
        for text in letters_to(site, email):
            if words in text:
                return text
        time.sleep(0.2)
    raise AssertionError(f"no letter to {email} says [{words}]")


def letters_to(site: Site, email: str) -> Iterator[str]:
    """What was written to an address, the latest first."""
    folder = site.home / "outgoing-mail"
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True):
        for said in reversed(path.read_bytes().split(BETWEEN_LETTERS)):
            letter = message_from_bytes(said.lstrip(), policy=policy.default)
            if letter["To"] == email:
                yield letter.get_content()


def sign_in_by_code(keys: Keyboard, site: Site, email: str) -> None:
    """Ask for a code, read the letter and type what it says."""
    keys.write("email", email)
    keys.press("Send me a code")
    letter = letter_to(site, email, "Your code is")
    code = re.search(r"Your code is (\d{3} \d{3})", letter)
    assert code is not None, letter
    keys.write("code", code[1])
    keys.press("Sign in")


def check_that_they_can_apply(keys: Keyboard) -> None:
    """The questions before the first page."""
    keys.pick("who", "Community group or club with its own rules and bank account")
    for name in ("where", "ages"):
        keys.pick(name, "yes")
    for name in ("begun", "duty"):
        keys.pick(name, "no")
    for name in ("safe", "bank"):
        keys.pick(name, "yes")
    keys.press("Go on")


def write_everything(keys: Keyboard, policy_file: Path) -> None:
    """All parts of a small group's application, one after the other."""
    keys.follow("Your organisation")
    keys.write("our-name", GROUP)
    keys.pick("our-kind", "Community group without a registration")
    keys.write("our-income", "12000")
    keys.write("our-contact", "Maud Ferris")
    keys.write("our-role", "Treasurer")
    keys.press("Save and go on")
    keys.write("project-name", PROJECT)
    keys.write("project-summary", "Boxing twice a week, with homework and a hot meal before it.")
    keys.write("activities", "Tuesdays and Thursdays from four to seven at the Ropewalk hall.")
    for name, number in (("starts-on", (1, 3, 2027)), ("ends-on", (1, 12, 2027))):
        for part, value in zip(("day", "month", "year"), number, strict=True):
            keys.write(f"{name}_{part}", str(value))
    keys.press("Save and go on")
    keys.write("people", "40")
    keys.write("ages-from", "10")
    keys.write("ages-to", "16")
    keys.tick("districts", "Z99D00003")
    keys.pick("level", "Young people at risk of violence or crime")
    keys.press("Save and go on")
    keys.write("need", "Nothing is open for this age at the quay after school.")
    keys.write("prevention", "They have somewhere safe to be and adults they trust.")
    keys.select("approach", "Sports")
    keys.press("Save and go on")
    keys.pick("safeguarding-policy", "yes")
    keys.press("Save and add or remove files")
    keys.attach("file", policy_file)
    keys.press("Add the file")
    keys.follow("Go on without another file")
    keys.write("safe-delivery", "Two checked adults at each session; the lead answers for it.")
    keys.pick("checks", "yes")
    keys.pick("insurance", "yes")
    keys.press("Save and go on")
    keys.write("amount", "3200")
    for line, (item, kind, cost) in enumerate(
        (("Coach", "People", "2400"), ("Hall and meals", "Other", "800"))
    ):
        keys.write(f"budget-{line}-item", item)
        keys.select(f"budget-{line}-kind", kind)
        keys.write(f"budget-{line}-cost", cost)
    keys.pick("other-money", "no")
    keys.press("Save and go on")
    keys.tick("outcomes", "They feel safer")
    keys.write("how-you-know", "A few questions at the start and the end, and who still comes.")
    keys.pick("publicity", "yes")
    keys.press("Save and go on")


def test_a_small_group_applies_on_a_phone_by_keyboard_without_script(
    site: Site, phone: Callable[[], Visitor], tmp_path: Path
) -> None:
    # Given somebody from a club with a phone, who reads every question first
    reader = phone()
    keys = Keyboard(reader)
    reader.open("/funds/")
    keys.follow("Youth Fund: winter")
    reader.sees("All the questions", "What is the project called?")
    keys.press("Start to apply")

    # When they see that they can apply, show who they are and begin
    check_that_they_can_apply(keys)
    sign_in_by_code(keys, site, TREASURER)
    keys.press("Begin")

    # And write all of it, a policy among it
    policy_file = tmp_path / "safeguarding.pdf"
    policy_file.write_bytes(a_pdf())
    write_everything(keys, policy_file)

    # And read it once more, certify and send
    keys.follow("Check your answers and send")
    reader.sees(GROUP, "£3,200", "Coach")
    keys.press("Everything is right: go on to send")
    keys.write("name", "Maud Ferris")
    keys.write("role", "Treasurer")
    keys.tick("is_true")
    keys.press("Send the application")

    # Then they have a reference, on the page and in a letter
    reference = re.search(r"YF-[0-9A-Z]{4}-[0-9A-Z]{4}", reader.page.locator("main").inner_text())
    assert reference is not None
    assert letter_to(site, TREASURER, reference[0])


WANTED = "Verse for Verse"
REASON = (
    "The application says who takes part and why they come, names its partners, and its weekly "
    "plan agrees with what it costs line by line."
)


def name_assessor(lead: Visitor, person: str) -> None:
    """Ask somebody to assess the application whose assessors are shown."""
    lead.select("Who is to assess it?", person)
    lead.date("By when?", 20, 12, 2027)
    lead.press("Name them")


def open_wanted(visitor: Visitor) -> None:
    """The application's own page, from the list."""
    visitor.open("/work/loamshire/applications/?words=Verse")
    visitor.follow(WANTED)


def assess(assessor: Visitor, reference: str, points: str) -> None:
    """Declare no interest and score every criterion."""
    assessor.open("/work/loamshire/applications/desk/")
    assessor.follow(reference)
    assessor.choose("No, I have none")
    assessor.press("Declare")
    for group in assessor.page.locator("fieldset:has(input[name$='-points'])").all():
        group.locator(f"input[value='{points}']").check()
    for box in assessor.page.locator("textarea[name$='-reason']").all():
        box.fill(REASON)
    for sure in assessor.page.locator("select[name$='-confidence']").all():
        sure.select_option(index=2)
    assessor.press("Hand in")
    assessor.sees("You have handed these in")


def check_everything(lead: Visitor) -> None:
    """Record each item of due diligence as met."""
    lead.follow("Due diligence")
    checks = lead.path
    for name in lead.page.locator("main .govuk-task-list__link").all_inner_texts():
        lead.open(checks)
        lead.follow(name)
        lead.choose("Met")
        lead.fill("What did you look at, and what did it show?", "Read it and the register.")
        lead.press("Record it")
    lead.open(checks)
    lead.sees("Nothing here holds an award up")


def test_an_application_is_assessed_and_awarded_past_somebody_with_an_interest(
    visits: Visits,
) -> None:
    # Given an application, of which a lead names three assessors
    lead = visits("lead")
    open_wanted(lead)
    reference = lead.path.split("/")[-2]
    lead.follow("Assessors")
    for person in ("Tom Haldane", "Ines Okafor", "Rob Penhallow"):
        name_assessor(lead, person)

    # When one of them declares an interest, it is nowhere for them
    interested = visits("contributor")
    interested.open("/work/loamshire/applications/desk/")
    interested.follow(reference)
    interested.choose("Yes, I have one")
    interested.fill("What is it?", "My sister runs their studio")
    interested.press("Declare")
    interested.open("/work/loamshire/applications/?words=Verse")
    assert not interested.page.get_by_role("link", name=WANTED).count()

    # And two others score it, and the organisation is checked
    for email in ("assessor", "assessor2"):
        assess(visits(email), reference, "4")
    open_wanted(lead)
    check_everything(lead)
    open_wanted(lead)
    lead.follow("scores and moderation")
    lead.press("Put it before the panel")

    # Then an approver reads the papers and decides
    approver = visits("approver")
    open_wanted(approver)
    approver.follow("Decide")
    approver.choose("I have no interest in this application, and nobody close to me has")
    approver.choose("Approve")
    approver.fill("Reasons", REASON)
    approver.select("Pot that pays", pot_that_pays(approver))
    approver.fill("How the project will be evaluated", REASON)
    approver.press("Decide")
    approver.sees(WANTED, "Agreement sent", REASON)


def pot_that_pays(approver: Visitor) -> str:
    """The first pot that the page offers."""
    menu = approver.page.get_by_label("Pot that pays", exact=True)
    return menu.locator("option:not([value=''])").first.inner_text()

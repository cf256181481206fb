"""A grant from its agreement to the page on which the public reads what it did."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from builders.site import Site
from builders.visiting import Visitor
from conftest import PATIENCE_MS, Visits

TESTS = Path(__file__).resolve().parents[1]
TITLE = "Kiln Lane climbing"
GRANTS = "/work/loamshire/grants/"
GRANT = """
import sys
sys.path.insert(0, {tests!r})
from datetime import timedelta
from decimal import Decimal
from django.utils import timezone
from builders.delivering import browser_of, build_award
from builders.money import build_fund, build_pot
from headwater.web.grants.money.rules.years import year_of
today = timezone.localdate()
pot = build_pot(build_fund(name="Kiln Lane fund"), budget="20000.00", year=year_of(today))
award = build_award(
    title={title!r},
    amount=Decimal("6000.00"),
    pot=pot,
    starts_on=today - timedelta(days=200),
    ends_on=today + timedelta(days=75),
    description="Climbing every Saturday for young people who have nowhere else to go.",
    reasons="Young people who are on the wall on a Saturday are not hurt on the quay.",
)
print(award.reference, browser_of().session.session_key)
"""
BOOKED_WITHIN_MS = 60_000
WORDS = "Those who came first brought their friends, and two of them help to coach now."


@pytest.fixture
def grant(site: Site) -> tuple[str, str]:
    """A grant that was offered, and the session of somebody who is to deliver it.

    Two of its three periods are over, which no test can wait for.
    """
    script = GRANT.format(tests=str(TESTS), title=TITLE)
    award, key = site.command("shell", "--no-imports", "-c", script).split()[-2:]
    return award, key


@pytest.fixture
def deliverer(browser: Browser, site: Site, grant: tuple[str, str]) -> Iterator[Visitor]:
    """Somebody of the club, signed in."""
    context = browser.new_context(base_url=site.address)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "sessionid", "value": grant[1], "url": site.address}])
    visitor = Visitor(context.new_page())
    yield visitor
    context.close()
    assert visitor.complaints == []


def write(visitor: Visitor, **answers: str) -> None:
    """Answer by the names of fields: rows of a page ask the same in the same words."""
    for name, words in answers.items():
        visitor.page.locator(f'main [name="{name}"]').fill(words)


def send_the_agreement(lead: Visitor) -> None:
    """Two payments, the second of which waits for the first return."""
    lead.open(GRANTS)
    lead.follow(TITLE)
    lead.sees("Nothing is paid before it is accepted")
    lead.follow("Write the agreement")
    write(lead, amount_1="4000", amount_2="2000", line_1="Coaches", cost_1="6000")
    lead.press("Send the agreement")
    lead.sees("Sent. The deliverer reads and accepts it")


def accept_the_agreement(deliverer: Visitor) -> None:
    """Accept it by role, and say who hears of concerns."""
    deliverer.open("/deliver/")
    deliverer.follow(TITLE)
    deliverer.follow("Read the agreement")
    deliverer.sees("£4,000.00", "£2,000.00", "Coaches")
    deliverer.fill("As whom do you accept?", "Chair of trustees")
    deliverer.fill("Who is your safeguarding lead?", "Designated safeguarding lead")
    deliverer.fill("Their work e-mail address", "safe@kilnlane.example")
    deliverer.choose("I may accept for my organisation, and I accept these terms")
    deliverer.press("Accept the agreement")
    deliverer.sees("Accepted. Your register is open")


def send_a_return(deliverer: Visitor, award: str, number: int, *, people: int, spent: int) -> None:
    """Say what was achieved and spent, certify and send."""
    deliverer.open(f"/deliver/{award}/")
    deliverer.follow(f"Return {number}")
    write(deliverer, achieved_1=str(people), spent_1=str(spent), narrative=WORDS)
    deliverer.fill("As whom do you certify?", "Treasurer")
    deliverer.press("Certify and send")
    deliverer.sees("Sent. We read it and write to you")


def accept_a_return(lead: Visitor, award: str, number: int) -> None:
    """Read it and accept it."""
    lead.open(f"{GRANTS}{award}/")
    lead.follow(f"Return {number}")
    lead.sees("Treasurer", WORDS)
    lead.press("Accept this return")
    lead.sees("Accepted. The deliverer was told")


def pay(lead: Visitor, approvers: tuple[Visitor, Visitor], award: str, name: str) -> None:
    """Ask for a payment of the grant, have two people approve it, and start the run."""
    lead.open(f"{GRANTS}{award}/")
    lead.follow(name)
    payment = lead.path
    lead.follow("Ask for it to be paid")
    lead.press("Ask for the payment")
    for approver, which in zip(approvers, ("first", "second"), strict=True):
        approver.open(payment)
        approver.follow(f"Give the {which} approval")
        approver.press("Approve the payment")
    lead.open("/work/loamshire/money/payments/")
    lead.follow("Start a payment run")
    lead.sees(TITLE)
    lead.press("Start the run")
    look_until_it_is_booked(lead)


def look_until_it_is_booked(lead: Visitor) -> None:
    """Stay on the page of a run, which asks by itself, until the worker has booked its payments."""
    again = lead.page.get_by_role("link", name="Look again")
    expect(again).to_have_count(0, timeout=BOOKED_WITHIN_MS)
    lead.look()


def publish(lead: Visitor, approver: Visitor) -> None:
    """Make the files of all grants, and let somebody else decide that the public reads them."""
    lead.open("/work/loamshire/publishing/")
    lead.press("Make the files")
    lead.sees(TITLE)
    lead.follow("Propose for publication")
    lead.fill("Why should it be published now?", "The list of the month is due.")
    lead.press("Propose")
    release = lead.path
    approver.open(release)
    approver.follow("Approve or refuse")
    approver.choose("Approve it")
    approver.fill("Your reason", "Read against the decisions of the panel.")
    approver.press("Record my decision")
    lead.open(release)
    lead.follow("Publish now")
    lead.press("Publish now")


def test_a_grant_is_agreed_returned_paid_and_published(
    visits: Visits, deliverer: Visitor, grant: tuple[str, str]
) -> None:
    award, _ = grant
    lead, approver, second, reader = (
        visits(role) for role in ("lead", "approver", "approver2", "")
    )
    # Given a grant to whose terms both sides agreed
    send_the_agreement(lead)
    accept_the_agreement(deliverer)

    # When two returns are sent and accepted
    for number, people, spent in ((1, 14, 2000), (2, 13, 1900)):
        send_a_return(deliverer, award, number, people=people, spent=spent)
        accept_a_return(lead, award, number)

    # And the payment that waited for the first of them is made
    pay(lead, (approver, second), award, "Payment 2")
    deliverer.open(f"/deliver/{award}/")
    expect(deliverer.page.get_by_role("row").filter(has_text="£2,000.00")).to_contain_text("Paid")

    # And grants are published
    publish(lead, approver)

    # Then anybody reads what it did, and for how much
    reader.open("/projects/")
    reader.follow(TITLE)
    reader.sees("£6,000.00", "Paid so far", "£2,000.00", "Young people who took part")
    expect(reader.page.get_by_role("cell", name="27", exact=True).first).to_be_visible()

"""A lead has something watched, a contributor answers what rose, the public reads the record."""

import pytest

from builders.visiting import Visitor
from conftest import Visits

INBOX = "/work/loamshire/early-warning/"


def follow_first(visitor: Visitor, status: str) -> None:
    """Open the first alert of the inbox that stands so."""
    row = visitor.page.get_by_role("row").filter(has_text=status).first
    with visitor.page.expect_navigation():
        row.get_by_role("link").first.click()
    visitor.look()


def test_a_lead_has_something_watched_and_runs_a_week(visits: Visits) -> None:
    # Given a lead who writes a rule
    lead = visits("lead")
    lead.open(INBOX)
    lead.follow("Rules")
    lead.follow("Write a rule")
    lead.fill("Name of the rule", "Robbery by district")
    lead.fill("What is it for?", "Tell shops and the buses when robbery rises.")
    lead.fill("Who answers for it?", "Violence reduction partnership")
    lead.select("What is counted?", "Robbery (offences)")
    lead.choose("Districts")
    lead.choose("EARS C2")
    lead.press("Save and work out its false alarms")

    # Then they may leave, or watch how often it is wrong being worked out
    lead.sees("You can leave this page")
    while lead.page.get_by_role("link", name="See whether it is done").is_visible():
        lead.page.wait_for_timeout(1_000)
        lead.page.reload()
    lead.sees("alerts a year when nothing is going on", "simulated weeks")

    # When they switch it on, knowing that
    lead.follow("Switch on")
    lead.sees("Can you bear this many")
    lead.press("Switch on")
    lead.sees("Runs each week until the day it ends")

    # And run the latest week by hand
    lead.open(INBOX)
    lead.follow("Weeks that were run")
    lead.follow("Run a week")
    lead.press("Run")
    lead.look_while_it_waits()
    lead.waits_for("Early warning of serious violence", seconds=150)

    # Then it is read like an assessment, and says what the rules are worth
    lead.follow("What the rules are worth")
    lead.sees("Robbery by district", "False alerts expected")


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_an_alert_is_answered_and_judged(visits: Visits, has_script: bool) -> None:
    # Given a contributor who finds an alert that nobody looks into
    contributor = visits("contributor", has_script=has_script)
    contributor.open(INBOX)
    follow_first(contributor, "New")
    alert = contributor.path
    contributor.sees("Expected", "False alerts", "Who to ask")

    # When they say that they do, and what they found
    contributor.fill("What will you do first?", "Ask the neighbourhood team.")
    contributor.press("Acknowledge")
    contributor.sees("Being looked into", "Ask the neighbourhood team.")
    contributor.fill("What was done, or found?", "A new bar opened there in spring.")
    contributor.press("Add")
    contributor.sees("A new bar opened there in spring.")

    # Then a lead can judge it, and the verdict counts
    lead = visits("lead", has_script=has_script)
    lead.open(alert)
    lead.follow("Judge it")
    lead.choose("True")
    lead.fill("How do you know?", "The neighbourhood team and the hospital saw it too.")
    lead.press("Judge")
    lead.sees("Judged true", "the hospital saw it too")
    lead.follow("true,")
    lead.sees("False alerts: expected and found")


def test_the_public_reads_a_week_and_how_often_the_rules_were_wrong(visits: Visits) -> None:
    # Given anybody
    reader = visits()
    reader.open("/early-warning/")
    reader.is_at("Early warning")

    # When they read a week
    reader.follow("Loamshire, week of 16 June 2025")
    reader.follow("What is rising")
    reader.sees("to be expected")

    # And what became of the alerts
    reader.open("/early-warning/")
    reader.follow("the scorecards say how often each rule was right")
    reader.follow("Scorecards of early warning")
    reader.sees("Hospital assaults by district", "False")

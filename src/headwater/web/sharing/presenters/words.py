"""Statuses and codes of the registers in words and tags."""

from datetime import date, datetime

from django.utils import timezone

from headwater.core import words
from headwater.core.errors import NotFoundError
from headwater.rulebook import lawful_gateway, suppression_profiles
from headwater.web.design_system.parts import Cell, Colour, Tag
from headwater.web.sharing.rules.onboarding import Step
from headwater.web.sharing.rules.standing import Outcome, Stage, Standing, is_due_soon
from headwater.web.worklist.rules import due_words

STANDING_COLOURS = {
    Standing.DRAFT: Colour.GREY,
    Standing.WITH_PARTIES: Colour.BLUE,
    Standing.IN_FORCE: Colour.GREEN,
    Standing.ENDED: Colour.GREY,
}
STAGE_COLOURS = {
    Stage.DRAFT: Colour.GREY,
    Stage.PROPOSED: Colour.BLUE,
    Stage.APPROVED: Colour.GREEN,
}
OUTCOME_COLOURS = {
    Outcome.WAITING: Colour.BLUE,
    Outcome.AGREED: Colour.GREEN,
    Outcome.REFUSED: Colour.RED,
    Outcome.NOT_SHARED: Colour.YELLOW,
    Outcome.ENDED: Colour.GREY,
}
STEP_COLOURS = {
    Step.ASK: Colour.GREY,
    Step.AGREEMENT: Colour.BLUE,
    Step.DPIA: Colour.BLUE,
    Step.TEST_FILE: Colour.PURPLE,
    Step.FIRST_LIVE: Colour.TEAL,
    Step.REGULAR: Colour.GREEN,
    Step.LAPSED: Colour.RED,
}


def standing_tag(standing: Standing) -> Tag:
    """Where an agreement is, with its meaning."""
    return Tag(standing.words, STANDING_COLOURS[standing], standing.means)


def stage_tag(stage: Stage) -> Tag:
    """Where an assessment is, with its meaning."""
    return Tag(stage.words, STAGE_COLOURS[stage], stage.means)


def outcome_tag(outcome: Outcome) -> Tag:
    """What became of a share, with its meaning."""
    return Tag(outcome.words, OUTCOME_COLOURS[outcome], outcome.means)


def step_tag(step: Step) -> Tag:
    """Where a dataset is on its way, with its meaning."""
    return Tag(step.words, STEP_COLOURS[step], step.means)


def day(found: date | datetime | None, *, nothing: str = "Not set") -> str:
    """A day in words."""
    if isinstance(found, datetime):
        found = timezone.localdate(found)
    return words.day(found) if found else nothing


def review_cell(review_on: date | None, *, counts: bool, today: date) -> Cell:
    """When something is looked at again, and whether that is soon or late, while it counts."""
    if review_on is None:
        return Cell("Not set")
    is_soon = counts and is_due_soon(review_on, today=today)
    return Cell(day(review_on), hint=due_words(review_on, today=today) if is_soon else "")


def gateway_words(id: str) -> str:
    """A gateway with its Act; its code where the rulebook has it no more."""
    try:
        return lawful_gateway(id).words
    except NotFoundError:
        return id


def suppression_words(id: str) -> str:
    """What a suppression profile is called."""
    titles = {each.id: each.title for each in suppression_profiles()}
    return titles.get(id, id) or "Not known"

"""What waits for an assessment of impact, and who is told to act."""

from datetime import date, timedelta

import pytest

from headwater.web.sharing.rules.assessing import Assessment, share_needs_one, what_is_missing
from headwater.web.sharing.rules.gateways import NO_BASES, Bases
from headwater.web.sharing.rules.standing import Stage
from headwater.web.sharing.rules.terms import Article6, Granularity

TODAY = date(2026, 3, 2)


def assessment(stage: Stage = Stage.APPROVED, *, approvals: int = 0, due: int = 30) -> Assessment:
    """One that is reviewed some days from today."""
    return Assessment(
        title="Visits assessed",
        whose="Loamshire Constabulary",
        stage=stage,
        approvals=approvals,
        review_on=TODAY + timedelta(days=due),
    )


def missing(*found: Assessment) -> str:
    return what_is_missing(found, whose="Loamshire Constabulary", today=TODAY)


@pytest.mark.parametrize(
    ("granularity", "needs"),
    [
        (Granularity.AGGREGATE, False),
        (Granularity.ANONYMISED, False),
        (Granularity.PSEUDONYMISED, True),
        (Granularity.PERSONAL, True),
    ],
)
def test_what_tells_people_apart_needs_an_assessment(granularity: Granularity, needs: bool) -> None:
    assert share_needs_one(granularity, NO_BASES) is needs


def test_what_saves_a_life_waits_for_no_paper() -> None:
    bases = Bases(article_6=Article6.VITAL_INTERESTS)
    assert not share_needs_one(Granularity.PERSONAL, bases)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ([], "Somebody who writes for Loamshire Constabulary must write one"),
        ([assessment(Stage.DRAFT)], "Loamshire Constabulary must finish it"),
        ([assessment(Stage.PROPOSED)], "Two approvers must approve it"),
        ([assessment(Stage.PROPOSED, approvals=1)], "One more approver must approve it"),
        ([assessment(due=-1)], "was to be reviewed by 1 March 2026. Loamshire Constabulary must"),
    ],
)
def test_it_says_what_is_missing_and_who_must_act(found: list[Assessment], says: str) -> None:
    assert says in missing(*found)


@pytest.mark.parametrize("due", [0, 1])
def test_an_approved_assessment_is_in_force_until_the_day_of_its_review(due: int) -> None:
    assert missing(assessment(due=due)) == ""


def test_one_in_force_is_enough_beside_others_that_are_not() -> None:
    assert missing(assessment(Stage.DRAFT), assessment(), assessment(due=-9)) == ""


def test_the_assessment_nearest_to_being_in_force_is_the_one_that_is_named() -> None:
    said = missing(assessment(Stage.DRAFT), assessment(Stage.PROPOSED, approvals=1))
    assert "One more approver" in said

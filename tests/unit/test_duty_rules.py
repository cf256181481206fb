"""Rules of the Duty: who owes what, how evidence ages, what may be asked and taken further."""

from datetime import date, timedelta

import pytest

from headwater.rulebook import obligation
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.rules.ageing import Age, age_of
from headwater.web.partnership.duty.rules.answering import Stands, Status, stands
from headwater.web.partnership.duty.rules.errors import DutyError
from headwater.web.partnership.duty.rules.escalating import (
    Outcome,
    Step,
    check_day,
    check_outcome,
    check_step,
)
from headwater.web.partnership.duty.rules.monitoring import (
    QUESTIONS,
    Content,
    Purpose,
    Wanted,
    check_due,
    check_questions,
    check_wanted,
)
from headwater.web.partnership.duty.rules.owing import owes
from headwater.web.partnership.duty.rules.readying import Assessed, Level, check_assessed

TODAY = date(2026, 3, 31)
PRISON, POLICE, HEALTH = StatutoryRole.PRISON, StatutoryRole.POLICE, StatutoryRole.HEALTH


@pytest.mark.parametrize(
    ("name", "role", "does"),
    [
        ("collaborate", POLICE, True),
        ("collaborate", PRISON, False),
        ("carry_out_actions", PRISON, True),
        ("monitor", StatutoryRole.LOCAL_POLICING_BODY, True),
        ("monitor", POLICE, False),
        ("scrutiny", StatutoryRole.LOCAL_AUTHORITY, True),
        ("collaborate", StatutoryRole.VOLUNTARY, False),
    ],
)
def test_who_owes_what_goes_by_the_statutory_role(
    name: str, role: StatutoryRole, does: bool
) -> None:
    assert owes(obligation(name), role) is does


@pytest.mark.parametrize(
    ("days", "age"), [(0, Age.FRESH), (181, Age.FRESH), (182, Age.OLD), (900, Age.OLD)]
)
def test_evidence_is_old_after_its_months(days: int, age: Age) -> None:
    on = date(2026, 1, 1)
    today = on + timedelta(days=days)
    assert age_of(on, is_there=True, stands=True, months=6, today=today) is age


def test_what_fell_or_is_gone_shows_nothing_however_fresh() -> None:
    assert age_of(TODAY, is_there=True, stands=False, months=6, today=TODAY) is Age.FALLEN
    assert age_of(TODAY, is_there=False, stands=False, months=6, today=TODAY) is Age.GONE


@pytest.mark.parametrize(
    ("status", "evidence", "found"),
    [
        (Status.MET, [Age.OLD, Age.FRESH], Stands.MET),
        (Status.MET, [Age.OLD, Age.FALLEN], Stands.AGED),
        (Status.MET, [], Stands.BARE),
        (Status.PARTLY, [Age.OLD], Stands.PARTLY),
        (Status.NOT_ASSESSED, [Age.FRESH], Stands.NOT_ASSESSED),
    ],
)
def test_an_answer_stands_beside_its_evidence(
    status: Status, evidence: list[Age], found: Stands
) -> None:
    assert stands(status, evidence) is found


def wanted(content: Content, relates: str = "It keeps it") -> Wanted:
    due_on = TODAY + timedelta(days=20)
    return Wanted("Title", "A table", relates, Purpose.MONITOR, content, due_on)


@pytest.mark.parametrize(
    ("content", "role", "says"),
    [
        (Content.PATIENT, POLICE, "patient information"),
        (Content.PERSONAL, HEALTH, "health or social care"),
        (Content.NO_PERSON, StatutoryRole.VOLUNTARY, "specified and relevant authorities"),
    ],
)
def test_section_17_does_not_reach_everything(
    content: Content, role: StatutoryRole, says: str
) -> None:
    with pytest.raises(DutyError, match=says):
        check_wanted(wanted(content), role=role, today=TODAY)


def test_what_is_wanted_relates_to_the_authority() -> None:
    check_wanted(wanted(Content.NO_PERSON), role=HEALTH, today=TODAY)
    with pytest.raises(DutyError, match="relates to the authority"):
        check_wanted(wanted(Content.NO_PERSON, " "), role=HEALTH, today=TODAY)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_an_answer_is_due_later_and_within_a_year(days: int) -> None:
    with pytest.raises(DutyError, match="later than today"):
        check_due(TODAY + timedelta(days=days), today=TODAY)


def test_a_return_asks_something_and_not_too_much() -> None:
    check_questions(QUESTIONS)
    for wrong in ((), QUESTIONS * 5):
        with pytest.raises(DutyError):
            check_questions(wrong)


@pytest.mark.parametrize(
    ("step", "after", "role"),
    [
        (Step.POLICING_BODY, Step.AUTHORITY, POLICE),
        (Step.AUTHORITY, Step.BOARD, POLICE),
        (Step.DIRECTION, Step.SECRETARY, PRISON),
        (Step.DIRECTION, Step.BOARD, POLICE),
    ],
)
def test_no_step_is_left_out_or_taken_back(step: Step, after: Step, role: StatutoryRole) -> None:
    with pytest.raises(DutyError):
        check_step(step, after=after, role=role)


def test_a_concern_goes_to_a_direction_where_one_can_be_given() -> None:
    for after, step in zip(tuple(Step), tuple(Step)[1:], strict=False):
        check_step(step, after=after, role=POLICE)
    check_outcome(Outcome.COMPLIED, reached=Step.DIRECTION)
    with pytest.raises(DutyError, match="No direction was given"):
        check_outcome(Outcome.COMPLIED, reached=Step.SECRETARY)


def test_steps_follow_each_other_in_time() -> None:
    with pytest.raises(DutyError, match="later than today"):
        check_day(TODAY + timedelta(days=1), after=None, today=TODAY)
    with pytest.raises(DutyError, match="before that of the step before"):
        check_day(TODAY - timedelta(days=2), after=TODAY - timedelta(days=1), today=TODAY)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        (Assessed(Level.NONE, "Nobody", None, "", None), 2025),
        (Assessed(Level.NONE, " ", None, "", None), 2026),
        (Assessed(Level.NONE, "Nobody", None, "Name a lead", TODAY), 2026),
        (Assessed(Level.NONE, "Nobody", 1, "", TODAY), 2026),
    ],
)
def test_an_assessment_that_says_too_little_is_refused(said: Assessed, year: int) -> None:
    with pytest.raises(DutyError):
        check_assessed(said, year=year, today=TODAY)

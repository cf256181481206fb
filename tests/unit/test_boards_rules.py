"""Rules of boards: who may, whether enough are there, how a decision is counted."""

import doctest
from datetime import date, timedelta
from types import ModuleType

import pytest

from headwater.web.accounts.actor import HEADWATER, Actor, Seat
from headwater.web.accounts.roles import Role
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.boards.rules import (
    describing,
    engaging,
    permissions,
    quorum,
    stages,
    voting,
)
from headwater.web.partnership.boards.rules import meeting as going
from headwater.web.partnership.boards.rules.describing import BoardError, Terms
from headwater.web.partnership.boards.rules.engaging import Came
from headwater.web.partnership.boards.rules.meeting import (
    MeetingError,
    Minuted,
    Status,
    Verb,
)
from headwater.web.partnership.boards.rules.quorum import AtTable, Rule
from headwater.web.partnership.boards.rules.sitting import How, Seniority
from headwater.web.partnership.boards.rules.voting import DecisionError, Stance

POLICE = AtTable(1, "Constabulary", StatutoryRole.POLICE)
COUNCIL = AtTable(2, "Council", StatutoryRole.LOCAL_AUTHORITY)
FIRE = AtTable(3, "Fire", StatutoryRole.FIRE)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("module", [describing, engaging, quorum, voting])
def test_examples_in_the_rules_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


def somebody(*roles: Role, organisation: int = 7, user: int = 1) -> Actor:
    seats = tuple(Seat("loamshire", 1, organisation, "Fire", role) for role in roles)
    return Actor(user_id=user, reference="P-2222-2222", name="Ada", seats=seats)


# --- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.VIEWER, False),
        (Role.CONTRIBUTOR, True),
        (Role.LEAD, True),
        (Role.APPROVER, True),
        (Role.AUDITOR, True),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_members_read_papers_and_viewers_only_what_was_issued(role: Role, reads: bool) -> None:
    actor = somebody(role)
    held = permissions.can_read_papers(actor, "loamshire", organisations={7}, people=set())
    assert held is reads


@pytest.mark.parametrize(
    ("role", "reads"), [(Role.CONTRIBUTOR, False), (Role.LEAD, True), (Role.AUDITOR, True)]
)
def test_whoever_sits_on_no_board_reads_its_papers_only_as_lead_or_auditor(
    role: Role, reads: bool
) -> None:
    actor = somebody(role, organisation=8)
    held = permissions.can_read_papers(actor, "loamshire", organisations={7}, people={2})
    assert held is reads


def test_a_deputy_by_name_reads_papers_though_another_organisation_is_theirs() -> None:
    actor = somebody(Role.CONTRIBUTOR, organisation=8, user=5)
    assert permissions.can_read_papers(actor, "loamshire", organisations={7}, people={5})


def test_headwater_itself_reads_every_paper() -> None:
    assert permissions.can_read_papers(HEADWATER, "loamshire", organisations=set(), people=set())


def test_a_contributor_declares_for_their_own_organisation_and_no_other() -> None:
    actor = somebody(Role.CONTRIBUTOR)
    assert permissions.can_declare(actor, "loamshire", organisation=7)
    assert not permissions.can_declare(actor, "loamshire", organisation=8)


# --- quorum ------------------------------------------------------------------------------------


def test_enough_seats_and_the_partners_that_must_be_there_make_a_quorum() -> None:
    assert quorum.quorum(Rule(2, (StatutoryRole.POLICE,)), [POLICE, COUNCIL]).is_met


def test_enough_seats_without_a_partner_that_must_be_there_make_none() -> None:
    found = quorum.quorum(Rule(2, (StatutoryRole.POLICE,)), [COUNCIL, FIRE])
    assert not found.is_met
    assert found.words.endswith("nobody is there from: Chief officer of police.")


def test_a_seat_that_takes_no_part_does_not_count_towards_the_quorum() -> None:
    rule = Rule(2)
    assert quorum.quorum(rule, [POLICE, COUNCIL]).is_met
    assert not quorum.quorum(rule, [POLICE, COUNCIL], without={2}).is_met


def test_nobody_there_is_said_in_words() -> None:
    assert quorum.quorum(Rule(3), []).words == "Not quorate: 0 of the 3 seats needed are filled."


# --- decisions ---------------------------------------------------------------------------------


def test_a_tie_carries_nothing() -> None:
    found = voting.count([Stance.FOR, Stance.AGAINST, Stance.ABSTAINED])
    assert not found.is_carried
    assert found.words == "Not carried: 1 for, 1 against, 1 abstained."


def test_those_with_an_interest_are_told_and_not_counted() -> None:
    found = voting.count([Stance.FOR, Stance.FOR, Stance.EXCLUDED])
    assert found.is_carried
    assert found.words == (
        "Agreed by all 2 who took part. 1 declared an interest and took no part."
    )


@pytest.mark.parametrize(
    ("stances", "says"),
    [
        ({1: Stance.FOR}, "did not say how they stand"),
        ({1: Stance.FOR, 2: Stance.FOR, 3: Stance.FOR}, "not at the table"),
        ({1: Stance.FOR, 2: Stance.EXCLUDED}, "for it, against it or abstains"),
    ],
)
def test_each_who_takes_part_and_no_other_says_how_they_stand(
    stances: dict[int, Stance], says: str
) -> None:
    with pytest.raises(DecisionError, match=says):
        voting.check_stances(stances, entitled=frozenset({1, 2}))


# --- meetings and minutes ----------------------------------------------------------------------


def test_every_status_but_the_last_ones_leads_somewhere() -> None:
    leads = {move.start for move in going.MOVES}
    assert set(Status) - leads == {Status.HELD, Status.CANCELLED}


def test_a_meeting_that_was_held_is_not_cancelled() -> None:
    with pytest.raises(MeetingError, match=r"\[held\].*\[cancel the meeting\]"):
        going.move_from(Status.HELD, Verb.CANCEL)


def test_a_meeting_is_cancelled_with_a_reason() -> None:
    move = going.move_from(Status.PLANNED, Verb.CANCEL)
    with pytest.raises(MeetingError, match="Say why"):
        going.check_may_move(move, {Role.LEAD}, reason=" ")


def test_only_leads_move_a_meeting() -> None:
    move = going.move_from(Status.PLANNED, Verb.START)
    with pytest.raises(permissions.NotAllowedError):
        going.check_may_move(move, set(Role) - {Role.LEAD})
    assert going.verbs_from(Status.PLANNED, {Role.VIEWER}) == ()


@pytest.mark.parametrize("minuted", [Minuted.ISSUED, Minuted.CONFIRMED])
def test_issued_minutes_are_not_written_over(minuted: Minuted) -> None:
    with pytest.raises(MeetingError, match="Correct them instead"):
        going.check_may_minute(Status.HELD, minuted)


def test_a_draft_is_changed_and_not_corrected() -> None:
    with pytest.raises(MeetingError, match="still a draft"):
        going.check_may_correct(Minuted.DRAFT)


# --- terms -------------------------------------------------------------------------------------


def terms(**given: object) -> Terms:
    usual: dict[str, object] = {
        "name": "Board",
        "terms": "It decides.",
        "statutory_roles": (StatutoryRole.POLICE,),
        "quorum": 2,
        "quorum_roles": (StatutoryRole.POLICE,),
        "standing_items": ("Welcome",),
        "meets_every": 3,
        "review_on": TODAY + timedelta(days=100),
    }
    return Terms(**{**usual, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"quorum_roles": (StatutoryRole.FIRE,)}, "need not sit on the board"),
        ({"quorum": 0}, "at least as many seats"),
        ({"review_on": TODAY}, "within the next two years"),
        ({"review_on": TODAY + timedelta(days=900)}, "within the next two years"),
    ],
)
def test_terms_that_contradict_themselves_are_refused(given: dict[str, object], says: str) -> None:
    with pytest.raises(BoardError, match=says):
        describing.check_terms(terms(**given), today=TODAY)


def test_an_agenda_of_too_many_items_is_refused() -> None:
    with pytest.raises(BoardError, match="20"):
        describing.items_of("\n".join(f"Item {number}" for number in range(21)))


# --- engagement --------------------------------------------------------------------------------


def test_a_substitute_counts_by_their_own_say() -> None:
    rows = [
        Came("O-1", How.PRESENT, Seniority.DECISION_MAKER),
        Came("O-1", How.SUBSTITUTE, Seniority.ANALYST),
        Came("O-1", How.ABSENT, None),
        Came("O-2", How.APOLOGIES, None),
    ]
    found = engaging.engagement(rows)
    first = found["O-1"]
    assert (first.asked, first.came, first.substitutes, first.absent) == (3, 2, 1, 1)
    assert (first.decision_makers, first.advisers, first.analysts) == (1, 0, 1)
    assert (found["O-2"].came, found["O-2"].apologies) == (0, 1)


def test_the_stages_of_a_workshop_come_in_the_order_of_thinking() -> None:
    assert [each.code for each in stages.STAGES] == ["responsibilities", "gaps", "plan", "works"]
    assert [each.number for each in stages.STAGES] == [1, 2, 3, 4]
    assert stages.stage_of("nothing") is None

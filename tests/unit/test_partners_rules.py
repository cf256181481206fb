"""Who must take part, who may change that, and what is refused."""

from datetime import date

import pytest

from headwater.web.accounts.actor import HEADWATER, NOBODY, Actor, Seat
from headwater.web.accounts.roles import EVERY_ROLE, Role
from headwater.web.partners.rules import permissions, policies
from headwater.web.partners.rules.duty import (
    UNDER_THE_DUTY,
    Present,
    Standing,
    StatutoryRole,
    vacancies,
)
from headwater.web.partners.rules.guide import GUIDE

EVERYBODY = [Present(role.label, role, members=1) for role in UNDER_THE_DUTY]


def build_actor(*roles: Role, workspace: str = "loamshire") -> Actor:
    seats = tuple(
        Seat(workspace, workspace_id=1, organisation_id=1, organisation="Police", role=role)
        for role in roles
    )
    return Actor(user_id=7, reference="P-2222-2222", name="Ada", seats=seats)


def test_the_duty_names_six_specified_and_three_relevant_authorities() -> None:
    standings = [role.standing for role in UNDER_THE_DUTY]
    assert standings.count(Standing.SPECIFIED) == 6
    assert standings.count(Standing.RELEVANT) == 3


def test_the_local_policing_body_is_no_specified_authority() -> None:
    assert StatutoryRole.LOCAL_POLICING_BODY not in UNDER_THE_DUTY


def test_nothing_is_vacant_where_everybody_takes_part() -> None:
    assert vacancies(EVERYBODY, has_owner=True) == ()


@pytest.mark.parametrize("role", UNDER_THE_DUTY)
def test_a_role_without_an_organisation_is_vacant(role: StatutoryRole) -> None:
    rest = [each for each in EVERYBODY if each.statutory_role is not role]
    (found,) = vacancies(rest, has_owner=True)
    assert found.statutory_role is role
    assert role.label in found.words


def test_an_organisation_under_the_duty_that_nobody_sits_for_is_vacant() -> None:
    empty = Present(
        "Alderwick Youth Justice Service", StatutoryRole.YOUTH_OFFENDING_TEAM, members=0
    )
    (found,) = vacancies([*EVERYBODY, empty], has_owner=True)
    assert "nobody sits for Alderwick Youth Justice" in found.words


def test_a_charity_that_nobody_sits_for_is_no_vacancy() -> None:
    charity = Present("Brook House", StatutoryRole.VOLUNTARY, members=0)
    assert vacancies([*EVERYBODY, charity], has_owner=True) == ()


def test_a_workspace_without_an_owner_says_so_first() -> None:
    first, *_ = vacancies([], has_owner=False)
    assert first.statutory_role is StatutoryRole.LOCAL_POLICING_BODY


@pytest.mark.parametrize("role", sorted(EVERY_ROLE))
def test_only_administrators_give_and_end_access(role: Role) -> None:
    may = permissions.can_administer(build_actor(role), "loamshire")
    assert may is (role is Role.ADMINISTRATOR)


def test_an_administrator_elsewhere_gives_no_access_here() -> None:
    assert not permissions.can_administer(
        build_actor(Role.ADMINISTRATOR, workspace="fenmark"), "loamshire"
    )


def test_headwater_itself_gives_access_and_nobody_does_not() -> None:
    assert permissions.can_administer(HEADWATER, "loamshire")
    assert not permissions.can_administer(NOBODY, "loamshire")


def test_nobody_gives_a_role_to_themselves() -> None:
    actor = build_actor(Role.ADMINISTRATOR)
    permissions.check_can_grant(actor, "loamshire", user_id=8)
    with pytest.raises(permissions.NotAllowedError, match="themselves"):
        permissions.check_can_grant(actor, "loamshire", user_id=7)


def test_a_successor_begins_after_what_it_follows() -> None:
    began = date(2026, 1, 1)
    policies.check_follows(date(2026, 1, 2), what="Police", starts_on=began)
    with pytest.raises(policies.DayError, match="1 January 2026"):
        policies.check_follows(began, what="Police", starts_on=began)


def test_a_change_can_be_taken_back_until_its_day() -> None:
    policies.check_can_undo(date(2026, 1, 2), today=date(2026, 1, 1))
    with pytest.raises(policies.DayError, match="can no longer be taken back"):
        policies.check_can_undo(date(2026, 1, 1), today=date(2026, 1, 1))


def test_every_role_is_explained() -> None:
    assert set(GUIDE) == EVERY_ROLE
    assert all(each.role is role for role, each in GUIDE.items())

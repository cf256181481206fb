"""Roles are given and ended at once, by administrators, never by oneself and never the last."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from builders.partners import HANDOVER, NOON, THAT_DAY
from builders.web import actor_of, build_member, build_organisation, build_user, build_workspace
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.audit.rules import check_facts
from headwater.web.partners import changes
from headwater.web.partners.models import Membership
from headwater.web.partners.queries import actor_for, administrators_of
from headwater.web.partners.rules.permissions import NotAllowedError
from headwater.web.partners.rules.policies import (
    AccountClosedError,
    AlreadyEndedError,
    AlreadyHeldError,
    DayError,
    LastAdministratorError,
)

pytestmark = pytest.mark.django_db


def admin(name: str = "Ada Ferrier") -> User:
    return build_member(Role.ADMINISTRATOR, name=name)


def grant(user: User, *, actor: Actor = HEADWATER, role: Role = Role.VIEWER) -> Membership:
    return changes.grant_membership(
        user=user, organisation=build_organisation(), role=role, actor=actor, at=NOON
    )


def test_a_role_counts_from_the_day_it_is_given() -> None:
    user = build_user("Bo Lind")
    membership = grant(user, actor=actor_of(admin()))
    assert membership.starts_on == THAT_DAY
    assert actor_for(user, today=THAT_DAY).roles_in("loamshire") == {Role.VIEWER}
    assert actor_for(user, today=THAT_DAY - timedelta(days=1)).seats == ()


def test_just_after_midnight_in_summer_it_is_the_next_day_already() -> None:
    half_past_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    membership = changes.grant_membership(
        user=build_user("Bo Lind"),
        organisation=build_organisation(),
        role=Role.VIEWER,
        actor=HEADWATER,
        at=half_past_midnight,
    )
    assert membership.starts_on.isoformat() == "2026-07-01"


def test_a_role_may_begin_later() -> None:
    user = build_user("Bo Lind")
    changes.grant_membership(
        user=user,
        organisation=build_organisation(),
        role=Role.LEAD,
        starts_on=HANDOVER,
        actor=HEADWATER,
        at=NOON,
    )
    assert actor_for(user, today=THAT_DAY).seats == ()
    assert actor_for(user, today=HANDOVER).roles_in("loamshire") == {Role.LEAD}


def test_nobody_gives_a_role_to_themselves() -> None:
    ada = admin()
    with pytest.raises(NotAllowedError):
        grant(ada, actor=actor_of(ada), role=Role.APPROVER)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_but_an_administrator_gives_or_ends_a_role(role: Role) -> None:
    actor = actor_of(build_member(role))
    with pytest.raises(NotAllowedError):
        grant(build_user("Bo Lind"), actor=actor)
    with pytest.raises(NotAllowedError):
        changes.end_membership(membership=Membership.objects.get(), actor=actor, at=NOON)


def test_an_administrator_of_another_workspace_gives_no_role_here() -> None:
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    stranger = build_member(Role.ADMINISTRATOR, organisation=elsewhere)
    with pytest.raises(NotAllowedError):
        grant(build_user("Bo Lind"), actor=actor_of(stranger))


def test_the_same_role_is_not_given_twice() -> None:
    user = build_user("Bo Lind")
    grant(user)
    with pytest.raises(AlreadyHeldError):
        grant(user)


def test_a_closed_account_gets_no_role() -> None:
    user = build_user("Bo Lind")
    user.is_active = False
    user.save(update_fields=["is_active"])
    with pytest.raises(AccountClosedError):
        grant(user)


def test_no_role_is_given_for_an_organisation_that_is_gone() -> None:
    organisation = build_organisation()
    organisation.ends_on = THAT_DAY - timedelta(days=1)
    organisation.save(update_fields=["ends_on"])
    with pytest.raises(DayError):
        grant(build_user("Bo Lind"))


def test_a_role_that_is_ended_opens_nothing_from_that_moment() -> None:
    user = build_user("Bo Lind")
    membership = grant(user)
    changes.end_membership(membership=membership, actor=actor_of(admin()), at=NOON)
    assert actor_for(user, today=THAT_DAY).seats == ()
    assert membership.ends_on == THAT_DAY
    with pytest.raises(AlreadyEndedError):
        changes.end_membership(membership=membership, actor=HEADWATER, at=NOON)


def test_a_role_that_was_ended_can_be_given_again() -> None:
    user = build_user("Bo Lind")
    changes.end_membership(membership=grant(user), actor=HEADWATER, at=NOON)
    grant(user)
    assert actor_for(user, today=THAT_DAY).roles_in("loamshire") == {Role.VIEWER}


def test_a_role_that_has_not_begun_never_does_once_it_is_ended() -> None:
    user = build_user("Bo Lind")
    membership = changes.grant_membership(
        user=user,
        organisation=build_organisation(),
        role=Role.LEAD,
        starts_on=HANDOVER,
        actor=HEADWATER,
        at=NOON,
    )
    changes.end_membership(membership=membership, actor=HEADWATER, at=NOON)
    assert actor_for(user, today=HANDOVER).seats == ()


def test_the_last_administrator_stays() -> None:
    ada = admin()
    membership = Membership.objects.get(user=ada)
    with pytest.raises(LastAdministratorError):
        changes.end_membership(membership=membership, actor=actor_of(ada), at=NOON)
    with pytest.raises(LastAdministratorError):
        changes.let_go(user=ada, workspace=build_workspace(), actor=HEADWATER, at=NOON)
    assert actor_of(ada).roles_in("loamshire") == {Role.ADMINISTRATOR}


def test_an_administrator_with_a_closed_account_does_not_count() -> None:
    ada, bo = admin(), admin("Bo Lind")
    bo.is_active = False
    bo.save(update_fields=["is_active"])
    with pytest.raises(LastAdministratorError):
        changes.end_membership(
            membership=Membership.objects.get(user=ada), actor=HEADWATER, at=NOON
        )


def test_one_of_two_administrators_may_go() -> None:
    ada, bo = admin(), admin("Bo Lind")
    changes.end_membership(membership=Membership.objects.get(user=bo), actor=actor_of(ada), at=NOON)
    assert list(administrators_of(build_workspace(), today=THAT_DAY)) == [ada]


def test_a_leaver_loses_every_role_here_and_keeps_those_elsewhere() -> None:
    ada = admin()
    bo = build_member(Role.LEAD, Role.APPROVER, name="Bo Lind")
    elsewhere = build_organisation(build_workspace("fenmark"), name="Fenmark Council")
    build_member(Role.VIEWER, name="Bo Lind", organisation=elsewhere)
    ended = changes.let_go(user=bo, workspace=build_workspace(), actor=actor_of(ada), at=NOON)
    assert {each.role for each in ended} == {"lead", "approver"}
    assert actor_for(bo, today=THAT_DAY).workspaces == ("fenmark",)
    assert Entry.objects.get(event="person_left").facts["roles"] == ["approver", "lead"]


def test_whoever_left_cannot_leave_again() -> None:
    admin()
    bo = build_member(Role.LEAD, name="Bo Lind")
    changes.let_go(user=bo, workspace=build_workspace(), actor=HEADWATER, at=NOON)
    with pytest.raises(AlreadyEndedError):
        changes.let_go(user=bo, workspace=build_workspace(), actor=HEADWATER, at=NOON)


def test_what_the_ledger_holds_names_nobody() -> None:
    ada = admin()
    bo = build_user("Bo Lind")
    membership = grant(bo, actor=actor_of(ada))
    changes.end_membership(membership=membership, actor=actor_of(ada), at=NOON)
    grant(bo, actor=actor_of(ada), role=Role.LEAD)
    changes.let_go(user=bo, workspace=build_workspace(), actor=actor_of(ada), at=NOON)
    changes.record_export_of_people(
        workspace=build_workspace(), people=2, actor=actor_of(ada), at=NOON
    )
    said = list(Entry.objects.all())
    assert len(said) == 5
    for entry in said:
        check_facts(entry.facts)
        assert not any(word in str(entry.facts) for word in ("Ada", "Ferrier", "Lind", "example"))
        assert entry.workspace == "loamshire"


def close(user: User, *, actor: Actor = HEADWATER) -> None:
    changes.close_account(user=user, reason="left the partnership", actor=actor, at=NOON)


def test_the_account_of_the_last_administrator_is_not_closed() -> None:
    user = admin()
    with pytest.raises(LastAdministratorError, match="Make somebody else an administrator first"):
        close(user)
    assert User.objects.get(pk=user.pk).is_active


def test_an_account_that_administers_two_workspaces_is_kept_for_the_one_without_another() -> None:
    millshire = build_organisation(build_workspace("millshire"), name="Millshire Council")
    user = admin()
    build_member(Role.ADMINISTRATOR, name="Ada Ferrier", organisation=millshire)
    admin("Bo Lind")
    with pytest.raises(LastAdministratorError):
        close(user)


def test_the_account_of_one_of_two_administrators_is_closed() -> None:
    user, other = admin(), admin("Bo Lind")
    close(user, actor=actor_of(other))
    assert not User.objects.get(pk=user.pk).is_active


def test_a_closed_administrator_does_not_keep_the_other_from_being_the_last() -> None:
    user, other = admin(), admin("Bo Lind")
    close(other)
    with pytest.raises(LastAdministratorError):
        close(user)


def test_an_account_is_closed_by_who_administers_every_place_it_has_a_role_in() -> None:
    millshire = build_organisation(build_workspace("millshire"), name="Millshire Council")
    user = build_member(Role.LEAD, name="Cy Orme")
    build_member(Role.VIEWER, name="Cy Orme", organisation=millshire)
    with pytest.raises(NotAllowedError, match="end the roles in your own workspace"):
        close(user, actor=actor_of(admin()))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_closes_or_opens_an_account(role: Role) -> None:
    actor = actor_of(build_member(role, name="Bo Lind"))
    user = build_member(Role.VIEWER, name="Cy Orme")
    with pytest.raises(NotAllowedError):
        close(user, actor=actor)
    with pytest.raises(NotAllowedError):
        changes.reopen_account(user=user, reason="came back", actor=actor, at=NOON)


def at_once(one: Callable[[], object], other: Callable[[], object]) -> list[str]:
    """Two changes by two administrators at the same moment; what was refused."""
    refused: list[str] = []
    both = Barrier(2)

    def attempt(change: Callable[[], object]) -> None:
        both.wait()
        try:
            change()
        except LastAdministratorError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=attempt, args=(change,)) for change in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer")
def test_two_administrators_who_end_each_other_at_once_leave_one() -> None:
    people = [admin(), admin("Bo Lind")]
    seats = [Membership.objects.get(user=user) for user in people]
    one, other = (actor_of(user) for user in people)
    refused = at_once(
        lambda: changes.end_membership(membership=seats[1], actor=one, at=NOON),
        lambda: changes.end_membership(membership=seats[0], actor=other, at=NOON),
    )
    assert len(refused) == 1
    assert administrators_of(build_workspace(), today=THAT_DAY).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer")
def test_two_administrators_who_close_each_other_at_once_leave_one() -> None:
    people = [admin(), admin("Bo Lind")]
    one, other = (actor_of(user) for user in people)
    refused = at_once(lambda: close(people[1], actor=one), lambda: close(people[0], actor=other))
    assert len(refused) == 1
    assert administrators_of(build_workspace(), today=THAT_DAY).count() == 1

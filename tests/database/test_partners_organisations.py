"""Organisations begin, end, split and merge, and everybody who sits for them goes with them."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from builders.partners import FIRE, HANDOVER, NOON, THAT_DAY
from builders.web import (
    actor_of,
    build_member,
    build_organisation,
    build_workspace,
)
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.partners import changes, queries
from headwater.web.partners.changes import Details
from headwater.web.partners.models import Membership, Organisation, StatutoryRole, Succession
from headwater.web.partners.rules.permissions import NotAllowedError
from headwater.web.partners.rules.policies import (
    AlreadyEndedError,
    DayError,
    LastAdministratorError,
    SuccessionError,
)

pytestmark = pytest.mark.django_db
DAY_BEFORE = HANDOVER - timedelta(days=1)


def build_admin() -> None:
    build_member(Role.ADMINISTRATOR, organisation=build_organisation(name="The office"))


def follow(
    before: Sequence[Organisation], *names: str, places: dict[str, int] | None = None
) -> changes.Carried:
    return changes.succeed_organisations(
        predecessors=before,
        successors=[Details(name, StatutoryRole.LOCAL_AUTHORITY) for name in names],
        places=places or {},
        on=HANDOVER,
        actor=HEADWATER,
        at=NOON,
    )


def seats_on(day: object, organisation: Organisation) -> set[tuple[str, str]]:
    rows = Membership.objects.filter(
        queries.in_force(day),  # type: ignore[arg-type]
        organisation=organisation,
    )
    return set(rows.values_list("user__name", "role"))


def test_a_workspace_is_made_from_the_command_line_only() -> None:
    given = {"slug": "fenmark", "name": "Fenmark", "area_code": "Z2", "area_name": "Fenmark"}
    assert changes.add_workspace(**given, actor=HEADWATER, at=NOON).slug == "fenmark"
    with pytest.raises(NotAllowedError):
        changes.add_workspace(**given, actor=actor_of(build_member(Role.ADMINISTRATOR)), at=NOON)


def test_an_organisation_takes_part_from_its_first_day() -> None:
    workspace = build_workspace()
    added = changes.add_organisation(
        workspace=workspace, details=FIRE, starts_on=THAT_DAY, actor=HEADWATER, at=NOON
    )
    assert added.statutory_role == "fire"
    assert Entry.objects.get().about == added.reference


def test_two_organisations_of_one_name_do_not_take_part_at_once() -> None:
    build_organisation(name="Alderwick Council")
    with pytest.raises(SuccessionError, match="takes part already"):
        changes.add_organisation(
            workspace=build_workspace(),
            details=Details("ALDERWICK council", StatutoryRole.LOCAL_AUTHORITY),
            starts_on=THAT_DAY,
            actor=HEADWATER,
            at=NOON,
        )


def test_a_spelling_is_corrected_for_good_and_the_old_one_is_in_the_ledger() -> None:
    organisation = build_organisation(name="Alderwik Council")
    changes.correct_organisation(
        organisation=organisation,
        details=Details("Alderwick Council", StatutoryRole.LOCAL_AUTHORITY),
        version=1,
        actor=HEADWATER,
        at=NOON,
    )
    organisation.refresh_from_db()
    assert (organisation.name, organisation.version) == ("Alderwick Council", 2)
    assert Entry.objects.get().facts["name_before"] == "Alderwik Council"


def test_a_correction_does_not_overwrite_somebody_elses() -> None:
    organisation = build_organisation(name="Alderwik Council")

    def correct() -> None:
        changes.correct_organisation(
            organisation=organisation, details=FIRE, version=1, actor=HEADWATER, at=NOON
        )

    correct()
    with pytest.raises(ChangedMeanwhileError):
        correct()


def test_an_organisation_that_ends_takes_its_roles_with_it() -> None:
    build_admin()
    organisation = build_organisation(name="Brook House")
    build_member(Role.VIEWER, Role.CONTRIBUTOR, organisation=organisation)
    ended = changes.end_organisation(
        organisation=organisation, last_day=DAY_BEFORE, actor=HEADWATER, at=NOON
    )
    assert ended == 2
    assert len(seats_on(DAY_BEFORE, organisation)) == 2
    assert seats_on(HANDOVER, organisation) == set()
    with pytest.raises(AlreadyEndedError):
        changes.end_organisation(
            organisation=organisation, last_day=DAY_BEFORE, actor=HEADWATER, at=NOON
        )


def test_the_organisation_of_the_last_administrator_does_not_end() -> None:
    build_admin()
    with pytest.raises(LastAdministratorError):
        changes.end_organisation(
            organisation=build_organisation(name="The office"),
            last_day=THAT_DAY,
            actor=HEADWATER,
            at=NOON,
        )


def test_no_organisation_ends_before_it_began() -> None:
    organisation = build_organisation()
    with pytest.raises(DayError):
        changes.end_organisation(
            organisation=organisation,
            last_day=organisation.starts_on - timedelta(days=1),
            actor=HEADWATER,
            at=NOON,
        )


def test_a_new_name_from_a_day_keeps_the_old_one_before() -> None:
    before = build_organisation(name="Alderwick Borough Council")
    build_member(Role.LEAD, organisation=before)
    carried = follow([before], "Alderwick Council")
    (after,) = carried.successors
    assert (carried.ended, carried.begun, carried.joined) == (1, 1, 0)
    assert before.name == "Alderwick Borough Council"
    assert seats_on(DAY_BEFORE, before) == seats_on(HANDOVER, after) == {("Lead Person", "lead")}
    assert seats_on(HANDOVER, before) == seats_on(DAY_BEFORE, after) == set()


def test_a_merger_reconciles_and_joins_roles_held_twice() -> None:
    one, two = build_organisation(name="Ashmarsh"), build_organisation(name="Oakhollow")
    build_member(Role.LEAD, Role.VIEWER, name="Ada Ferrier", organisation=one)
    build_member(Role.LEAD, name="Ada Ferrier", organisation=two)
    build_member(Role.VIEWER, name="Bo Lind", organisation=two)
    carried = follow([one, two], "Ashmarsh and Oakhollow")
    assert (carried.ended, carried.begun, carried.joined) == (4, 3, 1)
    assert seats_on(HANDOVER, carried.successors[0]) == {
        ("Ada Ferrier", "lead"),
        ("Ada Ferrier", "viewer"),
        ("Bo Lind", "viewer"),
    }
    assert Succession.objects.count() == 2


def test_a_split_puts_everybody_where_they_go() -> None:
    before = build_organisation(name="Loamshire Council")
    build_member(Role.LEAD, name="Ada Ferrier", organisation=before)
    build_member(Role.VIEWER, name="Bo Lind", organisation=before)
    ada, bo = queries.open_memberships([before], today=THAT_DAY)
    carried = follow([before], "North", "South", places={ada.reference: 0, bo.reference: 1})
    north, south = carried.successors
    assert (carried.ended, carried.begun, carried.joined) == (2, 2, 0)
    assert seats_on(HANDOVER, north) == {("Ada Ferrier", "lead")}
    assert seats_on(HANDOVER, south) == {("Bo Lind", "viewer")}


def test_a_split_that_forgets_somebody_does_not_happen() -> None:
    before = build_organisation(name="Loamshire Council")
    build_member(Role.LEAD, organisation=before)
    with pytest.raises(SuccessionError, match="do not have a place"):
        follow([before], "North", "South")
    before.refresh_from_db()
    assert before.ends_on is None


def test_a_role_that_was_to_end_before_the_day_is_not_carried_over() -> None:
    before = build_organisation(name="Loamshire Council")
    build_member(Role.LEAD, organisation=before)
    leaves = THAT_DAY + timedelta(days=3)
    Membership.objects.update(ends_on=leaves)
    carried = follow([before], "Alderwick Council")
    assert (carried.ended, carried.begun, carried.joined) == (0, 0, 0)
    assert Membership.objects.get().ends_on == leaves


def test_a_role_that_begins_after_the_day_begins_at_the_successor() -> None:
    before = build_organisation(name="Loamshire Council")
    build_member(Role.LEAD, organisation=before)
    later = HANDOVER + timedelta(days=30)
    Membership.objects.update(starts_on=later)
    carried = follow([before], "Alderwick Council")
    assert seats_on(later, before) == set()
    assert seats_on(later, carried.successors[0]) == {("Lead Person", "lead")}
    assert seats_on(HANDOVER, carried.successors[0]) == set()


def test_administrators_carried_over_still_count_as_administrators() -> None:
    office = build_organisation(name="The office")
    ada = build_member(Role.ADMINISTRATOR, name="Ada Ferrier", organisation=office)
    elsewhere = build_organisation(name="Elsewhere")
    bo = build_member(Role.ADMINISTRATOR, name="Bo Lind", organisation=elsewhere)
    follow([office], "The new office")
    membership = Membership.objects.get(user=bo)
    changes.end_membership(membership=membership, actor=actor_of(ada), at=NOON)
    assert list(queries.administrators_of(build_workspace(), today=THAT_DAY)) == [ada]


def test_what_has_ended_is_not_followed() -> None:
    build_admin()
    before = build_organisation(name="Alderwick Council")
    follow([before], "Alderwick City Council")
    with pytest.raises(AlreadyEndedError):
        follow([before], "Another")


def test_no_organisation_follows_itself() -> None:
    organisation = build_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(predecessor=organisation, successor=organisation)

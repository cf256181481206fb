"""Releases as rows: who may move them, and what never reaches the public."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.releases import (
    AT,
    REASON,
    SLUG,
    approved,
    approver,
    build_edition,
    build_proposal,
    build_update,
    lead,
    published,
    second_approver,
)
from builders.web import actor_of, build_member, build_workspace
from headwater.core.errors import HeadwaterError, TamperedError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.editions.models import Table
from headwater.web.releases import changes, queries
from headwater.web.releases.errors import (
    AddressTakenError,
    CannotCorrectError,
    ChecksFailedError,
    NotLockedError,
    OpenProposalError,
    Withdrawn,
)
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.rules import policies
from headwater.web.releases.rules.workflow import KNOWN, Status, WrongMoveError

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


def is_public(release: Release, *, at: object = LATER) -> bool:
    return queries.published(release.kind, at=at).filter(pk=release.pk).exists()  # type: ignore[arg-type]


def test_an_edition_that_may_change_is_not_proposed() -> None:
    with pytest.raises(NotLockedError):
        build_proposal(build_edition(status=EditionStatus.DRAFT))


def test_an_edition_whose_hidden_numbers_can_be_worked_out_is_not_proposed() -> None:
    with pytest.raises(ChecksFailedError):
        build_proposal(build_edition(checks={"attack": "failed"}))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.APPROVER, Role.ADMINISTRATOR])
def test_only_a_lead_proposes(role: Role) -> None:
    with pytest.raises(NotYours):
        build_proposal(actor=actor_of(build_member(role)))


def test_one_approval_is_enough_for_public_sources() -> None:
    release = changes.approve(release=build_proposal(), reason=REASON, actor=approver(), at=AT)
    assert release.status == Status.APPROVED


def test_restricted_sources_need_two_people() -> None:
    release = build_proposal(build_edition(is_restricted=True))
    release = changes.approve(release=release, reason=REASON, actor=approver(), at=AT)
    assert release.status == Status.PROPOSED
    release = changes.approve(release=release, reason=REASON, actor=second_approver(), at=AT)
    assert release.status == Status.APPROVED


def test_a_restricted_edition_stays_restricted_whatever_the_proposal_says() -> None:
    release = build_proposal(build_edition(is_restricted=True), is_restricted=False)
    assert release.is_restricted


@pytest.mark.parametrize("table", ["fire_incidents", "recorded_crimes", "areas, unheard_of"])
def test_an_edition_on_records_that_were_not_public_needs_two_whatever_it_says(table: str) -> None:
    edition = build_edition()
    edition.workings.filter(kind="load").update(body={"source": "partner", "table": table})
    assert build_proposal(edition).is_restricted


def test_one_person_does_not_approve_twice() -> None:
    release = build_proposal(build_edition(is_restricted=True))
    changes.approve(release=release, reason=REASON, actor=approver(), at=AT)
    with pytest.raises(policies.AnsweredAlreadyError):
        changes.approve(release=release, reason=REASON, actor=approver(), at=AT)


def test_an_author_who_also_approves_cannot_approve_their_own() -> None:
    both = actor_of(build_member(Role.LEAD, Role.APPROVER, name="Lena Lead"))
    with pytest.raises(policies.OwnWorkError):
        changes.approve(release=build_proposal(actor=both), reason=REASON, actor=both, at=AT)


def test_whoever_wrote_in_the_edition_is_an_author_too() -> None:
    writer = approver("Wren Writer")
    edition = build_edition()
    edition.chapters.update(narrative="Ours.", narrative_by=writer.reference)
    with pytest.raises(policies.OwnWorkError):
        changes.approve(release=build_proposal(edition), reason=REASON, actor=writer, at=AT)


def test_an_approver_of_elsewhere_is_nobody_here() -> None:
    with pytest.raises(NotYours):
        changes.approve(
            release=build_proposal(),
            reason=REASON,
            actor=actor_of(build_member(Role.LEAD, name="Only Lead")),
            at=AT,
        )


def test_what_is_not_approved_is_not_published() -> None:
    with pytest.raises(WrongMoveError):
        changes.publish(release=build_proposal(), actor=lead(), at=AT)


def test_what_is_refused_is_not_published_and_may_be_proposed_again() -> None:
    edition = build_edition()
    release = changes.refuse(
        release=build_proposal(edition), reason=REASON, actor=approver(), at=AT
    )
    with pytest.raises(WrongMoveError):
        changes.publish(release=release, actor=lead(), at=AT)
    again = build_proposal(edition)
    assert (again.number, again.status) == (1, Status.PROPOSED)


@pytest.mark.parametrize(("seconds", "may"), [(-1, False), (0, True), (1, True)])
def test_an_embargo_holds_to_the_second(seconds: int, may: bool) -> None:
    release = approved(build_proposal(embargo_until=LATER))
    at = LATER + timedelta(seconds=seconds)
    if may:
        assert is_public(changes.publish(release=release, actor=lead(), at=at), at=at)
    else:
        with pytest.raises(policies.EmbargoError):
            changes.publish(release=release, actor=lead(), at=at)
        assert not is_public(release, at=at)


def test_an_embargo_holds_in_the_query_as_well() -> None:
    release = published(build_proposal(embargo_until=LATER), at=LATER)
    assert not is_public(release, at=LATER - timedelta(seconds=1))
    with pytest.raises(NotYours):
        early = LATER - timedelta(seconds=1)
        queries.published_one(Kind.ASSESSMENT, SLUG, number=1, at=early)


def test_the_clock_publishes_what_is_due_once() -> None:
    release = approved(build_proposal(embargo_until=LATER))
    assert changes.publish_due(LATER - timedelta(seconds=1)) == "published [0]"
    assert changes.publish_due(LATER) == "published [1]"
    assert changes.publish_due(LATER) == "published [0]"
    assert is_public(release)


def test_the_clock_leaves_alone_what_has_no_embargo() -> None:
    approved(build_proposal())
    assert changes.publish_due(LATER) == "published [0]"


def test_one_that_cannot_go_out_keeps_no_other_back() -> None:
    broken = approved(build_proposal(embargo_until=LATER))
    Table.objects.update(title="Changed")
    whole = approved(build_update(embargo_until=LATER))
    with pytest.raises(TamperedError):
        changes.publish_due(LATER)
    assert (is_public(broken), is_public(whole)) == (False, True)


def test_a_number_changed_after_the_proposal_stops_publication() -> None:
    edition = build_edition()
    release = approved(build_proposal(edition))
    table = edition.tables.get()
    table.rows[0][2] = 1251
    table.save(update_fields=["rows"])
    with pytest.raises(TamperedError):
        changes.publish(release=release, actor=lead(), at=AT)
    assert not is_public(release)


def test_a_changed_snapshot_stops_publication() -> None:
    release = approved(build_update())
    Release.objects.filter(pk=release.pk).update(snapshot={"title": "Something else"})
    with pytest.raises(TamperedError):
        changes.publish(release=release, actor=lead(), at=AT)


def test_a_later_edition_replaces_the_one_before_and_both_stay() -> None:
    first = published(build_proposal())
    second = published(build_proposal(), at=LATER)
    assert list(queries.published(Kind.ASSESSMENT, at=LATER)) == [second]
    assert queries.published_one(Kind.ASSESSMENT, SLUG, number=1, at=LATER) == first
    assert queries.published_one(Kind.ASSESSMENT, SLUG, number=None, at=LATER) == second


def test_a_correction_says_what_changed_and_is_a_new_number() -> None:
    wrong = published(build_proposal())
    correction = changes.Correction(of=wrong, words="Two districts had changed places.")
    edition = build_edition()
    right = published(
        changes.correct(
            correction=correction,
            edition=edition,
            checks=edition.checks,
            reason=REASON,
            actor=lead(),
            at=AT,
        )
    )
    assert (right.number, right.corrects) == (2, wrong)
    assert queries.correction_of(wrong, at=LATER) == right


def test_something_is_corrected_once() -> None:
    wrong = published(build_proposal())
    published(build_proposal(corrects=wrong, correction="Two districts had changed places."))
    with pytest.raises(CannotCorrectError):
        build_proposal(corrects=wrong, correction="Two districts had changed places.")


def test_what_was_never_public_is_not_corrected() -> None:
    refused = changes.refuse(release=build_proposal(), reason=REASON, actor=approver(), at=AT)
    with pytest.raises(CannotCorrectError):
        build_proposal(corrects=refused, correction="Two districts had changed places.")


def test_what_is_withdrawn_says_so_and_is_not_listed() -> None:
    release = published(build_proposal())
    changes.withdraw(release=release, reason=REASON, actor=approver(), at=AT)
    assert not is_public(release)
    for number in (1, None):
        with pytest.raises(Withdrawn):
            queries.published_one(Kind.ASSESSMENT, SLUG, number=number, at=LATER)


def withdrawn(release: Release) -> Release:
    return changes.withdraw(release=release, reason=REASON, actor=approver(), at=LATER)


def current_numbers() -> list[int]:
    return [each.number for each in queries.published(Kind.ASSESSMENT, at=LATER)]


def test_withdrawing_the_current_number_brings_back_the_one_before() -> None:
    first, second = published(build_proposal()), published(build_proposal())
    withdrawn(second)
    assert current_numbers() == [1]
    assert queries.published_one(Kind.ASSESSMENT, SLUG, number=None, at=LATER) == first
    back = Entry.objects.get(event="release_restored")
    assert (back.about, back.facts["instead_of"]) == (first.reference, second.reference)


def test_a_withdrawn_number_is_passed_over_when_the_one_before_comes_back() -> None:
    _, second, third = [published(build_proposal()) for _ in range(3)]
    withdrawn(second)
    assert current_numbers() == [3]
    withdrawn(third)
    assert current_numbers() == [1]


def test_withdrawing_every_number_leaves_none() -> None:
    first, second = published(build_proposal()), published(build_proposal())
    withdrawn(second)
    withdrawn(first)
    assert current_numbers() == []


def test_a_number_published_after_a_withdrawal_replaces_the_one_brought_back() -> None:
    published(build_proposal())
    withdrawn(published(build_proposal()))
    published(build_proposal())
    assert current_numbers() == [3]


def test_the_number_before_another_address_stays_where_it_is() -> None:
    published(build_update("one"))
    published(build_update("one"))
    other = published(build_update("other"))
    withdrawn(other)
    assert [each.number for each in queries.published(Kind.UPDATE, at=LATER)] == [2]


def test_the_database_holds_one_current_number_for_an_address() -> None:
    first = published(build_proposal())
    published(build_proposal())
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=first.pk).update(status=Status.PUBLISHED)


def test_two_open_proposals_for_one_address_cannot_be() -> None:
    build_proposal()
    with pytest.raises(OpenProposalError):
        build_proposal()


def test_another_partnership_does_not_take_an_address() -> None:
    published(build_proposal())
    elsewhere = build_workspace("millshire")
    Release.objects.update(workspace=elsewhere)
    with pytest.raises(AddressTakenError):
        build_proposal()


def test_an_edition_of_another_partnership_is_not_proposed() -> None:
    edition = build_edition(build_workspace("millshire"))
    with pytest.raises(NotYours):
        build_proposal(edition, workspace=build_workspace())


def test_every_move_of_the_content_stamp_is_seen() -> None:
    stamps = [queries.content_stamp()]
    release = build_proposal()
    stamps.append(queries.content_stamp())
    release = approved(release)
    stamps.append(queries.content_stamp())
    release = changes.publish(release=release, actor=lead(), at=AT)
    stamps.append(queries.content_stamp())
    changes.withdraw(release=release, reason=REASON, actor=lead(), at=AT)
    stamps.append(queries.content_stamp())
    assert len(set(stamps)) == len(stamps)


def test_reasons_are_in_the_ledger() -> None:
    published(build_proposal())
    events = list(Entry.objects.values_list("event", flat=True))
    assert events == ["release_proposed", "release_approved", "release_published"]


STEPS = ("approve a", "approve b", "approve lead", "refuse a", "publish", "clock", "withdraw")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(st.sampled_from(STEPS), max_size=8),
    is_restricted=st.booleans(),
    minutes=st.integers(0, 30),
)
def test_whatever_people_try_nothing_is_public_without_its_approvals_and_its_time(
    steps: list[str], is_restricted: bool, minutes: int
) -> None:
    Release.objects.all().delete()
    until = AT + timedelta(minutes=minutes) if minutes else None
    release = build_update(is_restricted=is_restricted, embargo_until=until)
    for nth, step in enumerate(steps):
        at = AT + timedelta(minutes=nth * 5)
        try:
            take(step, release, at)
        except HeadwaterError:
            pass
        except NotYours:
            pass
        release.refresh_from_db()
        if Status(release.status) in KNOWN:
            agreed = {a.by for a in release.approvals.all() if a.approves}
            assert len(agreed - set(release.authors)) >= (2 if is_restricted else 1)
            assert until is None or (release.published_at and release.published_at >= until)


def take(step: str, release: Release, at: object) -> None:
    people = {"a": approver, "b": second_approver, "lead": lead}
    verb, _, who = step.partition(" ")
    given = {"release": release, "at": at}
    if verb == "approve":
        changes.approve(**given, reason=REASON, actor=people[who]())  # type: ignore[arg-type]
    elif verb == "refuse":
        changes.refuse(**given, reason=REASON, actor=people[who]())  # type: ignore[arg-type]
    elif verb == "publish":
        changes.publish(**given, actor=lead())  # type: ignore[arg-type]
    elif verb == "withdraw":
        changes.withdraw(**given, reason=REASON, actor=lead())  # type: ignore[arg-type]
    else:
        changes.publish_due(at)  # type: ignore[arg-type]

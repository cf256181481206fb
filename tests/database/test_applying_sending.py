"""Sent in once, in time or late, certified by name, duplicates shown and never dropped."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase

from builders.applying import (
    ANN,
    AT,
    BEN,
    CERTIFIED,
    as_applicant,
    begin,
    build_draft,
    build_open_round,
    build_sent,
    write,
)
from builders.web import actor_of, build_member
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.grants.applying import queries
from headwater.web.grants.applying.changes import late, move_application, people, sending
from headwater.web.grants.applying.errors import (
    ClosedToWritingError,
    LateError,
    NotForYouError,
    UnfinishedError,
)
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.applying.models import Application, LateRequest, Letter
from headwater.web.grants.applying.queries.likeness import doubled, others_like
from headwater.web.grants.applying.rules.permissions import NotAllowedError
from headwater.web.grants.applying.rules.workflow import NeedsReasonError, WayRefusedError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
CLOSES = AT + timedelta(days=30)


def send(application: Application, *, by: str = ANN, at=AT) -> sending.Sent:
    return sending.submit(application=application, said=CERTIFIED, actor=as_applicant(by), at=at)


def late_one() -> LateRequest:
    draft = build_draft()
    assert send(draft, at=CLOSES).is_late
    return LateRequest.objects.select_related("application__round__workspace").get()


def test_what_is_sent_in_is_certified_and_answered_by_a_letter_with_its_reference() -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        sent = build_sent()
    assert (sent.state, sent.submitted_at) == ("submitted", AT)
    assert (sent.certified_name, sent.certified_role) == ("Ann Example", "Treasurer")
    assert sent.reference in mail.outbox[-1].subject
    assert list(queries.submitted(sent.round)) == [sent]


def test_what_is_sent_in_twice_is_there_once_with_one_letter() -> None:
    draft = build_draft()
    first, second = send(draft), send(draft, at=AT + timedelta(seconds=1))
    assert first.application.reference == second.application.reference
    assert second.application.submitted_at == AT
    assert Letter.objects.filter(key__startswith="submitted:").count() == 1


def test_what_is_not_finished_is_not_sent() -> None:
    application = begin()
    with pytest.raises(UnfinishedError, match="Your organisation"):
        send(application)


def test_somebody_who_may_only_write_does_not_send() -> None:
    draft = build_draft()
    people.invite(application=draft, email=BEN, may_submit=False, actor=as_applicant(ANN), at=AT)
    with pytest.raises(NotForYouError):
        send(draft, by=BEN)


def test_the_last_second_is_in_time_and_the_closing_moment_is_not() -> None:
    early = send(build_draft(), at=CLOSES - timedelta(seconds=1))
    late_ = send(build_draft(by=BEN), by=BEN, at=CLOSES)
    assert (early.is_late, late_.is_late) == (False, True)
    assert late_.application.state == "draft"


def test_what_came_late_is_kept_with_its_moment_and_stays_as_it_was() -> None:
    held = late_one()
    assert held.reached_at == CLOSES
    with pytest.raises(ClosedToWritingError):
        write(held.application, {"title": "Other"})
    assert "application_reached_late" in Entry.objects.values_list("event", flat=True)


def test_two_people_take_what_came_late_and_it_says_so() -> None:
    held = late_one()
    lead = actor_of(build_member(Role.LEAD))
    approver = actor_of(build_member(Role.APPROVER))
    late.ask(late=held, why="Our line was down", actor=as_applicant(ANN), at=CLOSES)
    assert Item.objects.get().closed_at is None
    with pytest.raises(LateError):
        late.take(late=held, actor=approver, at=CLOSES)
    late.propose(late=held, reason="A line was down", actor=lead, at=CLOSES)
    with pytest.raises(LateError):
        late.take(late=held, actor=lead, at=CLOSES)
    late.take(late=held, actor=approver, at=CLOSES)
    taken = Application.objects.get()
    assert (taken.state, taken.was_late, taken.submitted_at) == ("submitted", True, CLOSES)
    assert Item.objects.get().closed_at is not None


def test_what_came_late_is_refused_with_a_reason_and_those_who_wrote_it_are_told() -> None:
    held = late_one()
    with TestCase.captureOnCommitCallbacks(execute=True):
        late.refuse(
            late=held, reason="Hours late", actor=actor_of(build_member(Role.LEAD)), at=CLOSES
        )
    assert "Hours late" in mail.outbox[-1].body
    assert Application.objects.get().state == "draft"


def test_a_viewer_does_not_decide_about_what_came_late() -> None:
    with pytest.raises(NotAllowedError):
        late.propose(
            late=late_one(), reason="x", actor=actor_of(build_member(Role.VIEWER)), at=CLOSES
        )


def test_a_round_that_was_withdrawn_takes_nothing_late_either() -> None:
    draft = build_draft()
    type(draft.round).objects.update(state="withdrawn", withdrawn_because="No money")
    draft = Application.objects.select_related("round__workspace").get()
    with pytest.raises(ClosedToWritingError):
        send(draft)


def test_the_same_organisation_twice_is_shown_and_never_dropped() -> None:
    first = build_sent()
    second = build_sent(by=BEN, **{"our-name": "HARBOUR LIGHT TRUST LTD", "our-charity": "7654321"})
    other = build_sent(by=BEN, **{"our-name": "Fen Boxing", "our-charity": "7654322"})
    assert list(others_like(second)) == [first]
    assert doubled(first.round) == {first.pk, second.pk}
    assert set(queries.submitted(first.round)) == {first, second, other}


def test_one_number_under_two_names_is_one_organisation() -> None:
    first = build_sent()
    second = build_sent(by=BEN, **{"our-name": "Harbour Lights"})
    assert list(others_like(second)) == [first]


def test_the_same_organisation_may_apply_to_another_round() -> None:
    build_sent()
    assert not others_like(build_sent(build_open_round("autumn")))


def test_a_withdrawn_application_is_out_of_the_list_and_of_comparison() -> None:
    sent = build_sent()
    sending.withdraw(application=sent, reason="", actor=as_applicant(ANN), at=AT)
    assert not queries.submitted(sent.round)
    assert not others_like(build_sent(by=BEN))


def test_what_was_decided_is_not_withdrawn() -> None:
    sent = build_sent()
    Application.objects.update(state="declined")
    with pytest.raises(WayRefusedError):
        sending.withdraw(application=sent, reason="", actor=as_applicant(ANN), at=AT)


def test_staff_move_an_application_by_the_table_of_moves() -> None:
    sent = build_sent()
    lead = actor_of(build_member(Role.LEAD))
    move_application(application=sent, to="assessment", actor=lead, at=AT)
    with pytest.raises(WayRefusedError):
        move_application(application=sent, to="assessment", actor=lead, at=AT)
    with pytest.raises(NeedsReasonError):
        move_application(application=sent, to="ineligible", actor=lead, at=AT)
    assert [each.end for each in sent.moves.all()] == ["submitted", "assessment"]


def test_applicants_do_not_make_moves_of_staff() -> None:
    with pytest.raises(WayRefusedError):
        move_application(application=build_sent(), to="assessment", actor=as_applicant(ANN), at=AT)


def test_a_letter_goes_to_every_member_once_for_each_purpose() -> None:
    sent = build_sent()
    people.invite(application=sent, email=BEN, may_submit=True, actor=as_applicant(ANN), at=AT)
    lead = actor_of(build_member(Role.LEAD))
    with TestCase.captureOnCommitCallbacks(execute=True):
        for _ in range(2):
            write_to(sent, "Award", "You are given money.", key="award:A", actor=lead, at=AT)
    told = [each.to for each in mail.outbox if each.subject == "Award"]
    assert sorted(told) == [[ANN], [BEN]]

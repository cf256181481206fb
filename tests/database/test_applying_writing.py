"""Whatever is typed is kept; two who write at once lose nothing; files, people, small charities."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase

from builders.applying import (
    ANN,
    AT,
    BEN,
    FULL,
    as_applicant,
    begin,
    build_draft,
    build_open_round,
    write,
)
from headwater.web.accounts.errors import NotYours
from headwater.web.audit.models import Entry
from headwater.web.grants.applying import queries
from headwater.web.grants.applying.changes import people, writing
from headwater.web.grants.applying.changes.writing import Typed
from headwater.web.grants.applying.errors import ClosedToWritingError, NotForYouError
from headwater.web.grants.applying.models import Answer, Application
from headwater.web.grants.applying.queries.identity import link_with
from headwater.web.grants.applying.rules.identity import MOST_INVITED_A_DAY, TooManyInvitedError
from headwater.web.grants.applying.rules.writing import Seen, mark_of

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


def now(application: Application) -> Application:
    return Application.objects.select_related("round__workspace").get(pk=application.pk)


def typed(given: str, *, version: int, saw: str) -> Typed:
    return Typed(given, Seen(version, mark_of(saw)))


def link_in(letter: mail.EmailMessage) -> str:
    return str(letter.body).split("/apply/link/")[1].split("/")[0]


def test_what_makes_no_sense_is_kept_as_it_was_typed_and_counts_for_nothing() -> None:
    application = begin()
    saved = write(application, {"amount": "about three thousand"})
    answered = {each.question.key: each for each in saved.written.answered}
    assert answered["amount"].words == "about three thousand"
    assert answered["amount"].faults
    assert now(application).amount is None


def test_answers_settle_what_others_count_by() -> None:
    draft = build_draft()
    assert (draft.title, str(draft.amount), draft.organisation_kind) == (
        "Boxing on Fridays",
        "3200.00",
        "charity",
    )
    assert (draft.charity_number, draft.organisation_key) == ("1164883", "harbour light trust")


def test_an_application_with_everything_answered_is_finished() -> None:
    assert queries.written_of(build_draft()).unfinished == ()


def test_a_colleague_who_changes_another_answer_loses_nothing_of_ours() -> None:
    application = begin()
    write(application, {"title": "Boxing"})
    write(application, {"what": "A club."}, by=BEN)
    assert set(Answer.objects.values_list("given", flat=True)) == {"Boxing", "A club."}


def test_two_who_change_the_same_answer_are_shown_both() -> None:
    application = begin()
    write(application, {"title": "Boxing"})
    ours = {"title": typed("Boxing on Fridays", version=1, saw="Boxing")}
    theirs = {"title": typed("Boxing on Mondays", version=1, saw="Boxing")}
    writing.save_answers(application=application, typed=ours, actor=as_applicant(ANN), at=AT)
    saved = writing.save_answers(
        application=application, typed=theirs, actor=as_applicant(BEN), at=AT
    )
    assert saved.conflicts == {"title"}
    assert Answer.objects.get(key="title").given == "Boxing on Fridays"


def test_an_old_page_on_which_an_answer_was_not_touched_changes_nothing() -> None:
    application = begin()
    write(application, {"title": "Boxing"})
    write(application, {"title": "Boxing on Fridays"}, by=BEN)
    old = {"title": typed("Boxing", version=1, saw="Boxing")}
    saved = writing.save_answers(application=application, typed=old, actor=as_applicant(ANN), at=AT)
    assert not saved.conflicts
    assert Answer.objects.get(key="title").given == "Boxing on Fridays"


def test_the_ledger_says_who_writes_and_not_each_time_they_save() -> None:
    application = begin()
    for minute in range(5):
        write(application, {"title": f"Boxing {minute}"}, at=AT + minute * A_MINUTE)
    write(application, {"title": "Ben's"}, by=BEN, at=AT + 6 * A_MINUTE)
    events = list(Entry.objects.values_list("event", flat=True))
    assert events.count("application_saved") == 1
    assert "Boxing" not in str(list(Entry.objects.values()))


def test_a_small_organisation_is_asked_less() -> None:
    application = begin()
    write(application, {**FULL, "our-income": "9,999.99", "more": ""})
    held = now(application)
    assert held.is_small
    assert "more" not in {each.question.key for each in queries.answers_of(held)}
    assert queries.written_of(held).unfinished == ()


def test_an_answer_to_what_is_not_asked_any_more_is_kept() -> None:
    application = begin()
    write(application, {"safe": "no", "why-not": "In May"})
    write(application, {"safe": "yes"})
    assert "why-not" not in {each.question.key for each in queries.answers_of(now(application))}
    assert Answer.objects.get(key="why-not").given == "In May"


@pytest.mark.parametrize(
    ("kind", "key", "number"),
    [
        ("Registered charity", "our-charity", "12"),
        ("Community interest company or other company", "our-company", "12"),
    ],
)
def test_a_number_that_no_register_has_is_said_to_be_wrong(
    kind: str, key: str, number: str
) -> None:
    application = begin()
    saved = write(application, {"our-kind": kind, key: number})
    wrong = {each.question.key for each in saved.written.answered if each.faults and each.words}
    assert wrong == {key}


def test_nobody_writes_what_was_sent_in() -> None:
    draft = build_draft()
    Application.objects.filter(pk=draft.pk).update(state="withdrawn")
    with pytest.raises(ClosedToWritingError):
        write(draft, {"title": "Other"})


def test_nobody_begins_in_a_round_that_is_closed() -> None:
    round_ = build_open_round(closes_at=AT)
    with pytest.raises(ClosedToWritingError):
        begin(round_)


def test_whoever_begins_is_sent_a_link_that_opens_this_one_application() -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        application = begin()
    other = begin()
    link = link_with(link_in(mail.outbox[0]), at=AT)
    who = as_applicant(ANN, only=link.application.reference)
    assert queries.application_for(who, application.reference) == application
    with pytest.raises(NotYours):
        queries.application_for(who, other.reference)


@pytest.mark.parametrize(
    ("days", "state", "opens"),
    [(29, "draft", True), (30, "draft", False), (1, "submitted", True), (1, "declined", False)],
)
def test_a_link_ends_thirty_days_after_the_last_edit_or_at_the_decision(
    days: int, state: str, opens: bool
) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        draft = build_draft()
    Application.objects.filter(pk=draft.pk).update(
        state=state, submitted_at=None if state == "draft" else AT, certified_name="Ann"
    )
    at = AT + timedelta(days=days)
    if opens:
        assert link_with(link_in(mail.outbox[0]), at=at).application == draft
        return
    with pytest.raises(NotYours):
        link_with(link_in(mail.outbox[0]), at=at)


def test_a_colleague_is_invited_and_let_go() -> None:
    application = begin()
    ann, ben = as_applicant(ANN), as_applicant(BEN)
    with TestCase.captureOnCommitCallbacks(execute=True):
        member = people.invite(
            application=application, email=f" {BEN.upper()}", may_submit=False, actor=ann, at=AT
        )
    assert mail.outbox[-1].to == [BEN]
    assert queries.application_for(ben, application.reference) == application
    people.remove(member=member, actor=ann, at=AT)
    with pytest.raises(NotYours):
        queries.application_for(ben, application.reference)
    with pytest.raises(NotYours):
        link_with(link_in(mail.outbox[-1]), at=AT)


def test_an_application_always_has_somebody_who_can_send_it() -> None:
    application = begin()
    ann = as_applicant(ANN)
    people.invite(application=application, email=BEN, may_submit=False, actor=ann, at=AT)
    with pytest.raises(NotForYouError):
        people.remove(member=queries.members_of(application)[0], actor=ann, at=AT)


def test_a_colleague_does_not_remove_whoever_began() -> None:
    application = begin()
    people.invite(
        application=application, email=BEN, may_submit=True, actor=as_applicant(ANN), at=AT
    )
    with pytest.raises(NotForYouError):
        people.remove(member=queries.members_of(application)[0], actor=as_applicant(BEN), at=AT)


def test_nobody_is_written_to_without_end() -> None:
    application = begin()
    for number in range(MOST_INVITED_A_DAY):
        people.invite(
            application=application,
            email=f"a{number}@x.example",
            may_submit=True,
            actor=as_applicant(ANN),
            at=AT,
        )
    with pytest.raises(TooManyInvitedError):
        people.invite(
            application=application, email=BEN, may_submit=True, actor=as_applicant(ANN), at=AT
        )


def test_nobody_sees_the_application_of_another() -> None:
    application = begin()
    with pytest.raises(NotYours):
        queries.application_for(as_applicant(BEN), application.reference)

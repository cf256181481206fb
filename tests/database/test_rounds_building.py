"""Rounds are built part by part by staff, published by two people, and then stay as they are."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from builders.money import build_pot
from builders.rounds import (
    A_DAY,
    AT,
    CLOSES,
    OPENS,
    about,
    approver,
    build_draft,
    build_put,
    build_ready,
    build_round,
    later,
    lead,
    terms,
)
from builders.web import actor_of, build_member
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.grants.rounds import queries
from headwater.web.grants.rounds.changes import parts, publishing, writing
from headwater.web.grants.rounds.models import RoundState
from headwater.web.grants.rounds.queries.ready import faults_of
from headwater.web.grants.rounds.rules.describing import (
    CriterionSaid,
    Dates,
    QuestionSaid,
    RoundError,
    RuleSaid,
    SectionSaid,
)
from headwater.web.grants.rounds.rules.eligibility import RuleKind
from headwater.web.grants.rounds.rules.kinds import QuestionKind
from headwater.web.grants.rounds.rules.permissions import NotAllowedError
from headwater.web.grants.rounds.rules.phases import Phase, phase
from headwater.web.grants.rounds.rules.readiness import Task
from headwater.web.grants.rounds.rules.templates import Start
from headwater.web.grants.rounds.rules.workflow import State
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def test_the_youth_fund_starts_with_the_cambridgeshire_shape() -> None:
    draft = build_draft()
    assert (draft.largest_award, draft.youngest, draft.oldest) == (Decimal(3500), 5, 18)
    assert draft.oldest_with_send == 25
    assert sum(each.weight for each in queries.criteria_of(draft)) == 100
    assert [each.key for each in queries.criteria_of(draft) if each.no_zero] == ["delivery"]
    assert draft.threshold == 60
    rules = {each.key: each.question for each in queries.eligibility_of(draft)}
    assert rules["ages"] == "Are they aged 5 to 18, or up to 25 with SEND?"
    assert "Loamshire" in rules["where"]
    settled = {each.fills for each in queries.questions_of(draft)} - {""}
    assert settled >= {"title", "amount", "areas", "ages", "people", "starts_on", "ends_on"}


def test_a_small_organisation_answers_fewer_questions() -> None:
    questions = queries.questions_of(build_draft())
    assert sum(each.hidden_when_small for each in questions) >= 4


def test_a_copy_takes_over_everything_but_what_was_removed() -> None:
    first = build_ready(title="First")
    removed = queries.questions_of(first)[-1]
    parts.remove_part(part=removed, actor=HEADWATER, at=AT)
    second = build_draft(title="Second", start=Start.COPY, earlier=first)
    keys = [each.key for each in queries.questions_of(first)]
    assert [each.key for each in queries.questions_of(second)] == keys
    assert removed.key not in keys
    assert second.summary == first.summary
    assert list(second.pots.all()) == list(first.pots.all())
    assert second.slug != first.slug


def test_an_empty_start_lacks_everything_and_says_what() -> None:
    missing = faults_of(build_draft(start=Start.EMPTY), at=AT)
    assert missing[Task.ELIGIBILITY] == ["Add at least one question"]
    assert missing[Task.CRITERIA] == ["The weights come to 0 and must come to 100"]
    assert "Choose the pots that awards are paid from" in missing[Task.TERMS]
    assert "Ask for this: the amount asked for" in missing[Task.QUESTIONS]


def test_from_a_ready_round_nothing_is_missing() -> None:
    missing = faults_of(build_ready(), at=AT)
    assert {task for task, said in missing.items() if said} == set()


def test_a_round_is_not_ready_without_the_money_for_it() -> None:
    ready = build_ready()
    small = build_pot(ready.fund, budget="100.00")
    writing.change_terms(
        round=ready,
        said=terms(pots=(small.reference,)),
        version=ready.version,
        actor=HEADWATER,
        at=AT,
    )
    ready.refresh_from_db()
    assert "can still promise £100" in faults_of(ready, at=AT)[Task.TERMS][0]
    with pytest.raises(RoundError, match="not ready"):
        publishing.put_forward(round=ready, version=ready.version, actor=HEADWATER, at=AT)


@pytest.mark.parametrize(
    "given", [{"required": False}, {"hidden_when_small": True}], ids=["left out", "spared"]
)
def test_what_every_application_has_is_asked_of_everybody(given: dict[str, Any]) -> None:
    ready = build_ready()
    amount = next(each for each in queries.questions_of(ready) if each.fills == "amount")
    said = QuestionSaid(amount.words, QuestionKind.MONEY, fills="amount", **given)
    parts.change_question(
        question=amount, section=amount.section, said=said, version=1, actor=HEADWATER, at=AT
    )
    (missing,) = faults_of(ready, at=AT)[Task.QUESTIONS]
    assert "Ask it of everybody" in missing


def test_two_people_publish_a_round() -> None:
    both = actor_of(build_member(Role.LEAD, Role.APPROVER))
    ready = build_ready()
    put = publishing.put_forward(round=ready, version=ready.version, actor=both, at=AT)
    with pytest.raises(NotAllowedError):
        publishing.publish(round=put, version=put.version, actor=both, at=AT)
    done = publishing.publish(round=put, version=put.version, actor=approver(), at=AT)
    assert done.state == RoundState.PUBLISHED
    assert Item.objects.get(about=done.reference).closed_at == AT


def test_a_round_opens_and_closes_by_itself() -> None:
    published = build_round()
    second = timedelta(seconds=1)
    assert phase(published, AT) is Phase.NOT_YET
    assert phase(published, OPENS) is Phase.OPEN
    assert phase(published, CLOSES - second) is Phase.OPEN
    assert phase(published, CLOSES) is Phase.CLOSED


def test_nothing_that_was_published_changes() -> None:
    published = build_round()
    question = queries.questions_of(published)[0]
    said = QuestionSaid("Another question?", QuestionKind.SHORT)
    for change in (
        lambda: parts.remove_part(part=question, actor=HEADWATER, at=AT),
        lambda: parts.move_part(part=question, up=False, actor=HEADWATER, at=AT),
        lambda: parts.add_question(section=question.section, said=said, actor=HEADWATER, at=AT),
        lambda: writing.change_about(
            round=published, said=about(), version=published.version, actor=HEADWATER, at=AT
        ),
    ):
        with pytest.raises(RoundError, match="is published"):
            change()


def test_a_round_that_waits_is_taken_back_to_be_changed() -> None:
    put = build_put()
    back = publishing.take_back(round=put, version=put.version, actor=HEADWATER, at=AT)
    assert (back.state, back.put_by) == (RoundState.DRAFT, "")
    assert Item.objects.get(about=back.reference).closed_at == AT


def test_closing_is_put_off_with_a_reason_and_never_brought_forward() -> None:
    published = build_round()
    given: dict[str, Any] = {
        "decisions_by": None,
        "reason": "Half-term.",
        "actor": HEADWATER,
        "at": AT,
    }
    with pytest.raises(RoundError, match="must be later"):
        publishing.extend(
            round=published, closes_at=CLOSES - A_DAY, version=published.version, **given
        )
    longer = publishing.extend(
        round=published, closes_at=CLOSES + A_DAY, version=published.version, **given
    )
    assert phase(longer, CLOSES) is Phase.OPEN
    (said,) = queries.extensions_of(longer)
    assert (said.before, said.after, said.reason) == (CLOSES, CLOSES + A_DAY, "Half-term.")
    with pytest.raises(RoundError, match="later day"):
        publishing.extend(
            round=longer, closes_at=CLOSES + 80 * A_DAY, version=longer.version, **given
        )


def test_a_withdrawn_round_is_closed_and_says_why() -> None:
    published = build_round()
    with pytest.raises(RoundError, match="Give a reason"):
        publishing.withdraw(
            round=published, reason=" ", version=published.version, actor=HEADWATER, at=AT
        )
    gone = publishing.withdraw(
        round=published,
        reason="The grant was not renewed.",
        version=published.version,
        actor=HEADWATER,
        at=OPENS,
    )
    assert phase(gone, OPENS) is Phase.CLOSED
    assert queries.public_round(gone.slug) == gone


def test_parts_change_places_and_stay_at_the_ends() -> None:
    draft = build_draft()
    first, second = queries.criteria_of(draft)[:2]
    parts.move_part(part=first, up=True, actor=HEADWATER, at=AT)
    assert queries.criteria_of(draft)[0] == first
    parts.move_part(part=second, up=True, actor=HEADWATER, at=AT)
    assert queries.criteria_of(draft)[:2] == [second, first]


def test_what_is_removed_can_be_put_back() -> None:
    draft = build_draft()
    rule = queries.eligibility_of(draft)[0]
    parts.remove_part(part=rule, actor=HEADWATER, at=AT)
    assert rule not in queries.eligibility_of(draft)
    parts.put_back_part(part=rule, actor=HEADWATER, at=AT)
    assert queries.eligibility_of(draft)[-1] == rule


def test_a_question_on_which_another_hangs_is_not_removed() -> None:
    draft = build_draft()
    policy = next(each for each in queries.questions_of(draft) if each.key == "safeguarding-policy")
    with pytest.raises(RoundError, match="hangs on its answer"):
        parts.remove_part(part=policy, actor=HEADWATER, at=AT)


def test_a_section_with_questions_is_not_removed() -> None:
    section = queries.sections_of(build_draft())[0].section
    with pytest.raises(RoundError, match="still has questions"):
        parts.remove_part(part=section, actor=HEADWATER, at=AT)


def test_the_library_brings_along_what_a_question_hangs_on_and_nothing_twice() -> None:
    draft = build_draft(start=Start.EMPTY)
    section = parts.add_section(round=draft, said=SectionSaid("Money"), actor=HEADWATER, at=AT)
    taken = parts.take_from_library(
        section=section, ids=["other-money-who", "amount"], actor=HEADWATER, at=AT
    )
    assert [each.key for each in taken] == ["amount", "other-money", "other-money-who"]
    with pytest.raises(RoundError, match="not in the round yet"):
        parts.take_from_library(section=section, ids=["amount"], actor=HEADWATER, at=AT)


def test_two_questions_do_not_settle_the_same_thing() -> None:
    section = queries.sections_of(build_draft())[0].section
    said = QuestionSaid("How much more?", QuestionKind.MONEY, fills="amount")
    with pytest.raises(RoundError, match="settles the same"):
        parts.add_question(section=section, said=said, actor=HEADWATER, at=AT)


def test_parts_of_ones_own_are_kept_as_they_are_said() -> None:
    draft = build_draft(start=Start.EMPTY)
    rule = parts.add_rule(
        round=draft,
        said=RuleSaid(
            "How many young people?", RuleKind.NUMBER, "Too few for this round.", least=5
        ),
        actor=HEADWATER,
        at=AT,
    )
    assert (rule.key, rule.least, rule.passing) == ("how-many-young-people", 5, [])
    criterion = parts.add_criterion(
        round=draft,
        said=CriterionSaid("Need", 100, anchors=("a", "b", "c", "d", "e", "f")),
        actor=HEADWATER,
        at=AT,
    )
    assert faults_of(draft, at=AT)[Task.CRITERIA] == []
    changed = parts.change_criterion(
        criterion=criterion,
        said=CriterionSaid("Need", 90, anchors=("a", "", "c", "d", "e", "f")),
        version=1,
        actor=HEADWATER,
        at=AT,
    )
    assert len(faults_of(draft, at=AT)[Task.CRITERIA]) == 2
    with pytest.raises(ChangedMeanwhileError):
        parts.change_criterion(
            criterion=changed,
            said=CriterionSaid("Need", 80),
            version=1,
            actor=HEADWATER,
            at=AT,
        )


def test_days_come_one_after_another() -> None:
    draft = build_draft()
    good = Dates(OPENS, CLOSES, later(10), later(20), later(400))
    for bad in (
        replace(good, closes_at=OPENS),
        replace(good, decisions_by=OPENS.date()),
        replace(good, projects_from=later(5)),
        replace(good, projects_until=later(15)),
    ):
        with pytest.raises(RoundError):
            writing.change_dates(round=draft, said=bad, version=1, actor=HEADWATER, at=AT)
    changed = writing.change_dates(round=draft, said=good, version=1, actor=HEADWATER, at=AT)
    with pytest.raises(ChangedMeanwhileError):
        writing.change_dates(round=draft, said=good, version=1, actor=HEADWATER, at=AT)
    assert changed.decisions_by == later(10)


def test_only_leads_build_rounds() -> None:
    contributor = actor_of(build_member(Role.CONTRIBUTOR))
    with pytest.raises(NotAllowedError):
        build_draft(actor=contributor)
    assert build_draft(actor=lead()).state == RoundState.DRAFT


def test_the_ledger_says_what_was_done_and_names_nobody() -> None:
    published = build_round()
    events = list(Entry.objects.filter(about=published.reference).values_list("event", flat=True))
    assert events == [
        "round_written",
        "round_changed",
        "round_changed",
        "round_put_forward",
        "round_published",
    ]


def test_states_of_rows_are_those_of_the_rules() -> None:
    assert [each.value for each in RoundState] == [each.value for each in State]


def test_what_is_not_published_is_not_public() -> None:
    draft = build_draft()
    assert list(queries.public_rounds()) == []
    with pytest.raises(NotYours):
        queries.public_round(draft.slug)

"""Deciding as changes: who reads, who assesses, what is asked, what stands against an approval."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from builders.deciding import (
    AT,
    REASON,
    WHY,
    all_at,
    approval,
    approver,
    ask,
    assessor,
    build_application,
    build_assessed,
    build_award,
    build_before_panel,
    build_round,
    check_everything,
    decide,
    declare,
    hand_in,
    lead,
    moderate,
    name,
)
from builders.evidence import build_decision
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.evidence.changes import overrides
from headwater.web.evidence.models import Override
from headwater.web.grants.applying.models import Answer, Application, Letter
from headwater.web.grants.applying.submitters import submitter
from headwater.web.grants.deciding.changes import (
    assessing,
    change_award,
    decisions,
    interests,
    move_award,
    questions,
)
from headwater.web.grants.deciding.changes.assessing import Scored
from headwater.web.grants.deciding.changes.awards import withdraw_offer
from headwater.web.grants.deciding.changes.interests import Entered
from headwater.web.grants.deciding.changes.moderating import put_before_panel, take_from_panel
from headwater.web.grants.deciding.errors import AssessmentRefusedError
from headwater.web.grants.deciding.models import Assessment, Award, Decision, Interest, Source
from headwater.web.grants.deciding.queries import (
    application_for,
    applications_for,
    award_for,
)
from headwater.web.grants.deciding.queries.assessments import sheet_of
from headwater.web.grants.deciding.rules.awards import AwardRefusedError
from headwater.web.grants.deciding.rules.checking import CheckRefusedError
from headwater.web.grants.deciding.rules.deciding import DecisionRefusedError, Ruling
from headwater.web.grants.deciding.rules.evidence import EvidenceRefusedError
from headwater.web.grants.deciding.rules.interests import InterestRefusedError
from headwater.web.grants.deciding.rules.permissions import NotAllowedError
from headwater.web.grants.money.errors import OverspentError
from headwater.web.grants.money.queries import position
from headwater.web.thread.models import Tie
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
HERE = "loamshire"
NATURE = "My sister is the treasurer of this club."
PLAN = " ".join(["We compare attendance and wellbeing of those who come with those who wait."] * 3)


def open_work(kind: str) -> int:
    return Item.objects.filter(kind=kind, closed_at=None).count()


def reads(person: Role | object, application: Application) -> bool:
    actor = actor_of(build_member(person)) if isinstance(person, Role) else person
    try:
        application_for(actor, HERE, application.reference)  # type: ignore[arg-type]
    except NotYours:
        return False
    return True


# --- who reads ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.LEAD, True),
        (Role.APPROVER, True),
        (Role.AUDITOR, True),
        (Role.CONTRIBUTOR, False),
        (Role.VIEWER, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_only_leads_approvers_and_auditors_read_what_they_are_not_named_for(
    role: Role, may: bool
) -> None:
    assert reads(role, build_application()) is may


def test_a_draft_is_nobodys_to_read() -> None:
    draft = build_application(state="draft", submitted_at=None, certified_name="")
    assert not reads(Role.LEAD, draft)


def test_an_assessor_reads_once_they_declared_to_have_no_interest() -> None:
    application, person = build_application(), assessor()
    name(application, person)
    assert not reads(actor_of(person), application)
    declare(application, person)
    assert reads(actor_of(person), application)


def test_a_lead_who_is_named_declares_first_as_well() -> None:
    application, person = build_application(), build_member(Role.LEAD, name="Second Lead")
    assert reads(actor_of(person), application)
    name(application, person)
    assert not reads(actor_of(person), application)


def test_who_declares_an_interest_reads_no_more_and_assesses_no_more() -> None:
    application, person = build_application(), assessor()
    named = name(application, person)
    declare(application, person, nature=NATURE)
    assert not reads(actor_of(person), application)
    named.refresh_from_db()
    assert named.ended_at is not None
    assert open_work("interest_to_clear") == 1
    assert open_work("application_to_assess") == 0


def enter(person: object, **given: str) -> None:
    interests.enter_involvement(
        workspace=build_workspace(),
        entered=Entered(organisation="Some club", nature="Trustee", **given),
        actor=person,  # type: ignore[arg-type]
        at=AT,
    )


def by_register() -> object:
    enter(lead(), number="1099999")
    return lead()


def by_postcode() -> object:
    enter(lead(), postcode="lm1 2ab")
    return lead()


def by_organisation() -> object:
    theirs = build_organisation(name="Harbour Light")
    return actor_of(build_member(Role.LEAD, name="Other Lead", organisation=theirs))


def by_domain() -> object:
    return actor_of(build_member(Role.LEAD, name="Far Lead", email="far@harbourlight.example"))


def by_officer() -> object:
    return actor_of(build_member(Role.LEAD, name="Ann Harbour", email="ah@loamshire.example"))


def by_mention() -> object:
    return actor_of(build_member(Role.LEAD, name="Owen Marsh", email="om@loamshire.example"))


@pytest.mark.parametrize(
    "reader",
    [by_register, by_postcode, by_organisation, by_domain, by_officer, by_mention],
)
def test_an_interest_that_is_found_blocks_like_one_that_was_declared(
    reader: Callable[[], object],
) -> None:
    application = build_application()
    Answer.objects.create(
        application=application,
        key="officers",
        given="Our treasurer is OWEN  MARSH, of LM12AB",
        by="AP-1",
        at=AT,
    )
    other = build_application(
        email="cas@elsewhere.example",
        organisation="Elsewhere",
        charity_number="",
        certified_name="Cas Elm",
    )
    actor = reader()
    assert not reads(actor, application)
    assert reads(actor, other)
    assert [each.pk for each in applications_for(actor, HERE)] == [other.pk]  # type: ignore[arg-type]


def test_somebody_with_an_interest_cannot_be_named() -> None:
    application = build_application()
    person = assessor("Near One", organisation=build_organisation(name="Harbour Light"))
    with pytest.raises(AssessmentRefusedError, match="the same organisation"):
        name(application, person)


def test_two_others_clear_an_interest_and_the_reader_reads_again() -> None:
    application, actor = build_application(), by_organisation()
    assert not reads(actor, application)
    asked = interests.ask_to_clear(
        application=application,
        person=actor.reference,  # type: ignore[attr-defined]
        source=Source.FOUND,
        reason="They left its board years ago; another lead checks what they do.",
        actor=lead(),
        at=AT,
    )
    assert not reads(actor, application)
    for wrong in (lead(), actor):
        with pytest.raises(InterestRefusedError):
            interests.clear(interest=asked, actor=wrong, at=AT)  # type: ignore[arg-type]
    interests.clear(interest=asked, actor=approver(), at=AT)
    assert reads(actor, application)
    interests.let_stand(interest=asked, actor=approver(), at=AT)
    assert not reads(actor, application)


def test_what_is_found_after_clearing_blocks_again() -> None:
    application, actor = build_application(), by_organisation()
    reason = "They left its board years ago; another lead checks what they do."
    asked = interests.ask_to_clear(
        application=application,
        person=actor.reference,  # type: ignore[attr-defined]
        source=Source.FOUND,
        reason=reason,
        actor=lead(),
        at=AT,
    )
    interests.clear(interest=asked, actor=approver(), at=AT)
    enter(actor, number="1099999")
    assert not reads(actor, application)


# --- assessing ----------------------------------------------------------------------------------


def test_the_first_assessor_starts_the_assessment_and_is_told() -> None:
    application = build_application()
    name(application, assessor())
    application.refresh_from_db()
    assert application.state == "assessment"
    assert open_work("application_to_assess") == 1
    assert Tie.objects.filter(from_kind="application", to_reference="mentoring").exists()


def test_only_contributors_and_leads_are_named_and_only_by_leads() -> None:
    application = build_application()
    with pytest.raises(AssessmentRefusedError, match="cannot assess"):
        name(application, build_member(Role.VIEWER))
    with pytest.raises(NotAllowedError):
        assessing.name_assessor(
            application=application,
            person=assessor(),
            due_on=AT.date(),
            actor=approver(),
            at=AT,
        )


def test_half_a_score_can_be_saved_and_not_handed_in() -> None:
    application, person = build_application(), assessor()
    named = name(application, person)
    declare(application, person)
    half = {"need": Scored(4, "not yet", "")}
    given = {"comment": "", "actor": actor_of(person), "at": AT}
    saved = assessing.save_scores(assessment=named, scored=half, version=1, **given)  # type: ignore[arg-type]
    with pytest.raises(HeadwaterError, match="words"):
        assessing.hand_in(assessment=named, scored=half, version=saved.version, **given)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhileError):
        assessing.save_scores(assessment=named, scored=half, version=1, **given)  # type: ignore[arg-type]
    assert sheet_of(application).assessments == []


def test_nobody_writes_in_anothers_assessment() -> None:
    named = name(build_application(), assessor())
    with pytest.raises(NotYours):
        assessing.save_scores(
            assessment=named,
            scored=all_at(5),
            comment="",
            version=1,
            actor=actor_of(assessor("Second Assessor")),
            at=AT,
        )


def test_scores_open_again_until_another_has_handed_in() -> None:
    application = build_application()
    first = hand_in(name(application, assessor()))
    me = actor_of(assessor())
    opened = assessing.take_back(assessment=first, actor=me, at=AT)
    assert opened.handed_in_at is None
    again = hand_in(opened)
    hand_in(name(application, assessor("Second Assessor")))
    with pytest.raises(AssessmentRefusedError, match="Somebody else has handed in"):
        assessing.take_back(assessment=again, actor=me, at=AT)


def test_two_who_agree_can_go_to_the_panel_and_one_cannot() -> None:
    application = build_application()
    hand_in(name(application, assessor()))
    with pytest.raises(AssessmentRefusedError, match="at least 2"):
        put_before_panel(application=application, actor=lead(), at=AT)
    hand_in(name(application, assessor("Second Assessor")))
    assert open_work("scores_to_moderate") == 1
    put_before_panel(application=application, actor=lead(), at=AT)
    assert open_work("application_to_decide") == 1


def test_two_points_apart_a_third_is_asked_and_then_moderation() -> None:
    application = build_assessed(None, all_at(4), all_at(4, need=2))
    assert sheet_of(application).needs_third
    assert open_work("third_assessor_to_name") == 1
    with pytest.raises(AssessmentRefusedError, match="third"):
        put_before_panel(application=application, actor=lead(), at=AT)
    hand_in(name(application, assessor("Third Assessor")), all_at(3))
    assert open_work("third_assessor_to_name") == 0
    with pytest.raises(AssessmentRefusedError, match="Need and gap"):
        put_before_panel(application=application, actor=lead(), at=AT)
    moderate(application, "need", "3")
    put_before_panel(application=application, actor=lead(), at=AT)
    # 25*3/5 + (20+20+20+10+5)*(11/3)/5: the mean of 4, 4 and 3 is 3.67.
    assert sheet_of(application).outcome.total == Decimal("70.1")


def test_nobody_moderates_what_they_assessed() -> None:
    application = build_application()
    hand_in(name(application, assessor()))
    hand_in(name(application, build_member(Role.LEAD, name="Scoring Lead")))
    with pytest.raises(AssessmentRefusedError, match="one of its assessors"):
        moderate(application, "need", "3", who="Scoring Lead")


def test_of_two_who_moderate_the_second_is_told() -> None:
    application = build_assessed()
    moderate(application, "need", "3")
    with pytest.raises(ChangedMeanwhileError):
        moderate(application, "need", "5")


def test_an_assessor_who_is_taken_off_no_longer_counts() -> None:
    application = build_assessed()
    first = Assessment.objects.filter(application=application).first()
    assert first is not None
    assessing.take_off(assessment=first, reason="On long leave", actor=lead(), at=AT)
    assert len(sheet_of(application).assessments) == 1


# --- questions ----------------------------------------------------------------------------------


def test_a_question_is_mailed_holds_the_application_and_its_answer_is_work() -> None:
    application = build_application()
    name(application, assessor())
    asked = ask(application)
    application.refresh_from_db()
    assert application.state == "clarification"
    letter = Letter.objects.get(application=application)
    assert asked.question in letter.words
    assert f"/apply/a/{application.reference}/question/{asked.reference}/" in letter.words
    who = submitter(application.started_by)
    questions.answer(asked=asked, answer="The deputy has a key.", actor=who, at=AT)
    application.refresh_from_db()
    assert application.state == "assessment"
    assert open_work("answer_to_read") == 1
    with pytest.raises(NotYours):
        questions.answer(asked=asked, answer="Something else", actor=who, at=AT)


def test_a_question_that_is_taken_back_lets_the_assessment_go_on() -> None:
    application = build_application()
    first, second = ask(application), ask(application)
    questions.take_back(asked=first, actor=lead(), at=AT)
    application.refresh_from_db()
    assert application.state == "clarification"
    questions.take_back(asked=second, actor=lead(), at=AT)
    application.refresh_from_db()
    assert application.state == "assessment"


# --- deciding -----------------------------------------------------------------------------------


def test_an_approval_makes_an_award_and_sets_its_money_aside() -> None:
    application = build_before_panel()
    decision, award = decide(application)
    assert award is not None
    assert (award.amount, award.state) == (Decimal("3000.00"), "offered")
    assert position(award.pot).committed == Decimal("3000.00")
    application.refresh_from_db()
    assert application.state == "approved"
    assert decision.total == Decimal("80.0")
    letter = Letter.objects.get(application=application)
    assert "£3,000" in letter.words
    assert "Need and gap. 4 of 5. All is shown." in letter.words
    tied = set(Tie.objects.filter(from_kind="award").values_list("relation", "to_kind"))
    assert tied == {("made_from", "application"), ("uses", "approach")}
    assert open_work("application_to_decide") == 0


def test_an_award_that_the_pot_cannot_carry_leaves_nothing_behind() -> None:
    application = build_before_panel(build_application(build_round(budget="2999.99")))
    with pytest.raises(OverspentError, match=r"2,999\.99"):
        decide(application)
    application.refresh_from_db()
    assert application.state == "panel"
    assert not Award.objects.exists()
    assert not Decision.objects.exists()
    assert not Letter.objects.exists()


def test_several_are_approved_one_by_one_as_far_as_the_money_goes() -> None:
    round_ = build_round(budget="5000.00")
    found = [
        build_before_panel(build_application(round_, email=f"c{n}@club{n}.example"))
        for n in range(2)
    ]
    made = decisions.approve_several(
        wanted=[(each, approval(each)) for each in found], actor=approver(), at=AT
    )
    assert [bool(each.award) for each in made] == [True, False]
    assert "2,000" in made[1].refused
    states = Application.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["approved", "panel"]


def test_nobody_decides_what_they_assessed_and_leads_do_not_decide() -> None:
    both = build_member(Role.CONTRIBUTOR, Role.APPROVER, name="Two Hats")
    application = build_application()
    hand_in(name(application, both))
    hand_in(name(application, assessor()))
    build_before_panel(application)
    with pytest.raises(DecisionRefusedError, match="assessed"):
        decide(application, actor=actor_of(both))
    with pytest.raises(NotAllowedError):
        decide(application, actor=lead())


def test_due_diligence_holds_an_approval_up_and_not_a_decline() -> None:
    application = build_assessed()
    put_before_panel(application=application, actor=lead(), at=AT)
    with pytest.raises(CheckRefusedError, match="Safeguarding policy"):
        decide(application)
    decision, award = decide(application, approval(application, ruling=Ruling.DECLINE))
    assert (decision.ruling, award) == ("decline", None)


def test_a_check_that_ran_out_on_the_day_of_the_decision_holds_it_up() -> None:
    application = build_before_panel()
    with pytest.raises(CheckRefusedError):
        decide(application, at=AT + timedelta(days=400))


def test_a_deferral_leaves_it_with_the_panel_and_tells_the_applicant_why_without_scores() -> None:
    application = build_before_panel()
    decide(application, approval(application, ruling=Ruling.DEFER))
    application.refresh_from_db()
    assert application.state == "panel"
    assert open_work("application_to_decide") == 1
    letter = Letter.objects.get(application=application)
    assert letter.subject == f"Decision on your application {application.reference} is put off"
    assert WHY in letter.words
    assert f"/apply/a/{application.reference}/decision/" in letter.words
    assert "Need and gap" not in letter.words
    assert "offer you a grant" not in letter.words
    decide(application)
    assert application.decisions.count() == 2
    assert Letter.objects.filter(words__contains="offer you a grant").count() == 1


def test_below_the_threshold_only_with_a_reason_and_a_zero_never() -> None:
    low = build_before_panel(build_assessed(None, all_at(2), all_at(2)))
    with pytest.raises(DecisionRefusedError, match="threshold"):
        decide(low)
    decide(low, approval(low, below_threshold=WHY))
    zero = build_application(email="b@club.example", organisation="Club")
    build_assessed(zero, all_at(5, safeguarding=0), all_at(5, safeguarding=0))
    build_before_panel(zero)
    with pytest.raises(DecisionRefusedError, match="zero"):
        decide(zero, approval(zero, below_threshold=WHY))


def test_a_harmful_approach_is_not_approved_without_an_override() -> None:
    application = build_before_panel(build_application(approach="boot_camps"))
    with pytest.raises(EvidenceRefusedError, match="harmful"):
        decide(application, approval(application, evaluation_plan=PLAN))


def build_overridden(application: Application, decision: str = "") -> Override:
    """What a board decided of the approach of an application, and a lead asked for."""
    return overrides.ask(
        workspace=application.round.workspace,
        approach=application.approach,
        use=("application", application.reference),
        reason="The board weighs the finding and wants a year to change what is done.",
        decision=decision or build_decision().reference,
        expires_on=timezone.localdate() + timedelta(days=200),
        actor=lead("Asking Lead"),
        at=clock.now(),
    )


def approved(override: Override) -> Override:
    return overrides.approve(
        override=override,
        version=override.version,
        actor=approver("Overriding Approver"),
        at=clock.now(),
    )


def test_an_override_that_two_people_made_lets_a_harmful_approach_be_approved() -> None:
    application = build_before_panel(build_application(approach="boot_camps"))
    asked = build_overridden(application)
    with pytest.raises(EvidenceRefusedError, match="A board must override that first"):
        decide(application)
    assert not Award.objects.exists()
    approved(asked)
    decision, award = decide(application)
    assert award is not None
    assert decision.override == asked.reference
    used = Tie.objects.filter(from_kind="application", from_reference=application.reference)
    assert list(used.values_list("relation", "to_reference")) == [("uses", "boot_camps")]


def test_an_override_of_another_application_or_one_that_has_ended_lets_nothing_through() -> None:
    application = build_before_panel(build_application(approach="boot_camps"))
    other = build_application(email="b@club.example", organisation="Club", approach="boot_camps")
    theirs = approved(build_overridden(other))
    with pytest.raises(EvidenceRefusedError, match="harmful"):
        decide(application)
    mine = approved(build_overridden(application, theirs.decision))
    overrides.end(
        override=mine,
        why="The board thought again",
        version=mine.version,
        actor=lead(),
        at=clock.now(),
    )
    with pytest.raises(EvidenceRefusedError, match="harmful"):
        decide(application)
    assert not Award.objects.exists()


@pytest.mark.parametrize("approach", ["arts_programmes", ""])
def test_no_clear_evidence_is_approved_with_a_plan_to_evaluate(approach: str) -> None:
    application = build_before_panel(build_application(approach=approach))
    with pytest.raises(EvidenceRefusedError, match="evaluated"):
        decide(application)
    decision, _ = decide(application, approval(application, evaluation_plan=PLAN))
    assert decision.evaluation_plan == PLAN


def test_from_the_panel_it_goes_back_with_a_reason() -> None:
    application = build_before_panel()
    take_from_panel(application=application, reason="A letter came in", actor=lead(), at=AT)
    application.refresh_from_db()
    assert application.state == "assessment"
    assert open_work("application_to_decide") == 0


# --- awards -------------------------------------------------------------------------------------


def test_an_offer_is_withdrawn_with_a_reason_and_its_money_is_free_again() -> None:
    award = build_award()
    with pytest.raises(AwardRefusedError):
        withdraw_offer(award=award, reason=" ", actor=approver(), at=AT)
    withdraw_offer(award=award, reason="They closed the club", actor=approver(), at=AT)
    award.refresh_from_db()
    assert award.state == "withdrawn"
    assert position(award.pot).committed == Decimal(0)
    assert Letter.objects.filter(words__contains="They closed the club").count() == 1


def test_an_award_moves_by_its_table_only() -> None:
    award = build_award()
    moved = move_award(award=award, to="active", actor=approver(), at=AT)
    assert [each.end for each in moved.steps.all()] == ["offered", "active"]
    with pytest.raises(AwardRefusedError, match="cannot become"):
        withdraw_offer(award=award, reason="Too late", actor=approver(), at=AT)


def test_a_variation_changes_the_award_and_what_is_set_aside_together() -> None:
    award = build_award()
    changed = change_award(
        award=award, amount=Decimal("2500.00"), reason="Fewer nights", actor=approver(), at=AT
    )
    assert (changed.amount, changed.first_amount) == (Decimal("2500.00"), Decimal("3000.00"))
    assert position(award.pot).committed == Decimal("2500.00")
    with pytest.raises(OverspentError):
        change_award(
            award=award, amount=Decimal("99999.00"), reason="More", actor=approver(), at=AT
        )
    award.refresh_from_db()
    assert award.amount == Decimal("2500.00")


def test_an_award_is_closed_to_who_has_an_interest_in_it() -> None:
    award = build_award()
    actor = by_organisation()
    with pytest.raises(NotYours):
        award_for(actor, HERE, award.reference)  # type: ignore[arg-type]


def test_the_ledger_says_everything_and_names_nobody() -> None:
    application = build_before_panel(check_everything(build_application()))
    decide(application)
    said = [str(each.facts) for each in Entry.objects.all()]
    assert len(said) > 20
    for words in ("Harbour", "Ann", "Friday", REASON, SUMMARY_START):
        assert not any(words in each for each in said), words
    assert Interest.objects.filter(person=approver().reference, is_interest=False).exists()


SUMMARY_START = "Mentoring on Friday"

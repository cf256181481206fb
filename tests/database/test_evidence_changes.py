"""Evaluations are written and changed; overrides asked for, approved by another, and ended."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from builders.evidence import (
    HARMFUL,
    approver,
    build_decision,
    build_evaluation,
    build_harmful_use,
    build_override,
    build_publication,
    evaluated,
    lead,
    noted,
)
from builders.gaps import HOLE
from builders.plan import build_action
from builders.services import build_service
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.evidence.changes import evaluations, overrides, publications
from headwater.web.evidence.changes.uses import ask_for_decisions
from headwater.web.evidence.events import Work
from headwater.web.evidence.models import Evaluation, Override
from headwater.web.evidence.queries import evidence as queries
from headwater.web.evidence.rules.overriding import (
    HarmfulChoiceError,
    OverrideRefusedError,
    Standing,
)
from headwater.web.evidence.rules.permissions import NotAllowedError
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.services.models import Service
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.errors import NothingToTieError
from headwater.web.thread.models import Tie
from headwater.web.thread.queries import strands_of
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def change(evaluation: Evaluation, *, actor: Actor = HEADWATER, version: int = 1) -> Evaluation:
    return evaluations.change(
        evaluation=evaluation,
        said=evaluated(approach="cctv", finding="Nothing changed."),
        document="",
        version=version,
        actor=actor,
        at=clock.now(),
    )


def approve(override: Override, actor: Actor) -> Override:
    return overrides.approve(
        override=override, version=override.version, actor=actor, at=clock.now()
    )


def waits() -> bool:
    return Item.objects.filter(kind=Work.APPROVE, closed_at=None).exists()


def is_covered() -> bool:
    (use,) = queries.harmful_uses(lead(), "loamshire", today=timezone.localdate())
    return use.is_covered


def test_an_evaluation_is_on_the_thread_of_its_approach_and_follows_it() -> None:
    made = build_evaluation()
    end = ("evaluation", made.reference)
    (tied,) = strands_of(lead(), "loamshire", end)
    assert (tied.words, tied.other.reference) == ("measures", "mentoring")
    change(made)
    (tied,) = strands_of(lead(), "loamshire", end)
    assert tied.other.reference == "cctv"
    assert [each.said["approach"] for each in made.wordings.all()] == ["cctv", "mentoring"]


def test_a_second_person_who_saves_an_evaluation_is_told() -> None:
    made = build_evaluation()
    change(made)
    with pytest.raises(ChangedMeanwhileError):
        change(made)
    assert Evaluation.objects.get().version == 2


def test_a_contributor_writes_only_what_their_organisation_evaluated() -> None:
    theirs, others = build_organisation(name="Riverside"), build_organisation(name="Hospital")
    writer = actor_of(build_member(Role.CONTRIBUTOR, organisation=theirs))
    assert change(build_evaluation(organisation=theirs), actor=writer).version == 2
    for organisation in (others, None):
        with pytest.raises(NotAllowedError):
            change(build_evaluation(organisation=organisation), actor=writer)


def test_a_use_is_covered_when_somebody_else_approved_the_override() -> None:
    asked = build_override()
    assert not is_covered()
    assert waits()
    approved = approve(asked, approver())
    assert is_covered()
    assert not waits()
    assert approved.stage is Standing.APPROVED
    seen = {each.other.kind for each in strands_of(lead(), "loamshire",
                                                   ("override", asked.reference))}  # fmt: skip
    assert seen == {"decision", "service", "approach"}


def test_nobody_approves_their_own_override_nor_without_the_role() -> None:
    both = actor_of(build_member(Role.LEAD, Role.APPROVER, name="Both"))
    asked = build_override(actor=both)
    with pytest.raises(OverrideRefusedError, match="Somebody else"):
        approve(asked, both)
    with pytest.raises(NotAllowedError):
        approve(asked, lead())
    assert not is_covered()


def test_an_override_runs_out_after_its_last_day() -> None:
    asked = build_override()
    approve(asked, approver())
    after = asked.expires_on + timedelta(days=1)
    (use,) = queries.harmful_uses(lead(), "loamshire", today=after)
    assert not use.is_covered


def test_an_override_that_ended_counts_no_more_and_another_may_be_asked_for() -> None:
    service, decision = build_harmful_use(), build_decision().reference
    asked = build_override(service, decision=decision)
    with pytest.raises(OverrideRefusedError, match="waits for an approver already"):
        build_override(service, decision=decision)
    held = approve(asked, approver())
    overrides.end(
        override=held, why="The visits stopped", version=held.version, actor=lead(), at=clock.now()
    )
    assert not is_covered()
    build_override(service, decision=decision)
    assert Override.objects.count() == 2


def test_an_override_needs_a_decision_and_a_place_that_are_there() -> None:
    service, decision = build_harmful_use(), build_decision().reference
    with pytest.raises(NothingToTieError):
        build_override(service, decision="D-2222-2223")
    with pytest.raises(NothingToTieError):
        build_override(service, use=("service", "nowhere"), decision=decision)
    with pytest.raises(OverrideRefusedError, match="needs no override"):
        build_override(service, approach="mentoring", decision=decision)
    assert not Override.objects.exists()


def use_it(user: End, *, at: datetime | None = None) -> Tie:
    return thread.tie(
        workspace=build_workspace(),
        first=user,
        relation=Relation.USES,
        second=("approach", HARMFUL),
        actor=lead(),
        at=at or clock.now(),
    )


def the_action() -> End:
    return "action", build_action(build_workspace(), title="Visits to the prison").reference


def the_service() -> End:
    return "service", build_service(build_workspace(), name="Visits to the prison").reference


def the_intention() -> End:
    workspace = build_workspace()
    made = Intention.objects.create(
        workspace=workspace,
        gap=HOLE,
        title="Visits to the prison",
        places=20,
        by_when=timezone.localdate() + timedelta(days=90),
        organisation=build_organisation(workspace),
        written_by=lead().reference,
        written_at=clock.now(),
    )
    return "intention", made.reference


@pytest.mark.parametrize("made", [the_action, the_service, the_intention])
def test_a_harmful_approach_is_refused_wherever_it_is_chosen_until_an_override_stands(
    made: Callable[[], End],
) -> None:
    user = made()
    with pytest.raises(HarmfulChoiceError, match=r"\[Visits to the prison\].*Ask for an override"):
        use_it(user)
    asked = build_override(None, workspace=build_workspace(), use=user)
    with pytest.raises(HarmfulChoiceError):
        use_it(user)
    held = approve(asked, approver())
    assert use_it(user).to_reference == HARMFUL
    overrides.end(override=held, why="It stopped", version=held.version, actor=lead(),
                  at=clock.now())  # fmt: skip
    assert use_it(user).to_reference == HARMFUL, "what was tied stays until somebody lets go"


def covered_uses() -> list[End]:
    """Where a harmful approach is chosen under an override."""
    found = queries.harmful_uses(lead(), "loamshire", today=timezone.localdate())
    return [(each.bead.kind, each.bead.reference) for each in found if each.is_covered]


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("is_forward", [True, False], ids=["to it", "from it"])
def test_a_harmful_approach_is_chosen_by_whatever_ties_something_to_it(
    relation: Relation, is_forward: bool
) -> None:
    user, harmful = the_action(), ("approach", HARMFUL)
    first, second = (user, harmful) if is_forward else (harmful, user)
    given = {"workspace": build_workspace(), "relation": relation, "at": clock.now()}
    with pytest.raises(HarmfulChoiceError):
        thread.tie(first=first, second=second, actor=lead(), **given)
    approve(build_override(None, workspace=build_workspace(), use=user), approver())
    thread.tie(first=first, second=second, actor=lead(), **given)
    assert covered_uses() == [user]


def test_two_ties_of_one_thing_to_a_harmful_approach_are_one_use() -> None:
    user = the_action()
    approve(build_override(None, workspace=build_workspace(), use=user), approver())
    use_it(user)
    thread.tie(
        workspace=build_workspace(),
        first=user,
        relation=Relation.DELIVERS,
        second=("approach", HARMFUL),
        actor=lead(),
        at=clock.now(),
    )
    assert covered_uses() == [user]


def test_a_decision_about_a_harmful_approach_does_not_choose_it() -> None:
    decision = ("decision", build_decision().reference)
    thread.tie(
        workspace=build_workspace(),
        first=decision,
        relation=Relation.ANSWERS,
        second=("approach", HARMFUL),
        actor=lead(),
        at=clock.now(),
    )
    assert queries.harmful_uses(lead(), "loamshire", today=timezone.localdate()) == []


def test_an_override_of_one_place_lets_no_other_use_the_approach() -> None:
    approve(build_override(), approver())
    with pytest.raises(HarmfulChoiceError):
        use_it(the_action())


def test_an_override_that_ran_out_lets_nobody_choose_the_approach_any_more() -> None:
    user = the_service()
    asked = build_override(None, workspace=build_workspace(), use=user)
    approve(asked, approver())
    with pytest.raises(HarmfulChoiceError):
        use_it(user, at=clock.now() + timedelta(days=400))
    use_it(user)


def test_any_other_approach_may_be_chosen_as_before() -> None:
    service = build_service(build_workspace(), approach="mentoring")
    (tied,) = strands_of(lead(), "loamshire", ("service", service.reference))
    assert tied.other.reference == "mentoring"


def test_an_entry_of_the_directory_cannot_name_a_harmful_approach() -> None:
    with pytest.raises(HarmfulChoiceError):
        build_service(build_workspace(), approach=HARMFUL)
    assert not Service.objects.exists()


def test_leads_have_a_task_for_each_use_without_an_override() -> None:
    service = build_harmful_use()
    assert ask_for_decisions(clock.now()) == "1 harmful use without an override"
    (item,) = Item.objects.filter(kind=Work.DECIDE, closed_at=None)
    ask_for_decisions(clock.now() + timedelta(days=3))
    assert [each.due_on for each in Item.objects.filter(kind=Work.DECIDE)] == [item.due_on]
    approve(build_override(service), approver())
    assert ask_for_decisions(clock.now()) == "0 harmful uses without an override"
    assert not Item.objects.filter(kind=Work.DECIDE, closed_at=None).exists()
    ask_for_decisions(clock.now() + timedelta(days=300))
    assert Item.objects.filter(kind=Work.DECIDE, closed_at=None).exists()


def test_only_leads_ask_for_an_override() -> None:
    with pytest.raises(NotAllowedError):
        build_override(actor=approver())


def test_a_stranger_finds_nothing_of_evidence_on_the_thread() -> None:
    made = build_evaluation()
    stranger = Actor(None, "", "")
    for code, reference in (("approach", HARMFUL), ("evaluation", made.reference)):
        kind = kinds.kind(code)
        assert kind is not None
        assert kind.find(lead(), "loamshire", [reference])
        assert not kind.find(stranger, "loamshire", [reference])


def test_a_document_of_others_is_tied_to_the_approaches_it_tells_of_and_follows_them() -> None:
    made = build_publication()
    end = ("publication", made.reference)
    (tied,) = strands_of(lead(), "loamshire", end)
    assert (tied.words, tied.other.reference) == ("shows", "mentoring")
    publications.change(
        publication=made,
        noted=noted(approaches=("cctv",)),
        version=1,
        actor=lead(),
        at=clock.now(),
    )
    (tied,) = strands_of(lead(), "loamshire", end)
    assert tied.other.reference == "cctv"


def test_a_document_taken_off_the_list_stands_no_more_until_it_is_put_back() -> None:
    made, kind = build_publication(), kinds.kind("publication")
    assert kind is not None
    publications.remove(publication=made, version=1, actor=lead(), at=clock.now())
    assert not kind.find(lead(), "loamshire", [made.reference])[made.reference].stands
    with pytest.raises(ChangedMeanwhileError):
        publications.put_back(publication=made, version=1, actor=lead(), at=clock.now())
    publications.put_back(publication=made, version=2, actor=lead(), at=clock.now())
    assert kind.find(lead(), "loamshire", [made.reference])[made.reference].stands

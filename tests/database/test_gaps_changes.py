"""Gap maps in the worker, gaps and findings on the thread, and intentions as they move."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders.algorithms import register_all
from builders.editions_web import AT, stored_edition
from builders.gaps import COVERED, HOLE, HOLE_WORDS, stored_gap_map
from builders.provision import County, build_full_offer, build_lake
from builders.services import build_service
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.core.periods import Month
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.editions import changes as editions
from headwater.web.editions.errors import AlreadyUnderWayError
from headwater.web.editions.models import Edition, Kind, Status
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.assessments import schedules
from headwater.web.provision.gaps import tasks
from headwater.web.provision.gaps.changes import answers, intentions, maps
from headwater.web.provision.gaps.errors import (
    IntentionRefusedError,
    MapReplacedError,
    NoDecisionError,
)
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.queries import maps as queries
from headwater.web.provision.gaps.rules.commissioning import Description, WrongMoveError
from headwater.web.provision.gaps.rules.permissions import NotAllowedError
from headwater.web.provision.gaps.rules.places import place_of
from headwater.web.strategy.models import Action
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.errors import NothingToTieError, UnsettledError
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., AbstractContextManager[object]]
SAID = Description("More mentoring", "Two mentors", 20, 1_000, 2_000, date(2026, 9, 1))


@pytest.fixture
def lake(tmp_path: Path, settings: Any) -> Path:
    """A lake with three districts and a full offer but for one hole."""
    offer = build_full_offer(3, without=(1, "mentoring", 15, 17))
    settings.LAKE = build_lake(tmp_path / "lake", County(services=offer))
    register_all()
    return tmp_path / "lake"


def lead() -> Actor:
    return actor_of(build_member(Role.LEAD))


def stranger() -> Actor:
    elsewhere = build_organisation(build_workspace("elsewhere"), name="Elsewhere Council")
    return actor_of(build_member(Role.LEAD, name="Ann Elsewhere", organisation=elsewhere))


def asked() -> Edition:
    return maps.work_out(workspace=build_workspace(), year_to=Month(2025, 8), actor=lead(), at=AT)


def locked_map(**given: Any) -> str:
    """The reference of a map whose gaps can be answered."""
    return stored_gap_map(build_workspace(), status=Status.LOCKED, **given).reference


def write(seen_in: str, said: Description = SAID) -> Intention:
    here = build_workspace()
    return intentions.write(
        workspace=here, gap=HOLE, seen_in=seen_in, said=said, actor=lead(), at=AT
    )


def answer(seen_in: str, gap: str = HOLE) -> Tie:
    return answers.answer_with_action(
        workspace=build_workspace(),
        gap=gap,
        seen_in=seen_in,
        title="Find mentors",
        organisation=build_organisation(),
        due_on=date(2026, 9, 1),
        actor=lead(),
        at=AT,
    )


def written(said: Description = SAID) -> Intention:
    return write(locked_map(), said)


def test_the_worker_makes_the_map_and_the_hole_is_a_gap(lake: Path) -> None:
    edition = asked()
    assert tasks.make.call(edition.reference) == "made"
    made = queries.latest(lead(), "loamshire")
    assert made is not None
    assert (made.pk, made.kind, made.stands) == (edition.pk, Kind.GAP_MAP, Status.DRAFT)
    classes = {cell.place.reference: cell.kind.value for cell in queries.cells_of(made)}
    assert [name for name, kind in classes.items() if kind == "gap"] == [HOLE]
    assert len(classes) == 69
    assert tasks.make.call(edition.reference) == "nothing to do"


def test_a_lake_without_services_fails_with_the_sentence_that_says_what_to_load(
    tmp_path: Path, settings: Any
) -> None:
    settings.LAKE = build_lake(tmp_path / "lake", County())
    register_all()
    edition = asked()
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert "headwater template services" in edition.failure


@pytest.mark.parametrize("key", ["gap-map", "disclosure-control"])
def test_nothing_is_worked_out_that_the_register_does_not_have_in_use(lake: Path, key: str) -> None:
    Algorithm.objects.filter(key=key).update(status="suspended")
    edition = asked()
    assert tasks.make.call(edition.reference) == "failed"
    edition.refresh_from_db()
    assert f"[{key}] does not run" in edition.failure


def test_the_same_map_is_asked_for_once_and_only_by_leads(lake: Path) -> None:
    asked()
    with pytest.raises(AlreadyUnderWayError):
        asked()
    viewer = actor_of(build_member(Role.VIEWER))
    with pytest.raises(NotAllowedError):
        maps.work_out(workspace=build_workspace(), year_to=Month(2025, 7), actor=viewer, at=AT)


def test_a_map_that_nobody_took_in_hand_is_asked_for_again(
    lake: Path, django_capture_on_commit_callbacks: OnCommit
) -> None:
    edition = asked()
    with django_capture_on_commit_callbacks(execute=True):
        said = schedules.find_lost(AT.replace(year=2027))
    assert said == "asked again for 1, gave up 0"
    edition.refresh_from_db()
    assert edition.stands in (Status.QUEUED, Status.DRAFT)


def test_a_locked_map_stays_with_the_partnership() -> None:
    edition = stored_gap_map(build_workspace())
    editions.lock(edition=edition, link="/", actor=lead(), at=AT)
    assert not Item.objects.exists()


def test_a_gap_has_the_same_name_in_every_map_and_stands_until_it_is_covered() -> None:
    stored_gap_map(build_workspace(), is_whole=True)
    Edition.objects.update(made_at=AT.replace(year=2025))
    stored_gap_map(build_workspace())
    kind = kinds.kind("gap")
    assert kind is not None
    found = kind.find(lead(), "loamshire", [HOLE, COVERED, "Z99D00009:15-17:sport", "nonsense"])
    assert found[HOLE].title == HOLE_WORDS
    assert (found[HOLE].state, found[HOLE].stands) == ("Gap", True)
    assert (found[COVERED].state, found[COVERED].stands) == ("Covered", False)
    assert set(found) == {HOLE, COVERED}
    assert kind.offer is not None
    assert kind.offer(lead(), "loamshire", "mentoring")[0].reference == HOLE
    assert not kind.find(stranger(), "loamshire", [HOLE])


def test_editions_and_their_findings_can_be_tied() -> None:
    edition = stored_edition()
    finding = edition.findings.all()[0]
    name = f"{edition.reference}:{finding.slug}"
    for code, reference in (("edition", edition.reference), ("finding", name)):
        kind = kinds.kind(code)
        assert kind is not None
        assert kind.offer is not None
        bead = kind.find(lead(), "loamshire", [reference, "E-2222-2222:none"])[reference]
        assert bead.stands
        assert edition.reference in bead.address
        assert bead in kind.offer(lead(), "loamshire", bead.title[:12])
        assert not kind.find(stranger(), "loamshire", [reference])
        assert not kind.offer(stranger(), "loamshire", "")
    told = kinds.kind("finding")
    assert told is not None
    assert told.find(lead(), "loamshire", [name])[name].title == finding.sentence
    Edition.objects.update(status=Status.DISCARDED)
    assert not told.find(lead(), "loamshire", [name])[name].stands


def test_an_action_answers_a_gap_and_is_tied_to_it() -> None:
    tie = answer(locked_map())
    assert (tie.relation, tie.to_reference) == ("answers", HOLE)
    assert Entry.objects.filter(event="gap_answered").exists()


def test_nothing_answers_a_gap_that_is_not_in_the_map() -> None:
    seen_in = locked_map()
    with pytest.raises(NothingToTieError):
        answer(seen_in, "Z99D00009:15-17:sport")
    assert not Tie.objects.exists()


@pytest.mark.parametrize("act", [answer, write], ids=["action", "intention"])
def test_no_gap_is_answered_while_its_map_can_still_change(act: Callable[[str], object]) -> None:
    edition = stored_gap_map(build_workspace())
    with pytest.raises(UnsettledError, match=r"A lead locks it: open .Chapters and documents."):
        act(edition.reference)
    assert not [*Tie.objects.all(), *Action.objects.all(), *Intention.objects.all()]
    assert not Item.objects.exists()
    editions.lock(edition=edition, link="/", actor=lead(), at=AT)
    act(edition.reference)
    assert Tie.objects.get().to_reference == HOLE


@pytest.mark.parametrize("act", [answer, write], ids=["action", "intention"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.LOCKED])
def test_no_gap_is_answered_from_a_map_that_was_replaced_meanwhile(
    act: Callable[[str], object], status: Status
) -> None:
    seen_in = locked_map()
    Edition.objects.update(made_at=AT.replace(year=2025))
    stored_gap_map(build_workspace(), status=status, is_whole=True)
    with pytest.raises(MapReplacedError):
        act(seen_in)
    assert not [*Tie.objects.all(), *Action.objects.all(), *Intention.objects.all()]


@pytest.mark.parametrize("act", [answer, write], ids=["action", "intention"])
def test_a_draft_that_was_discarded_leaves_the_locked_map_to_be_answered(
    act: Callable[[str], object],
) -> None:
    seen_in = locked_map()
    Edition.objects.update(made_at=AT.replace(year=2025))
    draft = stored_gap_map(build_workspace())
    editions.discard(edition=draft, actor=lead(), at=AT)
    with pytest.raises(MapReplacedError):
        act(draft.reference)
    act(seen_in)
    assert Tie.objects.get().to_reference == HOLE


def test_what_answers_a_gap_stays_tied_when_a_new_map_is_worked_out() -> None:
    answer(locked_map())
    Edition.objects.update(made_at=AT.replace(year=2025))
    stored_gap_map(build_workspace())
    found = Tie.objects.get()
    tied = thread.tie(
        workspace=build_workspace(),
        first=(found.from_kind, found.from_reference),
        relation=Relation.ANSWERS,
        second=("gap", HOLE),
        actor=lead(),
        at=AT,
    )
    assert tied == found


def test_an_intention_waits_for_a_board_then_for_its_day_then_for_nothing() -> None:
    made = written()
    assert [item.title for item in Item.objects.filter(closed_at=None)] == [
        "Take to a board: More mentoring"
    ]
    with pytest.raises(NoDecisionError):
        intentions.agree(intention=made, decision="", version=1, actor=lead(), at=AT)
    with pytest.raises(NothingToTieError):
        intentions.agree(intention=made, decision="D-2222-2222", version=1, actor=lead(), at=AT)
    made.refresh_from_db()
    assert made.status == "draft"
    Intention.objects.update(status="agreed")
    done = intentions.commission(
        intention=made, reason="Riverside Youth Trust, grant 4", version=1, actor=lead(), at=AT
    )
    assert (done.status, done.reason) == ("commissioned", "Riverside Youth Trust, grant 4")
    with pytest.raises(WrongMoveError):
        intentions.drop(intention=done, reason="No", version=2, actor=lead(), at=AT)


def test_a_dropped_intention_says_why_and_nothing_waits_any_more() -> None:
    made = written()
    with pytest.raises(IntentionRefusedError):
        intentions.drop(intention=made, reason=" ", version=1, actor=lead(), at=AT)
    assert (
        intentions.drop(intention=made, reason="No money", version=1, actor=lead(), at=AT).status
        == "dropped"
    )
    assert not Item.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize(
    "said",
    [
        replace(SAID, title=" "),
        replace(SAID, places=0),
        replace(SAID, money_low=3, money_high=2),
        replace(SAID, organisation="O-2222-2222"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(said: Description) -> None:
    with pytest.raises(IntentionRefusedError):
        written(said)
    assert not Intention.objects.exists()
    assert not Item.objects.exists()


def test_a_change_over_somebody_elses_is_refused() -> None:
    made = written()
    intentions.change(intention=made, said=SAID, version=1, actor=lead(), at=AT)
    with pytest.raises(ChangedMeanwhileError):
        intentions.change(intention=made, said=SAID, version=1, actor=lead(), at=AT)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.APPROVER, Role.AUDITOR])
def test_only_leads_write_intentions(role: Role) -> None:
    seen_in = locked_map()
    with pytest.raises(NotAllowedError):
        intentions.write(
            workspace=build_workspace(),
            gap=HOLE,
            seen_in=seen_in,
            said=SAID,
            actor=actor_of(build_member(role)),
            at=AT,
        )


@pytest.mark.parametrize("name", ["", "Z99D00003", "Z99D00003:mentoring", "E-2222-2222", "a:1-2:b"])
def test_what_is_no_combination_has_no_place(name: str) -> None:
    assert place_of(name) is None


def test_the_partnerships_own_directory_is_used_where_it_keeps_one(lake: Path) -> None:
    # The lake has a full offer; the partnership's own directory has one service.
    build_service(
        need_type="sport",
        status="active",
        tier="primary",
        capacity_per_year=5_000,
        minimum_age=10,
        maximum_age=24,
        area_code="Z99P00001",
        funded_until=None,
    )
    edition = asked()
    assert tasks.make.call(edition.reference) == "made"
    edition.refresh_from_db()
    about = queries.about(edition)
    assert about["supply"] == "the service directory that Loamshire keeps"
    assert about["is_own"] == "yes"
    classes = [cell for cell in queries.cells_of(edition) if cell.shown["services"] != 0]
    assert {cell.place.help for cell in classes} == {"sport"}
    (named, *_) = queries.offers_of(edition, classes[0].place)
    assert named["name"] == "Open Door mentors"


def test_without_a_directory_of_its_own_the_lakes_is_used_and_said(lake: Path) -> None:
    edition = asked()
    tasks.make.call(edition.reference)
    about = queries.about(edition)
    assert about["supply"] == "the service directory that was loaded into the lake"
    assert (about["is_own"], about["as_of"]) == ("no", "2025-08-31")

"""Pages of versions of the plan: put to a board, adopted, printed, and what the public is told."""

from collections.abc import Collection, Mapping

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateformat import format as dated

from builders.plan import build_action, build_outcome
from builders.web import build_workspace, client_with
from headwater.core import clock
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.releases.models import Release
from headwater.web.strategy.models import Plan, Withheld
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead, Kind

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/plan/"
FRONT = {
    "title": "Loamshire plan",
    "foreword": "Who made it",
    "first_day_day": "1",
    "first_day_month": "4",
    "first_day_year": "2026",
    "last_day_day": "31",
    "last_day_month": "3",
    "last_day_year": "2029",
}
DECISION = Bead("decision", "D-2222-2222", "The plan is adopted", "/work/loamshire/")


@pytest.fixture(autouse=True)
def a_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    """A board that recorded one decision."""

    def find(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
        return {each: DECISION for each in references if each == DECISION.reference}

    kind = Kind("decision", "decision", "decisions", find, lambda *_: [DECISION])
    monkeypatch.setitem(kinds._KINDS, "decision", kind)


def page(plan: Plan, rest: str = "") -> str:
    return f"{HOME}versions/{plan.reference}/{rest}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def put() -> Plan:
    """A version that a board has."""
    build_action(outcome=build_outcome().reference)
    client = client_with(Role.LEAD)
    client.post(f"{HOME}versions/new/", FRONT)
    plan = Plan.objects.get()
    client.post(page(plan, "put/"), {"version": plan.version})
    plan.refresh_from_db()
    return plan


def test_a_version_goes_from_draft_to_adopted() -> None:
    plan = put()
    assert plan.standing == "with_board"
    year = str(clock.now().year + 1)
    sent = {
        "decision": DECISION.reference,
        "review_due_on_day": "1",
        "review_due_on_month": "1",
        "review_due_on_year": year,
        "version": plan.version,
    }
    client = client_with(Role.APPROVER)
    assert "The plan is adopted" in text_of(client, page(plan, "adopt/"))
    client.post(page(plan, "adopt/"), sent)
    plan.refresh_from_db()
    assert (plan.standing, plan.decision) == ("adopted", DECISION.reference)
    assert "Adopted" in text_of(client_with(Role.VIEWER), page(plan))


def test_a_plan_with_nothing_in_it_says_what_to_do() -> None:
    build_workspace()
    client = client_with(Role.LEAD)
    client.post(f"{HOME}versions/new/", FRONT)
    plan = Plan.objects.get()
    answer = client.post(page(plan, "put/"), {"version": plan.version}, follow=True)
    assert "The plan has no action under an outcome yet" in answer.content.decode()


def test_a_board_reads_what_actions_do_not_say_on_the_page_of_the_version() -> None:
    text = text_of(client_with(Role.APPROVER), page(put()))
    assert "What actions do not say yet" in text
    assert "how early it prevents" in text


def test_without_a_decision_nobody_can_mark_it_adopted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(kinds._KINDS, "decision")
    plan = put()
    text = text_of(client_with(Role.APPROVER), page(plan, "adopt/"))
    assert "No board has recorded a decision yet" in text


def test_what_two_people_say_of_a_draft_is_shown_beside_each_other() -> None:
    client = client_with(Role.LEAD)
    client.post(f"{HOME}versions/new/", FRONT)
    plan = Plan.objects.get()
    client.post(page(plan, "edit/"), {**FRONT, "title": "Theirs", "version": "1"})
    answer = client.post(page(plan, "edit/"), {**FRONT, "title": "Mine", "version": "1"})
    assert answer.status_code == 422
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()


@pytest.mark.parametrize("audience", ["internal", "public"])
@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_version_is_printed_for_partners_and_for_the_public(
    audience: str, kind: str, begins: bytes
) -> None:
    answer = client_with(Role.VIEWER).get(page(put(), f"{audience}.{kind}"))
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f'.{kind}"' in answer.headers["Content-Disposition"]


def test_nothing_is_printed_for_anybody_else() -> None:
    plan, client = put(), client_with(Role.VIEWER)
    assert client.get(page(plan, "everybody.pdf")).status_code == 404
    assert client.get(page(plan, "public.exe")).status_code == 404


def test_a_part_is_left_out_with_a_ground_and_shown_again() -> None:
    action, client = build_action(outcome=build_outcome().reference), client_with(Role.LEAD)
    address = f"{HOME}actions/{action.reference}/leave-out/"
    assert client.post(address, {"part": "whole"}).status_code == 422
    client.post(address, {"part": "whole", "ground": "endangers", "why": "It names a street"})
    row = Withheld.objects.get()
    assert "It names a street" in text_of(client, f"{HOME}actions/{action.reference}/")
    client.post(f"{HOME}left-out/{row.reference}/show/")
    row.refresh_from_db()
    assert row.ended_at is not None


def test_promises_are_listed_in_the_words_the_public_reads() -> None:
    build_action(public_wording="A club opens on Fridays", is_promise=True)
    for address in ("promises/", "promises.csv"):
        text = text_of(client_with(Role.VIEWER), HOME + address)
        assert "A club opens on Fridays" in text
        assert "Late" in text
        assert "Reported as: not started." in text


# --- the public ----------------------------------------------------------------------------------


def published() -> Release:
    """An adopted plan that two approvers let out, with one promise kept to its words."""
    outcome = build_outcome().reference
    build_action(outcome=outcome, public_wording="A club opens on Fridays", is_promise=True)
    hidden = build_action(outcome=outcome, title="Watch the railway line")
    lead = client_with(Role.LEAD)
    sent = {"part": "whole", "ground": "investigation", "why": "It would be known"}
    lead.post(f"{HOME}actions/{hidden.reference}/leave-out/", sent)
    plan = put()
    Plan.objects.filter(pk=plan.pk).update(
        standing="adopted",
        decision=DECISION.reference,
        adopted_at=clock.now(),
        review_due_on=clock.now().date(),
    )
    reason = "The board agreed that the public reads it now."
    lead.post(page(plan, "propose/"), {"reason": reason})
    Release.objects.update(status="published", published_at=clock.now())
    return Release.objects.get()


def test_anybody_reads_the_adopted_plan_and_how_its_promises_go() -> None:
    release = published()
    client = Client()
    address = f"/plan/{release.slug}/{release.number}/"
    assert address in text_of(client, "/plan/")
    text = text_of(client, address)
    late = "Late. Reported as: not started."
    for said in ("A club opens on Fridays", late, "Safer evenings", "Left out: 1 action"):
        assert said in text
    assert f"As each stood on {dated(timezone.localdate(), 'j F Y')}." in text
    assert "railway" not in text
    assert "It would be known" not in text
    assert "A club opens on Fridays" in text_of(client, f"{address}promises.csv")


def test_those_who_decide_see_the_plan_as_the_public_will() -> None:
    release = published()
    Release.objects.update(status="proposed", published_at=None)
    address = f"/work/loamshire/releases/{release.reference}/preview/"
    text = text_of(client_with(Role.APPROVER), address)
    assert "A club opens on Fridays" in text
    assert "railway" not in text


def test_no_plan_is_published_says_what_will_be_here() -> None:
    assert "No plan is published at the moment" in text_of(Client(), "/plan/")

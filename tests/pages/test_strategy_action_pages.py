"""Pages of actions: who gets in, what they say, and how one is written, told of and moved."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.utils import timezone

from builders.editions_web import stored_edition
from builders.plan import A_DAY, build_action, build_outcome, tell
from builders.web import build_member, build_organisation, client_of, client_with, contributor_of
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.strategy.models import Action
from headwater.web.strategy.rules.statuses import Status
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/plan/"


def page(action: Action, rest: str = "") -> str:
    return f"{HOME}actions/{action.reference}/{rest}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("view", ["", "actions/", "board/", "timeline/"])
def test_every_view_of_an_empty_plan_says_what_to_do(view: str) -> None:
    text = text_of(client_with(Role.LEAD), HOME + view)
    assert "Write the first one" in text or "Add the first one" in text


@pytest.mark.parametrize("view", ["", "actions/", "board/", "timeline/", "actions.csv"])
def test_every_view_shows_the_same_action(view: str) -> None:
    build_action(outcome=build_outcome().reference)
    assert "Open a youth club on Fridays" in text_of(client_with(Role.VIEWER), HOME + view)


def test_the_page_of_an_action_says_how_it_stands_and_why() -> None:
    text = text_of(client_with(Role.VIEWER), page(build_action()))
    assert "Open a youth club on Fridays" in text
    assert "Not started" in text


def answers(action: Action | None = None, **given: object) -> dict[str, object]:
    """What the form of an action sends."""
    fields: dict[str, object] = {
        "title": "Open a youth club on Fridays",
        "starts_on_day": "2",
        "starts_on_month": "3",
        "starts_on_year": "2026",
        "due_on_day": "30",
        "due_on_month": "6",
        "due_on_year": "2026",
        "lead": build_organisation().reference,
    }
    if action is not None:
        fields["version"] = action.version
    return {**fields, **given}


def test_an_action_that_answers_a_finding_is_not_looked_for_any_more() -> None:
    action = build_action(prevention="primary", lead="")
    Tie.objects.create(
        workspace=action.workspace,
        relation=Relation.ANSWERS,
        from_kind="action",
        from_reference=action.reference,
        to_kind="finding",
        to_reference="E-2222-2222:what.highest",
        made_by=HEADWATER.reference,
        made_at=clock.now(),
    )
    client = client_with(Role.VIEWER)
    for look, is_there in (("unanswering", False), ("unlevelled", False), ("unled", True)):
        text = text_of(client, f"{HOME}actions/?look={look}")
        assert ("Open a youth club" in text) is is_there, look


# --- the filter ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("status=not_started", True),
        ("status=complete", False),
        ("words=youth", True),
        ("words=railway", False),
        ("look=unplaced", True),
        ("look=differs", True),
        ("look=overdue", True),
        ("look=promise", False),
        ("look=decision", False),
        ("look=unanswering", True),
        ("look=unled", False),
        ("look=unlevelled", True),
        ("lead=O-2222-2222", True),
    ],
)
def test_a_list_shows_what_its_address_asks_for(asked: str, is_there: bool) -> None:
    """The last asks for what is not there, so it filters nothing."""
    build_action()
    text = text_of(client_with(Role.VIEWER), f"{HOME}actions/?{asked}")
    assert ("Open a youth club" in text) is is_there
    assert (
        "Open a youth club" in text_of(client_with(Role.VIEWER), f"{HOME}actions.csv?{asked}")
    ) is (is_there)


# --- writing -------------------------------------------------------------------------------------


def test_an_action_is_written_and_can_be_read() -> None:
    outcome = build_outcome()
    client = client_with(Role.LEAD)
    sent = answers(outcome=outcome.reference, prevention="primary", cost_gbp="9000")
    answer = client.post(f"{HOME}actions/new/", sent)
    made = Action.objects.get()
    assert answer.headers["Location"] == page(made)
    text = text_of(client, page(made))
    for said in ("Safer evenings: Fewer injuries", "Primary", "£9,000", "30 June 2026"):
        assert said in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Enter what is to be done"),
        ({"due_on_year": "2025"}, "must be due on or after its first day"),
        ({"is_promise": "on"}, "Enter what the public is promised"),
        ({"cost_gbp": "much"}, "cost"),
    ],
)
def test_what_cannot_be_written_is_said_at_its_field_and_nothing_is_lost(
    wrong: dict[str, str], said: str
) -> None:
    answer = client_with(Role.LEAD).post(
        f"{HOME}actions/new/", answers(detail="Kept words", **wrong)
    )
    text = answer.content.decode()
    assert (answer.status_code, Action.objects.count()) == (422, 0)
    assert "Error: " in text
    assert said in text
    assert "Kept words" in text


def test_an_action_thought_of_at_a_finding_starts_with_it_and_is_tied_to_it() -> None:
    edition = stored_edition(status=EditionStatus.LOCKED)
    finding = edition.findings.first()
    assert finding is not None
    address = f"{HOME}actions/new/?from=finding:{edition.reference}:{finding.slug}"
    client = client_with(Role.LEAD)
    assert "It answers:" in text_of(client, address)
    client.post(address, answers())
    text = text_of(client, page(Action.objects.get()))
    assert finding.sentence.split("[")[0][:40] in text


def test_nothing_is_planned_on_a_finding_that_can_still_change() -> None:
    edition = stored_edition(status=EditionStatus.DRAFT)
    finding = edition.findings.first()
    assert finding is not None
    address = f"{HOME}actions/new/?from=finding:{edition.reference}:{finding.slug}"
    answer = client_with(Role.LEAD).post(address, answers())
    assert (answer.status_code, Action.objects.count()) == (422, 0)
    assert "Lock it first" in answer.content.decode()


def test_a_place_that_is_not_there_to_act_on_is_left_out() -> None:
    text = text_of(client_with(Role.LEAD), f"{HOME}actions/new/?from=finding:E-2222-2222:none")
    assert "It answers:" not in text


# --- two at once ---------------------------------------------------------------------------------


def test_two_changes_made_at_once_are_laid_beside_each_other() -> None:
    action = build_action()
    first, second = client_with(Role.LEAD), client_of(build_member(Role.LEAD, name="Another Lead"))
    address = page(action, "edit/")
    mine = answers(action, title="Mine", detail="My detail")
    assert first.post(address, answers(action, title="Theirs", paid_by="Grant")).status_code == 302
    answer = second.post(address, mine)
    text = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Theirs", "Mine", "My detail", "Grant", "Somebody else changed the action"):
        assert said in text
    form = answer.context["form"]
    assert form.cleaned_data["title"] == "Mine"
    assert form.cleaned_data["paid_by"] == "Grant"
    again = {**mine, "paid_by": "Grant", "version": form.data["version"]}
    assert second.post(address, again).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.detail, action.paid_by) == ("Mine", "My detail", "Grant")


def test_what_two_people_tell_at_once_is_shown_before_it_is_saved_after_the_other() -> None:
    action = build_action()
    sent = {"status": "on_track", "text": "Mine", "reason": "It goes well", "version": "1"}
    tell(action, text="Theirs", reason="It is fine", at=clock.now())
    client = client_with(Role.LEAD)
    answer = client.post(page(action, "tell/"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "What was told meanwhile" in text
    assert "Theirs" in text
    assert "Mine" in text
    assert client.post(page(action, "tell/"), {**sent, "version": "2"}).status_code == 302
    assert action.updates.count() == 2


# --- telling and moving --------------------------------------------------------------------------


def test_a_status_without_its_reason_is_asked_for_one() -> None:
    action = build_action()
    sent = {"status": "on_track", "text": "Kept", "version": "1"}
    answer = client_with(Role.LEAD).post(page(action, "tell/"), sent)
    assert answer.status_code == 422
    assert "Say why the action is on track" in answer.content.decode()
    assert "Kept" in answer.content.decode()


def test_a_card_is_moved_where_the_facts_agree() -> None:
    action = build_action(due_on=timezone.localdate() + 90 * A_DAY)
    tell(action, Status.AT_RISK, reason="The hall may close", at=clock.now())
    client = client_of(build_member(Role.CONTRIBUTOR, organisation=build_organisation()))
    answer = client.post(page(action, "move/"), {"status": "on_track", "version": "2"})
    assert answer.headers["Location"] == f"{HOME}board/#{action.reference}"
    action.refresh_from_db()
    assert action.status == "on_track"


def test_a_card_that_needs_a_reason_leads_to_where_it_is_asked_for() -> None:
    action = build_action()
    client = client_with(Role.LEAD)
    answer = client.post(page(action, "move/"), {"status": "complete", "version": "1"})
    assert answer.headers["Location"] == page(action, "tell/?status=complete")
    text = text_of(client, page(action, "tell/?status=complete"))
    assert 'value="complete" checked' in text
    action.refresh_from_db()
    assert action.status == "not_started"


def test_those_of_other_organisations_see_no_way_to_move_a_card() -> None:
    action = build_action(outcome=build_outcome().reference)
    other = contributor_of(build_organisation(name="Loamshire County Council"))
    client = client_of(User.objects.get(pk=other.user_id))
    assert page(action, "move/") not in text_of(client, f"{HOME}board/")
    assert client.get(page(action, "tell/")).status_code == 422
    assert (
        client.post(page(action, "move/"), {"status": "on_track", "version": "1"}).status_code
        == 422
    )


def test_milestones_are_added_and_removed() -> None:
    action, client = build_action(), client_with(Role.LEAD)
    sent = {"title": "Hired", "due_on_day": "1", "due_on_month": "4", "due_on_year": "2026"}
    client.post(page(action, "milestones/add/"), sent)
    step = action.milestones.get()
    assert "Hired" in text_of(client, page(action))
    late = client.post(page(action, "milestones/add/"), {**sent, "due_on_year": "2027"})
    assert late.status_code == 422
    client.post(page(action, f"milestones/{step.pk}/remove/"))
    assert not action.milestones.exists()


def milestone(**given: str) -> dict[str, str]:
    """What the form of a milestone sends."""
    sent = {"title": "Hired", "due_on_day": "1", "due_on_month": "4", "due_on_year": "2026"}
    return {**sent, "who": "Head of youth services", **given}


def test_a_milestone_is_corrected_and_its_page_keeps_what_it_said() -> None:
    action, client = build_action(), client_with(Role.LEAD)
    client.post(page(action, "milestones/add/"), milestone())
    step = action.milestones.get()
    address = page(action, f"milestones/{step.pk}/correct/")
    assert f'href="{address}"' in text_of(client, page(action))
    assert 'value="Head of youth services"' in text_of(client, address)
    late = client.post(address, milestone(title="Kept", due_on_year="2027", version="1"))
    assert late.status_code == 422
    assert "Kept" in late.content.decode()
    sent = milestone(title="Two hired", who="Youth lead", due_on_day="15", version="1")
    assert client.post(address, sent).headers["Location"] == page(action)
    text = text_of(client, page(action))
    assert "Two hired" in text
    assert "Youth lead" in text
    assert "Milestone corrected" in text
    assert "It said: Hired, due 1 April 2026, seen to by Head of youth services." in text
    client.post(page(action, f"milestones/{step.pk}/remove/"))
    text = text_of(client, page(action))
    assert "Milestone removed" in text
    assert "It said: Two hired, due 15 April 2026, seen to by Youth lead." in text


def test_two_corrections_made_at_once_are_laid_beside_each_other() -> None:
    action = build_action()
    first, second = client_with(Role.LEAD), client_of(build_member(Role.LEAD, name="Another Lead"))
    first.post(page(action, "milestones/add/"), milestone())
    address = page(action, f"milestones/{action.milestones.get().pk}/correct/")
    theirs = milestone(title="Theirs", who="Youth lead", version="1")
    assert first.post(address, theirs).status_code == 302
    mine = milestone(title="Mine", due_on_day="9", version="1")
    answer = second.post(address, mine)
    text = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Theirs", "Mine", "Youth lead", "Somebody else changed the milestone"):
        assert said in text
    form = answer.context["form"]
    assert (form.cleaned_data["title"], form.cleaned_data["who"]) == ("Mine", "Youth lead")
    assert form.cleaned_data["due_on"].day == 9
    again = {**mine, "who": "Youth lead", "version": form.data["version"]}
    assert second.post(address, again).status_code == 302
    step = action.milestones.get()
    assert (step.title, step.who, step.due_on.day) == ("Mine", "Youth lead", 9)


def test_what_is_typed_of_a_milestone_that_was_removed_meanwhile_can_be_added_again() -> None:
    action, client = build_action(), client_with(Role.LEAD)
    client.post(page(action, "milestones/add/"), milestone())
    number = action.milestones.get().pk
    address = page(action, f"milestones/{number}/correct/")
    client.post(page(action, f"milestones/{number}/remove/"))
    answer = client.post(address, milestone(title="Mine", version="1"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody removed this milestone" in text
    assert 'value="Mine"' in text
    assert f'action="{page(action, "milestones/add/")}"' in text
    assert client.get(address).status_code == 404
    gone = page(action, f"milestones/{number + 1}/correct/")
    assert client.post(gone, milestone(version="1")).status_code == 404


def test_a_page_of_many_actions_asks_the_database_no_more(
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    for number in range(30):
        build_action(title=f"Action {number}", outcome=build_outcome().reference)
    client = client_with(Role.LEAD)
    for view in ("", "actions/", "board/", "timeline/", "actions.csv", "promises/"):
        with django_assert_max_num_queries(25):
            text_of(client, HOME + view)

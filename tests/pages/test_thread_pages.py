"""Pages of the thread."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from builders.thread import Shelf, shelves
from builders.web import actor_of, build_member, build_workspace, client_with
from headwater.web.accounts.roles import Role
from headwater.web.thread import changes
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/thread/"


@pytest.fixture(autouse=True)
def known() -> Iterator[dict[str, Shelf]]:
    with shelves("need", "deed", "help") as made:
        yield made


def build_tie() -> Tie:
    return changes.tie(
        workspace=build_workspace(),
        first=("deed", "one"),
        relation=Relation.ANSWERS,
        second=("need", "one"),
        actor=actor_of(build_member(Role.LEAD)),
        at=timezone.now(),
    )


def page(client: object, address: str) -> str:
    return client.get(address).content.decode()  # type: ignore[attr-defined]


def test_something_is_found_by_kind_and_words_and_leads_to_its_thread() -> None:
    shown = page(client_with(Role.VIEWER), f"{HOME}?kind=need&words=tw")
    assert "Need two" in shown
    assert "Need one" not in shown
    assert f"{HOME}need/two/" in shown


def test_nothing_found_says_what_to_try() -> None:
    assert "Try fewer words" in page(client_with(Role.VIEWER), f"{HOME}?kind=need&words=zzz")


def test_a_thing_shows_what_it_is_tied_to_from_either_end() -> None:
    build_tie()
    reader = client_with(Role.VIEWER)
    assert "This is answered by" in page(reader, f"{HOME}need/one/")
    assert "This answers" in page(reader, f"{HOME}deed/one/")


def test_a_reader_who_may_not_tie_is_not_offered_to() -> None:
    build_tie()
    shown = page(client_with(Role.VIEWER), f"{HOME}need/one/")
    assert "Untie" not in shown
    assert "Look for it" not in shown


def test_something_is_tied_by_hand_in_the_direction_that_was_said() -> None:
    lead = client_with(Role.CONTRIBUTOR)
    address = f"{HOME}need/one/tie/?find-kind=deed&find-words=two"
    assert "Deed two" in page(lead, address)
    answer = lead.post(address, {"how": "answers:back", "other": "two"})
    assert answer.status_code == 302
    made = Tie.objects.get()
    assert (made.from_kind, made.from_reference, made.to_reference) == ("deed", "two", "one")


def test_a_choice_that_was_not_offered_is_refused() -> None:
    lead = client_with(Role.LEAD)
    address = f"{HOME}need/one/tie/?find-kind=deed&find-words=two"
    answer = lead.post(address, {"how": "answers:back", "other": "one"})
    assert "Error:" in answer.content.decode()
    assert Tie.objects.count() == 0


def test_untying_asks_once() -> None:
    made = build_tie()
    lead = client_with(Role.LEAD)
    address = f"{HOME}ties/{made.reference}/untie/"
    assert "Deed one answers Need one." in page(lead, address)
    assert Tie.objects.get().ended_at is None
    lead.post(address)
    assert Tie.objects.get().ended_at is not None


@pytest.mark.parametrize("address", ["need/missing/", "nothing/one/", "need/missing/chain.csv"])
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert client_with(Role.LEAD).get(f"{HOME}{address}").status_code == 404


def test_the_chain_goes_into_a_spreadsheet() -> None:
    build_tie()
    lines = page(client_with(Role.VIEWER), f"{HOME}need/one/chain.csv").splitlines()
    assert lines[0] == "stage,kind,reference,title,state,last_dated,steps,way"
    assert lines[1].startswith("What goes with it,deed,one,Deed one,On track,2026-03-03,1,")

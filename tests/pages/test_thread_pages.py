"""Pages of the thread."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from builders.editions_web import stored_edition
from builders.evidence import HARMFUL
from builders.plan import build_action
from builders.thread import Shelf, shelves
from builders.web import actor_of, build_member, build_workspace, client_with
from headwater.web.accounts.roles import Role
from headwater.web.thread import changes, queries
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


def test_what_a_rule_refuses_to_tie_by_hand_is_said_on_the_page() -> None:
    edition = stored_edition(workspace=build_workspace())
    finding = f"{edition.reference}:{edition.findings.all()[0].slug}"
    action, lead = build_action().reference, client_with(Role.LEAD)
    address = f"{HOME}action/{action}/tie/?find-kind=finding&find-words="
    answer = lead.post(address, {"how": "answers:forward", "other": finding}, follow=True)
    assert "can still change. Lock it first" in answer.content.decode()
    address = f"{HOME}finding/{finding}/tie/?find-kind=action&find-words="
    answer = lead.post(address, {"how": "answers:back", "other": action}, follow=True)
    assert "can still change. Lock it first" in answer.content.decode()
    address = f"{HOME}action/{action}/tie/?find-kind=approach&find-words=prison"
    answer = lead.post(address, {"how": "delivers:forward", "other": HARMFUL}, follow=True)
    assert "Ask for an override" in answer.content.decode()
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
    assert lines[0] == "stage,kind,reference,title,state,last_dated,steps,way,goes_on"
    assert lines[1].startswith("What goes with it,deed,one,Deed one,On track,2026-03-03,1,")


def build_tied(first: tuple[str, str], second: tuple[str, str]) -> None:
    changes.tie(
        workspace=build_workspace(),
        first=first,
        relation=Relation.PART_OF,
        second=second,
        actor=actor_of(build_member(Role.LEAD)),
        at=timezone.now(),
    )


def test_a_chain_that_was_cut_says_so_on_the_page_and_in_the_file_and_leads_on() -> None:
    for number in range(queries.MOST_STEPS + 1):
        build_tied(("need", f"n{number + 1}"), ("need", f"n{number}"))
    reader = client_with(Role.VIEWER)
    shown, last = page(reader, f"{HOME}need/n0/"), f"n{queries.MOST_STEPS}"
    assert "The whole chain" not in shown
    assert "1 thing below leads on to more" in shown
    assert f"{HOME}need/{last}/" in shown
    lines = page(reader, f"{HOME}need/n0/chain.csv").splitlines()
    assert [line.endswith(",yes") for line in lines] == [*[False] * queries.MOST_STEPS, True, False]
    assert lines[-1].startswith("cut,")
    assert "The whole chain" in page(reader, f"{HOME}need/{last}/")


def test_a_chain_over_many_kinds_stays_within_the_queries_of_a_page() -> None:
    many = [f"kind{number}" for number in range(30)]
    with shelves(*many) as made:
        for before, after in pairwise(many[:12]):
            build_tied((after, "x"), (before, "x"))
        for code in many[12:]:
            build_tied((code, "x"), ("kind0", "x"))
        reader = client_with(Role.VIEWER)
        for shelf in made.values():
            shelf.asked = 0
        with CaptureQueriesContext(connection) as queried:
            shown = page(reader, f"{HOME}kind0/x/")
        # A shelf asks no database; a kind of a room asks it once.
        asked = sum(shelf.asked for shelf in made.values())
        plain = [each for each in queried if "SAVEPOINT" not in each["sql"]]
    assert len(plain) + asked <= 25
    assert "as far as one page shows it" in shown


def test_the_chain_prints_whole_and_what_only_a_screen_needs_does_not() -> None:
    build_tie()
    shown = page(client_with(Role.LEAD), f"{HOME}need/one/")
    chain = shown[shown.index("The whole chain") : shown.index("The chain as CSV")]
    assert "Deed one" in chain
    assert "<details" not in chain
    assert chain.count("hw-no-print") == 1, "only the link to the file"
    assert 'class="hw-panel hw-no-print"' in shown

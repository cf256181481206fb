"""Tying, untying, and what each reader meets on the thread."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from builders.thread import Shelf, shelves
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.thread import changes, kinds, queries
from headwater.web.thread.errors import NothingToTieError, TiedToItselfError
from headwater.web.thread.kinds import Kind
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End

pytestmark = pytest.mark.django_db
NEED, DEED, HELP = ("need", "n1"), ("deed", "d1"), ("help", "h1")


@pytest.fixture(autouse=True)
def known() -> Iterator[dict[str, Shelf]]:
    with shelves("need", "deed", "help") as made:
        yield made


@pytest.fixture
def lead() -> Actor:
    return actor_of(build_member(Role.LEAD))


def tie(actor: Actor, first: End, relation: Relation, second: End) -> Tie:
    return changes.tie(
        workspace=build_workspace(),
        first=first,
        relation=relation,
        second=second,
        actor=actor,
        at=timezone.now(),
    )


def test_a_tie_is_read_from_both_ends(lead: Actor) -> None:
    tie(lead, DEED, Relation.ANSWERS, NEED)
    ((forward,), (back,)) = (queries.strands_of(lead, "loamshire", end) for end in (DEED, NEED))
    assert (forward.words, forward.other.reference) == ("answers", "n1")
    assert (back.words, back.other.reference) == ("is answered by", "d1")


def test_tied_twice_is_tied_once(lead: Actor) -> None:
    assert tie(lead, DEED, Relation.ANSWERS, NEED) == tie(lead, DEED, Relation.ANSWERS, NEED)
    assert Tie.objects.count() == 1


def test_untied_it_is_gone_from_both_and_can_be_tied_again(lead: Actor) -> None:
    changes.untie(tie=tie(lead, DEED, Relation.ANSWERS, NEED), actor=lead, at=timezone.now())
    assert queries.strands_of(lead, "loamshire", NEED) == []
    tie(lead, DEED, Relation.ANSWERS, NEED)
    assert len(queries.strands_of(lead, "loamshire", NEED)) == 1
    assert Tie.objects.filter(ended_at=None).count() == 1
    assert Tie.objects.count() == 2


def test_what_was_untied_cannot_be_untied_again(lead: Actor) -> None:
    made = tie(lead, DEED, Relation.ANSWERS, NEED)
    changes.untie(tie=made, actor=lead, at=timezone.now())
    with pytest.raises(NotYours):
        changes.untie(tie=made, actor=lead, at=timezone.now())


def test_the_ledger_tells_of_tying_and_untying(lead: Actor) -> None:
    made = tie(lead, DEED, Relation.ANSWERS, NEED)
    changes.untie(tie=made, actor=lead, at=timezone.now())
    said = Entry.objects.filter(about=made.reference).order_by("number")
    assert [each.event for each in said] == ["things_tied", "things_untied"]
    assert said[0].facts["first"] == "deed d1"


def test_nothing_is_tied_to_itself_or_to_what_is_not_there(
    lead: Actor, known: dict[str, Shelf]
) -> None:
    with pytest.raises(TiedToItselfError):
        tie(lead, NEED, Relation.USES, NEED)
    with pytest.raises(NothingToTieError):
        tie(lead, ("deed", "missing"), Relation.ANSWERS, NEED)
    with pytest.raises(NothingToTieError):
        tie(lead, ("unheard-of", "x"), Relation.ANSWERS, NEED)
    known["need"].hidden.add("n1")
    with pytest.raises(NothingToTieError):
        tie(lead, DEED, Relation.ANSWERS, NEED)
    assert Tie.objects.count() == 0


def test_what_a_reader_may_not_see_joins_nothing(lead: Actor, known: dict[str, Shelf]) -> None:
    tie(lead, DEED, Relation.ANSWERS, NEED)
    tie(lead, HELP, Relation.DELIVERS, DEED)
    assert [x.bead.reference for x in queries.chain(lead, "loamshire", NEED).links] == ["d1", "h1"]
    known["deed"].hidden.add("d1")
    assert queries.chain(lead, "loamshire", NEED).links == []
    assert queries.strands_of(lead, "loamshire", NEED) == []


def test_a_tie_with_a_hidden_end_is_not_there(lead: Actor, known: dict[str, Shelf]) -> None:
    made = tie(lead, DEED, Relation.ANSWERS, NEED)
    assert queries.tie_for(lead, "loamshire", made.reference) == made
    known["deed"].hidden.add("d1")
    with pytest.raises(NotYours):
        queries.tie_for(lead, "loamshire", made.reference)


def test_another_partnership_knows_nothing_of_it(lead: Actor) -> None:
    build_workspace("elsewhere")
    tie(lead, DEED, Relation.ANSWERS, NEED)
    assert queries.strands_of(lead, "elsewhere", NEED) == []
    assert queries.chain(lead, "elsewhere", NEED).links == []


def test_a_long_chain_asks_each_kind_once_or_twice_and_not_each_thing(
    lead: Actor, known: dict[str, Shelf]
) -> None:
    for number in range(30):
        tie(lead, ("deed", f"d{number}"), Relation.ANSWERS, NEED)
        tie(lead, ("help", f"h{number}"), Relation.DELIVERS, ("deed", f"d{number}"))
    for shelf in known.values():
        shelf.asked = 0
    with CaptureQueriesContext(connection) as queried:
        found = queries.chain(lead, "loamshire", NEED)
    assert len(found.links) == 60
    assert not found.is_cut
    assert len(queried) == 1
    assert {shelf.asked for shelf in known.values()} == {1}


def build_line(actor: Actor, length: int) -> None:
    """Needs in a line, each a part of the one before."""
    for number in range(1, length):
        first, second = (("need", f"n{each}") for each in (number + 1, number))
        tie(actor, first, Relation.PART_OF, second)


def test_a_chain_is_followed_to_its_end(lead: Actor) -> None:
    build_line(lead, queries.MOST_STEPS + 1)
    found = queries.chain(lead, "loamshire", NEED)
    assert len(found.links) == queries.MOST_STEPS
    assert not found.is_cut


def test_a_chain_that_is_too_long_tells_where_it_was_cut(
    lead: Actor, known: dict[str, Shelf]
) -> None:
    build_line(lead, queries.MOST_STEPS + 2)
    found = queries.chain(lead, "loamshire", NEED)
    last = f"n{queries.MOST_STEPS + 1}"
    assert found.links[-1].bead.reference == last
    assert (found.goes_on, found.is_cut) == ({("need", last)}, True)
    known["need"].hidden.add(f"n{queries.MOST_STEPS + 2}")
    assert not queries.chain(lead, "loamshire", NEED).is_cut, "what is hidden leads nowhere"


def test_a_chain_holds_so_many_things_and_says_that_there_may_be_more(
    lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_THINGS", 3)
    for number in range(4):
        tie(lead, ("deed", f"d{number}"), Relation.ANSWERS, NEED)
    found = queries.chain(lead, "loamshire", NEED)
    assert len(found.links) == 2
    assert found.is_cut


def test_two_kinds_cannot_have_one_code(known: dict[str, Shelf]) -> None:
    other = Shelf("need")
    with pytest.raises(ValueError, match="need"):
        kinds.register(Kind("need", "other", "others", other.find))
    kinds.register(Kind("need", "need", "needs", known["need"].find, known["need"].offer))

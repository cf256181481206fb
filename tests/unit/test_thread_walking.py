"""The thread is walked outwards, nearest first, each thing once."""

from hypothesis import given
from hypothesis import strategies as st

from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End, walk, ways
from headwater.web.thread.stages import BESIDE, HEADINGS, stage_of

A, B, C, D = (("thing", name) for name in "ABCD")
ENDS = st.sampled_from([("thing", str(number)) for number in range(7)])
TIES = st.lists(
    st.tuples(ENDS, st.sampled_from(list(Relation)), ENDS).filter(lambda tie: tie[0] != tie[2]),
    max_size=14,
)


def test_a_ring_is_walked_once_and_by_the_shorter_way() -> None:
    ring = [(A, Relation.USES, B), (B, Relation.USES, C), (C, Relation.USES, A)]
    assert [(s.end, s.steps) for s in walk(A, ring, most_steps=5)] == [(B, 1), (C, 1)]


def test_the_walk_stops_after_so_many_ties() -> None:
    line = [(A, Relation.USES, B), (B, Relation.USES, C), (C, Relation.USES, D)]
    assert [s.end for s in walk(A, line, most_steps=2)] == [B, C]


def test_a_tie_is_read_from_both_ends() -> None:
    (forward,) = walk(A, [(A, Relation.ANSWERS, B)], most_steps=1)
    (back,) = walk(B, [(A, Relation.ANSWERS, B)], most_steps=1)
    assert (forward.words, back.words) == ("answers", "is answered by")


def test_every_relation_says_something_else_in_each_direction() -> None:
    said = [words for each in Relation for words in (each.words, each.backwards)]
    assert len(set(said)) == 2 * len(Relation)


@given(TIES, ENDS)
def test_steps_are_the_least_there_are(ties: list[tuple[End, Relation, End]], start: End) -> None:
    found = {step.end: step.steps for step in walk(start, ties, most_steps=9)}
    assert found == _by_relaxing(ties, start)


@given(TIES, ENDS)
def test_every_way_leads_from_the_start_step_by_step(
    ties: list[tuple[End, Relation, End]], start: End
) -> None:
    steps = walk(start, ties, most_steps=9)
    for end, way in ways(steps, start).items():
        here = start
        for number, step in enumerate(way, start=1):
            assert (step.before, step.steps) == (here, number)
            here = step.end
        assert here == end


def _by_relaxing(ties: list[tuple[End, Relation, End]], start: End) -> dict[End, int]:
    """Distances by going over all ties until nothing gets nearer."""
    far = {start: 0}
    for _ in range(len(ties) + 1):
        for first, _relation, second in ties:
            for here, there in ((first, second), (second, first)):
                if here in far:
                    far[there] = min(far.get(there, 99), far[here] + 1)
    return {end: steps for end, steps in far.items() if end != start}


def test_what_no_heading_names_goes_beside_the_rest() -> None:
    assert stage_of("finding") == HEADINGS[0]
    assert stage_of("something new") == BESIDE


def test_money_awards_partners_and_papers_have_headings_of_their_own() -> None:
    held = ("application", "award", "pot", "release", "document", "partner")
    assert BESIDE not in {stage_of(kind) for kind in held}

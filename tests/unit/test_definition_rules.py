"""What a local definition needs, what it counts, and what differs between two."""

import pytest

from headwater.web.partnership.definition.rules.comparing import difference
from headwater.web.partnership.definition.rules.stages import Status, Verb, WrongMoveError, after
from headwater.web.partnership.definition.rules.weighing import (
    Counting,
    Decision,
    Factor,
    Judgement,
    Level,
    TerrorismError,
    Weighed,
    WeighingRefusedError,
    check_title,
    check_weighed,
    counted_codes,
    missing,
    read_codes,
)

JUDGED = {factor: Judgement(Level.HIGH, "Read in the assessment.") for factor in Factor}


def weighed(key: str = "robbery", *codes: str, **given: object) -> Weighed:
    usual: dict[str, object] = {
        "key": key,
        "title": key.capitalize(),
        "codes": codes or ("34B",),
        "judgements": JUDGED,
        "decision": Decision.IN,
        "rationale": "It is grave.",
    }
    return Weighed(**{**usual, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize("title", ["Terrorism", "Acts of terror", "COUNTER-TERRORISM offences"])
def test_terrorism_cannot_be_added(title: str) -> None:
    with pytest.raises(TerrorismError, match="section 13"):
        check_title(title)


def test_a_kind_of_violence_is_not_in_without_a_reason() -> None:
    with pytest.raises(WeighingRefusedError, match="Say why"):
        check_weighed(weighed(rationale=" "))


def test_a_judgement_says_what_it_rests_on() -> None:
    bare = {**JUDGED, Factor.PREVALENCE: Judgement(Level.LOW, "")}
    with pytest.raises(WeighingRefusedError, match="How common it is here"):
        check_weighed(weighed(judgements=bare))


def test_a_version_says_all_that_it_still_needs() -> None:
    unjudged = {**JUDGED, Factor.PENALTY: Judgement()}
    said = missing(
        [weighed(judgements=unjudged), weighed("arson", decision=Decision.UNDECIDED)],
        title="Ours",
        sentence="",
    )
    assert "no sentence" in said[0]
    assert said[1:] == [
        "not decided: Arson",
        "not all four factors are judged of Robbery",
    ]


def test_a_version_in_which_everything_was_said_needs_nothing() -> None:
    assert missing([weighed()], title="Ours", sentence="Robbery.") == []


def test_a_version_needs_something_that_can_be_counted() -> None:
    named = Weighed("county_lines", "County lines", (), JUDGED, Decision.IN, "It is grave.")
    assert missing([named], title="Ours", sentence="It.") == ["nothing that is in can be counted"]


def test_a_label_that_counts_always_does_not_also_wait_for_the_knife_flag() -> None:
    every = [
        weighed("grave", "5D"),
        weighed("assault", "8N", "5D", counting=Counting.KNIFE),
        weighed("arson", "56A", decision=Decision.OUT),
    ]
    assert counted_codes(every) == (("5D",), ("8N",))


def test_labels_are_read_as_they_are_written_and_unknown_ones_are_named() -> None:
    assert read_codes(" 8n; 34B,8N ") == ("8N", "34B")
    with pytest.raises(WeighingRefusedError, match=r"\[999X\]"):
        read_codes("8N 999X")


def test_two_versions_differ_in_what_came_in_went_out_and_was_judged_otherwise() -> None:
    milder = {**JUDGED, Factor.COMMUNITY: Judgement(Level.SOME, "Less is heard of it.")}
    found = difference(
        [weighed(), weighed("arson"), weighed("threats", decision=Decision.OUT)],
        [weighed(judgements=milder), weighed("arson", decision=Decision.OUT), weighed("threats")],
    )
    assert (found.came_in, found.went_out) == (("Threats",), ("Arson",))
    assert [(each.title, each.what) for each in found.changes] == [
        ("Robbery", "Impact on the community")
    ]


def test_a_version_does_not_differ_from_itself() -> None:
    assert difference([weighed()], [weighed()]).is_empty


@pytest.mark.parametrize("verb", [Verb.WRITE, Verb.PROPOSE, Verb.DISCARD, Verb.APPROVE])
def test_nothing_but_replacing_is_done_to_a_version_in_force(verb: Verb) -> None:
    with pytest.raises(WrongMoveError, match="in force"):
        after(Status.APPROVED, verb)

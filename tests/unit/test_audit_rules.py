"""What an entry may say, and how it is sealed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from headwater.core.errors import UsageError
from headwater.web.audit.chain import START, Said, fingerprint
from headwater.web.audit.rules import Fact, FactRefusedError, check_facts
from headwater.web.audit.verifying import Link, noted

SAID = Said(
    at=datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
    event="release_approved",
    actor="P-2222-2222",
    workspace="loamshire",
    about_kind="release",
    about="R-3333-3333",
    facts={"reason": "figures agree", "count": 3},
)


@pytest.mark.parametrize(
    "facts",
    [
        {"reason": "Agreed with the board on 3 March"},
        {"count": 12, "is_restricted": True, "successor": None},
        {"codes": ["E07000008", "E07000009"]},
        {"reason": "Priced at £5 @ 3 each"},
        {"reason": "x" * 500},
        {},
    ],
)
def test_codes_counts_and_reasons_may_be_recorded(facts: Mapping[str, Fact]) -> None:
    check_facts(facts)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"reason": "asked by ada.ferrier@loamshire.example"}, "e-mail address"),
        ({"reason": "ADA@LOAMSHIRE.EXAMPLE, by telephone"}, "e-mail address"),
        ({"people": ["P-2222-2222", "ada@loamshire.example"]}, "e-mail address"),
        ({"reason": "x" * 501}, "[501] characters"),
        ({"reason": "nothing\x00here"}, "cannot be kept"),
        ({"reason": "half a letter \ud800"}, "cannot be kept"),
    ],
)
def test_personal_values_and_long_text_are_refused(facts: Mapping[str, Fact], says: str) -> None:
    with pytest.raises(FactRefusedError) as refused:
        check_facts(facts)
    assert says in str(refused.value)
    assert "ada" not in str(refused.value).lower()


@pytest.mark.parametrize("value", [1.5, {"a": 1}, [1], datetime(2026, 3, 4, tzinfo=UTC)])
def test_what_is_no_fact_is_a_bug(value: object) -> None:
    with pytest.raises(TypeError):
        check_facts({"thing": value})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "change",
    [
        {"at": SAID.at + timedelta(microseconds=1)},
        {"event": "release_refused"},
        {"actor": "P-2222-2223"},
        {"workspace": "elsewhere"},
        {"about_kind": "edition"},
        {"about": "R-3333-3334"},
        {"facts": {"reason": "figures agree", "count": 4}},
        {"facts": {"reason": "figures agree"}},
    ],
    ids=lambda change: str(*change),
)
def test_whatever_is_altered_breaks_the_seal(change: dict[str, object]) -> None:
    altered = replace(SAID, **change)  # type: ignore[arg-type]
    sealed = fingerprint(SAID, number=1, previous=START)
    assert fingerprint(altered, number=1, previous=START) != sealed


def test_its_number_and_the_entry_before_are_under_the_seal() -> None:
    sealed = fingerprint(SAID, number=1, previous=START)
    assert fingerprint(SAID, number=2, previous=START) != sealed
    assert fingerprint(SAID, number=1, previous="1" * 64) != sealed


def test_the_seal_does_not_depend_on_the_time_zone_or_the_order_of_facts() -> None:
    elsewhere = SAID.at.astimezone(timezone(timedelta(hours=5)))
    same = replace(SAID, at=elsewhere, facts=dict(reversed(list(SAID.facts.items()))))
    assert fingerprint(same, number=1, previous=START) == fingerprint(
        SAID, number=1, previous=START
    )


def test_a_place_is_read_as_it_was_printed() -> None:
    link = Link(1204, "ab" * 32)
    assert noted(f" {link}\n") == link


@pytest.mark.parametrize("text", ["", "@", "ab@1", f"{'ab' * 32}@0", f"{'zz' * 32}@1", "ab" * 32])
def test_what_is_no_place_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="not a place in the ledger"):
        noted(text)

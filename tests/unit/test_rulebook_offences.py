"""How the many ways of writing an offence code are read."""

import pytest

from headwater import rulebook
from headwater.core.errors import NotFoundError


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8N", "8N"),
        ("8n", "8N"),
        ("008N", "8N"),
        ("8/N", "8N"),
        ("19 C", "19C"),
        (" 34b ", "34B"),
        ("'10D", "10D"),
        ("1", "1"),
        ("001", "1"),
        ("36.0", "36"),
        ("105A", "105A"),
        ("004.10", "4.10"),
        ("37.1", "37.1"),
        ("4/10", "4.10"),
        ("004/01", "4.1"),
        ("4.01", "4.1"),
        ("008/26", "10D"),
        ("8/26", "10D"),
        ("00826", "10D"),
        ("008/06", "8N"),
        ("005/01", "5D"),
        ("019/08", "19C"),
    ],
)
def test_what_police_systems_write_is_read(written: str, code: str) -> None:
    assert rulebook.canonical_offence_code(written) == code


@pytest.mark.parametrize(
    "written",
    ["", " ", "nan", "8", "8Z", "999", "26-Aug", "4-Oct", "8.2", "034/01", "106/02", "1E+01", "NN"],
)
def test_what_cannot_be_told_gives_none(written: str) -> None:
    assert rulebook.canonical_offence_code(written) is None


def test_manslaughter_and_corporate_manslaughter_stay_apart() -> None:
    assert rulebook.canonical_offence_code("4.1") == "4.1"
    assert rulebook.canonical_offence_code("4.10") == "4.10"
    assert rulebook.offence_code("4.1").description == "Manslaughter"
    assert rulebook.offence_code("4.10").description == "Corporate manslaughter"


@pytest.mark.parametrize(
    ("written", "ambiguous"), [("4.1", True), (" 004.1 ", True), ("4.10", False), ("4.01", False)]
)
def test_a_source_can_warn_where_a_spreadsheet_may_have_cut_a_nought(
    written: str, ambiguous: bool
) -> None:
    assert rulebook.is_ambiguous_offence_code(written) is ambiguous


def test_taking_a_cut_nought_at_its_word_changes_no_definition_weight_or_cost() -> None:
    for definition in rulebook.definitions():
        for knife in (True, False):
            assert definition.counts("4.1", knife=knife) is definition.counts("4.10", knife=knife)
    assert rulebook.harm_weight_of_code("4.1").days == rulebook.harm_weight_of_code("4.10").days
    assert rulebook.unit_cost_of_code("4.1") == rulebook.unit_cost_of_code("4.10")


def test_an_unknown_code_says_what_codes_look_like() -> None:
    with pytest.raises(NotFoundError, match=r"no offence code \[8Z\]"):
        rulebook.offence_code("8Z")


def test_groups_have_words_for_readers() -> None:
    words = [group.words for group in rulebook.OffenceGroup]
    assert len(set(words)) == len(words)
    assert not [text for text in words if "_" in text]

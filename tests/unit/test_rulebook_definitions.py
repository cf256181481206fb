"""What the presets count."""

import pytest

from headwater import rulebook
from headwater.core.errors import NotFoundError
from headwater.rulebook import definition


@pytest.mark.parametrize(
    ("code", "knife", "core", "broad"),
    [
        ("1", False, True, True),
        ("5D", False, True, True),
        ("34B", False, True, True),
        ("10D", False, True, True),
        ("8N", False, False, True),
        ("8N", True, True, True),
        ("8N", None, False, True),
        ("19C", False, False, True),
        ("19C", True, True, True),
        ("31A", True, False, True),
        ("105A", True, False, False),
        ("56B", False, False, False),
        ("92A", False, False, False),
    ],
)
def test_the_knife_flag_brings_lesser_offences_into_the_core(
    code: str, knife: bool | None, core: bool, broad: bool
) -> None:
    assert definition("SV_core").counts(code, knife=knife) is core
    assert definition("SV_broad").counts(code, knife=knife) is broad


def test_broad_counts_everything_that_core_counts() -> None:
    core, broad = definition("SV_core"), definition("SV_broad")
    for row in rulebook.offence_codes():
        for knife in (True, False):
            assert broad.counts(row.code, knife=knife) or not core.counts(row.code, knife=knife)


def test_the_stand_in_says_that_it_counts_too_much() -> None:
    proxy = definition("public_proxy")
    assert proxy.is_stand_in
    assert "far more than serious violence" in " ".join(proxy.cautions)


def test_a_domestic_homicide_is_left_out_of_the_national_measure() -> None:
    measure = definition("non_domestic_homicide")
    assert measure.counts("1", knife=None, domestic=False)
    assert not measure.counts("1", knife=None, domestic=True)
    assert definition("SV_core").counts("1", knife=None, domestic=True)


def test_a_definition_prints_its_version_and_date() -> None:
    assert definition("SV_core").stamp == "definition SV_core v1 (2026-11-22)"
    assert definition("SV_core", version=1) == definition("SV_core")


def test_unknown_definitions_and_versions_are_told_what_there_is() -> None:
    with pytest.raises(NotFoundError, match=r"SV_core, SV_broad"):
        definition("SV")
    with pytest.raises(NotFoundError, match=r"SV_core v9\]. It has versions \[1\]"):
        definition("SV_core", version=9)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SV_core", 3), ("SV_broad", 4), ("knife_enabled", 1)],
)
def test_the_worked_example_of_the_explanation_holds(name: str, expected: int) -> None:
    records = [("8N", True), ("8N", False), ("34B", False), ("105A", False), ("10D", False)]
    assert sum(definition(name).counts(code, knife=knife) for code, knife in records) == expected

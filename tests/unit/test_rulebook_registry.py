"""Versions, stamps and the reading of rows."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from headwater import rulebook
from headwater.core.errors import NotFoundError
from headwater.rulebook import registry
from headwater.rulebook.registry import RulebookError, Sourced

FIRST = replace(rulebook.as_on("unit_costs"), version=1, effective_from=date(2024, 1, 1))
SECOND = replace(FIRST, version=2, effective_from=date(2025, 1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Sourced):
    """A record with one cell of each kind."""

    name: str
    amount: float | None
    flagged: bool
    parts: tuple[str, ...]


def sample_row(**changes: str) -> dict[str, str]:
    row = {"name": "a", "amount": "", "flagged": "yes", "parts": "x|y"}
    return row | {"source": "S", "source_date": "2026-11", "trust": "design"} | changes


@pytest.fixture
def sample_file(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    rows = [sample_row()]
    monkeypatch.setattr(registry, "_raw_rows", lambda _file: tuple(rows))
    return rows


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2024, 1, 1), 1), (date(2024, 12, 31), 1), (date(2025, 1, 1), 2), (None, 2)],
)
def test_the_version_that_applied_on_the_day_answers(day: date | None, version: int) -> None:
    assert rulebook.in_force((SECOND, FIRST), "unit_costs", day).version == version


def test_a_day_before_the_first_version_says_when_it_starts() -> None:
    with pytest.raises(NotFoundError, match=r"first version applies from \[2024-01-01\]"):
        rulebook.in_force((FIRST, SECOND), "unit_costs", date(2023, 12, 31))


def test_an_unknown_table_lists_the_tables_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"no rulebook table \[costs\].*unit_costs"):
        rulebook.as_on("costs")


def test_a_stamp_names_the_table_its_version_and_its_date() -> None:
    assert rulebook.table_version("unit_costs") == "unit_costs v1 (2026-11-22)"


def test_a_citation_names_sources_approver_and_licence() -> None:
    text = rulebook.citation("harm_weights")
    assert "not yet approved locally" in text
    assert "Cambridge Crime Harm Index 2026" in text
    assert "not confirmed" in text


def test_accessors_take_the_day_the_table_should_be_read_as_on() -> None:
    assert rulebook.unit_costs(on=date(2026, 11, 22)) == rulebook.unit_costs()
    with pytest.raises(NotFoundError):
        rulebook.unit_costs(on=date(2026, 11, 21))


def test_a_row_becomes_a_typed_record(sample_file: list[dict[str, str]]) -> None:
    assert len(sample_file) == 1
    record = next(registry._built("sample.csv", Sample))
    assert (record.name, record.amount, record.flagged, record.parts) == (
        "a",
        None,
        True,
        ("x", "y"),
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", "lots"),
        ("flagged", "maybe"),
        ("trust", "certain"),
        ("source", ""),
        ("source_date", "last week"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    sample_file: list[dict[str, str]], column: str, value: str
) -> None:
    sample_file[0] = sample_row(**{column: value})
    with pytest.raises(RulebookError, match=rf"row \[1\], column \[.*{column}"):
        list(registry._built("sample.csv", Sample))


def test_a_column_that_no_record_knows_is_refused(sample_file: list[dict[str, str]]) -> None:
    sample_file[0] = sample_row(colour="red")
    with pytest.raises(RulebookError, match=r"unknown columns \[colour\]"):
        list(registry._built("sample.csv", Sample))

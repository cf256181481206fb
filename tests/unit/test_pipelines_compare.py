"""Two editions side by side, and a number with what stands beside it."""

from dataclasses import replace
from pathlib import Path

from builders.editions import build_edition, sealed
from headwater.core.editions import Edition, Table, Value
from headwater.pipelines.compare import compare_editions
from headwater.pipelines.explain import explain
from headwater.reporting.documents import Format, write_documents


def first_table(edition: Edition) -> Table:
    return edition.tables["headline"].value


def with_row(edition: Edition, row: tuple[Value, ...]) -> Edition:
    table = first_table(edition)
    changed = replace(table, rows=(row, *table.rows[1:]))
    return replace(edition, id="later", tables={**edition.tables, table.id: sealed(changed)})


def count_column(table: Table) -> int:
    return next(i for i, column in enumerate(table.columns) if column.kind.value == "count")


def test_an_edition_beside_itself_has_no_differences() -> None:
    edition = build_edition()
    comparison = compare_editions(edition, edition)
    assert comparison.figures_compared > 0
    assert comparison.differences == ()
    assert comparison.findings == ()
    assert comparison.cautions == ()


def test_a_changed_count_is_listed_with_its_change() -> None:
    edition = build_edition()
    table = first_table(edition)
    row = list(table.rows[0])
    at = count_column(table)
    before = row[at]
    assert isinstance(before, int)
    row[at] = before * 2
    comparison = compare_editions(edition, with_row(edition, tuple(row)))
    assert [(d.before, d.after, d.percent, d.leads) for d in comparison.differences] == [
        (before, before * 2, 100.0, True)
    ]


def test_other_definitions_and_another_area_are_cautioned() -> None:
    edition = build_edition()
    other = replace(edition, area_code="Z99D00001", definitions=("another v9",))
    said = " ".join(compare_editions(edition, other).cautions)
    assert "different areas" in said
    assert "definitions differ" in said


def test_an_explained_figure_shows_the_rest_of_its_row(tmp_path: Path) -> None:
    edition = build_edition()
    write_documents(edition, tmp_path / "edition", formats=[Format.CSV])
    table = first_table(edition)
    at = count_column(table)
    figure = table.figure_id(table.rows[0], table.columns[at].key)
    made = explain(tmp_path / "edition", figure)
    assert made.value == table.rows[0][at]
    assert {label for label, _ in made.beside} == {
        c.label for c in table.columns if c.kind.is_number and c is not table.columns[at]
    }

"""The reference page says everything the tables say."""

from pathlib import Path

import pytest

from headwater import rulebook
from headwater.rulebook import reference

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rulebook.md"


def test_the_page_in_the_repository_is_the_page_the_tables_make() -> None:
    assert DOCS.read_text("utf-8") == reference.page(), (
        "run python -m headwater.rulebook.reference docs/reference/rulebook.md"
    )


def test_every_table_has_its_section_with_version_and_licence() -> None:
    text = reference.page()
    for header in rulebook.tables():
        assert f"## {header.title}\n\n`{header.stamp}`" in text
        assert f"Licence: {header.licence}" in text


def test_every_row_of_markdown_has_as_many_cells_as_its_heading() -> None:
    wanted = 0
    for line in reference.page().splitlines():
        cells = line.count("|") if line.startswith("|") else 0
        assert cells in {0, wanted} or wanted == 0
        wanted = cells


def test_the_page_goes_to_a_file_or_to_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference.main([str(tmp_path / "page.md")])
    reference.main([])
    assert (tmp_path / "page.md").read_text("utf-8") == capsys.readouterr().out

"""Files of the public site: the same bytes as an edition's own, and words that nothing can run."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.editions import build_edition, build_hostile_edition
from headwater.reporting import csv_files, edition_json
from headwater.web.editions.models import Table
from headwater.web.public_site import files, reading, writing
from headwater.web.public_site.feeds import UPDATES, atom

EDITIONS = {"usual": build_edition(), "hostile": build_hostile_edition()}
NAMES = [(which, name) for which, edition in EDITIONS.items() for name in sorted(edition.tables)]


def stored(which: str, name: str) -> Table:
    """A table as the web floor stores it."""
    plain = json.loads(edition_json.edition_bytes(EDITIONS[which]))["tables"][name]
    return Table(
        slug=name,
        title=plain["title"],
        columns=plain["columns"],
        rows=plain["rows"],
        key_columns=plain["key_columns"],
    )


@pytest.mark.parametrize(("which", "name"), NAMES)
def test_a_table_is_the_same_bytes_here_and_in_the_editions_own_folder(
    which: str, name: str
) -> None:
    held = EDITIONS[which].tables[name]
    assert files.csv_text(stored(which, name)).encode() == csv_files.csv_bytes(held.value)


@pytest.mark.parametrize(("which", "name"), NAMES)
def test_rows_have_the_names_their_columns_give_them(which: str, name: str) -> None:
    table = stored(which, name)
    names = {files.column_name(column) for column in table.columns}
    assert all(set(row) == names for row in files.records(table))


@given(text=st.text(max_size=300))
def test_any_text_comes_apart_without_losing_its_words(text: str) -> None:
    parts = writing.blocks(text)
    said = " ".join(" ".join((part.text, *part.items)) for part in parts)
    kept = {word.strip("-#") for word in text.split()}
    assert all(word in said for word in kept)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert b"<feed" in atom(UPDATES, [], owner="A \x00 name", root="https://site.example")


def test_every_line_of_help_can_be_reached_and_says_where_it_is_from() -> None:
    for line in reading.help_lines():
        assert line.call or line.web
        assert line.source.startswith("https://")
        assert line.group in ("emergency", "young", "adults")
    assert reading.help_lines()[0].call == "999"


def test_every_known_issue_names_its_criterion() -> None:
    for issue in reading.known_issues():
        assert issue.criterion.count(".") == 2
        assert issue.who_it_affects
        assert issue.status

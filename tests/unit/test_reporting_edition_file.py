"""An edition goes to a file and comes back, and a loose end stops it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from builders.editions import build_edition, build_table, sealed
from headwater.core.editions import Block, BlockKind, Column, ColumnKind
from headwater.core.errors import NotFoundError, TamperedError
from headwater.core.provenance import Provenance
from headwater.reporting import workings
from headwater.reporting.documents import Format, write_documents
from headwater.reporting.edition_json import (
    EditionFormatError,
    edition_bytes,
    edition_from,
    read_edition,
)
from headwater.reporting.references import EditionBrokenError, check_references


def test_an_edition_comes_back_as_it_was() -> None:
    edition = build_edition()
    again = edition_from(edition_bytes(edition))
    assert edition_bytes(again) == edition_bytes(edition)
    assert again.tables["headline"].value == edition.tables["headline"].value
    assert again.outlines == edition.outlines
    assert again.tables["headline"].profile == "police-public"


def test_whole_numbers_stay_whole_and_fractions_stay_fractions() -> None:
    table = build_table(rows=(("a", 3), ("b", 3.0)))
    edition = replace(build_edition(), tables={"headline": sealed(table)})
    kinds = [
        type(row[1]) for row in edition_from(edition_bytes(edition)).tables["headline"].value.rows
    ]
    assert kinds == [int, float]


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"format":"headwater-edition/9"}', b'{"format":"headwater-edition/1"}'],
)
def test_a_file_that_is_no_edition_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(EditionFormatError, match="headwater assess"):
        edition_from(data)


def test_a_changed_edition_is_found_out(tmp_path: Path) -> None:
    write_documents(build_edition(), tmp_path / "out", formats=(Format.CSV,))
    path = tmp_path / "out" / "edition.json"
    plain = json.loads(path.read_bytes())
    plain["tables"]["headline"]["rows"][3][1] = 3
    path.write_text(json.dumps(plain))
    with pytest.raises(TamperedError, match=r"edition\.json"):
        read_edition(tmp_path / "out")


def test_a_folder_without_an_edition_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="headwater assess"):
        read_edition(tmp_path)


def test_every_loose_end_is_listed_at_once() -> None:
    edition = build_edition()
    first = edition.chapters[0]
    lost = Column("x", "X", ColumnKind.COUNT, provenance=Provenance("m", "", ("x-1",), ("load-1",)))
    broken = replace(
        edition,
        chapters=(replace(first, blocks=(Block(BlockKind.CHART, ref="no-chart"),)),),
        findings={
            "f": replace(edition.findings["injury-fell"], figures=("headline:nobody:offences",))
        },
        tables={
            **edition.tables,
            "odd": sealed(build_table(id="odd", columns=(lost,), rows=((1,),))),
        },
    )
    with pytest.raises(EditionBrokenError) as caught:
        check_references(broken)
    said = str(caught.value)
    for each in ("no-chart", "nobody", "x-1", "load-1"):
        assert each in said


def test_a_number_leads_to_its_expression_load_and_file() -> None:
    found = workings.explain(build_edition(), "headline:Robbery:rate")
    assert (found.row, found.value) == ("Robbery", "0.6")
    assert found.working.method.startswith("Offences divided by residents")
    assert [each.name for each in found.working.expressions] == [
        "Offences by area and month",
        "Residents by area",
    ]
    assert found.working.loads[0].files[0].sha256 == "ab" * 32


def test_a_number_that_is_not_there_says_how_figures_are_written() -> None:
    with pytest.raises(NotFoundError, match="table:row:column"):
        workings.explain(build_edition(), "headline:Robbery:nothing")


def test_different_figures_never_share_an_anchor() -> None:
    keys = ("t:a b:c", "t:a.20.b:c", "t:a_b:c", "t:a~b:c", "t:a:b:c", "t:A b:c")
    assert len({workings.figure_anchor(key) for key in keys}) == len(keys)

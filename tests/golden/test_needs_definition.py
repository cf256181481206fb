"""Changing what counts as serious violence changes an assessment by just the rows it should.

Offences are counted here by hand, from the supplier's files, and set beside what is counted.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from headwater.analysis.needs.assessment import measure
from headwater.core.periods import Period
from headwater.lake.store import Store
from headwater.rulebook import Definition, local_definition

pytestmark = pytest.mark.slow
AREA = "Z99P00001"
PERIOD = Period.parse("2024-09..2025-08")
GRAVE_HARM, ROBBERY = "5D", "34B"


def adopted(version: int, *codes: str, leaves_out_domestic: bool = False) -> Definition:
    return local_definition(
        version=version,
        effective_from=date(2026, 3, version),
        approver="A board",
        title="Serious violence here",
        sentence="What is listed.",
        codes=codes,
        knife_flag_codes=(),
        cautions=(),
        leaves_out_domestic=leaves_out_domestic,
    )


def rows_of(county: Path) -> Iterator[dict[str, str]]:
    """Offences recorded in the period, each as it was last supplied, that lie in the county."""
    latest: dict[str, dict[str, str]] = {}
    for month in PERIOD:
        path = county / "feeds/recorded_crime" / f"recorded_crime_loamshire_{month}.csv"
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252")
        latest.update((row["offence_ref"], row) for row in csv.DictReader(text.splitlines()))
    # Neighbourhoods of the district next door have codes from Z99L90001 on.
    return (row for row in latest.values() if row["lsoa21_code"].startswith("Z99L0"))


def counted(store: Store, definition: Definition) -> tuple[float, str]:
    """All offences that an assessment by a definition counts, and what its figures carry."""
    measured = measure(store, area=AREA, period=PERIOD, local=definition)
    assert measured.recorded is not None
    kinds = next(cube for cube in measured.recorded.cubes if cube.id == "recorded-kinds")
    return float(kinds.counts.sum()), kinds.provenance.definition


def test_what_a_definition_adds_and_leaves_out_is_what_the_rows_say(demonstration: Path) -> None:
    definitions = (
        adopted(1, GRAVE_HARM),
        adopted(2, GRAVE_HARM, ROBBERY),
        adopted(3, GRAVE_HARM, ROBBERY, leaves_out_domestic=True),
    )
    with Store(demonstration / "lake") as store:
        found = [counted(store, each) for each in definitions]
    assert [stamp for _, stamp in found] == [each.stamp for each in definitions]
    held = list(rows_of(demonstration / "loamshire"))
    grave, robbed = (
        sum(row["home_office_code"] == code for row in held) for code in (GRAVE_HARM, ROBBERY)
    )
    at_home = sum(
        row["home_office_code"] in (GRAVE_HARM, ROBBERY) and row["domestic_abuse_flag"] == "Y"
        for row in held
    )
    first, second, third = (total for total, _ in found)
    assert first == grave > 0
    assert second - first == robbed > 0
    assert second - third == at_home > 0

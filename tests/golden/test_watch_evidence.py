"""A week of Loamshire in which its planted outbreak is found, with the evidence beside it."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builders.watching import build_registered, build_rule
from headwater.analysis.watch.rules import RegisteredRule, Watching
from headwater.core.areas import Level
from headwater.core.editions import BlockKind, Edition
from headwater.core.marks import CONFIDENTIAL
from headwater.core.weeks import Week
from headwater.core.words import counted
from headwater.pipelines.explain import explain
from headwater.pipelines.watch import build_watch, watch_with
from headwater.reporting.edition_json import read_edition

AREA = "Z99P00001"
OUTBREAK = Week.parse("2025-W28")


RULES = (
    build_rule(id="clusters", level=Level.LSOA, method=Watching.SCAN, alpha=0.02),
    build_rule(alpha=0.1),
    build_rule(id="hospital", measure="hospital_assaults", method=Watching.EARS, alpha=0.02),
    build_rule(id="without", measure="violence_without_injury", alpha=0.1),
)
"""The scan of the how-to, and rules that speak more easily than anyone would register."""


def build_rules() -> list[RegisteredRule]:
    return [build_registered(replace(rule, title=rule.id)) for rule in RULES]


@pytest.fixture(scope="module")
def week(watched_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of the outbreak's sixth week."""
    out = tmp_path_factory.mktemp("evidence")
    watch_with(
        watched_county / "lake",
        build_rules(),
        area=AREA,
        week=OUTBREAK,
        out=out,
        on=date(2026, 1, 1),
    )
    return out


@pytest.fixture(scope="module")
def edition(week: Path) -> Edition:
    return read_edition(week)


def values(edition: Edition, table: str, column: str) -> list[object]:
    return list(edition.tables[table].value.values(column))


def test_the_planted_outbreak_is_found_in_its_places_and_on_the_map(
    edition: Edition, week: Path, watched_county: Path
) -> None:
    truths = json.loads((watched_county / "county" / "sealed" / "truths.json").read_text())
    planted = set(re.findall(r"Z99L\d{5}", json.dumps(truths["planted"]["outbreak"])))
    found = set(values(edition, "places-clusters", "area_code"))
    assert found == planted
    assert len(planted) == 6
    picture = (week / "maps" / "places-clusters.svg").read_text(encoding="utf-8")
    assert picture.count("<title>") >= 407
    assert f"no alert: {407 - len(found)} areas" in re.sub(r"<[^>]+>", "", picture)
    assert "Mosswater" in edition.maps["places-clusters"].summary
    assert {outline.level for outline in edition.outlines} == {"lsoa", "lad"}


def raised(edition: Edition) -> list[str]:
    """Rules that raised an alert, in the order of the edition.

    Which ones speak beside the scan is chance, and the county's chance differs between machines.
    """
    return [each.id for each in RULES if f"alerts-{each.id}" in edition.tables]


def with_weeks(edition: Edition) -> str:
    """The first rule whose alert is shown with the weeks before it."""
    return next(each for each in raised(edition) if f"weeks-{each}" in edition.tables)


def test_alerts_of_rules_in_one_place_are_named_together_and_counted_once(
    edition: Edition,
) -> None:
    alerts = sum(len(values(edition, f"alerts-{each}", "alert")) for each in raised(edition))
    said = [
        block.text
        for chapter in edition.chapters
        for block in chapter.blocks
        if block.kind is BlockKind.PARAGRAPH and block.text.startswith("Also raised")
    ]
    assert len(said) >= 2
    assert all(text.startswith("Also raised here or next to it by: ") for text in said)
    assert any("clusters (alert 1)" in text for text in said)
    # Those that are named together are in one place, every other alert in one of its own.
    places = counted(alerts - len(said) + 1, "place")
    assert edition.summary.startswith(
        f"{alerts} alerts from 4 rules, in {places}, in the week of 7 July"
    )


def test_of_two_alerts_in_one_place_only_the_first_has_numbers_and_weeks(
    edition: Edition,
) -> None:
    hidden = [
        each
        for each in raised(edition)
        if values(edition, f"alerts-{each}", "observed")[0] == CONFIDENTIAL
    ]
    assert hidden
    for each in hidden:
        assert f"weeks-{each}" not in edition.tables
        assert values(edition, f"times-{each}", "times")[0] == CONFIDENTIAL


def test_a_chart_ends_with_the_number_of_its_alert(edition: Edition, week: Path) -> None:
    rule = with_weeks(edition)
    seen = values(edition, f"weeks-{rule}", "seen")
    assert len(seen) == 26
    assert seen[0] == values(edition, f"alerts-{rule}", "observed")[0]
    assert all(
        value == CONFIDENTIAL or (isinstance(value, int) and value % 5 == 0) for value in seen[1:]
    )
    assert values(edition, f"weeks-{rule}", "week")[0] == str(OUTBREAK)
    upper, expected = (values(edition, f"weeks-{rule}", key)[0] for key in ("upper", "expected"))
    assert isinstance(upper, int)
    assert isinstance(expected, float)
    assert expected < upper < int(str(seen[0]))
    assert (week / "charts" / f"weeks-{rule}-1.svg").is_file()
    figure = f"weeks-{rule}:1~{OUTBREAK}:seen"
    assert "offences by the week" in str(explain(week, figure))


def test_a_cluster_whose_weeks_are_small_says_so(edition: Edition) -> None:
    assert not any(chart.startswith("weeks-clusters") for chart in edition.charts)
    assert f"weeks-{with_weeks(edition)}-1" in edition.charts
    texts = [block.text for chapter in edition.chapters for block in chapter.blocks]
    assert "The weeks before are not drawn: most have too few events to be shown." in texts


def test_the_same_week_is_the_same_edition(edition: Edition, watched_county: Path) -> None:
    again, alerts = build_watch(
        watched_county / "lake", build_rules(), area=AREA, week=OUTBREAK, seed=edition.seed
    )
    assert again.id == edition.id
    assert edition.summary.startswith(f"{alerts} alerts")

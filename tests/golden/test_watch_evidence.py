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
from headwater.pipelines.explain import explain
from headwater.pipelines.watch import build_watch, watch_with
from headwater.reporting.edition_json import read_edition

AREA = "Z99P00001"
OUTBREAK = Week.parse("2025-W28")


def build_rules() -> list[RegisteredRule]:
    """The scan of the how-to, and rules that speak more easily than anyone would register."""
    rules = (
        build_rule(id="clusters", level=Level.LSOA, method=Watching.SCAN, alpha=0.02),
        build_rule(alpha=0.1),
        build_rule(id="hospital", measure="hospital_assaults", method=Watching.EARS, alpha=0.02),
        build_rule(id="without", measure="violence_without_injury", alpha=0.1),
    )
    return [build_registered(replace(rule, title=rule.id)) for rule in rules]


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
    assert len(planted) == 6
    assert found < planted
    assert len(found) == 5
    picture = (week / "maps" / "places-clusters.svg").read_text(encoding="utf-8")
    assert picture.count("<title>") >= 407
    assert f"no alert: {407 - len(found)} areas" in re.sub(r"<[^>]+>", "", picture)
    assert "Mosswater" in edition.maps["places-clusters"].summary
    assert {outline.level for outline in edition.outlines} == {"lsoa", "lad"}


def test_alerts_of_rules_in_one_place_are_named_together_and_counted_once(
    edition: Edition,
) -> None:
    assert edition.summary.startswith("4 alerts from 4 rules, in 2 places, in the week of 7 July")
    said = [
        block.text
        for chapter in edition.chapters
        for block in chapter.blocks
        if block.kind is BlockKind.PARAGRAPH and block.text.startswith("Also raised")
    ]
    assert said == [
        "Also raised here or next to it by: injury-by-district (alert 1) and hospital (alert 1).",
        "Also raised here or next to it by: clusters (alert 1) and hospital (alert 1).",
        "Also raised here or next to it by: clusters (alert 1) and injury-by-district (alert 1).",
    ]


def test_of_two_alerts_in_one_place_only_the_first_has_numbers_and_weeks(
    edition: Edition,
) -> None:
    assert values(edition, "alerts-injury-by-district", "observed") == [CONFIDENTIAL]
    assert "weeks-injury-by-district" not in edition.tables
    assert values(edition, "times-injury-by-district", "times") == [CONFIDENTIAL]


def test_a_chart_ends_with_the_number_of_its_alert(edition: Edition, week: Path) -> None:
    seen = values(edition, "weeks-without", "seen")
    assert len(seen) == 26
    assert seen[0] == values(edition, "alerts-without", "observed")[0]
    assert all(
        value == CONFIDENTIAL or (isinstance(value, int) and value % 5 == 0) for value in seen[1:]
    )
    assert values(edition, "weeks-without", "week")[0] == str(OUTBREAK)
    upper, expected = (values(edition, "weeks-without", key)[0] for key in ("upper", "expected"))
    assert isinstance(upper, int)
    assert isinstance(expected, float)
    assert expected < upper < int(str(seen[0]))
    assert (week / "charts" / "weeks-without-1.svg").is_file()
    figure = f"weeks-without:1~{OUTBREAK}:seen"
    assert "offences by the week" in str(explain(week, figure))


def test_a_cluster_whose_weeks_are_small_says_so(edition: Edition) -> None:
    assert list(edition.charts) == ["weeks-without-1"]
    texts = [block.text for chapter in edition.chapters for block in chapter.blocks]
    assert "The weeks before are not drawn: most have too few events to be shown." in texts


def test_the_same_week_is_the_same_edition(edition: Edition, watched_county: Path) -> None:
    again, alerts = build_watch(
        watched_county / "lake", build_rules(), area=AREA, week=OUTBREAK, seed=edition.seed
    )
    assert (again.id, alerts) == (edition.id, 4)

"""Early warning on Loamshire: rules are registered, run, and say what they may and no more."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from builders.watching import build_rule
from headwater.analysis.watch import registering
from headwater.analysis.watch.rules import RuleError, Watching
from headwater.cli import main as command_line
from headwater.core.areas import Level
from headwater.core.editions import Edition
from headwater.core.errors import NotFoundError
from headwater.core.marks import CONFIDENTIAL
from headwater.core.weeks import Week
from headwater.pipelines.explain import explain
from headwater.pipelines.watch import build_watch, register, registered_rules, watch
from headwater.reporting.edition_json import read_edition
from headwater.reporting.manifest import check_folder

AREA = "Z99P00001"
TODAY = date(2026, 1, 1)
QUIET, LOUD = Week.parse("2025-W30"), Week.parse("2025-W15")


@pytest.fixture(scope="module")
def lake(watched_county: Path) -> Path:
    return watched_county / "lake"


@pytest.fixture(scope="module")
def rules(lake: Path) -> Path:
    """A register of three rules, one of each method."""
    folder = lake.parent / "rules"
    with pytest.MonkeyPatch.context() as fewer:
        # A few of the simulated weeks of a scan: wider limits, the same code.
        fewer.setattr(registering, "MOST_SCANS", 300)
        for rule in (
            build_rule(),
            build_rule(id="clusters", level=Level.LSOA, method=Watching.SCAN, alpha=0.02),
            build_rule(
                id="hospital", measure="hospital_assaults", method=Watching.EARS, alpha=0.001
            ),
        ):
            register(lake, rule, register_folder=folder, on=TODAY, by="Ann")
    return folder


def run(lake: Path, rules: Path, week: Week, out: Path) -> Edition:
    watch(lake, area=AREA, week=week, register_folder=rules, out=out, on=TODAY)
    return read_edition(out)


def test_a_rule_says_how_often_it_is_wrong_before_it_runs(rules: Path) -> None:
    expected = {each.rule.id: each.expected for each in registered_rules(rules)}
    for each in expected.values():
        assert 0 <= each.low <= each.a_year <= each.high
        assert each.looked_back == 52
    # A scan holds its rate by its own replicas: 2 % of 52 weeks is one a year.
    assert expected["clusters"].low < 52 * 0.02 < expected["clusters"].high
    # Its own history is one draw: as many alerts as a Poisson count of that mean may be.
    assert expected["hospital"].raised < expected["hospital"].a_year + 4 * 3
    assert expected["injury-by-district"].a_year < expected["hospital"].a_year


def test_a_week_is_written_whole_and_twice_the_same(
    lake: Path, rules: Path, tmp_path: Path
) -> None:
    first = run(lake, rules, LOUD, tmp_path / "first")
    run(lake, rules, LOUD, tmp_path / "second")
    run(lake, rules, LOUD, tmp_path / "second")
    names = {p.relative_to(tmp_path / "first") for p in (tmp_path / "first").rglob("*.*")}
    assert {"early-warning.html", "early-warning.pdf"} <= {str(name) for name in names}
    for name in names:
        if name.suffix in {".html", ".json", ".csv", ".pdf"}:
            assert (tmp_path / "first" / name).read_bytes() == (
                tmp_path / "second" / name
            ).read_bytes()
    assert check_folder(tmp_path / "first") is not None
    assert (first.period, first.name) == (str(LOUD), "early-warning")


def test_an_alert_says_where_how_much_and_how_often_its_rule_is_wrong(
    lake: Path, rules: Path, tmp_path: Path
) -> None:
    edition = run(lake, rules, LOUD, tmp_path / "week")
    found = [each for id, each in edition.findings.items() if id.startswith("watch.hospital.")]
    assert found
    assert "rose in" in found[0].sentence
    assert "alerts a year when nothing is going on" in found[0].cautions[0]
    seen, expected = found[0].figures
    assert "attendances by the week" in str(explain(tmp_path / "week", seen))
    assert "EARS C2" in str(explain(tmp_path / "week", expected))


def test_small_counts_of_alerts_are_hidden_with_what_would_give_them_away(
    lake: Path, rules: Path
) -> None:
    for back in range(4):
        # The edition alone: what its documents say is asked of other weeks.
        edition, _ = build_watch(
            lake, registered_rules(rules), area=AREA, week=LOUD.plus(back), seed=1
        )
        for name, released in edition.tables.items():
            if not name.startswith("alerts-"):
                continue
            hospital = name == "alerts-hospital"
            for row in released.value.rows:
                seen = row[3]
                if seen == CONFIDENTIAL:
                    assert row[4:] == (CONFIDENTIAL, CONFIDENTIAL)
                else:
                    assert isinstance(seen, int)
                    assert seen % 5 == 0 if hospital else seen >= 5


def test_a_week_that_is_not_complete_is_not_judged(lake: Path, rules: Path, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"latest week it can judge is \[2025-W34\]"):
        run(lake, rules, Week.parse("2025-W35"), tmp_path / "week")
    with pytest.raises(NotFoundError, match="week of records"):
        run(lake, rules, Week.parse("2026-W02"), tmp_path / "week")
    assert not (tmp_path / "week").exists()


def test_a_changed_rule_stops_the_run_before_anything_is_written(
    lake: Path, rules: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "rules"
    changed.mkdir()
    for path in rules.glob("*.json"):
        (changed / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    data = json.loads((changed / "hospital.json").read_text(encoding="utf-8"))
    data["rule"]["alpha"] = 0.01
    (changed / "hospital.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RuleError, match="not as it was registered"):
        run(lake, changed, LOUD, tmp_path / "week")
    assert not (tmp_path / "week").exists()


def test_an_area_without_rules_is_refused_with_what_to_do(lake: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Register one first"):
        run(lake, tmp_path / "none", QUIET, tmp_path / "week")


def test_two_who_register_at_once_leave_one_whole_rule(lake: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(
            pool.map(
                lambda by: register(
                    lake,
                    build_rule(measure="hospital_assaults", method=Watching.EARS),
                    register_folder=tmp_path / "rules",
                    on=TODAY,
                    by=by,
                ),
                ("Ann", "Ben"),
            )
        )
    (kept,) = registered_rules(tmp_path / "rules")
    assert kept in made
    assert [path.name for path in (tmp_path / "rules").iterdir()] == ["injury-by-district.json"]


def test_the_command_line_registers_lists_and_runs(
    lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = tmp_path / "rule.json"
    rule.write_text(json.dumps(build_rule().as_data()), encoding="utf-8")
    register_folder = str(tmp_path / "register")

    def headwater(*said: str) -> str:
        monkeypatch.setattr(sys, "argv", ["headwater", *said])
        with pytest.raises(SystemExit) as ended:
            command_line.run()
        assert not ended.value.code
        return capsys.readouterr().out

    said = headwater("rule", str(rule), "--register", register_folder, "--lake", str(lake))
    assert "When nothing is going on it raises about" in said
    assert "improved Farrington" in headwater("rule", "--register", register_folder)
    said = headwater(
        "watch", "--area", AREA, "--week", "2025-08-06", "--register", register_folder,
        "--lake", str(lake), "--out", str(tmp_path / "week"),
    )  # fmt: skip
    assert "from 1 rule" in said

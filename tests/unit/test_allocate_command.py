"""The command that chooses between projects of a file, and the exit codes it ends with."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from headwater.cli.main import app
from headwater.core.errors import ExitCode, HeadwaterError, SourceFormatError

PROJECTS = """\
project,title,size,cost_gbp,people,approach,level,labels
box,Boxing club,,3000,40,sports_programmes,secondary,north|small
box,Boxing club,half,1600,18,sports_programmes,secondary,north|small
mentor,Mentors,,3500,12,mentoring,tertiary,south
arts,Arts week,,1500,60,arts_programmes,primary,south|small
camp,Boot camp,,1000,30,boot_camps,secondary,north
"""
LIMITS = """\
exclusive = [["arts", "camp"]]

[[limit]]
id = "budget"
title = "Budget"
side = "at_most"
measure = "pounds"
value = 6500

[[limit]]
id = "small"
title = "Small organisations"
side = "at_least"
measure = "share"
value = 0.4
label = "small"

[[limit]]
id = "evidence"
title = "Without clear evidence"
side = "at_most"
measure = "share"
value = 0.2
label = "band:no_clear_evidence"
"""


def run(folder: Path, *more: str, projects: str = PROJECTS, limits: str = LIMITS) -> Result:
    (folder / "projects.csv").write_text(projects, "utf-8")
    (folder / "limits.toml").write_text(limits, "utf-8")
    files = [str(folder / "projects.csv"), str(folder / "limits.toml")]
    return CliRunner().invoke(app, ["allocate", *files, "--draws", "10", *more])


def test_it_says_the_best_set_what_limits_cost_and_what_was_left_out(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert said.exit_code == 0, said.output
    assert "The best set has 2 of 4 projects for £6,500" in said.output
    assert "proved to be the best" in said.output
    assert "Left out: camp. Its approach is known to do harm" in said.output


def test_for_machines_it_answers_in_json(tmp_path: Path) -> None:
    answered = json.loads(run(tmp_path, "--json").stdout)
    assert {each["project"] for each in answered["best"]["picked"]} == {"box", "mentor"}
    assert len(answered["others"]) == 3
    assert answered["best"]["low"] < answered["best"]["harm"] < answered["best"]["high"]


def test_files_hold_what_was_said(tmp_path: Path) -> None:
    assert run(tmp_path, "--out", str(tmp_path / "out")).exit_code == 0
    rows = list(csv.DictReader((tmp_path / "out" / "projects.csv").read_text().splitlines()))
    assert [each["in_best"] for each in rows] == ["yes", "yes", "no", "no"]
    sets = list(csv.DictReader((tmp_path / "out" / "sets.csv").read_text().splitlines()))
    assert sets[0]["projects"] == "box|mentor"
    assert (tmp_path / "out" / "choice.json").is_file()
    assert (
        len(list(csv.DictReader((tmp_path / "out" / "limits.csv").read_text().splitlines()))) == 3
    )


def test_every_fault_of_the_file_is_named_at_once(tmp_path: Path) -> None:
    broken = "project,cost_gbp,people,approach,level\na,many,,hugging,fourth\n"
    said = run(tmp_path, projects=broken)
    assert isinstance(said.exception, SourceFormatError)
    assert [each.column for each in said.exception.faults] == [
        "approach", "level", "people", "cost_gbp",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ("limit = 3 3", ExitCode.SOURCE_FAULTS),
        (LIMITS.replace("at_least", "around"), ExitCode.SOURCE_FAULTS),
        (LIMITS + 'other = ["x"]\n'.replace("other", "[colour]\nname"), ExitCode.SOURCE_FAULTS),
        (
            LIMITS.replace("0.4", "1.0").replace('"share"', '"pounds"', 1).replace("1.0", "9000"),
            ExitCode.ANALYSIS,
        ),
        (LIMITS.replace("6500", "-1"), ExitCode.ANALYSIS),
    ],
)
def test_it_ends_with_the_code_of_what_is_wrong(
    tmp_path: Path, limits: str, code: ExitCode
) -> None:
    said = run(tmp_path, limits=limits)
    assert isinstance(said.exception, HeadwaterError)
    assert said.exception.exit_code is code


def test_a_csv_of_limits_does_as_well(tmp_path: Path) -> None:
    (tmp_path / "projects.csv").write_text(PROJECTS, "utf-8")
    (tmp_path / "limits.csv").write_text("side,measure,value\nat_most,pounds,6500\n", "utf-8")
    files = [str(tmp_path / "projects.csv"), str(tmp_path / "limits.csv")]
    said = CliRunner().invoke(app, ["allocate", *files, "--draws", "0", "--json"])
    assert said.exit_code == 0, said.output


def test_harm_that_was_measured_is_taken_in_place_of_the_reckoning(tmp_path: Path) -> None:
    known = "project,cost_gbp,harm_low,harm_central,harm_high\na,6500,1,5,9\nb,6500,,7,\n"
    budget = '[[limit]]\nside = "at_most"\nmeasure = "pounds"\nvalue = 6500\n'
    answered = json.loads(run(tmp_path, "--json", projects=known, limits=budget).stdout)
    assert [each["project"] for each in answered["best"]["picked"]] == ["b"]

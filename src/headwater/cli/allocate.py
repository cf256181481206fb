"""`headwater allocate`: which projects to pay for."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import Bars, say, say_json, say_table, shown_path
from headwater.cli.options import AsJson, Seed

if TYPE_CHECKING:
    from headwater.analysis.allocation import Choice
    from headwater.pipelines.allocate import AllocationSummary

EXAMPLES = (
    "headwater allocate projects.csv limits.toml",
    "headwater allocate projects.csv limits.csv --out build/choice --draws 500",
)


def command(
    projects: Annotated[
        Path,
        typer.Argument(help="CSV of projects: project, title, cost_gbp, people, approach, level …"),
    ],
    limits: Annotated[
        Path, typer.Argument(help="TOML or CSV of limits: side, measure, value, label …")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write CSV and JSON files here.")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", help="How long to look for each of the best sets.")
    ] = 10.0,
    gap: Annotated[
        float, typer.Option("--gap", help="Stop this share below the best; 0 asks for a proof.")
    ] = 0.0,
    others: Annotated[int, typer.Option("--others", help="How many next best sets to give.")] = 3,
    draws: Annotated[int, typer.Option("--draws", help="How often to draw effects again.")] = 200,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Choose the projects that are expected to prevent the most harm within limits.

    Gives the best set and the next best, what each limit costs, and how often a project stays when
    effects vary. A person decides; the set is advice. Limits that clash end with 6 and are named.
    """
    from headwater.analysis.allocation import Effort
    from headwater.pipelines.allocate import allocate
    from headwater.pipelines.assess import DEFAULT_SEED

    with Bars(quiet=as_json) as bars:
        found = allocate(
            projects,
            limits,
            out=out,
            effort=Effort(seconds=seconds, gap=gap, others=others, draws=draws),
            seed=DEFAULT_SEED if seed is None else seed,
            progress=bars,
        )
    if as_json:
        say_json(found.choice)
        return
    _say(found)


def _say(found: "AllocationSummary") -> None:
    """The sets, the limits and the projects, for people."""
    choice = found.choice
    best = choice.best
    say(
        f"The best set has {len(best.picked)} of {len(choice.stays)} projects for "
        f"£{best.cost_gbp:,.0f} and is expected to prevent {best.harm:,.1f} of harm "
        f"({best.low:,.1f} to {best.high:,.1f} in {best.level:.0%} of draws); {best.proof.value}."
    )
    for caution in choice.provenance.cautions:
        say(f"Caution: {caution}")
    say()
    _say_sets(choice)
    say()
    _say_limits(choice)
    say()
    _say_projects(found)
    for each in choice.left_out:
        say(f"Left out: {each.project}. {each.why}")
    for path in found.files:
        say(f"  {shown_path(path)}")


def _say_sets(choice: "Choice") -> None:
    """The best set and the next best, and how they differ from the best."""
    best = choice.best
    say_table(
        ("SET", "PROJECTS", "COST", "HARM", "LOW", "HIGH", "IN", "OUT"),
        [
            (
                number,
                len(each.picked),
                f"{each.cost_gbp:,.0f}",
                f"{each.harm:,.1f}",
                f"{each.low:,.1f}",
                f"{each.high:,.1f}",
                ", ".join(sorted(each.projects - best.projects)),
                ", ".join(sorted(best.projects - each.projects)),
            )
            for number, each in enumerate((best, *choice.others), start=1)
        ],
    )


def _say_limits(choice: "Choice") -> None:
    """What each limit costs."""
    say_table(
        ("LIMIT", "VALUE", "USED", "GIVES WAY BY", "MORE HARM PREVENTED", "WITHOUT IT"),
        [
            (
                price.limit.title,
                f"{price.limit.value:,.2f}",
                f"{price.used:,.2f}",
                f"{price.step:,.2f}",
                f"{price.gain:,.1f}",
                "" if price.without is None else f"{price.without:,.1f}",
            )
            for price in choice.prices
        ],
    )


def _say_projects(found: "AllocationSummary") -> None:
    """How often each project stays in the set when effects vary."""
    say_table(
        ("PROJECT", "TITLE", "IN THE BEST SET", "STAYS", "GIVE OR TAKE"),
        [
            (
                stay.project,
                found.titles[stay.project],
                "yes" if stay.in_best else "no",
                f"{stay.share:.0%}",
                f"{stay.error:.1%}",
            )
            for stay in found.choice.stays
        ],
    )

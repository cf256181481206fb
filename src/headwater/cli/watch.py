"""`headwater watch`: what rose in a week, by the rules that are registered."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.console import note, say, say_json, shown_path
from headwater.cli.options import DEFAULT_LAKE, AsJson, Lake, Register, Seed

EXAMPLES = (
    "headwater watch --area Z99P00001 --week 2025-W30 --register build/rules --out build/week-30",
)


def command(
    *,
    area: Annotated[
        str, typer.Option("--area", metavar="CODE", help="Area code, such as E23000023.")
    ],
    week: Annotated[
        str, typer.Option("--week", metavar="WEEK", help="2025-W30, or any day of it: 2025-07-23.")
    ],
    register: Register,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the report goes.")],
    lake: Lake = DEFAULT_LAKE,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Run every registered rule of an area for a week, and write its alerts.

    The same lake, rules, week and seed give the same bytes. A rule that was changed after it was
    registered, or has expired, stops the run before anything is written.
    """
    from headwater.core import clock
    from headwater.core.weeks import Week
    from headwater.pipelines.assess import DEFAULT_SEED
    from headwater.pipelines.watch import described, watch

    summary = watch(
        lake,
        area=area,
        week=Week.parse(week),
        register_folder=register,
        out=out,
        on=clock.today(),
        seed=DEFAULT_SEED if seed is None else seed,
    )
    if as_json:
        say_json(summary)
        return
    if summary.compiled_s:
        note(
            f"Compiling its methods took {summary.compiled_s:.0f} s, some of them beside other "
            "work; they are kept for later runs (headwater doctor --warm does it ahead of time)."
        )
    say(described(summary))
    say(f"The edition is {summary.edition_id}, in {shown_path(summary.folder)}:")
    for path in summary.files:
        if path.resolve().parent == summary.folder.resolve():
            say(f"  {shown_path(path)}")

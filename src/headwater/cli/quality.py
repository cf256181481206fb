"""`headwater quality`: how good is what was supplied?"""

from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.console import say, say_json, say_table
from headwater.cli.options import DEFAULT_LAKE, AsJson, Lake

EXAMPLES = (
    "headwater quality",
    "headwater quality recorded_crime --json",
    "headwater quality --loads",
)


def command(
    source: Annotated[
        str | None, typer.Argument(help="Only this dataset.", show_default=False)
    ] = None,
    *,
    loads: Annotated[
        bool, typer.Option("--loads", help="List the loads in force instead, newest last.")
    ] = False,
    lake: Lake = DEFAULT_LAKE,
    as_json: AsJson = False,
) -> None:
    """Say how complete, valid, timely and consistent each supply is, in words.

    With --loads, list the loads in force with the names that `undo` takes.
    """
    if loads:
        _say_loads(lake, source=source, as_json=as_json)
        return
    from headwater.pipelines.quality import quality

    report = quality(lake, source=source)
    if as_json:
        say_json(report)
        return
    say(str(report))


def _say_loads(lake: Path, *, source: str | None, as_json: bool) -> None:
    """Every load in force: its name, what it is, how much, when and by whom."""
    from headwater.lake.journal import Act, Journal

    journal = Journal(lake)
    in_force = {load.id for load in journal.active()}
    latest = {
        entry.load_id: entry
        for entry in journal.entries()
        if entry.act is Act.ACCEPT and entry.load_id in in_force
    }
    chosen = [
        entry
        for entry in sorted(latest.values(), key=lambda entry: entry.number)
        if entry.load is not None and source in (None, entry.load.source)
    ]
    if as_json:
        say_json([{"at": e.at, "by": e.by, "load": e.load} for e in chosen])
        return
    rows = [
        (r.id, r.source, len(r.files), f"{r.rows:,}", f"{r.rejected:,}", e.at, e.by)
        for e in chosen
        if e.load is not None and (r := e.load.record())
    ]
    say_table(("LOAD", "SOURCE", "FILES", "ROWS", "LEFT OUT", "ACCEPTED", "BY"), rows)

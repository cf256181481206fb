"""`headwater demo`: the whole main job on a county that does not exist."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.assess import say_report
from headwater.cli.console import Bars, note, say, say_json, shown_path
from headwater.cli.options import AsJson, By, Seed, person

EXAMPLES = ("headwater demo", "headwater demo --serve", "headwater demo --folder build/other")


def command(
    *,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where to put everything.")
    ] = Path("build/demo"),
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Show the report to this machine's browser.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", help="Where to serve; 0 picks a free one.")
    ] = 8000,
    seed: Seed = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Make Loamshire, a county that does not exist; take its files in; assess it.

    The report names no real place or person. With --serve it can be opened in a browser on this
    machine until you press Ctrl-C.
    """
    from headwater.core import clock
    from headwater.loamshire import SEED
    from headwater.pipelines.demo import demonstrate

    with Bars(quiet=as_json) as bars:
        made = demonstrate(
            folder,
            by=person(by),
            at=clock.now(),
            seed=SEED if seed is None else seed,
            progress=bars,
        )
    if as_json:
        say_json(made)
    else:
        say(f"Loamshire's files are in {shown_path(made.county.folder)}.")
        say(str(made.ingested))
        say_report(made.assessed)
        note("Loamshire does not exist: every place, person and number in it is made up.")
    if serve:
        from headwater.cli.serving import serve as serve_folder

        serve_folder(made.assessed.folder, port=port)

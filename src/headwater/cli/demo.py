"""`headwater demo`: the whole of headwater on a county that does not exist."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.assess import say_report
from headwater.cli.console import Bars, note, say, say_json, shown_path
from headwater.cli.handover import hand_over
from headwater.cli.options import AsJson, By, Seed, person

EXAMPLES = ("headwater demo", "headwater demo --serve", "headwater demo --folder build/other")


def command(
    *,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where to put everything.")
    ] = Path("build/demo"),
    site: Annotated[bool, typer.Option("--site/--no-site", help="Fill a site with it.")] = True,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the site to this machine's browser.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", help="Where to serve it.", min=1)
    ] = 8000,
    seed: Seed = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Make Loamshire, a county that does not exist; take its files in; assess it; fill a site.

    Nothing names a real place or person. The site has an account for each role, a release that
    waits for approval, and public pages; with --serve it can be opened in a browser on this
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
    if not as_json and (serve or (site and find_spec("django"))):
        _fill_site(folder, bind=f"127.0.0.1:{port}" if serve else "", port=port)


def _fill_site(folder: Path, *, bind: str, port: int) -> None:
    """Hand the folder over to the web floor, whose home it becomes."""
    os.environ["HEADWATER_DEMO"] = "yes"
    os.environ["HEADWATER_HOME"] = str(folder)
    os.environ.setdefault("HEADWATER_ADDRESS", f"http://localhost:{port}")
    hand_over("demonstrate", *(["--bind", bind] if bind else []))

"""`headwater template`: what a supplier needs to send us a file."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.console import say, say_json, shown_path
from headwater.cli.options import AsJson

EXAMPLES = (
    "headwater template recorded_crime",
    "headwater template istv_ed --into for-the-hospital",
)


def command(
    source: Annotated[str, typer.Argument(help="Which dataset, as `headwater sources` lists it.")],
    *,
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="Where to write them.")
    ] = Path("build/templates"),
    as_json: AsJson = False,
) -> None:
    """Write a blank file, a filled example, the column list and the schema of a dataset."""
    from headwater.pipelines.templates import template

    written = [Path(path) for path in template(source, into)]
    if as_json:
        say_json({"source": source, "files": written})
        return
    for path in written:
        say(shown_path(path))

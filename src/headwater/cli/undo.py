"""`headwater undo`: take a load out of the lake."""

from typing import Annotated

import typer

from headwater.cli.console import say, say_json
from headwater.cli.options import DEFAULT_LAKE, AsJson, By, Lake, person

EXAMPLES = (
    "headwater quality --loads",
    'headwater undo L-3f9c2ab41d07 --reason "wrong month"',
)


def command(
    load: Annotated[str, typer.Argument(help="The load, as `headwater quality --loads` lists it.")],
    *,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help="Why, for the journal.")
    ] = "",
    lake: Lake = DEFAULT_LAKE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take a load out. What it had replaced is read again, and the journal says who and why."""
    from headwater.core import clock
    from headwater.lake.publish import undo

    undone = undo(lake, load, by=person(by), at=clock.now(), reason=reason)
    if as_json:
        say_json({"undone": undone.id, "source": undone.source, "reason": reason})
        return
    rows = sum(part.rows for part in undone.parts)
    say(f"Load {undone.id} of {undone.source} is out: {rows:,} rows are no longer read.")

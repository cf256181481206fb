"""`headwater explain`: what a number rests on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import say, say_json
from headwater.cli.options import AsJson
from headwater.core.errors import NotFoundError

if TYPE_CHECKING:
    from headwater.pipelines.explain import Explanation

EXAMPLES = (
    "headwater explain where-districts:E06000031:rate --edition build/cambridgeshire",
    "headwater explain rate --edition build/cambridgeshire --find",
    "headwater explain where-districts:E06000031:rate --edition build/cambridgeshire "
    "--lake build/cambridgeshire.lake",
)


def command(
    figure: Annotated[str, typer.Argument(help="The figure, as the report names it.")],
    *,
    edition: Annotated[
        Path, typer.Option("--edition", metavar="FOLDER", help="The folder of the report.")
    ],
    lake: Annotated[
        Path | None,
        typer.Option(
            "--lake", envvar="HEADWATER_LAKE", metavar="FOLDER", help="To say who loaded and when."
        ),
    ] = None,
    find: Annotated[
        bool, typer.Option("--find", help="List figures whose name contains the words instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Walk from a number to its method, its query, its loads and their files."""
    from headwater.pipelines.explain import explain, figures_like

    if find:
        _say_found(figures_like(edition, figure), words=figure, as_json=as_json)
        return
    known = explain(edition, figure, lake=lake)
    if as_json:
        say_json(known)
        return
    _say(known)


def _say_found(figures: tuple[str, ...], *, words: str, as_json: bool) -> None:
    """Names of figures, one a line."""
    if as_json:
        say_json(figures)
        return
    if not figures:
        raise NotFoundError(kind="figure whose name contains", name=words)
    for figure in figures:
        say(figure)


def _say(known: "Explanation") -> None:
    """The three steps: the number, the query, the files."""
    made = known.provenance
    row = " · ".join(str(cell) for cell in known.row)
    say(f"{known.value} {known.unit}".strip())
    say(f"  {known.column}: {row}")
    say(f"  {known.table} (edition {known.edition})")
    if known.beside:
        say("  Beside it: " + "; ".join(f"{label} {value}" for label, value in known.beside))
    say()
    say(f"How: {made.method}")
    if made.definition:
        say(f"Counted by: {made.definition}")
    say(f"Shown under: {known.rule}")
    for caution in made.cautions:
        say(f"Caution: {caution}")
    for expression in known.expressions:
        say()
        say(f"Query {expression.id}, {expression.name}:")
        for line in expression.sql.splitlines():
            say(f"  {line}")
    accepted = {each.load: f", accepted {each.at} by {each.by}" for each in known.accepted}
    for load in known.loads:
        say()
        say(f"Load {load.id} of {load.source}: {load.rows:,} rows{accepted.get(load.id, '')}")
        for file in load.files:
            say(f"  {file.name}  {file.rows:,} rows  sha256 {file.sha256}")

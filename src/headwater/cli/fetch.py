"""`headwater fetch`: open data from its publishers."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import Bars, say, say_json, shown_path, size
from headwater.cli.options import AsJson
from headwater.core.errors import UsageError

if TYPE_CHECKING:
    from headwater.pipelines.fetch import Fetched
    from headwater.pipelines.visitor import Visitor

EXAMPLES = (
    "headwater fetch police --force cambridgeshire --period 2024-09..2025-08",
    "headwater fetch areas lookups residents deprivation --into data",
)


class What(StrEnum):
    """What can be fetched."""

    POLICE = "police"
    AREAS = "areas"
    LOOKUPS = "lookups"
    RESIDENTS = "residents"
    DEPRIVATION = "deprivation"


def command(
    what: Annotated[list[What], typer.Argument(help="What to fetch; several may be named.")],
    *,
    force: Annotated[
        str, typer.Option("--force", metavar="NAME", help="For police: the force, as police.uk.")
    ] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="MONTHS", help="For police: 2024-09..2025-08.")
    ] = "",
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="Where to put the files.")
    ] = Path("data"),
    mirror: Annotated[
        str,
        typer.Option("--mirror", metavar="ADDRESS", help="A server that keeps a copy of them."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Fetch open data from its publishers, one request at a time.

    What is here already is not asked for again, and a fetch that was stopped goes on from where
    it stopped when the same command is run again.
    """
    if What.POLICE in what and not (force and period):
        raise UsageError(
            "To fetch police.uk, say which force and months: headwater fetch police "
            "--force cambridgeshire --period 2024-09..2025-08"
        )
    from headwater.pipelines.visitor import Visitor

    visitor = Visitor()
    found: list[Fetched] = []
    with Bars(quiet=as_json) as bars:
        for item in dict.fromkeys(what):
            if item is What.POLICE:
                found += _police(visitor, force, period, into, mirror=mirror, bars=bars)
            else:
                found += _subject(visitor, item, into, mirror=mirror, bars=bars)
    if as_json:
        say_json(found)
        return
    for file in found:
        state = "" if file.fresh else "  (was here already)"
        say(f"{shown_path(file.path)}  {size(file.bytes)}{state}")
    say(f"Next: headwater ingest {shown_path(into)}")


def _police(
    visitor: "Visitor", force: str, period: str, into: Path, *, mirror: str, bars: Bars
) -> "tuple[Fetched, ...]":
    """police.uk for one force and period."""
    from headwater.core.periods import Period
    from headwater.pipelines.fetch_police import fetch_police

    months = Period.parse(period)
    return fetch_police(force, months, into, visitor=visitor, mirror=mirror, progress=bars)


def _subject(
    visitor: "Visitor", item: What, into: Path, *, mirror: str, bars: Bars
) -> "tuple[Fetched, ...]":
    """Everything of one other subject."""
    from headwater.pipelines.fetch import Subject, fetch_subject

    return fetch_subject(Subject(item.value), into, visitor=visitor, mirror=mirror, progress=bars)

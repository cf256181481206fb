"""Options that several commands share, each described once."""

import getpass
import os
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_LAKE = Path("build/lake")

Lake = Annotated[
    Path,
    typer.Option(
        "--lake", envvar="HEADWATER_LAKE", metavar="FOLDER", help="The lake: where loads are kept."
    ),
]
Register = Annotated[
    Path,
    typer.Option("--register", metavar="FOLDER", help="Where registered rules are kept."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Answer in JSON on standard output, for machines.")
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does this. Your user name where left out."),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="NUMBER", help="Where chance starts; the same seed, the same."),
]


def person(by: str | None) -> str:
    """The name to record: the one given, or the user the system knows."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"

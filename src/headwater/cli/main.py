"""The command `headwater`: what it can do, and what the shell sees when it is over."""

import os
import sys
from typing import Annotated

import typer

from headwater.cli import (
    allocate,
    assess,
    audit,
    backup,
    compare,
    demo,
    doctor,
    explain,
    fetch,
    grants,
    ingest,
    loamshire,
    quality,
    restore,
    rule,
    serve,
    sources,
    template,
    tick,
    undo,
    user,
    watch,
    worker,
    workspace,
)
from headwater.core.errors import ExitCode, HeadwaterError

COMMANDS = (
    demo,
    loamshire,
    sources,
    template,
    fetch,
    ingest,
    quality,
    undo,
    assess,
    explain,
    compare,
    rule,
    watch,
    allocate,
    grants,
    doctor,
    serve,
    worker,
    tick,
    workspace,
    user,
    audit,
    backup,
    restore,
)
"""Modules in the order a newcomer meets them. Each holds `command` and its `EXAMPLES`."""

# Plain help: rich would take a fifth of a second to import, and screen readers read boxes aloud.
app = typer.Typer(
    name="headwater",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from headwater import __version__

        typer.echo(f"headwater {__version__}")
        raise typer.Exit


@app.callback()
def headwater(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """From partners' files to a strategic needs assessment that anyone can check."""


def _examples(lines: tuple[str, ...]) -> str:
    """Examples as the help shows them; the mark keeps their lines apart."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


for module in COMMANDS:
    app.command(
        module.__name__.rpartition(".")[2],
        short_help=(module.command.__doc__ or "").partition("\n")[0],
        epilog=_examples(module.EXAMPLES),
    )(module.command)


PATH_ERRORS = (PermissionError, NotADirectoryError, FileExistsError, IsADirectoryError)
"""What the operating system says of a path a person can change; anything else is a bug."""


def _path_sentence(error: OSError) -> str:
    """What to do about a path that cannot be used."""
    path = os.fsdecode(error.filename)
    if isinstance(error, PermissionError):
        return f"You may not use [{path}]. Ask for access to it, or name another place."
    if isinstance(error, IsADirectoryError):
        return f"[{path}] is a folder, and a file was expected. Name another path."
    return f"[{path}] cannot be a folder: a file has that name. Name another folder."


def run() -> None:
    """Run the command line. A person's mistake is one sentence; a bug keeps its traceback."""
    try:
        app()
    except HeadwaterError as error:
        typer.echo(f"headwater: {error}", err=True)
        sys.exit(int(error.exit_code))
    except PATH_ERRORS as error:
        if error.filename is None:
            raise
        typer.echo(f"headwater: {_path_sentence(error)}", err=True)
        sys.exit(int(ExitCode.USAGE))
    except KeyboardInterrupt:
        sys.exit(int(ExitCode.INTERRUPTED))
    except RuntimeError as error:
        # DuckDB turns Ctrl-C in the middle of a query into this.
        if str(error) != "Query interrupted":
            raise
        sys.exit(int(ExitCode.INTERRUPTED))

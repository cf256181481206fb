"""`headwater doctor`: is everything as it should be?"""

from typing import Annotated

import typer

from headwater.cli.console import Bars, note, say, say_json
from headwater.cli.options import DEFAULT_LAKE, AsJson, Lake

EXAMPLES = (
    "headwater doctor",
    "headwater doctor --lake build/cambridgeshire.lake --json",
    "headwater doctor --warm",
)


def command(
    *,
    lake: Lake = DEFAULT_LAKE,
    warm: Annotated[
        bool,
        typer.Option(
            "--warm",
            help="First compile the methods of early warning, so that no later run has to wait.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the installation, and every stored file of the lake against its fingerprint.

    Changes nothing but, with --warm, what is compiled and kept. Ends with 9 where stored bytes
    have changed, 4 where something else is wrong.
    """
    from headwater.pipelines.doctor import diagnose

    if warm:
        from headwater.pipelines.warming import warm_all

        note(f"Compiling the methods of early warning took {warm_all():.0f} s.")
    with Bars(quiet=as_json) as bars:
        diagnosis = diagnose(lake, progress=bars)
    if as_json:
        say_json({"checks": diagnosis.checks, "exit_code": diagnosis.exit_code})
    else:
        for check in diagnosis.checks:
            say(f"{check.state.value.upper():<9} {check.name}: {check.found}")
    raise typer.Exit(int(diagnosis.exit_code))

"""`headwater doctor`: is everything as it should be?"""

import typer

from headwater.cli.console import Bars, say, say_json
from headwater.cli.options import DEFAULT_LAKE, AsJson, Lake

EXAMPLES = ("headwater doctor", "headwater doctor --lake build/cambridgeshire.lake --json")


def command(*, lake: Lake = DEFAULT_LAKE, as_json: AsJson = False) -> None:
    """Check the installation, and every stored file of the lake against its fingerprint.

    Changes nothing. Ends with 9 where stored bytes have changed, 4 where something else is wrong.
    """
    from headwater.pipelines.doctor import diagnose

    with Bars(quiet=as_json) as bars:
        diagnosis = diagnose(lake, progress=bars)
    if as_json:
        say_json({"checks": diagnosis.checks, "exit_code": diagnosis.exit_code})
    else:
        for check in diagnosis.checks:
            say(f"{check.state.value.upper():<9} {check.name}: {check.found}")
    raise typer.Exit(int(diagnosis.exit_code))

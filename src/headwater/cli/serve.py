"""`headwater serve`: the site."""

from typing import Annotated

import typer

from headwater.cli.handover import hand_over

EXAMPLES = (
    "headwater serve --together",
    "headwater serve --bind 0.0.0.0:8000 --processes 4",
)


def command(
    *,
    bind: Annotated[
        str, typer.Option("--bind", metavar="HOST:PORT", help="Where to listen.")
    ] = "127.0.0.1:8000",
    processes: Annotated[
        int, typer.Option("--processes", metavar="NUMBER", help="Web processes.", min=1)
    ] = 2,
    threads: Annotated[
        int, typer.Option("--threads", metavar="NUMBER", help="Threads in each.", min=1)
    ] = 4,
    together: Annotated[
        bool,
        typer.Option("--together", help="Run the worker and the clock beside it, on one machine."),
    ] = False,
) -> None:
    """Bring the databases to this version and serve the site.

    What is set by environment variables is in the reference of settings. Without --together, run
    `headwater worker` beside it and `headwater tick` from cron each minute.
    """
    more = ["--together"] if together else []
    hand_over(
        "serve", "--bind", bind, "--processes", str(processes), "--threads", str(threads), *more
    )

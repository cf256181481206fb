"""`headwater worker`: does what pages ask for."""

from typing import Annotated

import typer

from headwater.cli.handover import hand_over

EXAMPLES = ("headwater worker", "headwater worker --until-empty")


def command(
    *,
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="Stop when nothing waits.")
    ] = False,
) -> None:
    """Check and load files, make assessments, send mail: whatever pages asked for.

    Several may run. A task whose worker died is begun again by another.
    """
    hand_over("worker", *(["--until-empty"] if until_empty else []))

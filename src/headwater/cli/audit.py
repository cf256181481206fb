"""`headwater audit verify`: whether the record of who did what is whole."""

from enum import StrEnum
from typing import Annotated

import typer

from headwater.cli.handover import hand_over

EXAMPLES = (
    "headwater audit verify",
    "headwater audit verify --expect 9f3c…@1204",
)


class Act(StrEnum):
    """What may be done."""

    VERIFY = "verify"


def command(
    act: Annotated[Act, typer.Argument(help="What to do.")],
    *,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            "--expect",
            metavar="FINGERPRINT@NUMBER",
            help="A seal written down earlier: shows that nothing before it was made anew.",
        ),
    ] = None,
) -> None:
    """Walk the ledger from its first entry, and name the first that was altered or is missing.

    Prints the seal of the last entry: write it down somewhere else, and nobody can make the ledger
    anew without its being seen.
    """
    noted = [part for seal in expect or () for part in ("--expect", seal)]
    hand_over(f"audit_{act.value}", *noted)

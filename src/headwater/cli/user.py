"""`headwater user add`: somebody who may sign in."""

from enum import StrEnum
from typing import Annotated

import typer

from headwater.cli.handover import hand_over

EXAMPLES = (
    'headwater user add ada@loamshire.example --name "Ada Ferrier" --workspace loamshire '
    '--organisation "Loamshire Constabulary" --role administrator',
)


class Act(StrEnum):
    """What may be done."""

    ADD = "add"


def command(
    act: Annotated[Act, typer.Argument(help="What to do.")],
    email: Annotated[str, typer.Argument(help="Their work address; it is what they sign in with.")],
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="As colleagues know them.")],
    workspace: Annotated[
        str, typer.Option("--workspace", metavar="SLUG", help="The partnership, as in addresses.")
    ],
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="NAME", help="Whom they sit for.")
    ],
    role: Annotated[
        str,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="viewer, contributor, lead, approver, auditor or administrator.",
        ),
    ],
) -> None:
    """Add somebody with a role, and print the link by which they set a password, once.

    The first administrator is added so; they invite everybody else on the site.
    """
    hand_over(
        f"user_{act.value}",
        email,
        *("--name", name, "--workspace", workspace),
        *("--organisation", organisation, "--role", role),
    )

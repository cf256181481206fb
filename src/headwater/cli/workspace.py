"""`headwater workspace add`: a partnership to work in."""

from enum import StrEnum
from typing import Annotated

import typer

from headwater.cli.handover import hand_over

EXAMPLES = (
    "headwater workspace add loamshire --name Loamshire --area Z99P00001 --area-name Loamshire "
    '--owner "Loamshire Police and Crime Commissioner" --kind pcc --email office@loamshire.example',
)


class Act(StrEnum):
    """What may be done."""

    ADD = "add"


class Kind(StrEnum):
    """The kinds of local policing body."""

    PCC = "pcc"
    PFCC = "pfcc"
    MAYOR = "mayor"
    BOARD = "board"
    CITY = "city"


def command(
    act: Annotated[Act, typer.Argument(help="What to do.")],
    slug: Annotated[str, typer.Argument(help="Its short name, as it stands in addresses.")],
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What people call it.")],
    area: Annotated[
        str, typer.Option("--area", metavar="CODE", help="The official code of its area.")
    ],
    area_name: Annotated[str, typer.Option("--area-name", metavar="NAME", help="The area's name.")],
    owner: Annotated[
        str, typer.Option("--owner", metavar="NAME", help="The local policing body that owns it.")
    ],
    kind: Annotated[Kind, typer.Option("--kind", help="Which kind of body that is.")],
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS", help="The body's office.")],
    legal_name: Annotated[
        str,
        typer.Option("--legal-name", metavar="NAME", help="Who answers for the data in law."),
    ] = "",
) -> None:
    """Make a partnership: its workspace, the body that owns it, and the register of algorithms."""
    hand_over(
        f"workspace_{act.value}",
        *(slug, "--name", name, "--area", area, "--area-name", area_name),
        *("--owner", owner, "--legal-name", legal_name, "--kind", kind.value, "--email", email),
    )

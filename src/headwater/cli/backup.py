"""`headwater backup`: everything the installation holds, in one folder."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.handover import hand_over

EXAMPLES = ("headwater backup backups/tonight",)


def command(
    folder: Annotated[Path, typer.Argument(help="A new folder for the backup.")],
) -> None:
    """Write both databases, the lake, documents and editions, with counts and hashes.

    The site goes on running. Sessions are left out, so nobody is signed in after a restore. The
    folder holds everything, the keys of second factors included: encrypt what leaves the machine.
    """
    hand_over("backup", str(folder))

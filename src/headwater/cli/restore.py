"""`headwater restore`: a backup into an empty place."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.handover import hand_over

EXAMPLES = ("headwater restore backups/tonight",)


def command(
    folder: Annotated[Path, typer.Argument(help="A folder that `headwater backup` wrote.")],
) -> None:
    """Restore into an empty home and empty databases, then check every count and hash.

    Nothing is written where anything is there already. The databases may be of another kind than
    those that were backed up.
    """
    hand_over("restore", str(folder))

"""`headwater grants check`: is a file of grants what the 360Giving Data Standard allows?"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import say, say_json
from headwater.cli.options import AsJson
from headwater.core.words import counted

if TYPE_CHECKING:
    from headwater.sources.giving_360.reading import GrantsFile

EXAMPLES = (
    "headwater grants check grants.json",
    "headwater grants check grants.csv --json",
)


class Act(StrEnum):
    """What may be done."""

    CHECK = "check"


def command(
    act: Annotated[Act, typer.Argument(help="What to do.")],
    file: Annotated[Path, typer.Argument(help="Grants as JSON, CSV or an Excel workbook.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Check a file of grants against the 360Giving Data Standard.

    Every fault is named with its row or number and its field. What the standard allows and readers
    will miss, such as where people benefit, is said after them.
    """
    from headwater.core.errors import SourceFormatError
    from headwater.sources.giving_360.files import grants_of

    assert act is Act.CHECK
    found = grants_of(file)
    if as_json:
        say_json(
            {
                "file": file.name,
                "grants": len(found.grants),
                "encoding": found.encoding,
                "fault_total": found.fault_total,
                "faults": found.faults,
                "cautions": found.cautions,
            }
        )
    else:
        _say(found)
    if found.fault_total:
        raise SourceFormatError(source=file.name, faults=found.faults, total=found.fault_total)


def _say(found: "GrantsFile") -> None:
    grants, faults = counted(len(found.grants), "grant"), counted(found.fault_total, "fault")
    say(f"{grants}, {faults}. Read as {found.encoding}.")
    for caution in found.cautions:
        say(caution + ".")

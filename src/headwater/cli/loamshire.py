"""`headwater loamshire`: files from the county that does not exist."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.cli.console import Bars, note, say, say_json, shown_path, size
from headwater.cli.options import AsJson, Seed

EXAMPLES = ("headwater loamshire build/loamshire", "headwater loamshire build/other --seed 7")


def command(
    folder: Annotated[Path, typer.Argument(help="Where to write the files.")],
    *,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Write every feed of Loamshire, a county that does not exist, in its suppliers' formats.

    The same seed gives the same bytes. Nobody in the files is real. Beside `feeds` are files to
    refuse (`bad`), late corrections, and the planted truths under seal.
    """
    from headwater.loamshire import SEED, write_county

    with Bars(quiet=as_json) as bars:
        county = write_county(folder, seed=SEED if seed is None else seed, progress=bars)
    if as_json:
        say_json(county)
        return
    say(
        f"Loamshire is in {shown_path(folder)}: {len(county.files)} files, "
        f"{size(county.size_bytes)}, {county.residents:,} residents who do not exist, "
        f"{county.period.words}, seed {county.seed}."
    )
    note(f"Next: headwater ingest {shown_path(folder / 'feeds')}")

"""`headwater ingest`: take partners' files into the lake."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import Bars, note, say, say_json, shown_path
from headwater.cli.options import DEFAULT_LAKE, AsJson, By, Lake, person
from headwater.core.errors import SourceFormatError

if TYPE_CHECKING:
    from headwater.pipelines.ingest_report import IngestReport

EXAMPLES = (
    "headwater ingest data --dry-run",
    "headwater ingest data --by 'Ann Analyst'",
    "headwater ingest istv_Z9901_2025-08.csv --source istv_ed --faults faults.csv",
)


def command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zips as supplied.")],
    *,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="Which dataset; recognised where left out."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything and say what would change.")
    ] = False,
    stop_at_warnings: Annotated[
        bool, typer.Option("--stop-at-warnings", help="Load no dataset that has warnings.")
    ] = False,
    faults: Annotated[
        Path | None,
        typer.Option("--faults", metavar="FILE", help="Write the faults here too, as CSV."),
    ] = None,
    lake: Lake = DEFAULT_LAKE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Check partners' files and take them into the lake, each dataset whole or not at all.

    The same file again changes nothing; a file for the same slice replaces it. A refused dataset
    is told by row and column, nothing of it is loaded, and the command ends with 3.
    """
    try:
        report = take_in(
            paths,
            lake=lake,
            by=person(by),
            source=source,
            accept_warnings=not stop_at_warnings,
            dry_run=dry_run,
            quiet=as_json,
        )
    except SourceFormatError as error:
        if faults is not None:
            write_faults(error, faults)
        if as_json:
            _say_refused(error)
        raise
    if as_json:
        say_json(report)


def take_in(
    paths: list[Path],
    *,
    lake: Path,
    by: str,
    source: str | None = None,
    accept_warnings: bool = True,
    dry_run: bool = False,
    quiet: bool = False,
) -> "IngestReport":
    """Take files in, with a progress bar and a summary where somebody watches."""
    from headwater.core import clock
    from headwater.pipelines.ingest import ingest

    with Bars(quiet=quiet) as bars:
        report = ingest(
            paths,
            lake=lake,
            by=by,
            at=clock.now(),
            source=source,
            progress=bars,
            accept_warnings=accept_warnings,
            dry_run=dry_run,
        )
    if not quiet:
        say(str(report))
    return report


def _say_refused(error: SourceFormatError) -> None:
    """What became of everything handed in, for machines, where some of it was refused."""
    from headwater.pipelines.ingest_report import Refused, SuppliesRefusedError

    if isinstance(error, SuppliesRefusedError):
        say_json(error.report)
    else:
        say_json({"refused": [Refused(error.source, error.faults, error.total)]})


def write_faults(error: SourceFormatError, path: Path) -> None:
    """The faults that were gathered, one a row, for whoever mends the file."""
    headings = ("file", "row", "column", "value", "problem", "remedy")
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(headings)
        for fault in error.faults:
            writer.writerow([_not_a_formula(getattr(fault, name)) for name in headings])
    note(f"The faults are in {shown_path(path)}.")


def _not_a_formula(cell: object) -> str:
    """A cell that a spreadsheet shows and does not run."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text

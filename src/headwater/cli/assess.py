"""`headwater assess`: the needs assessment of an area and period."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import Bars, say, say_json, shown_path
from headwater.cli.ingest import take_in
from headwater.cli.options import DEFAULT_LAKE, AsJson, By, Lake, Seed, person

if TYPE_CHECKING:
    from headwater.pipelines.assess import AssessSummary

EXAMPLES = (
    "headwater assess --area Z99P00001 --period 2024-09..2025-08 --out build/loamshire-report",
    "headwater assess data --area E23000023 --period 2024-09..2025-08 --out build/cambridgeshire",
    "headwater assess --area E07000008 --period 2024/25 --out build/cambridge --format html",
)


class Format(StrEnum):
    """What an edition can be written as."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"


def command(
    data: Annotated[
        Path | None,
        typer.Argument(help="A folder of partners' files to take in first.", show_default=False),
    ] = None,
    *,
    area: Annotated[
        str, typer.Option("--area", metavar="CODE", help="Area code, such as E23000023.")
    ],
    period: Annotated[
        str,
        typer.Option(
            "--period", metavar="MONTHS", help="2024-09..2025-08, 2024-09, 2024-Q3 or 2024/25."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the report goes.")],
    lake: Lake = DEFAULT_LAKE,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", help="Only this kind of document; may be given more than once."),
    ] = None,
    seed: Seed = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Write the strategic needs assessment of an area and period.

    The same lake, area, period and seed give the same bytes. Small numbers are hidden, and the
    report says so where they are.
    """
    if data is not None:
        take_in([data], lake=lake, by=person(by), quiet=as_json)
    summary = write_report(
        lake, area=area, period=period, out=out, formats=formats, seed=seed, quiet=as_json
    )
    if as_json:
        say_json(summary)
        return
    say_report(summary)


def write_report(
    lake: Path,
    *,
    area: str,
    period: str,
    out: Path,
    formats: list[Format] | None = None,
    seed: int | None = None,
    quiet: bool = False,
) -> "AssessSummary":
    """Assess, with a progress bar where somebody watches."""
    from headwater.core.periods import Period
    from headwater.pipelines.assess import DEFAULT_SEED, assess

    months = Period.parse(period)
    with Bars(quiet=quiet) as bars:
        return assess(
            lake,
            area=area,
            period=months,
            out=out,
            formats=[kind.value for kind in formats] if formats else None,
            seed=DEFAULT_SEED if seed is None else seed,
            progress=bars,
        )


def say_report(summary: "AssessSummary") -> None:
    """What was made, and where to open it."""
    from headwater.pipelines.assess import described

    say(described(summary))
    say(f"The edition is {summary.edition_id}, in {shown_path(summary.folder)}:")
    for path in summary.files:
        if path.resolve().parent == summary.folder.resolve():
            say(f"  {shown_path(path)}")

"""`headwater compare`: what changed between two editions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headwater.cli.console import say, say_json, say_table
from headwater.cli.options import AsJson

if TYPE_CHECKING:
    from headwater.pipelines.compare import Comparison, Difference

EXAMPLES = (
    "headwater compare build/cambridgeshire-2024 build/cambridgeshire-2025",
    "headwater compare build/before build/after --most 100",
)
DEFAULT_MOST = 30
LEAST = 10
"""A smaller number before is doubled too easily to head the list."""


def command(
    before: Annotated[Path, typer.Argument(help="Folder of the earlier edition.")],
    after: Annotated[Path, typer.Argument(help="Folder of the later edition.")],
    *,
    most: Annotated[
        int, typer.Option("--most", metavar="NUMBER", help="How many changed figures to list.")
    ] = DEFAULT_MOST,
    as_json: AsJson = False,
) -> None:
    """Set two editions side by side: figures, findings, definitions and loads that differ."""
    from headwater.pipelines.compare import compare

    comparison = compare(before, after)
    if as_json:
        say_json(comparison)
        return
    _say(comparison, most=most)


def _say(comparison: "Comparison", *, most: int) -> None:
    """The differences; of counts and rates that are not small, the largest first."""
    say(f"{comparison.before} → {comparison.after}")
    for caution in comparison.cautions:
        say(f"Caution: {caution}")
    changed = comparison.differences
    say(f"{len(changed):,} of {comparison.figures_compared:,} figures changed.")
    leading = sorted((each for each in changed if each.leads), key=_size, reverse=True)
    if leading:
        say(f"Of {len(leading):,} counts and rates that changed, those that changed most:")
        say_table(
            ("FIGURE", "BEFORE", "AFTER", "CHANGE"),
            [(c.figure, c.before, c.after, _percent(c)) for c in leading[:most]],
        )
    for finding in comparison.findings:
        say()
        say(f"Finding {finding.figure}")
        say(f"  before: {finding.before or 'not there'}")
        say(f"  after:  {finding.after or 'not there'}")
    for word, loads in (("added", comparison.loads_added), ("removed", comparison.loads_removed)):
        if loads:
            say(f"Loads {word}: {', '.join(loads)}")


def _size(difference: "Difference") -> float:
    """How large a change is; what is small or cannot be measured comes last."""
    if difference.percent is None or not isinstance(difference.before, int | float):
        return -1.0
    return abs(difference.percent) if difference.before >= LEAST else -1.0


def _percent(difference: "Difference") -> str:
    """The change for people."""
    return "" if difference.percent is None else f"{difference.percent:+.1f} %"

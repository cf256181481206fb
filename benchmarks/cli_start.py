"""Start-up of the command line: `headwater --help`, at most 0.4 s.

The peer is the smallest program there can be on the same library: a typer app with one command.
Beside each other they say how much of the wait is ours.
"""

import statistics
import subprocess
import sys
import time
from importlib.metadata import version

LIMIT_S = 0.4
TIMES = 15
OURS = [sys.executable, "-c", "from headwater.cli.main import run; run()", "--help"]
SMALLEST = (
    "import typer\n"
    "app = typer.Typer(rich_markup_mode=None, add_completion=False)\n"
    "@app.command()\n"
    "def hello(name: str) -> None: ...\n"
    "app()"
)
PEER = [sys.executable, "-c", SMALLEST, "--help"]


def seconds(command: list[str]) -> float:
    """The middle of several starts, the first of which only warms the disk."""
    took = []
    for _ in range(TIMES + 1):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        took.append(time.perf_counter() - started)
    return statistics.median(took[1:])


def main() -> None:
    """Print the claim; end with 1 where it does not hold."""
    ours, peer = seconds(OURS), seconds(PEER)
    sys.stdout.write(
        f"cli_start ratio={peer / ours:.2f} ours={ours:.3f}s peer={peer:.3f}s "
        f"typer {version('typer')}\n"
    )
    if ours > LIMIT_S:
        sys.stderr.write(f"headwater --help took {ours:.3f} s; the claim is {LIMIT_S} s.\n")
        sys.exit(1)


if __name__ == "__main__":
    main()

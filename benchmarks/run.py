"""Run every benchmark and print its claims, one a line:

    NAME ratio=… ours=… peer=… PEER VERSION

The ratio is the peer's time over ours: above 1 we are quicker. A benchmark is a file in this
folder that runs the peer beside us and prints such lines. What else it prints goes to standard
error. Ends with 1 if one fails or claims nothing.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLAIM = re.compile(r"\S+ ratio=\S+ ours=\S+ peer=\S+ \S+ \S+")
NEEDS_SCALE = "scale_"


def files(names: list[str]) -> list[Path]:
    """The benchmarks asked for, or all of them."""
    every = sorted(path for path in HERE.glob("*.py") if path.name not in ("run.py", "__init__.py"))
    return [path for path in every if not names or path.stem in names]


def run(path: Path, *, python: str) -> bool:
    """Run one benchmark and pass its claims on. Whether it ended well and claimed something."""
    sys.stderr.write(f"{path.name} …\n")
    done = subprocess.run(
        [python, str(path)], capture_output=True, text=True, check=False, cwd=HERE.parent
    )
    claims = [line for line in done.stdout.splitlines() if CLAIM.fullmatch(line)]
    rest = [line for line in done.stdout.splitlines() if line not in claims]
    sys.stderr.write("\n".join([*rest, done.stderr]) + "\n")
    for claim in claims:
        print(claim, flush=True)
    if done.returncode or not claims:
        sys.stderr.write(f"{path.name} ended with [{done.returncode}], [{len(claims)}] claims.\n")
    return not done.returncode and bool(claims)


def main() -> int:
    """Run what was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", help="benchmarks to run; all where none is named")
    arguments.add_argument("--scale-python", default=sys.executable, help="where Spark is")
    asked = arguments.parse_args()
    well = [
        run(
            path, python=asked.scale_python if path.stem.startswith(NEEDS_SCALE) else sys.executable
        )
        for path in files(asked.names)
    ]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())

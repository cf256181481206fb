"""The command line starts fast because nothing heavy is imported until it is needed."""

import subprocess
import sys

import pytest

HEAVY = {
    "altair", "docx", "duckdb", "gptables", "ibis", "jinja2", "numba", "numpy", "openpyxl",
    "pandas", "polars", "pyarrow", "pydantic", "pyspark", "rich", "scipy", "shapely", "typst",
    "vl_convert",
}  # fmt: skip


def loaded_after(statement: str) -> set[str]:
    """Libraries a fresh Python has loaded after a statement."""
    program = f"import sys\n{statement}\nsys.stdout.write(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("statement", ["import headwater", "from headwater.cli import main"])
def test_starting_up_loads_nothing_heavy(statement: str) -> None:
    assert loaded_after(statement) & HEAVY == set()

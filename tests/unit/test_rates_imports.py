"""Rates stay light: the command line and the workers load them often."""

import subprocess
import sys


def test_rates_load_neither_scipy_stats_nor_pandas() -> None:
    code = (
        "import sys, headwater.analysis.rates; "
        "print([name for name in ('scipy.stats', 'pandas', 'duckdb') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "[]"

"""Loops over arrays, compiled to machine code and kept on disk between runs.

Heavy: only kernels import this, and no kernel is loaded where a command or a web page starts.

numba looks only at a function's own file to tell whether what it kept is still right, though code
of other kernels is compiled into it. So what is kept lies in a folder named after all kernels
together: a change in one of them starts anew. `NUMBA_CACHE_DIR` says where, else the user's cache.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

KERNELS = Path(__file__).resolve().parents[1] / "analysis"
FINGERPRINT_LETTERS = 12

# How a parallel loop says so; outside compiled code it is a plain `range`.
parallel_range = numba.prange


def compiled(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The same function as machine code, for arrays and numbers only.

    Divisions by zero give inf and nan as in numpy. Arithmetic is done in the order written, so the
    answer is the same on every machine and does not depend on how many threads there are.
    """
    _keep_beside_others_of_these_sources()
    made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Callable[Asked, Answer]", made)


def compiled_in_parallel(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """As `compiled`, with every `parallel_range` loop shared among the processor's cores.

    Each turn of such a loop must write to places of its own: then the number of threads changes
    nothing. A sum across turns would depend on them, so it belongs after the loop.
    """
    _keep_beside_others_of_these_sources()
    made = numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)(function)
    return cast("Callable[Asked, Answer]", made)


def fingerprint(sources: Path) -> str:
    """Changes with any kernel below a folder."""
    digest = hashlib.sha256()
    for path in sorted(sources.rglob("kernels/*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:FINGERPRINT_LETTERS]


@cache
def _keep_beside_others_of_these_sources() -> None:
    """Where compiled code is kept; done once, before the first function is decorated."""
    numba.config.CACHE_DIR = str(_place() / f"kernels-{fingerprint(KERNELS)}")


def _place() -> Path:
    """The folder asked for, the user's cache, or one of this process where there is no home.

    Kept code is trusted when it is loaded, so never a place where somebody else could put some.
    """
    asked = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    place = Path(asked) if asked else Path.home() / ".cache"
    try:
        (place / "headwater").mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="headwater-"))
    return place / "headwater"

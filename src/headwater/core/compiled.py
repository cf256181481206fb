"""Loops over arrays, compiled to machine code and kept on disk between runs.

Heavy: only kernels import this, and no kernel is loaded where a command or a web page starts.
`NUMBA_CACHE_DIR` says where compiled code is kept when the folder of the package cannot be written.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

# How a parallel loop says so; outside compiled code it is a plain `range`.
parallel_range = numba.prange


def compiled(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The same function as machine code, for arrays and numbers only.

    Divisions by zero give inf and nan as in numpy. Arithmetic is done in the order written, so the
    answer is the same on every machine and does not depend on how many threads there are.
    """
    made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Callable[Asked, Answer]", made)


def compiled_in_parallel(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """As `compiled`, with every `parallel_range` loop shared among the processor's cores.

    Each turn of such a loop must write to places of its own: then the number of threads changes
    nothing. A sum across turns would depend on them, so it belongs after the loop.
    """
    made = numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)(function)
    return cast("Callable[Asked, Answer]", made)

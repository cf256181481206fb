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
from concurrent.futures import ThreadPoolExecutor
from functools import cache, wraps
from itertools import pairwise
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

import numba
from numba.core import event

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

KERNELS = Path(__file__).resolve().parents[1] / "analysis"
FINGERPRINT_LETTERS = 12
PIECES_A_THREAD = 8
# Fewer turns than this are not worth waking other threads for.
LEAST_SHARED = 8

# How a parallel loop says so; outside compiled code it is a plain `range`.
parallel_range = numba.prange


def compiled(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The same function as machine code, for arrays and numbers only.

    Divisions by zero give inf and nan as in numpy. Arithmetic is done in the order written, so the
    answer is the same on every machine and does not depend on how many threads there are.
    """
    _keep_beside_others_of_these_sources()
    made = numba.njit(cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True)(function)
    return cast("Callable[Asked, Answer]", made)


def compiled_part(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """As `compiled`, for a step of other compiled functions: Python must never call it.

    Nothing is made that would take Python's values in, which is a good part of what there is to
    compile. A call from Python would end the process; a test holds that there is none.
    """
    _keep_beside_others_of_these_sources()
    made = numba.njit(
        cache=True,
        nogil=True,
        error_model="numpy",
        no_cfunc_wrapper=True,
        no_cpython_wrapper=True,
    )(function)
    return cast("Callable[Asked, Answer]", made)


def compiled_in_parallel(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """As `compiled`, with every `parallel_range` loop shared among the processor's cores.

    Each turn of such a loop must write to places of its own: then the number of threads changes
    nothing. A sum across turns would depend on them, so it belongs after the loop.
    """
    _keep_beside_others_of_these_sources()
    made = numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)(function)
    return cast("Callable[Asked, Answer]", made)


def compiled_in_turns(
    function: Callable[Concatenate[int, int, Asked], None],
) -> Callable[Concatenate[int, Asked], None]:
    """As `compiled`, for a loop that is shared among threads; called with how many turns it has.

    The function takes the turns from its first argument up to its second, and each turn writes to
    places of its own: then the number of threads changes nothing. To be called from Python only.
    It compiles in a third of the time of `compiled_in_parallel`.
    """
    return wraps(function)(in_turns(compiled(function)))


def in_turns(
    kernel: Callable[Concatenate[int, int, Asked], None],
) -> Callable[Concatenate[int, Asked], None]:
    """A loop that is shared among threads, as `compiled_in_turns`, of what is compiled already.

    Or of anything else that lets go of Python's lock, as numpy does where it sorts.
    """

    def shared(turns: int, /, *arguments: Asked.args, **named: Asked.kwargs) -> None:
        threads = numba.get_num_threads()
        pieces = min(turns, threads * PIECES_A_THREAD)
        if threads == 1 or turns < LEAST_SHARED:
            kernel(0, turns, *arguments, **named)
            return
        ends = [turns * piece // pieces for piece in range(pieces + 1)]
        pool = _threads(threads, os.getpid())
        waiting = [
            pool.submit(kernel, first, last, *arguments, **named) for first, last in pairwise(ends)
        ]
        for piece in waiting:
            piece.result()

    return shared


@cache
def _threads(number: int, process: int) -> ThreadPoolExecutor:
    """Threads kept for later calls. They do not outlive a fork, so each process has its own."""
    return ThreadPoolExecutor(number, thread_name_prefix=f"headwater-{process}")


def compile_seconds() -> float:
    """How long this process has spent compiling; loading what was kept is not counted."""
    clock = _clock()
    return float(clock.duration) if clock.done else 0.0


@cache
def _clock() -> event.TimingListener:
    """Runs while numba compiles."""
    clock = event.TimingListener()
    event.register("numba:compile", clock)
    return clock


def fingerprint(sources: Path) -> str:
    """Changes with any kernel below a folder."""
    digest = hashlib.sha256()
    for path in sorted(sources.rglob("kernels/*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:FINGERPRINT_LETTERS]


@cache
def _keep_beside_others_of_these_sources() -> None:
    """Where compiled code is kept; done once, before the first function is decorated."""
    _clock()
    numba.config.CACHE_DIR = str(kept_in())


@cache
def kept_in() -> Path:
    """The folder of what is compiled from the kernels as they are."""
    return _place() / f"kernels-{fingerprint(KERNELS)}"


def _place() -> Path:
    """The folder asked for, the user's cache, or one of this process where there is no home.

    Kept code is trusted when it is loaded, so never a place where somebody else could put some.
    """
    asked = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    place = Path(asked) if asked else Path.home() / ".cache"
    try:
        (place / "headwater").mkdir(parents=True, exist_ok=True)
    except OSError:
        place = Path(tempfile.mkdtemp(prefix="headwater-"))
        (place / "headwater").mkdir()
    return place / "headwater"

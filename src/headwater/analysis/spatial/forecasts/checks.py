"""What forecasts of places ask of their input before the arithmetic starts."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.rates.checks import above_zero, amounts, complete, level, numbers, share
from headwater.analysis.spatial.kernels.forecasts import FloatArray, IntArray
from headwater.core.errors import ParameterError

__all__ = [
    "above_zero",
    "amounts",
    "complete",
    "flags",
    "level",
    "numbers",
    "read_only",
    "same_length",
    "share",
    "whole",
    "whole_numbers",
]


def whole(name: str, value: int, *, least: int) -> int:
    """A single whole number that is large enough."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool):
        raise ParameterError(f"[{name}] is [{value}] and must be a whole number.")
    if value < least:
        raise ParameterError.below(name, value=int(value), least=least)
    return int(value)


def whole_numbers(name: str, values: ArrayLike) -> IntArray:
    """Complete whole numbers, such as days; refused when one has a fraction or is missing."""
    array = complete(name, numbers(name, values))
    if (array != np.floor(array)).any():
        raise ParameterError(f"[{name}] holds fractions. Give whole numbers.")
    return array.astype(np.int64)


def flags(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """Yes or no for each; refused when anything else is among them."""
    array = np.asarray(values)
    if array.dtype != np.bool_:
        raise ParameterError(f"[{name}] must hold True or False for each, not [{array.dtype}].")
    return array


def same_length(**arrays: NDArray[np.generic]) -> int:
    """The one length of one-dimensional arrays; refused when they differ."""
    lengths = {array.shape for array in arrays.values()}
    if len(lengths) > 1 or any(array.ndim != 1 for array in arrays.values()):
        shapes = ", ".join(f"[{name}] {array.shape}" for name, array in arrays.items())
        raise ParameterError(f"These do not line up: {shapes}. Give one value for each.")
    return len(next(iter(arrays.values())))


def read_only(*arrays: FloatArray | IntArray | NDArray[np.bool_]) -> None:
    """Freeze what a result holds."""
    for array in arrays:
        array.setflags(write=False)

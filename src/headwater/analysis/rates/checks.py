"""What every rate function asks of its input before the arithmetic starts.

A missing number is nan and stays missing; it never becomes zero. Arrays that end up in a result
go through `together`, which copies: results are read-only and must not freeze what is not theirs.
"""

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates.kernels import FloatArray
from headwater.core.errors import ParameterError

LEAST_LEVEL, MOST_LEVEL = 0.5, 0.9999


def numbers(name: str, values: ArrayLike) -> FloatArray:
    """The values as floats; refused when they are text or infinite."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(
            f"[{name}] holds something that is not a number. Convert the column first and "
            "leave missing values as nan."
        ) from error
    if np.isinf(array).any():
        raise ParameterError(f"[{name}] holds an infinite value. Check the source.")
    return array


def amounts(name: str, values: ArrayLike) -> FloatArray:
    """Numbers that cannot be below zero: counts, populations, harm, money."""
    array = numbers(name, values)
    below = array < 0
    if below.any():
        raise ParameterError(
            f"[{name}] has [{int(below.sum())}] values below zero, the lowest "
            f"[{array[below].min():g}]. Check the source."
        )
    return array


def complete(name: str, array: FloatArray) -> FloatArray:
    """The array itself, refused when a value is missing."""
    missing = int(np.isnan(array).sum())
    if missing:
        raise ParameterError(
            f"[{name}] has [{missing}] missing values. Fill them or leave those rows out."
        )
    return array


def positive(name: str, values: ArrayLike) -> FloatArray:
    """Complete numbers above zero."""
    array = complete(name, numbers(name, values))
    if (array <= 0).any():
        raise ParameterError(
            f"[{name}] has [{int((array <= 0).sum())}] values that are not above zero. "
            "Join those groups with their neighbours or leave them out."
        )
    return array


def level(value: float) -> float:
    """A confidence level as a share: 0.95, not 95."""
    if not LEAST_LEVEL <= value <= MOST_LEVEL:
        raise ParameterError.outside("level", value=value, low=LEAST_LEVEL, high=MOST_LEVEL)
    return value


def above_zero(name: str, value: float) -> float:
    """A single number above zero, such as a multiplier."""
    if not value > 0 or not np.isfinite(value):
        raise ParameterError(f"[{name}] is [{value}] and must be a number above 0.")
    return value


def share(name: str, value: float) -> float:
    """A single number above 0 and at most 1."""
    if not 0 < value <= 1:
        raise ParameterError(f"[{name}] is [{value}] and must lie above 0 and at most 1.")
    return value


def together(**arrays: FloatArray) -> tuple[FloatArray, ...]:
    """The arrays brought to one shape, as copies; refused when their shapes cannot meet."""
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"[{name}] {array.shape}" for name, array in arrays.items())
        raise ParameterError(f"These do not line up: {shapes}. Give one value per area.") from error
    return tuple(np.broadcast_to(array, shape).copy() for array in arrays.values())


def bands(events: FloatArray, population: FloatArray) -> None:
    """Events and population by band agree: the same shape, bands on the last axis."""
    if events.ndim == 0 or events.shape != population.shape:
        raise ParameterError(
            f"[events] has shape {events.shape} and [population] {population.shape}. Both need "
            "the same shape with one column per band, last."
        )

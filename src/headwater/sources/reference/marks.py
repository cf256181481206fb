"""The marks publishers put where a number is missing, and what each means.

Marks are those of the Government Statistical Service (`c`, `x`, `z`, `u`, `k`), of NHS Digital
(`*`) and of the Local Authority Interactive Tool (`-`), with and without brackets.
"""

from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa

from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import is_filled, mapped, mask, whole
from headwater.sources.reference.faults import Faults, decimals, is_number


class Flag(StrEnum):
    """Why a value is missing, or what to remember about it."""

    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    ROUNDED = "rounded"
    PROVISIONAL = "provisional"


WITHOUT_VALUE = (Flag.SUPPRESSED, Flag.NOT_AVAILABLE, Flag.NOT_APPLICABLE)
MARKS = {
    "c": Flag.SUPPRESSED,
    "*": Flag.SUPPRESSED,
    "s": Flag.SUPPRESSED,
    "x": Flag.NOT_AVAILABLE,
    "u": Flag.NOT_AVAILABLE,
    "-": Flag.NOT_AVAILABLE,
    ":": Flag.NOT_AVAILABLE,
    "..": Flag.NOT_AVAILABLE,
    "k": Flag.SUPPRESSED,
    "z": Flag.NOT_APPLICABLE,
}
MARKED_AS = {**MARKS, **{f"[{mark}]": flag for mark, flag in MARKS.items()}}


def values_and_flags(
    column: Any, faults: Faults, *, name: str, empty: Flag = Flag.NOT_AVAILABLE
) -> tuple[Any, Any]:
    """Numbers, and for each cell without one the reason. `empty` is what an empty cell means.

    A text that is neither a number nor a mark is noted as a fault.
    """
    numbers = is_number(column)
    marks = mapped(column, MARKED_AS)
    faults.where(
        ~numbers & ~is_filled(marks) & is_filled(column),
        column,
        column=name,
        problem="it is neither a number nor a mark for a missing one",
        remedy="Use digits, or c, x, z, * or - as the publisher does",
    )
    values = decimals(pc.if_else(pa.array(numbers), whole(column), pa.scalar(None, pa.string())))
    flags = pc.if_else(pa.array(is_filled(column)), marks, pa.scalar(str(empty), pa.string()))
    return values, flags


def where(condition: Any, flag: Flag, otherwise: Any) -> Any:
    """A flag on some rows, and what was there on the others."""
    known = pa.array(np.asarray(condition, bool))
    return pc.if_else(known, pa.scalar(str(flag), pa.string()), otherwise)


def without(values: Any, condition: Any) -> Any:
    """Values with some taken out."""
    return pc.if_else(pa.array(np.asarray(condition, bool)), pa.scalar(None, values.type), values)


def missing(values: Any) -> Any:
    """Where there is no number."""
    return ~mask(pc.is_valid(values))

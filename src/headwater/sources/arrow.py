"""Arrow arrays made from numpy buffers.

`pa.array` and `pa.scalar` load pandas to look at what they are given, which takes longer than
many a supply; these do not.
"""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

buffer_of: Any = pa.py_buffer
"""A numpy array as an Arrow buffer; the stubs do not know that numpy arrays are buffers."""


def from_numpy(values: NDArray[Any], kind: Any) -> Any:
    """Fixed-width values as an Arrow array without empties."""
    return pa.Array.from_buffers(kind, len(values), [None, buffer_of(values)])


def repeated(text: str, rows: int) -> Any:
    """One text for every row, as a dictionary of one word."""
    letters = text.encode()
    ends = np.array([0, len(letters)], dtype=np.int32)
    words: Any = pa.Array.from_buffers(
        pa.string(), 1, [None, buffer_of(ends), pa.py_buffer(letters)]
    )
    return pa.DictionaryArray.from_arrays(
        from_numpy(np.zeros(rows, dtype=np.int32), pa.int32()), words
    )


def to_numpy(values: Any, kind: Any) -> NDArray[Any]:
    """A fixed-width Arrow array without empties as a view."""
    bits = values.buffers()[1]
    if bits is None:
        return np.empty(0, dtype=kind)
    return np.frombuffer(bits, dtype=kind)[values.offset : values.offset + len(values)]

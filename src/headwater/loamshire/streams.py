"""Random numbers by name: each part of the county draws from its own stream.

A stream depends on the seed and its name only, so a new feed never changes an older one.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
StrArray = NDArray[np.str_]


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator that belongs to one named part of the county.

    >>> bool(stream(1, "people").random() == stream(1, "people").random())
    True
    >>> bool(stream(1, "people").random() == stream(1, "fire").random())
    False
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=tuple(name.encode())))


def draw_rows(rng: np.random.Generator, tables: FloatArray, rows: IntArray) -> IntArray:
    """For each entry of `rows`, one column drawn with the chances in that row of `tables`.

    Rows of `tables` need not add up to one.
    """
    steps = np.cumsum(tables, axis=1)
    steps /= steps[:, -1:]
    return np.asarray((rng.random(len(rows))[:, None] > steps[rows]).sum(axis=1), dtype=np.int64)


def draw(rng: np.random.Generator, chances: FloatArray, size: int) -> IntArray:
    """`size` positions drawn with the given chances, which need not add up to one."""
    weights = chances / chances.sum()
    return np.asarray(rng.choice(len(weights), size=size, p=weights), dtype=np.int64)


def draw_words(rng: np.random.Generator, shares: dict[str, float], size: int) -> StrArray:
    """So many of the words, drawn by their shares."""
    return np.array(list(shares))[draw(rng, np.array(list(shares.values())), size)]

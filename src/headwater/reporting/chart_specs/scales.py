"""Where axes end, and how far labels move to clear each other."""

import math


def nice_top(value: float) -> float:
    """The round number at or just above a value, for the end of an axis.

    >>> nice_top(437), nice_top(0.83), nice_top(0)
    (450.0, 0.9, 1.0)
    """
    if value <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.5, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10)
    return next(round(step * size, 10) for step in steps if step * size >= value * (1 - 1e-12))


def spread_apart(places: list[float], *, gap: float) -> list[float]:
    """Places moved as little as needed so that none is closer than `gap` to another.

    >>> spread_apart([10.0, 11.0, 40.0], gap=4)
    [8.5, 12.5, 40.0]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    blocks: list[list[int]] = []
    middle: list[float] = []
    for i in order:
        blocks.append([i])
        middle.append(places[i])
        while len(blocks) > 1 and (
            middle[-1] - middle[-2] < gap * (len(blocks[-1]) + len(blocks[-2])) / 2
        ):
            joined = blocks[-2] + blocks[-1]
            blocks[-2:] = [joined]
            middle[-2:] = [sum(places[k] for k in joined) / len(joined)]
    moved = [0.0] * len(places)
    for block, centre in zip(blocks, middle, strict=True):
        for step, i in enumerate(block):
            moved[i] = centre + gap * (step - (len(block) - 1) / 2)
    return moved

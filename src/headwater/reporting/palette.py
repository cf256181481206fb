"""Headwater's colours: a river blue with its companions, told apart by everyone.

Line colours were chosen to differ under the three common kinds of colour blindness and to keep
3:1 against white; no chart tells series apart by colour alone.
"""

INK = "#12232e"
QUIET_INK = "#4a5a64"
RULE = "#c9d3d9"
MIST = "#eef4f7"
RIVER = "#0b5a83"
DEEP_RIVER = "#083b57"
FORD = "#b4470f"
"""The warm companion of the river: benchmarks and areas that stand out."""

SERIES = ("#0b5a83", "#b4470f", "#2b7a5b", "#7b4397", "#5c6770", "#947100")
DASHES: tuple[tuple[int, ...], ...] = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (4, 4), (12, 3))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")

SEQUENTIAL = ("#e3eff5", "#a9cfe2", "#62a3c6", "#21719f", "#083b57")
DIVERGING = ("#8a3a0c", "#e3a679", "#f2f0ec", "#8fbcd4", "#0b5a83")
MISSING = "#9aa6ad"
PLAIN = "#f6f6f4"
UNKNOWN = "#d3d9dc"

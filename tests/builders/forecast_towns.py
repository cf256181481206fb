"""Made-up towns for tests of forecasts: squares, some of them worse than others."""

import numpy as np

from headwater.analysis.spatial import forecasts

SIDE = 200.0


def squares(columns: int = 12, rows: int = 10) -> forecasts.Cells:
    """A rectangle of cells."""
    return forecasts.Cells.squares(
        left_m=1000.0, bottom_m=-500.0, side_m=SIDE, inside=np.ones((columns, rows), dtype=bool)
    )


def town(
    rng: np.random.Generator, *, days: int = 1500, a_day: float = 2.0, uneven: float = 1.0
) -> tuple[forecasts.Cells, forecasts.Events]:
    """Events over many days at rates that differ between cells and stay what they are."""
    cells = squares()
    worse = rng.gamma(1.0 / uneven, uneven, len(cells)) if uneven else np.ones(len(cells))
    events = rng.poisson(a_day * days)
    column, row = np.divmod(rng.choice(len(cells), events, p=worse / worse.sum()), 10)
    x = 1000.0 + (column + rng.random(events)) * SIDE
    y = -500.0 + (row + rng.random(events)) * SIDE
    day = rng.integers(0, days, events)
    return cells, forecasts.Events.at_points(x, y, day, cells=cells)

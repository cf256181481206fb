"""Gi* on the cells of a raster equals sfhotspot 1.0.0 on the shared reference file."""

import csv
from pathlib import Path

import numpy as np

from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.spatial.grids import Raster
from headwater.analysis.spatial.local import gi_star
from headwater.analysis.spatial.points import Points
from headwater.analysis.spatial.weights import within_distance

RASTER = Raster(west=0, south=0, cell_m=100, columns=50, rows=40)


def test_gi_star_of_cells_equals_sfhotspot(shared_reference: Path) -> None:
    path = shared_reference / "points" / "gistar_A_sfhotspot.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def column(name: str) -> FloatArray:
        return np.array([float(row[name]) for row in rows])

    # Their counts, as they count an event on a side twice; the nine cells that touch are near.
    cell = RASTER.of(Points.of(column("x"), column("y")))
    counts, theirs = np.empty(len(RASTER)), np.empty(len(RASTER))
    counts[cell], theirs[cell] = column("n"), column("gistar")
    middles = RASTER.centres
    touching = within_distance(middles[:, 0], middles[:, 1], distance_m=150).with_self()
    ours = gi_star(counts, touching, permutations=None)
    np.testing.assert_allclose(ours.z_score, theirs, rtol=1e-8, atol=1e-10)

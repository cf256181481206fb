"""What a chapter may look at: the scope, what was released, and what was never there."""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.public_crime import PublicCrime
from headwater.analysis.needs.topics.surroundings import Surroundings
from headwater.core.counts import Released, ReleasedCube, Statistic


@dataclass(frozen=True, eq=False)
class View:
    """Everything the chapters are composed from.

    Chapters take counts from `cubes` and `statistics`, which are released. From the measured
    topics they take only what is not a count of people or events: months, names, methods.
    """

    scope: Scope
    surroundings: Surroundings
    public: PublicCrime | None
    cubes: Mapping[str, Released[ReleasedCube]]
    statistics: Mapping[str, Released[Statistic]]

    def cube(self, cube_id: str) -> Released[ReleasedCube]:
        """A released cube."""
        return self.cubes[cube_id]

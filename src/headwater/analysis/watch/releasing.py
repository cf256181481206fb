"""Which counts of a week may be shown: each rule's alerts, and the weeks before those shown."""

from collections.abc import Mapping, Sequence

import numpy as np

from headwater.analysis.watch.watched import ELSEWHERE, Watched, overlapping
from headwater.core.counts import CountCube, Dimension, Released, ReleasedCube
from headwater.core.disclosure import release, release_together
from headwater.core.provenance import Provenance
from headwater.rulebook import suppression_profile

RULES = "watch.rules"

Cubes = Mapping[str, Released[ReleasedCube]]


def released(watched: Sequence[Watched]) -> dict[str, Released[ReleasedCube]]:
    """Each rule's counts under the rule for small numbers of the table they come from."""
    found = release_together([rule_cube(watched)], suppression_profile("none"))
    shared = overlapping(watched)
    for each in watched:
        counts = _alerts_released(each, shared[each.cube_id])
        found[each.cube_id] = counts
        for number, seen in enumerate(each.seen(counts.value), start=1):
            # Weeks beside a hidden count would say how large it may be.
            if np.isfinite(seen) and each.weeks_before(each.verdict.alerts[number - 1]):
                cube = each.before(number)
                found[cube.id] = release(cube, each.profile)
    return found


def _alerts_released(each: Watched, withheld: frozenset[str]) -> Released[ReleasedCube]:
    """One rule's counts. Where an alert is hidden, so are the other areas, which no table shows.

    Another alert need then not be hidden beside it.
    """
    counts = release(each.cube, each.profile, withheld=_cells(each, withheld))
    if not np.isnan(each.seen(counts.value)).any():
        return counts
    return release(each.cube, each.profile, withheld=_cells(each, withheld | {ELSEWHERE}))


def _cells(each: Watched, withheld: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Alerts that are not to be shown, with their weeks."""
    weeks = each.cube.dimension("week")
    of_them = [
        code for code, alert in zip(weeks.codes, weeks.parents, strict=True) if alert in withheld
    ]
    return {"alert": sorted(withheld), "week": of_them}


def rule_cube(watched: Sequence[Watched]) -> CountCube:
    """How many alerts each rule raised: not a count of people."""
    rules = [each.registered.rule for each in watched]
    return CountCube(
        id=RULES,
        universe=RULES,
        dimensions=(
            Dimension("rule", "Rule", tuple(r.id for r in rules), tuple(r.title for r in rules)),
        ),
        counts=np.array([float(len(each.verdict.alerts)) for each in watched]),
        provenance=Provenance(method="Alerts of the rule in the week"),
    )

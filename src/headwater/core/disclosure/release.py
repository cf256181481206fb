"""Lets raw results out: the only makers of `Released` values from counts and statistics."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from headwater.core.counts import (
    _SEAL,
    BoolArray,
    CountCube,
    FloatArray,
    Released,
    ReleasedCube,
    Statistic,
)
from headwater.core.disclosure.layout import Layout, lay_out, sheet_of, taken_out
from headwater.core.disclosure.profile import (
    TINY,
    Profile,
    as_shown,
    check_profile,
    hides,
    is_small,
)
from headwater.core.disclosure.protect import protect
from headwater.core.errors import DisclosureError

T = TypeVar("T")

FIGURES = 3
"""Significant figures of a statistic under a rule that hides counts."""

Withheld = Mapping[str, Collection[str]]
"""Categories that are not to be shown, by dimension key: see `thin_areas`."""


def release(
    cube: CountCube, profile: Profile, *, withheld: Withheld | None = None
) -> Released[ReleasedCube]:
    """One cube with every total it implies, small and dependent cells hidden.

    Release cubes of one universe with `release_together`: alone, each is safe, side by side they
    may not be.
    """
    return release_together([cube], profile, withheld=withheld)[cube.id]


def release_together(
    cubes: Sequence[CountCube],
    profiles: Profile | Mapping[str, Profile],
    *,
    withheld: Withheld | None = None,
) -> dict[str, Released[ReleasedCube]]:
    """Cubes by id as they may be shown; cubes of one universe are protected as linked tables.

    `profiles` is one rule for all, or a rule by cube id or by universe. A universe has one rule:
    showing a cell under one and hiding it under another hides nothing.
    """
    if len({cube.id for cube in cubes}) != len(cubes):
        raise DisclosureError("Two cubes to be released have the same id. Give each its own.")
    released: dict[str, Released[ReleasedCube]] = {}
    for universe in dict.fromkeys(cube.universe for cube in cubes):
        linked = [cube for cube in cubes if cube.universe == universe]
        profile = _one_profile(linked, profiles, universe=universe)
        for cube in linked:
            _check_counts(cube)
        for shown in _release_linked(linked, profile, withheld or {}):
            released[shown.id] = Released(shown, profile=profile.id, seal=_SEAL)
    return {cube.id: released[cube.id] for cube in cubes}


def release_statistic(
    statistic: Statistic, profile: Profile, *, least_n: int, parts: Sequence[float] = ()
) -> Released[Statistic]:
    """A summary over many events, or its withheld form (all numbers NaN) where it rests on few.

    Withheld when `n` is below `least_n`, when `n` is itself a count the rule hides, or when any
    of `parts` is: the counts that value times n would give back, such as a share's numerator and
    the rest. Rounding cannot hide those (4 of 188 is 2.13 %, and 2.13 % of 188 is 4): name them.
    Under a rule that hides counts, value and limits keep three significant figures, and `n` is
    rounded as counts are, so that the summary says no more than the tables beside it.
    """
    check_profile(profile)
    few = statistic.n < max(least_n, 1)
    rests_on = np.array([statistic.n, *parts], dtype=np.float64)
    if few or bool(is_small(rests_on, profile, whole=False).any()):
        return Released(_withheld(statistic, least_n), profile=profile.id, seal=_SEAL)
    if not hides(profile):
        return Released(statistic, profile=profile.id, seal=_SEAL)
    shown = replace(
        statistic,
        value=_to_figures(statistic.value),
        low=_to_figures(statistic.low),
        high=_to_figures(statistic.high),
        n=float(as_shown(np.array([statistic.n]), profile)[0]),
    )
    return Released(shown, profile=profile.id, seal=_SEAL)


def restored(value: T, *, profile: str) -> Released[T]:
    """Something published earlier, read back from an edition whose hashes have been checked.

    Only for the reader of editions: the value went through `release` when the edition was made,
    and the check of its hashes shows that it has not changed since. Nothing is checked here.
    """
    return Released(value, profile=profile, seal=_SEAL)


def thin_areas(residents: Mapping[str, float], profile: Profile) -> frozenset[str]:
    """Areas with too few residents for their counts to be shown, as codes for `withheld`.

    An area with no known number of residents is not in `residents` and not judged; the caller
    lists every area it means to publish.
    """
    least = profile.minimum_population
    return frozenset(code for code, persons in residents.items() if not persons >= least)


def _one_profile(
    cubes: Sequence[CountCube], profiles: Profile | Mapping[str, Profile], *, universe: str
) -> Profile:
    """The rule of a universe, checked."""
    if not isinstance(profiles, Mapping):
        check_profile(profiles)
        return profiles
    found: dict[str, Profile] = {}
    for cube in cubes:
        profile = profiles.get(cube.id) or profiles.get(universe)
        if profile is None:
            raise DisclosureError(
                f"No profile was given for the cube [{cube.id}] or its universe [{universe}]. "
                "Every cube needs the rule it is released under."
            )
        found[profile.id] = profile
    if len(found) > 1:
        raise DisclosureError(
            f"Cubes of [{universe}] were given different profiles [{', '.join(sorted(found))}]. "
            "They count the same events, so release them under one, the strictest."
        )
    (profile,) = found.values()
    check_profile(profile)
    return profile


def _check_counts(cube: CountCube) -> None:
    if not bool(np.all(np.isfinite(cube.counts))):
        raise DisclosureError(
            f"The cube [{cube.id}] has a count that is not a number. An empty cell is a zero."
        )
    fractions = bool(np.any(np.abs(cube.counts - np.rint(cube.counts)) > TINY))
    if fractions and not cube.approximate:
        raise DisclosureError(
            f"The cube [{cube.id}] has fractions but is not marked approximate. Mark it, so that "
            "its small fractions are protected and readers are told."
        )


def _release_linked(
    cubes: Sequence[CountCube], profile: Profile, withheld: Withheld
) -> list[ReleasedCube]:
    """All cubes of one universe as shown."""
    sheets = [sheet_of(cube) for cube in cubes]
    if not hides(profile) and not any(withheld.values()):
        return [
            _as_released(cube, {k: as_shown(m, profile) for k, m in sheet.margins.items()}, profile)
            for cube, sheet in zip(cubes, sheets, strict=True)
        ]
    whole = not any(cube.approximate for cube in cubes)
    layout = lay_out(sheets, universe=cubes[0].universe)
    hidden = protect(
        layout, profile, whole=whole, withheld=_cells_withheld(layout, withheld)
    ).hidden
    counts = np.rint(layout.values) if whole else layout.values
    shown = np.where(hidden, np.nan, as_shown(counts, profile))
    return [
        _as_released(cube, taken_out(cube.dimensions, layout, shown), profile) for cube in cubes
    ]


def _cells_withheld(layout: Layout, withheld: Withheld) -> BoolArray:
    """Cells that fix a category not to be shown."""
    result = np.zeros(len(layout.values), dtype=np.bool_)
    for block in layout.blocks.values():
        for axis, key in enumerate(block.keys):
            codes = set(withheld.get(key, ()))
            places = [i for i, code in enumerate(layout.levels[key]) if code in codes]
            result[np.take(block.ids, places, axis=axis)] = True
    return result


def _as_released(
    cube: CountCube, margins: dict[tuple[str, ...], FloatArray], profile: Profile
) -> ReleasedCube:
    return ReleasedCube(
        id=cube.id,
        universe=cube.universe,
        dimensions=cube.dimensions,
        margins=margins,
        provenance=cube.provenance,
        profile=profile.id,
        rule=profile.sentence,
        approximate=cube.approximate,
        hidden=sum(int(np.isnan(margin).sum()) for margin in margins.values()),
    )


def _withheld(statistic: Statistic, least_n: int) -> Statistic:
    nothing = float("nan")
    caution = f"Withheld: it would rest on fewer than {least_n} events, or give a small count away."
    return replace(
        statistic,
        value=nothing,
        low=nothing,
        high=nothing,
        n=nothing,
        provenance=statistic.provenance.restated(
            method=statistic.provenance.method, cautions=(caution,)
        ),
    )


def _to_figures(value: float) -> float:
    """A number to three significant figures; NaN and infinity as they are."""
    return float(f"{value:.{FIGURES}g}")

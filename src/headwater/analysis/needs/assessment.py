"""The whole assessment: measure, release together, compose.

    measured = measure(store, area=..., period=...)
    released = release(measured)
    assessment = compose(measured, released, seed=...)

Nothing between `measure` and `release` leaves this module.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs.chapters import about, area, closing, what, where
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.holdings import Holdings, holdings
from headwater.analysis.needs.scope import Scope, scope_of
from headwater.analysis.needs.topics import public_crime, surroundings
from headwater.analysis.needs.view import View
from headwater.core.counts import CountCube, Released, ReleasedCube, Statistic
from headwater.core.disclosure import Profile, release_together
from headwater.core.editions import Block, Chapter
from headwater.core.periods import Period
from headwater.lake.store import Store
from headwater.rulebook import chapters as rulebook_chapters
from headwater.rulebook import profile_for


@dataclass(frozen=True, eq=False)
class Measured:
    """Raw counts of every topic. Stays inside."""

    scope: Scope
    held: Holdings
    around: surroundings.Surroundings
    public: public_crime.PublicCrime | None


@dataclass(frozen=True, eq=False)
class LetOut:
    """What disclosure control let out."""

    cubes: Mapping[str, Released[ReleasedCube]]
    statistics: Mapping[str, Released[Statistic]]


@dataclass(frozen=True, eq=False)
class Assessment:
    """The chapters and everything they show."""

    chapters: tuple[Chapter, ...]
    draft: Draft


def measure(store: Store, *, area: str, period: Period) -> Measured:
    """Count everything the lake holds about an area and period."""
    scope = scope_of(store, area=area, period=period)
    return Measured(
        scope=scope,
        held=holdings(store),
        around=surroundings.measure(store, scope),
        public=public_crime.measure(store, scope),
    )


def release(measured: Measured) -> LetOut:
    """Let counts out, each under the rule of the table it came from, all of them together."""
    cubes: list[CountCube] = []
    profiles: dict[str, Profile] = {}
    if measured.public is not None:
        for cube in measured.public.cubes:
            cubes.append(cube)
            profiles[cube.id] = profile_for("crimes")
    return LetOut(cubes=release_together(cubes, profiles), statistics={})


def compose(measured: Measured, let_out: LetOut, *, seed: int) -> Assessment:
    """Write the chapters from what was let out."""
    view = View(
        scope=measured.scope,
        surroundings=measured.around,
        public=measured.public,
        cubes=let_out.cubes,
        statistics=let_out.statistics,
    )
    draft = Draft()
    rng = np.random.default_rng(seed)
    writers: dict[str, Callable[[], list[Block]]] = {
        "purpose": lambda: about.purpose(view),
        "definition": lambda: about.scope_of_violence(draft),
        "method": lambda: about.method(view, draft, measured.held),
        "area": lambda: area.compose(view, draft),
        "what": lambda: what.compose(view, draft),
        "where": lambda: where.compose(view, draft, rng),
        "voice": closing.voice,
        "recommendations": lambda: closing.recommendations(draft),
        "intelligence_gaps": lambda: closing.intelligence_gaps(draft, measured.held),
        "appendices": lambda: closing.appendices(view),
    }
    return Assessment(
        chapters=tuple(
            Chapter(chapter.id, chapter.title, chapter.question, tuple(writers[chapter.id]()))
            for chapter in sorted(rulebook_chapters(), key=lambda chapter: chapter.order)
            if chapter.id in writers
        ),
        draft=draft,
    )

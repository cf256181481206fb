"""The whole assessment: measure, release together, compose.

    measured = measure(store, area=..., period=...)
    let_out = release(measured)
    assessment = compose(measured, let_out, seed=...)

Nothing raw leaves this module between `measure` and `release`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs.chapters import (
    about,
    area,
    assets,
    closing,
    disagreement,
    disproportionality,
    elsewhere,
    evidence,
    gaps,
    health,
    kinds,
    priority_groups,
    recorded_what,
    similar,
    what,
    when,
    where,
    who,
    why,
)
from headwater.analysis.needs.drafting import Draft, heading
from headwater.analysis.needs.holdings import Holdings, holdings
from headwater.analysis.needs.record_counting import Summary, released_summaries
from headwater.analysis.needs.scope import Scope, scope_of
from headwater.analysis.needs.topics import (
    ambulance_fire,
    emergency,
    indicators,
    neighbours,
    public_crime,
    recorded,
    searches,
    services,
    surroundings,
)
from headwater.analysis.needs.topics import elsewhere as other_authorities
from headwater.analysis.needs.topics.emergency import Admissions
from headwater.analysis.needs.topics.searches import GroupResidents
from headwater.analysis.needs.view import View
from headwater.core.counts import CountCube, Released, ReleasedCube, Statistic
from headwater.core.disclosure import Profile, release_together, thin_areas
from headwater.core.disclosure.audit import Publication, check_unrecoverable
from headwater.core.editions import Block, Chapter
from headwater.core.periods import Period
from headwater.lake.store import Store
from headwater.rulebook import Definition, profile_for, suppression_profile
from headwater.rulebook import chapters as rulebook_chapters


@dataclass(frozen=True, eq=False)
class Measured:
    """Raw counts of every topic; None where a topic has nothing. Stays inside."""

    scope: Scope
    held: Holdings
    around: surroundings.Surroundings
    public: public_crime.PublicCrime | None
    recorded: recorded.Recorded | None
    emergency: emergency.Emergency | None
    admissions: Admissions | None
    ambulance: ambulance_fire.Incidents | None
    fire: ambulance_fire.Incidents | None
    searches: searches.Searches | None
    services: services.Services | None
    indicators: indicators.Indicators | None
    like: neighbours.Neighbours | None
    elsewhere: other_authorities.Elsewhere | None
    groups: GroupResidents | None

    @property
    def seen(self) -> disagreement.Seen:
        """What hospitals, ambulances, fire crews and police saw of the same violence."""
        return disagreement.Seen(
            self.recorded, self.emergency, self.ambulance, self.fire, self.admissions
        )

    def raw(self) -> Iterator[tuple[Profile, tuple[CountCube, ...], tuple[Summary, ...]]]:
        """Every topic's cubes and summaries with the rule they go out under."""
        if self.public is not None:
            yield profile_for("crimes"), self.public.cubes, ()
        if self.like is not None:
            yield profile_for("crimes"), self.like.cubes, ()
        if self.recorded is not None:
            rule = profile_for("recorded_crimes")
            yield rule, self.recorded.cubes, self.recorded.summaries
        if self.emergency is not None:
            yield profile_for("ed_assaults"), self.emergency.cubes, self.emergency.summaries
        if self.ambulance is not None:
            yield profile_for("ambulance_incidents"), self.ambulance.cubes, ()
        if self.fire is not None:
            yield profile_for("fire_incidents"), self.fire.cubes, ()
        if self.searches is not None:
            yield profile_for("stop_searches"), self.searches.cubes, ()
        if self.services is not None:
            # Places are not people, but places taken are.
            yield suppression_profile("public"), self.services.cubes, ()


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


def measure(
    store: Store, *, area: str, period: Period, local: Definition | None = None
) -> Measured:
    """Count everything the lake holds about an area and period.

    Offences in police records count by the definition that partners adopted, where there is one.
    """
    scope = scope_of(store, area=area, period=period, local=local)
    return Measured(
        scope=scope,
        held=holdings(store),
        around=surroundings.measure(store, scope),
        public=public_crime.measure(store, scope),
        recorded=recorded.measure(store, scope),
        emergency=emergency.measure(store, scope),
        admissions=emergency.measure_admissions(store, scope),
        ambulance=ambulance_fire.measure_ambulance(store, scope),
        fire=ambulance_fire.measure_fire(store, scope),
        searches=searches.measure(store, scope),
        services=services.measure(store, scope),
        indicators=indicators.measure(store, scope),
        like=neighbours.measure(store, scope),
        elsewhere=other_authorities.measure(store, scope),
        groups=searches.residents_by_group(store, scope),
    )


def release(measured: Measured) -> LetOut:
    """Let counts out, all of them together, each under the rule of the table it came from.

    What was let out is then attacked. Raises `DisclosureError` if a hidden count can be had.
    """
    under: dict[str, tuple[Profile, list[CountCube]]] = {}
    statistics: dict[str, Released[Statistic]] = {}
    for rule, theirs, summaries in measured.raw():
        under.setdefault(rule.id, (rule, []))[1].extend(theirs)
        statistics.update(released_summaries(summaries, rule))
    let_out: dict[str, Released[ReleasedCube]] = {}
    for rule, cubes in under.values():
        # Cubes of one universe come from one table and so go out under one rule.
        released = release_together(cubes, rule, withheld=_too_thin(measured.scope, rule))
        shown = tuple(each.value for each in released.values())
        check_unrecoverable([Publication("edition", shown, rule)])
        let_out.update(released)
    return LetOut(cubes=let_out, statistics=statistics)


def _too_thin(scope: Scope, rule: Profile) -> dict[str, frozenset[str]]:
    """Areas with too few residents for a rule, by dimension, so that their counts are withheld."""
    areas = ((scope.lsoa, scope.residents), (scope.district, scope.district_residents))
    thin = {
        each.key: thin_areas(dict(zip(each.codes, persons.tolist(), strict=True)), rule)
        for each, persons in areas
    }
    return {key: codes for key, codes in thin.items() if codes}


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
    writers = _writers(measured, view, draft, np.random.default_rng(seed))
    return Assessment(
        chapters=tuple(
            Chapter(chapter.id, chapter.title, chapter.question, tuple(writers[chapter.id]()))
            for chapter in sorted(rulebook_chapters(), key=lambda chapter: chapter.order)
        ),
        draft=draft,
    )


def _writers(
    measured: Measured, view: View, draft: Draft, rng: np.random.Generator
) -> dict[str, Callable[[], list[Block]]]:
    """Who writes each chapter of the rulebook's list. They write in its order."""
    m = measured
    return {
        "purpose": lambda: about.purpose(view),
        "definition": lambda: about.scope_of_violence(view, draft),
        "method": lambda: about.method(view, draft, m.held),
        "area": lambda: [
            *area.compose(view, draft),
            heading("Areas like this one"),
            *similar.compose(view, m.like, draft),
            heading("Authorities like ours, and how their rates moved"),
            *elsewhere.compose(view, m.elsewhere, draft),
        ],
        "what": lambda: [
            *recorded_what.compose(view, m.recorded, draft),
            *what.compose(view, draft),
        ],
        "when": lambda: when.compose(view, m.recorded, draft),
        "where": lambda: where.compose(view, draft, rng),
        "who": lambda: who.compose(view, m.recorded, draft),
        "kinds": lambda: kinds.compose(view, m.recorded, draft),
        "health": lambda: health.compose(view, m.seen, draft),
        "why": lambda: why.compose(view, m.indicators, draft),
        "priority_groups": lambda: priority_groups.compose(view, m.indicators, draft),
        "voice": closing.voice,
        "assets": lambda: assets.compose(view, m.services, draft),
        "gaps": lambda: gaps.compose(view, m.services, draft),
        "evidence": lambda: evidence.compose(view, m.services, draft),
        "disproportionality": lambda: disproportionality.compose(
            view, m.recorded, m.searches, m.groups, draft
        ),
        "recommendations": lambda: closing.recommendations(draft),
        "intelligence_gaps": lambda: closing.intelligence_gaps(draft, m.held),
        "appendices": lambda: closing.appendices(view),
    }

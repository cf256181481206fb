"""The gap map: need for each place, age and kind of help, set beside the services that reach it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from headwater import __version__
from headwater.analysis.needs.assessment import LetOut, Measured, release
from headwater.analysis.needs.chapters.gap_map import Supplied, compose
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.holdings import holdings
from headwater.analysis.needs.outlines import outlines_of
from headwater.analysis.needs.scope import scope_of
from headwater.analysis.needs.topics import public_crime, recorded, services, surroundings
from headwater.analysis.needs.topics.services import Directory
from headwater.analysis.needs.view import View
from headwater.core.editions import GAP_MAP, Edition, LoadRecord, SourceFile
from headwater.core.periods import Period
from headwater.lake.store import Store
from headwater.pipelines.assess import (
    DEFAULT_SEED,
    MEMORY_LIMIT,
    Progress,
    check_stored,
    edition_id,
    used_loads,
)
from headwater.rulebook import attributions, definition, glossary

STEPS = ("Reading the lake", "Protecting people", "Setting need beside places", "Making documents")
FROM_LAKE = "the service directory that was loaded into the lake"


@dataclass(frozen=True, slots=True)
class OwnDirectory:
    """The partnership's own directory on a day: `rows` in the columns of the lake's `services`."""

    name: str
    as_of: date
    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class GapSummary:
    """What a gap map made."""

    edition_id: str
    folder: Path
    area_name: str
    period: str
    files: tuple[Path, ...]


def map_gaps(
    lake: Path,
    *,
    area: str,
    period: Period,
    out: Path,
    directory: OwnDirectory | None = None,
    progress: Progress | None = None,
) -> GapSummary:
    """Write the gap map of an area into a folder, with need as seen over a period.

    Services are those of the directory given, else of the lake's as on the last day of the period.
    Raises `UsageError` where services, residents by age or places of neighbourhoods are missing.
    """
    from headwater.reporting.documents import write_documents

    check_stored(lake)
    edition = build_gap_map(lake, area=area, period=period, directory=directory, progress=progress)
    _tell(progress, 3)
    files = write_documents(edition, out)
    return GapSummary(edition.id, out, edition.area_name, edition.period, tuple(files))


def build_gap_map(
    lake: Path,
    *,
    area: str,
    period: Period,
    directory: OwnDirectory | None = None,
    progress: Progress | None = None,
) -> Edition:
    """The edition as data, before any document is made of it."""
    given = None if directory is None else _as_directory(directory)
    with Store(lake, memory_limit=MEMORY_LIMIT) as store:
        _tell(progress, 0)
        measured = _measure(store, area=area, period=period, directory=given)
        _tell(progress, 1)
        let_out = release(measured)
        _tell(progress, 2)
        return _edition(store, measured, let_out, given)


def _measure(store: Store, *, area: str, period: Period, directory: Directory | None) -> Measured:
    """Only what the map rests on: violence, who its victims are, residents and services."""
    scope = scope_of(store, area=area, period=period)
    return Measured(
        scope=scope,
        held=holdings(store),
        around=surroundings.measure(store, scope),
        public=public_crime.measure(store, scope),
        recorded=recorded.measure(store, scope),
        emergency=None,
        admissions=None,
        ambulance=None,
        fire=None,
        searches=None,
        services=services.measure(store, scope, directory=directory),
        indicators=None,
        like=None,
        elsewhere=None,
        groups=None,
    )


def _edition(
    store: Store, measured: Measured, let_out: LetOut, directory: Directory | None
) -> Edition:
    scope, draft = measured.scope, Draft()
    view = View(
        scope=scope,
        surroundings=measured.around,
        public=measured.public,
        cubes=let_out.cubes,
        statistics=let_out.statistics,
    )
    supplied = Supplied(directory.name if directory else FROM_LAKE, is_own=directory is not None)
    chapters = compose(view, measured.services, draft, supplied)
    loads = {load.id: load for load in measured.held.loads}
    expressions = dict(store.expressions)
    if directory is not None and measured.services is not None:
        loads[directory.load] = _load_of(directory)
        made = measured.services.rows.expression
        expressions[made.id] = made
    used = used_loads(draft)
    unnamed = Edition(
        id="",
        title=f"Gaps in provision in {scope.name}",
        area_code=scope.area,
        area_name=scope.name,
        area_level=scope.level.words,
        period=str(scope.period),
        period_words=scope.period.words,
        definitions=(definition("SV_broad").stamp,),
        summary=draft.findings["provision.classes"].sentence,
        chapters=chapters,
        findings=draft.findings,
        tables=draft.tables,
        charts=draft.charts,
        maps=draft.maps,
        outlines=outlines_of(scope) if draft.maps else (),
        expressions=expressions,
        loads={key: loads[key] for key in sorted(used) if key in loads},
        glossary=tuple((term.term, term.meaning) for term in glossary()),
        attribution=tuple(each.text for each in attributions()),
        code_version=__version__,
        seed=DEFAULT_SEED,
        synthetic=scope.is_synthetic,
        name=GAP_MAP,
        publisher="headwater demonstration" if scope.is_synthetic else "",
        keywords=("serious violence", "gaps in provision", scope.name),
    )
    return replace(unnamed, id=edition_id(unnamed))


def _as_directory(given: OwnDirectory) -> Directory:
    return Directory(given.name, f"directory-{_digest(given.rows)[:12]}", given.as_of, given.rows)


def _load_of(directory: Directory) -> LoadRecord:
    """The directory as it is named among the loads: by a fingerprint of what it said."""
    rows = len(directory.rows)
    file = SourceFile(f"{directory.name}, {directory.as_of}", _digest(directory.rows), rows)
    return LoadRecord(directory.load, "services", "services", "1", rows, 0, (file,))


def _digest(rows: Sequence[Mapping[str, object]]) -> str:
    text = json.dumps([dict(each) for each in rows], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _tell(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress(STEPS[step], step, len(STEPS))

"""From a lake to an edition: the strategic needs assessment of one area and period."""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from headwater import __version__
from headwater.analysis.needs.assessment import Assessment, Measured, compose, measure, release
from headwater.analysis.needs.drafting import Draft
from headwater.analysis.needs.outlines import outlines_of
from headwater.core import words
from headwater.core.editions import BlockKind, Edition, Strength
from headwater.core.errors import NotFoundError, TamperedError
from headwater.core.periods import Period
from headwater.lake.journal import Journal, sha256_of
from headwater.lake.store import Store
from headwater.rulebook import Definition, attributions, definition, glossary

Progress = Callable[[str, int, int], None]

STEPS = ("Reading the lake", "Protecting people", "Writing chapters", "Making documents")
DEFAULT_SEED = 2023
"""The year the Duty began. Any number does; it is printed in the edition."""
MEMORY_LIMIT = "1GB"
WEIGHTS = {Strength.STRONG: 0, Strength.MODERATE: 1, Strength.DESCRIPTIVE: 2}
KEY_FINDINGS_A_CHAPTER = 2
AMOUNT = ".amount"
"""How the findings that say how much violence there is are named."""


@dataclass(frozen=True, slots=True)
class AssessSummary:
    """What an assessment made."""

    edition_id: str
    folder: Path
    area_name: str
    period: str
    findings: int
    tables: int
    hidden: int
    files: tuple[Path, ...]


def assess(  # noqa: PLR0913 - a command's worth of choices
    lake: Path,
    *,
    area: str,
    period: Period,
    out: Path,
    formats: Collection[str] | None = None,
    seed: int = DEFAULT_SEED,
    local: Definition | None = None,
    progress: Progress | None = None,
) -> AssessSummary:
    """Write the needs assessment of an area and period into a folder.

    `local` is what partners adopted as serious violence; the rulebook's broad list counts without.

    The same lake, area, period, definition and seed give the same bytes. Raises `NotFoundError`
    where the lake has no such area or nothing to count, `TamperedError` where a stored file is not
    as it was stored, and `DisclosureError` rather than publish a table from which a hidden count
    could be worked out.
    """
    from headwater.reporting.documents import EVERY_FORMAT, Format, write_documents

    check_stored(lake)
    edition = build_edition(
        lake, area=area, period=period, seed=seed, local=local, progress=progress
    )
    _tell(progress, 3)
    files = write_documents(
        edition,
        out,
        formats=[Format(each) for each in formats] if formats else EVERY_FORMAT,
        progress=None if progress is None else lambda words_: progress(words_, 3, len(STEPS)),
    )
    return AssessSummary(
        edition_id=edition.id,
        folder=out,
        area_name=edition.area_name,
        period=edition.period,
        findings=len(edition.findings),
        tables=len(edition.tables),
        hidden=_hidden(edition),
        files=tuple(files),
    )


def check_stored(lake: Path) -> None:
    """Nothing is published from bytes that changed. A changed count would look like any other."""
    for load in Journal(lake).active():
        for part in load.parts:
            path = lake / part.path
            found = sha256_of(path) if path.is_file() else "no file"
            if found != part.sha256:
                raise TamperedError(what=part.path, expected=part.sha256, found=found)


def build_edition(
    lake: Path,
    *,
    area: str,
    period: Period,
    seed: int = DEFAULT_SEED,
    local: Definition | None = None,
    progress: Progress | None = None,
) -> Edition:
    """The edition as data, before any document is made of it."""
    with Store(lake, memory_limit=MEMORY_LIMIT) as store:
        _tell(progress, 0)
        measured = measure(store, area=area, period=period, local=local)
        if not measured.held.loads:
            raise NotFoundError(kind="load in the lake", name=lake.name, hint="Ingest files first.")
        _check_something_to_assess(measured)
        _tell(progress, 1)
        let_out = release(measured)
        _tell(progress, 2)
        assessment = compose(measured, let_out, seed=seed)
        return _edition(store, measured, assessment, seed=seed)


def _check_something_to_assess(measured: Measured) -> None:
    """An assessment of violence needs a record of violence from somebody."""
    seen = (measured.public, measured.recorded, measured.emergency, measured.ambulance)
    if all(each is None for each in seen):
        scope = measured.scope
        raise NotFoundError(
            kind="record of violence",
            name=f"{scope.name}, {scope.period.words}",
            hint="Load police, hospital or ambulance files that cover this area and these months "
            "(headwater quality says which months are loaded).",
        )


def _edition(store: Store, measured: Measured, made: Assessment, *, seed: int) -> Edition:
    """Bind the chapters with everything they rest on."""
    scope, draft = measured.scope, made.draft
    used = used_loads(draft)
    unnamed = Edition(
        id="",
        title=f"Serious violence in {scope.name}: strategic needs assessment",
        area_code=scope.area,
        area_name=scope.name,
        area_level=scope.level.words,
        period=str(scope.period),
        period_words=scope.period.words,
        definitions=(definition("SV_core").stamp, scope.serious.stamp),
        summary=_summary(made),
        chapters=made.chapters,
        findings=draft.findings,
        tables=draft.tables,
        charts=draft.charts,
        maps=draft.maps,
        outlines=outlines_of(scope) if draft.maps else (),
        expressions=store.expressions,
        loads={load.id: load for load in measured.held.loads if load.id in used},
        glossary=tuple((term.term, term.meaning) for term in glossary()),
        attribution=tuple(each.text for each in attributions()),
        code_version=__version__,
        seed=seed,
        synthetic=scope.is_synthetic,
        publisher="headwater demonstration" if scope.is_synthetic else "",
        keywords=("serious violence", "needs assessment", scope.name),
        key_findings=key_findings(made),
    )
    return replace(unnamed, id=edition_id(unnamed))


def edition_id(edition: Edition) -> str:
    """A fingerprint of what the edition says and rests on."""
    said = {
        "area": edition.area_code,
        "period": edition.period,
        "loads": sorted(edition.loads),
        "expressions": sorted(edition.expressions),
        "code": edition.code_version,
        "seed": edition.seed,
        "definitions": edition.definitions,
        "tables": {key: table.value.rows for key, table in sorted(edition.tables.items())},
    }
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:10]
    return f"{edition.area_code}_{edition.period.replace('..', '_')}_{digest}"


def used_loads(draft: Draft) -> set[str]:
    """Loads any number rests on."""
    return {
        load
        for table in draft.tables.values()
        for column in table.value.columns
        if column.provenance is not None
        for load in column.provenance.loads
    }


def key_findings(made: Assessment) -> tuple[str, ...]:
    """Findings for the first page: how much, then from each chapter what bears most weight.

    Within a chapter, strong findings come before moderate ones and those before descriptions, and
    earlier before later. Weak findings stay in their chapters.
    """
    chosen = [each for each in made.draft.findings if each.endswith(AMOUNT)][:1]
    for chapter in made.chapters:
        found = [
            made.draft.findings[block.ref]
            for block in chapter.blocks
            if block.kind is BlockKind.FINDING
        ]
        heavy = sorted(
            (f for f in found if f.strength in WEIGHTS), key=lambda f: WEIGHTS[f.strength]
        )
        kept = heavy[:KEY_FINDINGS_A_CHAPTER]
        # Descriptions speak for a chapter only where nothing heavier does.
        if any(f.strength is not Strength.DESCRIPTIVE for f in kept):
            kept = [f for f in kept if f.strength is not Strength.DESCRIPTIVE]
        else:
            kept = kept[:1]
        chosen += [f.id for f in found if f in kept and f.id not in chosen]
    return tuple(chosen)


def _summary(made: Assessment) -> str:
    """What the reader holds, in one paragraph."""
    findings = made.draft.findings.values()
    if not findings:
        return "Nothing could be found from what was supplied; the chapters say what is missing."
    strong = sum(finding.strength is Strength.STRONG for finding in findings)
    unknown = sum(
        block.kind is BlockKind.UNKNOWN for chapter in made.chapters for block in chapter.blocks
    )
    return (
        f"{words.counted(len(made.draft.findings), 'finding')} from "
        f"{words.counted(len(made.draft.tables), 'table')} of released numbers; "
        f"{words.counted(strong, 'finding rests', 'findings rest')} on strong evidence. In "
        f"{words.counted(unknown, 'place')} the report says what the data cannot say. Those below "
        "carry most weight, chapter by chapter."
    )


def _hidden(edition: Edition) -> int:
    """How many cells of the edition are hidden to protect people."""
    return sum(
        cell == "[c]"
        for table in edition.tables.values()
        for row in table.value.rows
        for cell in row
    )


def _tell(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress(STEPS[step], step, len(STEPS))


def described(summary: AssessSummary) -> str:
    """What was made, as one sentence."""
    return (
        f"{summary.area_name}, {summary.period}: "
        f"{words.counted(summary.findings, 'finding')}, "
        f"{words.counted(summary.tables, 'table')}, "
        f"{words.counted(summary.hidden, 'cell')} hidden."
    )
